// Short films for the shot tests: scenes seen by a slowly moving camera.
#pragma once

#include <cmath>
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

/// A landscape of a bright gradient, hills and a few things, all flat, under a slow pan.
inline cv::Mat landscape(uint64_t scene)
{
    cv::RNG random(scene * 131 + 7);
    cv::Mat picture(360, 960, CV_8UC3);
    const cv::Scalar high = colourFrom(random, 130, 200), low = colourFrom(random, 180, 250);
    const cv::Scalar ground = colourFrom(random, 20, 110);
    for (int y = 0; y < picture.rows; ++y)
        picture.row(y) = high + (low - high) * (y / 360.0);
    const double phase = random.uniform(0.0, 6.0), height = random.uniform(10.0, 40.0);
    for (int x = 0; x < picture.cols; ++x)
        cv::line(picture, {x, static_cast<int>(200 + height * std::sin(x / 90.0 + phase))},
                 {x, 359}, ground);
    for (int i = 0; i < 6; ++i) {
        const cv::Scalar colour = colourFrom(random, 20, 240);
        const int radius = random.uniform(10, 40);
        const int x = random.uniform(0, 960), y = random.uniform(90, 270);
        cv::circle(picture, {x, y}, radius, colour, cv::FILLED, cv::LINE_AA);
    }
    return picture;
}

inline Film drawn(uint64_t scene, int frames)
{
    Film film;
    for (int i = 0; i < frames; ++i)
        film.push_back(view(landscape(scene), {300.0 + i, 180.0, 1.0, 0.0}, kFilmSize));
    return film;
}

inline Film operator+(Film a, const Film& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline cv::Mat mixed(const cv::Mat& from, const cv::Mat& to, double share)
{
    cv::Mat result;
    cv::addWeighted(from, 1.0 - share, to, share, 0.0, result);
    return result;
}

/// The last `frames` of one are mixed with the first of the other.
inline Film dissolved(const Film& from, const Film& to, int frames)
{
    const auto clean = static_cast<int>(from.size()) - frames;
    Film film(from.begin(), from.begin() + clean);
    for (int i = 0; i < frames; ++i)
        film.push_back(mixed(from[clean + i], to[i], (i + 1.0) / (frames + 1.0)));
    return film + Film(to.begin() + frames, to.end());
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
