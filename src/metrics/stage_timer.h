// StageTimer: adds how long a block took to a histogram.
//
//   { const StageTimer timer(reduce); reduce(view, width, picture); }
#pragma once

#include "base/clock.h"
#include "metrics/instruments.h"

namespace animatize {

class StageTimer {
  public:
    explicit StageTimer(Histogram& times) : times_(times), begun_(SteadyClock().now()) {}
    ~StageTimer() { times_.add(SteadyClock().now() - begun_); }
    StageTimer(const StageTimer&) = delete;
    StageTimer& operator=(const StageTimer&) = delete;

  private:
    Histogram& times_;
    const uint64_t begun_;
};

}  // namespace animatize
