// Environment: what sways in place, as leaves and water do, and is no subject.
//
// Before a camera that stands, ground that changes from picture to picture for a good part of
// the last seconds is the environment. A piece of motion on it is only more of the same, unless
// it goes somewhere or is far larger than what usually sways. Ground that such a subject
// covers is not learned meanwhile.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "motion/blobs.h"
#include "motion/leaky_mean.h"
#include "motion/region_tracker.h"

namespace animatize {

class Environment {
  public:
    void reset() { *this = Environment{}; }
    /// Which blobs (1 = yes) only sway; learns from `luma` (CV_8UC1, at a constant exposure) where
    /// the others leave it. After a second of empty ones (the camera moves) it knows nothing.
    const std::vector<uint8_t>& next(const cv::Mat& luma, double noise, double seconds,
                                     const BlobMap& map, const std::vector<TrackedRegion>& regions);
    /// Pixels of `watched` (CV_8UC1) that sway.
    int pixelsWithin(const cv::Mat& watched) const;
    /// Where it swayed for most of the last seconds: CV_8UC1, a cell for 4 x 4 pixels of the
    /// picture, 255 or 0. Empty as long as nothing does. Nobody writes into it any more: when it
    /// changes, there is another one.
    const cv::Mat& places() const { return places_; }
    /// Seconds since it began to learn: what it knows is of this view.
    double learning() const { return learning_; }

  private:
    static constexpr int kBlock = 8;  // pixels
    static constexpr int kCell = 4;

    bool swaysAt(int x, int y) const;
    double shareOnIt(const BlobMap& map, const Blob& blob) const;
    void judge(const BlobMap& map, const std::vector<TrackedRegion>& regions, double seconds);
    void learn(const cv::Mat& luma, double noise, double seconds);
    void leaveOutGust(const BlobMap& map, const std::vector<TrackedRegion>& regions, double large);
    void hide(const cv::Rect& box);
    void markSwaying();
    void markPlaces(cv::Size picture);

    cv::Mat last_;
    int columns_ = 0, rows_ = 0;
    std::vector<float> active_;  ///< by block: share of the last seconds
    std::vector<uint8_t> sways_, placed_, hidden_;
    std::vector<uint8_t> unwanted_;
    double pixels_ = 0.0;  ///< of the picture
    cv::Mat places_;
    double lostFor_ = 0.0;   ///< seconds without a steady picture
    double learning_ = 0.0;  ///< seconds
    double placedAt_ = 0.0;  ///< of those
    double weight_ = 0.0;    ///< of what active_ has seen
    LeakyMean usual_;        ///< pixels that sway at a time
};

}  // namespace animatize
