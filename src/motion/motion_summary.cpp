#include "motion/motion_summary.h"

#include <algorithm>
#include <numeric>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr uint8_t kBusy = 13;  // a twentieth of a cell moves

}  // namespace

void MotionSummary::add(const MotionFrame& frame, const cv::Mat& mask, uint64_t now)
{
    count(frame.result, mask);
    for (const MotionEvent& event : frame.events)
        if (event.event == "begin")
            events_.add();
    timeline_.add(frame.result, frame.events, now);
}

void MotionSummary::count(const MotionResult& result, const cv::Mat& mask)
{
    ++frames_;
    if (result.cameraMotion)
        ++labels_[*result.cameraMotion];
    if (result.warmingUp)
        return;
    ++judged_;
    ++patterns_[result.pattern];
    intensity_ += result.intensity;
    most_ = std::max(most_, result.intensity);
    if (result.intensity <= 0.0 || mask.empty())
        return;
    ++moving_;
    cv::Mat cells;
    cv::resize(mask, cells, {kAcross, kDown}, 0, 0, cv::INTER_AREA);
    for (size_t i = 0; i < cells_.size(); ++i)
        cells_[i] += cells.data[i] >= kBusy;
}

RecordList MotionSummary::busiest() const
{
    std::array<size_t, kAcross * kDown> order;
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [this](size_t a, size_t b) { return cells_[a] > cells_[b]; });
    RecordList list;
    for (size_t i = 0; i < kBusiest && cells_[order[i]] > 0; ++i) {
        const size_t cell = order[i];
        Record record("region");
        record.add("x", static_cast<double>(cell % kAcross) / kAcross);
        record.add("y", static_cast<double>(cell / kAcross) / kDown);
        record.add("width", 1.0 / kAcross).add("height", 1.0 / kDown);
        record.add("share", static_cast<double>(cells_[cell]) / static_cast<double>(judged_));
        list.push_back(record);
    }
    return list;
}

Record MotionSummary::shares(const char* name, const std::map<std::string, uint64_t>& counts,
                             uint64_t all)
{
    Record shares(name);
    for (const auto& [what, count] : counts)
        shares.add(what, static_cast<double>(count) / static_cast<double>(all));
    return shares;
}

Record MotionSummary::record() const
{
    Record record;
    record.add("frames", frames_).add("judged-frames", judged_);
    record.add("moving-frames", moving_).add("events", events_.value());
    if (judged_ > 0) {
        record.add("mean-intensity", intensity_ / static_cast<double>(judged_));
        record.add("max-intensity", most_);
        record.add("busiest", busiest());
        record.add("pattern", shares("pattern", patterns_, judged_));
    }
    if (!labels_.empty())
        record.add("camera-motion", shares("camera-motion", labels_, frames_));
    if (frames_ > 0)
        record.add("timeline", timeline_.records());
    return record;
}

}  // namespace animatize
