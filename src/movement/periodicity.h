// Periodicity: whether a measured number comes and goes with a period, and with which one.
//
// Means over cells of 80 ms, of the last eight seconds, without their trend; the first clear peak
// of the autocorrelation that stands behind a dip, confirmed by the next look a third of a second
// later. White noise, a random walk, a step and a single bump have no such peak.
//
// Periods from 0.32 s (three times the distance of the values, where these are rarer) to 3.2 s can
// be found, once two and a half of them were seen. Fixed memory.
#pragma once

#include <cstdint>
#include <optional>

#include "base/ring.h"

namespace animatize {

struct Period {
    double seconds = 0.0;
    double strength = 0.0;  ///< 0..1, of the autocorrelation there
};

class Periodicity {
  public:
    /// `floor`: a standard deviation below this is noise of measuring.
    explicit Periodicity(double floor) : floor_(floor) {}

    /// Times rise; a gap of more than a quarter of a second starts anew.
    void add(uint64_t now, double value);
    void clear() { *this = Periodicity(floor_); }
    /// Absent when it is not periodic, or not known yet.
    const std::optional<Period>& period() const { return period_; }

  private:
    static constexpr size_t kMostCells = 100;
    void close(uint64_t cell);
    void look();
    std::optional<Period> find() const;

    double floor_;
    Ring<double, kMostCells> cells_;
    double sum_ = 0.0;
    int count_ = 0;
    uint64_t start_ = 0, last_ = 0, cell_ = 0;
    uint64_t longest_ = 0;      ///< between two values
    uint64_t skippedFrom_ = 0;  ///< the cell behind the last one that was closed
    bool any_ = false;
    int fresh_ = 0;  ///< cells since the last look
    std::optional<Period> candidate_, period_;
};

}  // namespace animatize
