// Four channels -> three, each weighed by the fourth: colours before black by their opacity, and
// inks on white paper by what black leaves of the light.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// `picture`: CV_8UC4; each channel of the result is c * fourth / 255, rounded. CV_8UC3.
inline cv::Mat timesFourth(const cv::Mat& picture)
{
    cv::Mat result(picture.size(), CV_8UC3);
    for (int y = 0; y < picture.rows; ++y) {
        const auto* from = picture.ptr<cv::Vec4b>(y);
        auto* to = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < picture.cols; ++x)
            for (int c = 0; c < 3; ++c)
                to[x][c] = static_cast<uint8_t>((from[x][c] * from[x][3] + 127) / 255);
    }
    return result;
}

}  // namespace animatize
