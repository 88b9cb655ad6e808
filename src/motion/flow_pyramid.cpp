#include "motion/flow_pyramid.h"

#include <algorithm>

#include <opencv2/video/tracking.hpp>

namespace animatize {
namespace {

constexpr int kMostLevels = 4;

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

std::vector<Track> track(const FlowPyramid& a, const FlowPyramid& b,
                         const std::vector<cv::Point2f>& from,
                         const std::vector<cv::Point2f>& guess, const TrackOptions& options)
{
    std::vector<Track> tracks(from.size());
    if (from.empty())
        return tracks;
    std::vector<cv::Point2f> to = guess;
    std::vector<uint8_t> found;
    std::vector<float> error;
    const int levels = std::min({options.levels, a.top, b.top});
    cv::calcOpticalFlowPyrLK(
        a.levels, b.levels, from, to, found, error, {options.window, options.window}, levels,
        cv::TermCriteria(cv::TermCriteria::COUNT + cv::TermCriteria::EPS, options.rounds, 0.01),
        cv::OPTFLOW_USE_INITIAL_FLOW, 1e-5);
    for (size_t i = 0; i < from.size(); ++i)
        tracks[i] = {to[i], found[i] != 0 && inside(to[i], b.size), error[i]};
    return tracks;
}

std::vector<Track> trackBothWays(const FlowPyramid& a, const FlowPyramid& b,
                                 const std::vector<cv::Point2f>& from,
                                 const std::vector<cv::Point2f>& guess, const TrackOptions& options,
                                 double slack)
{
    std::vector<Track> there = track(a, b, from, guess, options);
    std::vector<cv::Point2f> arrived;
    for (const Track& t : there)
        arrived.push_back(t.to);
    // The way back only confirms: it starts where it should end, on the finest level.
    TrackOptions fine = options;
    fine.levels = 0;
    const std::vector<Track> back = track(b, a, arrived, from, fine);
    for (size_t i = 0; i < from.size(); ++i) {
        const cv::Point2f d = back[i].to - from[i];
        const bool returned = back[i].found && d.dot(d) <= slack * slack;
        there[i].found = there[i].found && returned;
    }
    return there;
}

}  // namespace animatize
