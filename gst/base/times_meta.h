// How long each element worked on a frame, on its way to those who show it: a private meta.
//
// Not part of the contract: what the machine took is never the same twice, and metadata is. It says
// nothing of pixels, so it goes wherever the frame goes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gst/gst.h>

#include "overlay/overlay_input.h"

namespace animatize {

constexpr size_t kMostStages = 8;

/// Adds a stage behind those that are there, or takes the place of one of its name; no more than
/// kMostStages. `stage`: a literal. The buffer is writable.
void addStageTime(GstBuffer* buffer, const char* stage, uint64_t took);

/// In the order of the elements; `into` is filled anew, in the memory that it has.
void readStageTimes(GstBuffer* buffer, std::vector<StageTime>& into);

void registerTimesMeta();

}  // namespace animatize
