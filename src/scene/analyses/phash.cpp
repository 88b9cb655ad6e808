// phash: the signs of the 64 lowest waves of the picture (DCT of a 32 x 32 luma) against their
// median, the constant part left out. Pictures that look alike differ in few bits.
#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"

namespace animatize {

void analysePhash(const AnalysisInput& input, SceneRecord& record)
{
    constexpr float kRounding = 1e-2F;  // of a flat picture, whose waves are all 0
    cv::Mat small, waves;
    cv::resize(input.luma(), small, {32, 32}, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F);
    cv::dct(small, waves);
    std::array<float, 64> lowest;
    for (int i = 0; i < 64; ++i) {
        // The place of the constant part goes to the next wave.
        const float wave = i == 0 ? waves.at<float>(0, 8) : waves.at<float>(i / 8, i % 8);
        lowest[i] = std::abs(wave) < kRounding ? 0.0F : wave;
    }
    std::array<float, 64> sorted = lowest;
    std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
    uint64_t bits = 0;
    for (int i = 0; i < 64; ++i)
        bits = bits << 1 | (lowest[i] > sorted[32] ? 1 : 0);
    record.phash = bits;
}

}  // namespace animatize
