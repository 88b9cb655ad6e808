// ViewMap: which point of the source a point of the view shows, at one moment of a path.
//
// A pinhole camera that may go aside and forward, turn, roll and zoom. A source point (x, y) at the
// inverse depth w lies at (x, y, 1) / w; seen from T, along the ray r of the view point, it is
//
//     (x, y) = r.xy / r.z + w (T.xy - T.z r.xy / r.z)  =  base + w slide
//
// which is a straight line in w. Without T there is no slide: pan, tilt, roll and zoom show no
// parallax. The part of T across is taken about one inverse depth, `steady`, as a lens that is
// shifted against the move does.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

#include "generate/render/camera_path.h"

namespace animatize {

/// A picture and how its pixels are shown.
struct Frame2d {
    cv::Size size;
    double pixelAspect = 1.0;  ///< displayed width / height of one pixel; finite, > 0
    /// Displayed width / height.
    double aspect() const { return size.width * pixelAspect / size.height; }
    /// Distance of the picture plane, in rows: the lens shows 45 degrees along the longer side.
    double focal() const;
};

/// Nearest and farthest inverse depth in a picture.
struct DepthRange {
    double farthest = 1.0, nearest = 1.0;
};

class ViewMap {
  public:
    struct Sight {
        cv::Vec2d base, slide;  ///< pixels of the source
        cv::Vec2d at(double w) const { return base + w * slide; }
    };

    /// The view at t, grown by just as much as it needs to see nothing from outside of the
    /// source (up to path.reach times its size).
    ViewMap(const Frame2d& frame, const PlannedPath& path, const DepthRange& depth, double t);

    /// x, y: pixels of the view; whole numbers are the middles of pixels.
    Sight at(double x, double y) const
    {
        const cv::Vec3d ray = corner_ + x * right_ + y * down_;
        const double back = 1.0 / ray[2];
        const cv::Vec2d seen(ray[0] * back, ray[1] * back);
        return {seen + aside_, across_ - forward_ * seen};
    }
    /// Source pixels by which points an inverse depth of 1 apart slide at most, in the view.
    double mostSlide() const;
    /// Whether nothing slides: near and far are seen alike.
    bool isFlat() const { return forward_ == 0.0 && across_ == cv::Vec2d(0, 0); }
    /// How many times larger the content is shown so that no border is seen.
    double cover() const { return cover_; }

  private:
    void stand(const CameraPose& pose, const Frame2d& frame);
    void grow(double cover);
    bool inside(double cover, const DepthRange& depth, double reach);
    double leastCover(const DepthRange& depth, double reach);

    cv::Size size_;
    cv::Vec2d unit_;            ///< pixels of a focal length
    cv::Vec2d centre_, pivot_;  ///< pixels
    double steady_;
    cv::Matx33d back_;  ///< from the view's rays to the source's, which are in pixels
    double forward_ = 0.0;
    cv::Vec2d across_, aside_;  ///< pixels: of the travel, and of what it leaves in its place
    cv::Vec3d corner_, right_, down_;  ///< the ray of the first pixel, and to the next ones
    double cover_ = 1.0;
};

}  // namespace animatize
