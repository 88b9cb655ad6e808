// A made landscape: a sky with soft clouds, a wood in front of it, and ground.
#pragma once

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"

namespace animatize::test {

/// Rows of sky above the wood, which is a tenth of the height and full of detail.
inline cv::Mat landscape(cv::Size size, double horizon = 0.5)
{
    cv::Mat picture(size, CV_32FC3), grey = texture(size.width, size.height, 21), clouds, detail;
    cv::GaussianBlur(grey, clouds, {}, size.width / 40.0);
    cv::normalize(clouds, clouds, 0.0, 1.0, cv::NORM_MINMAX, CV_32F);
    grey.convertTo(detail, CV_32F, 1.0 / 255.0);
    const int sky = cvRound(horizon * size.height), wood = sky + size.height / 10;
    for (int row = 0; row < size.height; ++row)
        for (int column = 0; column < size.width; ++column) {
            const float cloud = clouds.at<float>(row, column);
            const float fine = detail.at<float>(row, column);
            cv::Vec3f& colour = picture.at<cv::Vec3f>(row, column);
            if (row < sky)
                colour = (1 - cloud) * cv::Vec3f(110, 160, 220) + cloud * cv::Vec3f(230, 235, 245);
            else if (row < wood)
                colour = fine * cv::Vec3f(60, 90, 40);
            else
                colour = (0.4F + 0.6F * fine) * cv::Vec3f(150, 130, 80);
        }
    picture.convertTo(picture, CV_8U);
    return picture;
}

}  // namespace animatize::test
