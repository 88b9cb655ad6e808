// MoveRenderer: a still picture, seen by a camera that makes the predicted movement.
//
//   const MoveRenderer renderer({picture, pixelAspect, nearness, subject}, movements, seed);
//   cv::Mat middle = renderer.at(0.5);
//
// A picture in 4:2:0 stays that: made of StillScene::planar, it is rendered plane by plane into
// planes, with the codes of its stream (planar_picture.h). That costs three quarters as much.
//
// What is near moves more than what is far when the camera travels (push, pull, truck, pedestal,
// tracking, arc, dolly zoom, a hand), and not at all when it only turns or zooms. t = 0 is the
// picture itself, bit for bit, whatever the movement; a static camera is the picture itself at
// every t. Between, the picture at t depends on nothing but what the renderer was made of: any
// order, any thread, the same bytes.
//
// What moves by itself is added to that: foliage and the subject (scene_motion.h).
//
// No border is ever seen. The view grows while it moves, by just as much as its corners need to
// stay inside. A pull or zoom out sees more than the picture has: there the picture goes on as its
// mirror image, at most 6 % on each side.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "generate/render/camera_path.h"
#include "generate/render/picture_sampler.h"
#include "generate/render/planar_picture.h"
#include "generate/render/relief.h"
#include "generate/render/scene_motion.h"
#include "generate/render/view_map.h"
#include "movement/movement.h"

namespace animatize {

struct StillScene {
    cv::Mat picture;           ///< CV_8UC3, R G B, 1x1 to 32766 a side; with `planar`: unused
    double pixelAspect = 1.0;  ///< displayed width / height of one pixel; what isn't one is 1
    cv::Mat nearness;          ///< CV_32F, 0 = far, 1 = near, any size; empty: not known
    std::optional<cv::Rect2d> subject;         ///< shares of the picture; none: its middle
    std::optional<PlanarPicture> planar = {};  ///< instead of `picture`; fits(), sides as there
    cv::Mat sways = {};  ///< CV_8UC1, any size, 255 where it was seen to sway; empty: nowhere
};

class MoveRenderer {
  public:
    /// Makes all that doesn't depend on the time, once: tens of milliseconds.
    MoveRenderer(const StillScene& scene, const std::vector<Movement>& movements, uint64_t seed);

    /// The picture at t (0..1, clamped): size and type of the scene's, never its memory.
    cv::Mat at(double t) const;
    /// The same, into memory that is reused if it fits.
    void render(double t, cv::Mat& into) const;
    bool isPlanar() const { return !planar_.luma.empty(); }
    /// The same for a scene that is planar, which has no other pictures. `into`: of its size.
    void render(double t, const PlanarTarget& into) const;

    const PlannedPath& path() const { return path_; }

  private:
    void prepare(const StillScene& scene, const std::vector<Movement>& movements, uint64_t seed);
    void makeRelief(const cv::Mat& nearness, int pad);
    Layers layersOf(const cv::Mat& picture, int pixels) const;
    std::optional<LookUp> lookUpAt(double t) const;
    double mostSlide() const;

    cv::Mat picture_;
    PlanarPicture planar_;
    Frame2d frame_;
    PlannedPath path_;
    Relief relief_;
    Layers layers_, chroma_;  ///< of the picture, or of luma and chroma
    std::optional<SceneMotion> motion_;
};

}  // namespace animatize
