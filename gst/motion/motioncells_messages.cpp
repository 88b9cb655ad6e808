#include "gst/motion/motioncells_messages.h"

#include <string>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kGrid = 10;      // motioncells' own default, both ways
constexpr uint8_t kMoves = 5;  // mean of a cell's mask (0..255): a fiftieth of it moves

std::string cellsOf(const cv::Mat& moving)
{
    std::string cells;
    if (moving.empty())
        return cells;
    cv::Mat shares;
    cv::resize(moving, shares, {kGrid, kGrid}, 0, 0, cv::INTER_AREA);
    for (int y = 0; y < kGrid; ++y)
        for (int x = 0; x < kGrid; ++x)
            if (shares.at<uint8_t>(y, x) >= kMoves)
                cells += (cells.empty() ? "" : ",") + std::to_string(y) + ":" + std::to_string(x);
    return cells;
}

Record motionRecord(const char* field, uint64_t time)
{
    Record record("motion");
    record.add(field, Record::Value(time));
    return record;
}

Record motionRecord(const char* field, uint64_t time, const cv::Mat& moving)
{
    Record record("motion");
    record.add("motion_cells_indices", cellsOf(moving));
    record.add(field, Record::Value(time));
    return record;
}

}  // namespace

bool MotioncellsMessages::take(const std::vector<MotionEvent>& events)
{
    for (const MotionEvent& event : events) {
        if (event.event == "begin")
            running_.insert(event.id);
        else if (event.event == "end")
            running_.erase(event.id);
    }
    return !running_.empty();
}

std::vector<Record> MotioncellsMessages::next(const std::vector<MotionEvent>& events,
                                              const cv::Mat& moving, const FrameTime& time,
                                              bool every)
{
    const bool before = !running_.empty(), is = take(events);
    const bool moves = is && !moving.empty() && cv::countNonZero(moving) > 0;
    std::vector<Record> records;
    if (before && !is)
        records.push_back(motionRecord("motion_finished", lastMoving_));
    if (moves)
        lastMoving_ = time.pts.value_or(time.now);
    if (!before && is)
        records.push_back(motionRecord("motion_begin", lastMoving_, moving));
    else if (moves && every)
        records.push_back(motionRecord("motion", lastMoving_, moving));
    return records;
}

std::vector<Record> MotioncellsMessages::finish(const std::vector<MotionEvent>& events)
{
    const bool before = !running_.empty(), is = take(events);
    if (!before || is)
        return {};
    return {motionRecord("motion_finished", lastMoving_)};
}

}  // namespace animatize
