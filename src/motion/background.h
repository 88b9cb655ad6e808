// Background: what moves before a camera that stands still.
//
// Every picture is first brought to the exposure of the background, so that no change of light
// is motion; then a mixture of values per pixel (LumaMixture) tells how far it is from what
// belongs there, and the neighbourhood decides. Time counts, not frames. A darkening that keeps
// the pattern underneath is a shadow.
#pragma once

#include <opencv2/core.hpp>

#include "motion/bit_mask.h"
#include "motion/leaky_mean.h"
#include "motion/luma_mixture.h"
#include "motion/neighbour_range.h"
#include "motion/shadow_finder.h"

namespace animatize {

/// Masks of one frame, CV_8UC1, 255 = yes. Empty: the frame could not be judged.
struct MovingPixels {
    cv::Mat motion;
    cv::Mat shadow;
};

class Background {
  public:
    void reset();
    /// Learns the picture and says what doesn't belong to the background; `strictness` 1 is
    /// normal, higher sees less; `noise` of the sensor in grey levels (standard deviation). The
    /// masks are empty for a picture that can't be compared.
    const MovingPixels& next(const cv::Mat& luma, double seconds, double strictness,
                             double noise = 1.0);
    /// The picture last judged, at the background's exposure.
    const cv::Mat& matched() const { return matched_; }
    /// Whether it has seen enough to be believed.
    bool learned() const { return seconds_ >= kLeastSeconds && frames_ >= kLeastFrames; }

  private:
    double grainOf(double noise, double gain, double seconds);
    void learn(double seconds, double strictness, double noise);
    void judge(double strictness);
    void separateShadows(double noise);

    static constexpr double kLeastSeconds = 0.8;
    static constexpr int kLeastFrames = 8;

    LumaMixture model_;
    NeighbourRange range_;
    cv::Mat matched_;  ///< this picture at the background's exposure
    cv::Mat apart_, evidence_, line_, sum_;
    BitMask outside_;
    ShadowFinder shadows_;
    MovingPixels pixels_;
    LeakyMean grain_;  ///< of one picture, mean absolute deviation
    double seconds_ = 0.0;
    int frames_ = 0;
};

}  // namespace animatize
