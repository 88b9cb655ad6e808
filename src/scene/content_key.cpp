#include "scene/content_key.h"

#include <bit>
#include <functional>
#include <string_view>

namespace animatize {
namespace {

// Odd and without a pattern, so that the order of what is mixed counts (the golden ratio's bits).
constexpr size_t kMix = 0x9E3779B97F4A7C15;

}  // namespace

size_t mixedHash(size_t one, size_t other)
{
    return (std::rotl(one, 5) ^ other) * kMix;
}

size_t contentHash(const cv::Mat& picture)
{
    size_t hash =
        mixedHash(mixedHash(static_cast<size_t>(picture.rows), static_cast<size_t>(picture.cols)),
                  static_cast<size_t>(picture.type()));
    const cv::Mat rows = picture.isContinuous() ? picture.reshape(0, 1) : picture;
    for (int y = 0; y < (picture.empty() ? 0 : rows.rows); ++y) {
        const auto* bytes = rows.ptr<char>(y);
        const size_t count = static_cast<size_t>(rows.cols) * rows.elemSize();
        hash = mixedHash(hash, std::hash<std::string_view>{}({bytes, count}));
    }
    return hash;
}

}  // namespace animatize
