// What Evidence derives from the two records: the subject and how it moves, people, the common
// motion of the regions, the camera as one vector, the shot's age.
#pragma once

#include <optional>

#include <opencv2/core/types.hpp>

#include "frame/frame_time.h"
#include "movement/evidence.h"
#include "movement/people.h"
#include "record/record.h"

namespace animatize {

/// The subject is the best person or face where one was detected (its motion is that of the
/// moving region at its place; none there: it stands still), else the biggest moving region.
/// Where a region stands for it, the region's box is the subject's: it is of this frame, a
/// detection may be older.
///
/// Speeds are in frame heights/s on square pixels of the frame, directions in degrees
/// (0 right, 90 up). What isn't known is absent; nothing is divided by zero.
DerivedFacts derive(const Record* motion, const Record* scene, const FrameTime& time);

/// Where that subject is, shares of the frame; nothing where there is none.
std::optional<cv::Rect2d> subjectBox(const Record* motion, const Record* scene,
                                     const FrameTime& time);

}  // namespace animatize
