// The record of a single picture, as the analyses make it, without what came before.
#pragma once

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"
#include "support/rendered.h"

namespace animatize::test {

inline SceneRecord analysed(const cv::Mat& picture, std::optional<double> change = std::nullopt,
                            const std::vector<SceneObject>* objects = nullptr)
{
    const ReducedPicture small = reduced(picture);
    const ImageView view = imageView(picture);
    const AnalysisInput input(small, view, change, objects);
    SceneRecord record;
    for (const Analysis& analysis : analyses())
        analysis.run(input, record);
    return record;
}

// One number after the other: in which order a call's arguments are made is the compiler's choice.
inline cv::Scalar colourFrom(cv::RNG& random, int from, int to)
{
    const int blue = random.uniform(from, to), green = random.uniform(from, to);
    return cv::Scalar(random.uniform(from, to), green, blue);
}

/// Things of all sizes before each other ("dead leaves"): the edges of a sharp photograph.
inline cv::Mat colourLeaves(cv::Size size, uint64_t seed)
{
    cv::RNG random(seed * 977 + 5);
    cv::Mat picture(size, CV_8UC3, cv::Scalar(110, 110, 110));
    for (int i = 0; i < 1500; ++i) {
        const double radius = 2.5 / (0.06 + random.uniform(0.0, 0.94));
        const int y = random.uniform(0, size.height), x = random.uniform(0, size.width);
        const cv::Scalar colour = colourFrom(random, 40, 200);
        const cv::Size axes(cvRound(radius), cvRound(radius * random.uniform(0.5, 1.0)));
        cv::ellipse(picture, {x, y}, axes, random.uniform(0, 180), 0, 360, colour, -1, cv::LINE_AA);
    }
    return picture;
}

inline cv::Mat leaves(cv::Size size, uint64_t seed)
{
    cv::Mat picture;
    cv::cvtColor(colourLeaves(size, seed), picture, cv::COLOR_RGB2GRAY);
    return picture;
}

/// Fine detail that is the same everywhere.
inline cv::Mat grass(cv::Size size, uint64_t seed)
{
    cv::Mat picture = withNoise(cv::Mat(size, CV_8UC1, cv::Scalar(118)), 40.0, seed);
    cv::GaussianBlur(picture, picture, {3, 3}, 0.7);
    return picture;
}

/// Colour fields (R G B) beside each other, each as wide as the other.
inline cv::Mat columns(const std::vector<cv::Scalar>& colours, cv::Size size = {320, 180})
{
    cv::Mat picture(size, CV_8UC3);
    const int count = static_cast<int>(colours.size());
    for (int i = 0; i < count; ++i)
        picture.colRange(i * size.width / count, (i + 1) * size.width / count) = colours[i];
    return picture;
}

}  // namespace animatize::test
