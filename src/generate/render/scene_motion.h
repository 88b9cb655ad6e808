// SceneMotion: what moves by itself in the picture, besides the camera.
//
// Foliage sways where the picture is green and full of detail (movement foliage_sway). The subject
// goes a little along its predicted velocity (move enter leave cross rise_fall come_in go_out),
// with the surroundings stretching about it: nobody knows its outline, so nothing is cut out. Both
// are displacements without folds that end before the border of the picture.
//
// Left out is what no measurement can place: water_ripple and clouds_drift say that there is water,
// that there are clouds, but not where.
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

class SceneMotion {
  public:
    /// `look`: what the picture shows, CV_8UC3, R G B, any size; `subject`: shares of it.
    SceneMotion(const cv::Mat& look, const NodeGrid& grid, const std::vector<Movement>& movements,
                const std::optional<cv::Rect2d>& subject, double pixelAspect, uint64_t seed);

    /// Whether one of the movements says that something moves. Cheap: before anything is made.
    static bool moves(const std::vector<Movement>& movements,
                      const std::optional<cv::Rect2d>& subject);

    /// Nodes that the content has moved since t = 0, at each node; empty when nothing has.
    cv::Mat_<cv::Vec2f> at(double t) const;

  private:
    void findFoliage(const cv::Mat& look, double strength);
    void findSubject(const Movement& movement, const cv::Rect2d& box, double pixelAspect);
    cv::Vec2f swayAt(int column, int row, double seconds) const;
    double border(int column, int row, double reach) const;

    NodeGrid grid_;
    cv::Size2d size_;  ///< of the picture, in nodes
    uint64_t seed_;
    cv::Mat_<float> foliage_;  ///< how far it sways, in nodes; empty: none
    cv::Mat_<float> subject_;  ///< 0..1; empty: it stays
    cv::Vec2f subjectWay_;     ///< nodes, until t = 1
};

}  // namespace animatize
