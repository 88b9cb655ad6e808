#include "scene/freeze_detector.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr uint64_t kEvidence = kSecond;
constexpr int kLeastFrames = 5;
constexpr double kMemory = 0.7;  // seconds

// x264 at rate factors 18 to 37 changes at most 0.8 % of a still's pixels in nine frames of ten;
// sensor noise of two levels changes 70 %, and 5 % where the encoder took most of it away.
constexpr double kFewPixels = 0.02;
constexpr double kRarely = 0.15, kOften = 0.5;

// Mean change of a block against the first frame, in levels: a still at factor 37 stays at 7, a
// dot of six pixels that creeps is at 12.
constexpr int kBlock = 8;
constexpr double kMoved = 9.0;

}  // namespace

void FreezeDetector::startAt(const cv::Mat& luma, uint64_t now)
{
    luma.copyTo(anchor_);
    since_ = now;
    frames_ = 1;
    busy_ = 0.0;
    frozen_ = false;
}

bool FreezeDetector::moved(const cv::Mat& luma)
{
    const cv::Size blocks(std::max(1, luma.cols / kBlock), std::max(1, luma.rows / kBlock));
    const cv::Size covered(std::min(luma.cols, blocks.width * kBlock),
                           std::min(luma.rows, blocks.height * kBlock));
    cv::absdiff(luma(cv::Rect({}, covered)), anchor_(cv::Rect({}, covered)), coveredDifference_);
    cv::resize(coveredDifference_, means_, blocks, 0, 0, cv::INTER_AREA);
    return cv::norm(means_, cv::NORM_INF) > kMoved;
}

double FreezeDetector::changedShare(const cv::Mat& luma)
{
    cv::absdiff(luma, last_, difference_);
    return static_cast<double>(cv::countNonZero(difference_)) / static_cast<double>(luma.total());
}

bool FreezeDetector::next(const cv::Mat& luma, uint64_t now)
{
    if (anchor_.size() != luma.size() || moved(luma)) {
        startAt(luma, now);
    } else {
        const double share = 1.0 - std::exp(-secondsBetween(lastTime_, now) / kMemory);
        const bool busy = changedShare(luma) > kFewPixels;
        busy_ += share * ((busy ? 1.0 : 0.0) - busy_);
        ++frames_;
        const bool shown = now >= since_ + kEvidence && frames_ >= kLeastFrames;
        frozen_ = frozen_ ? busy_ <= kOften : shown && busy_ <= kRarely;
    }
    luma.copyTo(last_);
    lastTime_ = now;
    return frozen_;
}

}  // namespace animatize
