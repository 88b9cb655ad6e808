// The tables of what comes and goes, and of the next cut.
#pragma once

#include <vector>

#include "accuracy/prediction_clips.h"

namespace animatize::accuracy {

/// Exact periods under noise, and what has none.
void printPeriods();

/// Shots of random lengths of a known law, and those of the labelled clips.
void printCuts(const std::vector<Trace>& labelled);

}  // namespace animatize::accuracy
