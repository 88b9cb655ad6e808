// Short films for the shot tests: scenes seen by a slowly moving camera.
#pragma once

#include <map>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "analyses/analysed.h"

namespace animatize::test {

inline const cv::Size kFilmSize(320, 180);

using Film = std::vector<cv::Mat>;

/// `speed`: share of the width per frame.
inline Film shot(uint64_t scene, int frames, double speed = 0.005)
{
    static std::map<uint64_t, cv::Mat> worlds;
    cv::Mat& world = worlds[scene];
    if (world.empty())
        world = colourLeaves({960, 360}, scene);
    Film film;
    for (int i = 0; i < frames; ++i) {
        const double x = 200.0 + i * speed * kFilmSize.width;
        film.push_back(withNoise(view(world, {x, 180.0, 1.0, 0.0}, kFilmSize), 2.0,
                                 scene * 1000 + static_cast<uint64_t>(i)));
    }
    return film;
}

inline Film operator+(Film a, const Film& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline cv::Mat plain(int level)
{
    return cv::Mat(kFilmSize, CV_8UC3, cv::Scalar::all(level));
}

inline cv::Mat brighter(const cv::Mat& picture, double gain, double offset)
{
    cv::Mat result;
    picture.convertTo(result, -1, gain, offset);
    return result;
}

}  // namespace animatize::test
