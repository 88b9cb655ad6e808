// What services deliver when something went wrong, each by an exact strength.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize::accuracy {

struct QualityFault {
    const char* name;
    std::vector<double> strengths;  ///< rising
    double gross;  ///< from this strength on nobody would take the picture; infinite: never
    /// `picture`: R G B; another of the same strength by `seed`.
    cv::Mat (*apply)(const cv::Mat& picture, double strength, uint64_t seed);
};

/// Those that leave nothing of the picture, or spoil it by a strength.
std::span<const QualityFault> qualityFaults();

}  // namespace animatize::accuracy
