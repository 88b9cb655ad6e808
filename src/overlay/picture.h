// A drawn picture, shared by all who show it: CV_8UC4, B G R A, premultiplied, in one piece.
#pragma once

#include <memory>

#include <opencv2/core.hpp>

#include "overlay/overlay_style.h"

namespace animatize {

using Picture = std::shared_ptr<const cv::Mat>;

/// A pixel of this colour.
inline cv::Vec4b pixelOf(const Colour& colour)
{
    const auto level = [&colour](double share) {
        return cv::saturate_cast<uint8_t>(share * colour.alpha * 255.0);
    };
    return {level(colour.blue), level(colour.green), level(colour.red), level(1.0)};
}

}  // namespace animatize
