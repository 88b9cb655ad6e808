#include "motion/flow_pyramid.h"

#include <algorithm>

#include <opencv2/video/tracking.hpp>

namespace animatize {
namespace {

constexpr int kMostLevels = 4;
// Steps converge quadratically: what follows one of a thirtieth of a pixel changes nothing.
constexpr double kLeastStep = 0.03;

bool inside(const cv::Point2f& p, const cv::Size& size)
{
    return p.x >= 0.0f && p.y >= 0.0f && p.x <= static_cast<float>(size.width - 1) &&
           p.y <= static_cast<float>(size.height - 1);
}

}  // namespace

void FlowPyramid::build(const cv::Mat& luma)
{
    if (std::min(luma.cols, luma.rows) < kLeastSide) {
        clear();
        return;
    }
    size = luma.size();
    top = cv::buildOpticalFlowPyramid(luma, levels, {kWindow, kWindow}, kMostLevels, true,
                                      cv::BORDER_REFLECT_101, cv::BORDER_CONSTANT, false);
}

void PointTracker::follow(const FlowPyramid& a, const FlowPyramid& b,
                          const std::vector<cv::Point2f>& from,
                          const std::vector<cv::Point2f>& guess, const TrackOptions& options,
                          int levels)
{
    to_ = guess;
    if (from.empty())
        return;
    cv::calcOpticalFlowPyrLK(a.levels, b.levels, from, to_, found_, error_,
                             {options.window, options.window}, std::min({levels, a.top, b.top}),
                             cv::TermCriteria(cv::TermCriteria::COUNT + cv::TermCriteria::EPS,
                                              options.rounds, kLeastStep),
                             cv::OPTFLOW_USE_INITIAL_FLOW, 1e-5);
}

const std::vector<Track>& PointTracker::track(const FlowPyramid& a, const FlowPyramid& b,
                                              const std::vector<cv::Point2f>& from,
                                              const std::vector<cv::Point2f>& guess,
                                              const TrackOptions& options)
{
    follow(a, b, from, guess, options, options.levels);
    tracks_.resize(from.size());
    for (size_t i = 0; i < from.size(); ++i)
        tracks_[i] = {to_[i], found_[i] != 0 && inside(to_[i], b.size), error_[i]};
    return tracks_;
}

const std::vector<Track>& PointTracker::trackBothWays(const FlowPyramid& a, const FlowPyramid& b,
                                                      const std::vector<cv::Point2f>& from,
                                                      const std::vector<cv::Point2f>& guess,
                                                      const TrackOptions& options, double slack)
{
    track(a, b, from, guess, options);
    arrived_ = to_;
    // The way back only confirms: it starts where it should end, on the finest level.
    follow(b, a, arrived_, from, options, 0);
    for (size_t i = 0; i < from.size(); ++i) {
        const cv::Point2f d = to_[i] - from[i];
        tracks_[i].found = tracks_[i].found && found_[i] != 0 && inside(to_[i], a.size) &&
                           d.dot(d) <= slack * slack;
    }
    return tracks_;
}

}  // namespace animatize
