// A picture at a size that bounds what looking at it costs.
#pragma once

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace animatize {

/// The picture itself if it is at most `longSide` pixels long, else averaged to just that.
inline cv::Mat fitted(const cv::Mat& picture, int longSide)
{
    const double scale = static_cast<double>(longSide) / std::max(picture.cols, picture.rows);
    if (scale >= 1.0)
        return picture;
    cv::Mat result;
    const cv::Size size(std::max(1, cvRound(picture.cols * scale)),
                        std::max(1, cvRound(picture.rows * scale)));
    cv::resize(picture, result, size, 0, 0, cv::INTER_AREA);
    return result;
}

}  // namespace animatize
