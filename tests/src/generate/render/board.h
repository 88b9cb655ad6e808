// A near board in the middle of a far wall, with spots on both to see how far each moves.
#pragma once

#include <limits>

#include <opencv2/imgproc.hpp>

#include "generate/render/move_renderer.h"
#include "src/generate/render/moves.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {

inline const cv::Size kSize(320, 180);
inline const cv::Rect2d kBoard(0.35, 0.3, 0.3, 0.4);

inline bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && one.type() == other.type() &&
           cv::norm(one, other, cv::NORM_INF) == 0.0;
}

/// A near board in the middle of a far wall; `cells` across.
inline cv::Mat boardMap(int cells = 160, float far = 0.1F, float near = 0.9F)
{
    cv::Mat map(cells * 9 / 16, cells, CV_32F, cv::Scalar(far));
    map(cv::Rect(cvRound(kBoard.x * map.cols), cvRound(kBoard.y * map.rows),
                 cvRound(kBoard.width * map.cols), cvRound(kBoard.height * map.rows))) = near;
    return map;
}

/// Red spots at places on the board, blue ones on the wall; shares of the picture.
inline cv::Mat spots(const std::vector<cv::Point2d>& red, const std::vector<cv::Point2d>& blue,
                     cv::Size size = kSize)
{
    cv::Mat picture(size, CV_8UC3, cv::Scalar::all(40));
    const auto draw = [&](const cv::Point2d& at, const cv::Scalar& colour) {
        const cv::Point2d sixteenths(16 * (at.x * size.width - 0.5),
                                     16 * (at.y * size.height - 0.5));
        cv::circle(picture, sixteenths, 16 * 5, colour, -1, cv::LINE_AA, 4);
    };
    for (const cv::Point2d& at : red)
        draw(at, {240, 40, 40});
    for (const cv::Point2d& at : blue)
        draw(at, {40, 40, 240});
    return picture;
}

inline cv::Rect boardPixels()
{
    return {cvRound(kBoard.x * kSize.width), cvRound(kBoard.y * kSize.height),
            cvRound(kBoard.width * kSize.width), cvRound(kBoard.height * kSize.height)};
}

/// A red board before a green wall.
inline cv::Mat redBoard()
{
    cv::Mat picture(kSize, CV_8UC3, cv::Scalar(30, 160, 60));
    picture(boardPixels()) = cv::Scalar(220, 30, 30);
    return picture;
}

/// Where the spot of a channel (0 red, 2 blue) is, in pixels; only one of them in `part`.
inline cv::Point2d spotIn(const cv::Mat& picture, int channel, cv::Rect part = {})
{
    if (part.empty())
        part = {{}, picture.size()};
    cv::Mat one;
    cv::extractChannel(picture(part), one, channel);
    one.convertTo(one, CV_32F, 1.0, -60.0);
    cv::threshold(one, one, 0.0, 0.0, cv::THRESH_TOZERO);
    const cv::Moments moments = cv::moments(one);
    ck_assert_double_gt(moments.m00, 0.0);
    return cv::Point2d(moments.m10 / moments.m00, moments.m01 / moments.m00) +
           cv::Point2d(part.tl());
}

inline MoveRenderer rendererOf(const cv::Mat& picture, const Movement& movement,
                               const cv::Mat& nearness = boardMap(), double pixelAspect = 1.0)
{
    return {{picture, pixelAspect, nearness, kBoard}, {movement}, 3};
}

/// How far the spot in the middle of the board and one on the wall beside it move.
struct Moved {
    cv::Point2d board, wall;
};

inline Moved movedBy(const Movement& movement, const cv::Point2d& boardAt = {0.5, 0.5},
                     const cv::Point2d& wallAt = {0.15, 0.25}, const cv::Mat& nearness = boardMap())
{
    const cv::Mat picture = spots({boardAt}, {wallAt});
    const cv::Mat view = rendererOf(picture, movement, nearness).at(1.0);
    return {spotIn(view, 0) - spotIn(picture, 0), spotIn(view, 2) - spotIn(picture, 2)};
}

}  // namespace animatize::test
