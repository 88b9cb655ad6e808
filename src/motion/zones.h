// Zones: named polygons of watched and ignored ground.
//
//   door:0.1,0.2 0.4,0.2 0.4,0.9;-tree:0.6,0 1,0 1,0.5
//
// Corners are shares of the frame. Without a watched zone the whole frame is watched; ignored
// ground is taken out of everything.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "frame/reduced_picture.h"

namespace animatize {

struct Zone {
    std::string name;
    bool ignored = false;
    std::vector<cv::Point2d> corners;  ///< at least 3
};

constexpr size_t kMostZones = 32;
constexpr size_t kMostCorners = 256;

/// The error names the zone and the place in the text.
Result<std::vector<Zone>> parseZones(const std::string& text);

/// A watched zone as pixels of one picture size.
struct WatchedZone {
    std::string name;  ///< empty: the whole frame
    cv::Mat mask;      ///< CV_8UC1, 255 inside, ignored ground left out
    cv::Rect box;      ///< bounds of the mask
};

/// All that is watched. Made once per text and picture size.
class WatchedGround {
  public:
    /// A text that can't be read watches the whole frame (checkZones tells beforehand).
    void prepare(const std::string& text, const ReducedPicture& picture);

    const std::vector<WatchedZone>& zones() const { return zones_; }
    /// Of all zones together, CV_8UC1.
    const cv::Mat& mask() const { return all_; }
    int pixels() const { return pixels_; }
    /// Whether there is anything that is not watched.
    bool partial() const { return pixels_ < static_cast<int>(all_.total()); }

  private:
    std::string text_;
    cv::Size size_;
    double shareX_ = 0.0, shareY_ = 0.0;  ///< of the frame, per pixel
    std::vector<WatchedZone> zones_;
    cv::Mat all_;
    int pixels_ = 0;
};

}  // namespace animatize
