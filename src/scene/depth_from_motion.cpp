#include "scene/depth_from_motion.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include "frame/frame_time.h"
#include "scene/analyses/input.h"

namespace animatize {
namespace {

constexpr uint64_t kBetween = 60 * kMillisecond;     // two frames that are kept
constexpr uint64_t kFresh = 100 * kMillisecond;      // a map of cells that large is still right
constexpr double kLeastAge = 0.04, kMostAge = 0.45;  // seconds
constexpr double kWanted = 8.0;    // pixels that the picture should have moved, of 320
constexpr double kStill = 0.7;     // levels, mean of the thumbnails: nothing moved
constexpr int kLeastSide = 48;     // pixels: smaller pictures have no flow
constexpr float kTexture = 0.02F;  // mean gradient from which a cell is followed well

// By how much the whole picture moved: phase correlation of a quarter of its size.
cv::Point2d shiftBetween(const cv::Mat& from, const cv::Mat& to)
{
    constexpr int kSmaller = 4;
    constexpr double kLeastResponse = 0.1;
    const cv::Size size(from.cols / kSmaller, from.rows / kSmaller);
    cv::Mat a, b, window;
    cv::resize(from, a, size, 0, 0, cv::INTER_AREA);
    cv::resize(to, b, size, 0, 0, cv::INTER_AREA);
    a.convertTo(a, CV_32F);
    b.convertTo(b, CV_32F);
    cv::createHanningWindow(window, size, CV_32F);
    double response = 0.0;
    const cv::Point2d shift = cv::phaseCorrelate(a, b, window, &response) * kSmaller;
    return response > kLeastResponse ? shift : cv::Point2d();
}

// Dense inverse search (T. Kroeger and others, 2016) down to half the size, from the shift on:
// its pyramid alone doesn't reach an eighth of the width.
cv::Mat flowBetween(const cv::Mat& from, const cv::Mat& to)
{
    const cv::Point2d shift = shiftBetween(from, to);
    cv::Mat flow(from.size(), CV_32FC2, cv::Scalar(shift.x, shift.y));
    const auto search = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_ULTRAFAST);
    search->setFinestScale(1);
    search->setUseMeanNormalization(false);
    search->calc(from, to, flow);
    return flow;
}

// How much there is to follow in each cell, 0..1.
cv::Mat textureOf(const cv::Mat& luma, cv::Size cells)
{
    cv::Mat x, y, steps, texture;
    constexpr double kScale = 1.0 / (8.0 * 255.0);
    cv::Sobel(luma, x, CV_32F, 1, 0, 3, kScale);
    cv::Sobel(luma, y, CV_32F, 0, 1, 3, kScale);
    cv::magnitude(x, y, steps);
    cv::resize(steps, texture, cells, 0, 0, cv::INTER_AREA);
    return cv::min(texture / kTexture, 1.0);
}

FlowCells cellsOf(const cv::Mat& flow, const cv::Mat& luma, double aspect, cv::Size size)
{
    FlowCells cells;
    cv::resize(flow, cells.flow, size, 0, 0, cv::INTER_AREA);
    cells.weight = textureOf(luma, size);
    cells.step = flow.cols * aspect / size.width;
    cells.stepDown = static_cast<double>(flow.rows) / size.height;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            auto& by = cells.flow.at<cv::Vec2f>(y, x);
            by[0] *= static_cast<float>(aspect);
            const cv::Point2d to((x + 0.5) * cells.step + by[0],
                                 (y + 0.5) * cells.stepDown + by[1]);
            const bool inside =
                to.x >= 0.0 && to.x <= flow.cols * aspect && to.y >= 0.0 && to.y <= flow.rows;
            if (!inside)
                cells.weight.at<float>(y, x) = 0.0F;
        }
    return cells;
}

bool isStill(const cv::Mat& before, const cv::Mat& now)
{
    return cv::norm(before, now, cv::NORM_L1) < kStill * 3.0 * static_cast<double>(now.total());
}

}  // namespace

void DepthFromMotion::reset()
{
    *this = DepthFromMotion{};
}

void DepthFromMotion::see(const ReducedPicture& picture, uint64_t now)
{
    if (!past_.empty() && (now < past_.back().time + kBetween))
        return;
    // The oldest's memory becomes the newest's.
    Past next = past_.size() == kMostPast ? past_.front() : Past{};
    atMost(picture.luma, AnalysisInput::kLongSide).copyTo(next.luma);
    picture.thumb.copyTo(next.thumb);
    next.time = now;
    past_.push_back(next);
}

const DepthFromMotion::Past* DepthFromMotion::reference(uint64_t now) const
{
    const Past* best = nullptr;
    double least = 1e9;
    for (size_t i = 0; i < past_.size(); ++i) {
        if (past_[i].time >= now)
            continue;
        const double seconds = static_cast<double>(now - past_[i].time) / kSecond;
        const double off = std::abs(std::log(seconds / age_));
        if (seconds <= 2.0 * kMostAge && off < least) {
            least = off;
            best = &past_[i];
        }
    }
    return best;
}

std::optional<ParallaxMap> DepthFromMotion::measure(const ReducedPicture& picture, uint64_t now,
                                                    cv::Size cells)
{
    const Past* past = reference(now);
    const cv::Mat luma = atMost(picture.luma, AnalysisInput::kLongSide);
    if (!past || past->luma.size() != luma.size() || std::min(luma.cols, luma.rows) < kLeastSide ||
        isStill(past->thumb, picture.thumb))
        return std::nullopt;
    if (measured_ && now < *measured_ + kFresh)
        return map_;
    const FlowCells field =
        cellsOf(flowBetween(luma, past->luma), luma, picture.pixelAspect, cells);
    const double seconds = static_cast<double>(now - past->time) / kSecond;
    const double moved = cv::mean(cv::abs(field.flow.reshape(1)))[0] * 1.5;
    age_ = std::clamp(seconds * kWanted / std::max(0.5, moved), kLeastAge, kMostAge);
    measured_ = now;
    map_ = parallaxMap(field);
    return map_;
}

}  // namespace animatize
