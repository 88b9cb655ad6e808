// ContentKey: two frames with the same key look the same to every analysis.
//
// It is made of all pixels of the reduced picture and of the colour copy, 64 bits each (std::hash),
// so that among a million pictures two share a key with a probability of about 1e-27; and of what
// other frames told about this one.
#pragma once

#include <compare>
#include <cstddef>

#include <opencv2/core.hpp>

namespace animatize {

struct ContentKey {
    size_t luma = 0, colour = 0;
    size_t context = 0;         ///< what was known from elsewhere: objects, change, parallax
    int width = 0, height = 0;  ///< of the frame
    double pixelAspect = 1.0;

    auto operator<=>(const ContentKey&) const = default;
};

/// All bytes of a picture, and its size. Any type; an empty one has a hash, too.
size_t contentHash(const cv::Mat& picture);
/// Of both; the order counts.
size_t mixedHash(size_t one, size_t other);

}  // namespace animatize
