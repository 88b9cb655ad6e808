// Whether two pictures show the same scene.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// 0 = no more alike than any two pictures, 1 = surely the same scene. Compares where things are,
/// at 48 pixels across: luma against its surroundings (which light doesn't change) and the
/// directions of edges (which style doesn't change). The better of all shifts by up to a tenth of
/// the width and zooms from 0.87 to 1.15 counts, so that the camera may have moved between them.
///
/// A picture that is drawn, relit, at night or turned by 6 degrees has 0.8 to 1, unrelated ones
/// mostly 0 (19 of 20 below 0.5). It can't tell a scene from another that is built alike.
/// `start` is cropped in the middle to the shape of `picture`, as it was when it was sent. Both:
/// CV_8UC1 luma, any size from 1x1.
double likenessOf(const cv::Mat& picture, const cv::Mat& start);

}  // namespace animatize
