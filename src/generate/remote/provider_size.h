// The size of a picture that a service makes, nearest to what is wanted.
#pragma once

#include <string>

#include <opencv2/core.hpp>

#include "generate/remote/provider.h"

namespace animatize {

struct SizeChoice {
    cv::Size size;      ///< Ratios: about; the service decides
    std::string ratio;  ///< "16:9"; empty unless Ratios
    std::string tier;   ///< empty: the rule has none
};

/// Pixels: the wanted shape within the limits, each side a multiple of the step. Sizes and Ratios:
/// the nearest shape, then (Sizes) the nearest area. A wanted size without an area counts as
/// square.
SizeChoice chooseSize(const SizeRule& rule, cv::Size wanted);

/// The middle of a picture, as much as has the shape of `size`, scaled to it.
cv::Mat fittedTo(const cv::Mat& picture, cv::Size size);

}  // namespace animatize
