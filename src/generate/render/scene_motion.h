// SceneMotion: what moves by itself in the picture, besides the camera.
//
// Each only when a movement says so:
//
//   foliage_sway   where the picture is green and full of detail
//   water_ripple   where it was seen to sway (motion/environment.h), but for leaves and sky
//   clouds_drift   in the sky, where there is one (sky.h), the way that the clouds were seen to go
//   move enter leave cross rise_fall come_in go_out
//                  the subject goes a little along its predicted velocity, with the surroundings
//                  stretching about it: nobody knows its outline, so nothing is cut out
//
// All are displacements without folds that end before the border of the picture, so that nothing is
// torn and nothing comes in.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "movement/movement.h"

namespace animatize {

/// Nodes over a picture with room around it, as Relief has them.
struct NodeGrid {
    cv::Size nodes;
    int step = 8, pad = 8;
    cv::Size picture;
};

/// What is known of the picture.
struct Scenery {
    cv::Mat look = {};                       ///< what it shows, CV_8UC3, R G B, any size
    std::optional<cv::Rect2d> subject = {};  ///< shares of it; none: not known
    double pixelAspect = 1.0;                ///< displayed width / height of one pixel
    cv::Mat sways = {};  ///< CV_8UC1 over it, 255 where it was seen to sway; empty: nowhere
};

class SceneMotion {
  public:
    SceneMotion(const Scenery& scenery, const NodeGrid& grid,
                const std::vector<Movement>& movements, uint64_t seed);

    /// Whether one of the movements says that something moves. Cheap: before anything is made, and
    /// without the look.
    static bool moves(const std::vector<Movement>& movements, const Scenery& scenery);

    /// Nodes that the content has moved since t = 0, at each node; empty when nothing has.
    cv::Mat_<cv::Vec2f> at(double t) const;

  private:
    void findFoliage(const Movement& movement, const cv::Mat& look);
    void findWater(const Movement& movement, const Scenery& scenery);
    void findClouds(const Movement& movement, const Scenery& scenery);
    void findSubject(const Movement& movement, const Scenery& scenery);
    cv::Size pictureNodes() const;
    cv::Mat_<float> placed(const cv::Mat& mask, double most, double reach) const;
    cv::Vec2f swayAt(int column, int row, double seconds) const;
    cv::Vec2f rippleAt(int column, int row, double seconds) const;
    double border(int column, int row, double reach) const;

    NodeGrid grid_;
    cv::Size2d size_;  ///< of the picture, in nodes
    uint64_t seed_;
    cv::Mat_<float> foliage_;   ///< how far it sways, in nodes; empty: none
    cv::Mat_<float> water_;     ///< how strongly it ripples; empty: none
    double farthestWater_ = 0;  ///< row of nodes
    cv::Mat_<float> clouds_;    ///< 0..1; empty: none
    cv::Vec2f cloudWay_;        ///< nodes, until t = 1
    cv::Mat_<float> subject_;   ///< 0..1; empty: it stays
    cv::Vec2f subjectWay_;      ///< nodes, until t = 1
};

}  // namespace animatize
