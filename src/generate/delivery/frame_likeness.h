// FrameLikeness: whether two frames look so much alike that a service would be asked the same
// twice.
//
//   FrameLikeness before = likenessOf(first), now = likenessOf(second);
//   if (alike(before, now)) ...  // the picture that was made of the first will do
//
// Two views of a frame have to agree: the signs of its 256 lowest waves (16 x 16 of the DCT of a
// 64 x 64 luma, against their median; the idea of Facebook's PDQ, 2019: 128 of 256 bits differ
// between strangers, 31 at most between copies), which a change of light doesn't touch; and its
// colours in 8 x 8 fields, which it does.
#pragma once

#include <array>
#include <cstdint>

#include <opencv2/core.hpp>

namespace animatize {

struct FrameLikeness {
    std::array<uint64_t, 4> waves{};
    std::array<uint8_t, 8 * 8 * 3> colours{};
    /// False: the frame is so plain that its waves are noise; it is like no other.
    bool telling = false;
};

/// `picture`: CV_8UC3, R G B; an empty one is like no other.
FrameLikeness likenessOf(const cv::Mat& picture);

/// At most 20 bits apart, and no field of colour by more than 24 steps, 4 on average.
bool alike(const FrameLikeness& one, const FrameLikeness& other);

/// Bits that differ, 0..256.
int distance(const FrameLikeness& one, const FrameLikeness& other);

}  // namespace animatize
