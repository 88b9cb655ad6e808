// What an overlay may draw of one frame: the records that the elements in front put on it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "record/record.h"

namespace animatize {

/// A zone of animatizemotion, as its operator drew it.
struct ZoneOutline {
    std::string name;
    std::vector<cv::Point2d> corners;  ///< shares of the picture
    bool ignored = false;              ///< ground that isn't watched
    bool active = false;               ///< a motion event runs in it

    bool operator==(const ZoneOutline&) const = default;
};

/// How long an element worked on the frame.
struct StageTime {
    std::string stage;  ///< motion analyze prompt gen
    uint64_t took = 0;  ///< ns
};

struct OverlayInput {
    // The fields of the metas of the contract; null: the frame has none.
    const Record* motion = nullptr;
    const Record* scene = nullptr;
    const Record* prompt = nullptr;
    const Record* generator = nullptr;
    const Record* keyframe = nullptr;  ///< only where a generated picture is shown
    std::vector<ZoneOutline> zones;
    std::vector<StageTime> times;  ///< in the order of the elements
    FrameTime time;
};

}  // namespace animatize
