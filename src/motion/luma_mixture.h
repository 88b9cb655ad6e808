// LumaMixture: per pixel, up to three values that it has when nothing is in front of it.
//
// A mixture of Gaussians after Stauffer and Grimson, in 16-bit integers: planes, so that a SIMD
// register holds 8 pixels of one quantity; one deviation per pixel, because noise belongs to the
// sensor and not to the value; and the mean learns faster than the weight, so that slow light is
// followed without absorbing what stops.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize {

struct MixtureRates {
    double weight = 0.0;  ///< 0..1, share by which the values' weights go over to this picture
    double mean = 0.0;    ///< the same of the value that fits
    double deviation = 0.0;
    double leastDeviation = 1.0;  ///< grey levels (mean absolute), of the sensor
    double tolerance = 2.0;       ///< deviations that are no distance at all, 0..15
};

class LumaMixture {
  public:
    /// Grey levels' steps of distance().
    static constexpr int kStepsPerLevel = 4;

    /// Begins anew with this picture as background.
    void start(const cv::Mat& luma, double deviation);
    /// Learns a picture of the same size, and judges it.
    void next(const cv::Mat& luma, const MixtureRates& rates);

    /// How far each pixel of the last picture lies from the background beyond what its noise
    /// explains, CV_8UC1, in 1 / kStepsPerLevel grey levels, saturated.
    const cv::Mat& distance() const { return distance_; }
    /// What is most often there, CV_8UC1.
    const cv::Mat& reference() const { return reference_; }

    /// Mean absolute deviation of a pixel, grey levels, over a sample of them.
    double deviation() const;

  private:
    static constexpr size_t kValues = 3;

    cv::Mat distance_, reference_;
    std::vector<uint8_t> padded_;  ///< luma, distance, reference: whole registers each
    std::vector<uint16_t> mean_[kValues], weight_[kValues], deviation_;
};

}  // namespace animatize
