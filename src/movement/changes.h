// Changes: what becomes of brightness and subject over the last seconds of a shot, for rules
// that ask for "change." fields.
//
// Slopes are least-squares lines through bounded samples, so that one noisy frame is no
// change; without timestamps there are none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "movement/evidence.h"

namespace animatize {

/// Samples of one value over time; the oldest make way. Times rise.
class Samples {
  public:
    void add(uint64_t now, double value);
    void clear() { count_ = 0; }
    /// Units per second over the last `window` ns; absent with fewer than `least` samples there
    /// or when they span less than half of it.
    std::optional<double> slope(uint64_t window, int least) const;
    /// How often the value turned round by at least `amplitude` within the last `window` ns;
    /// absent until the samples span half of it.
    std::optional<double> turns(uint64_t window, double amplitude) const;
    std::optional<uint64_t> newest() const;

  private:
    static constexpr int kMost = 64;
    struct Sample {
        uint64_t time;
        double value;
    };
    const Sample& at(int i) const { return samples_[(first_ + i) % kMost]; }
    int firstWithin(uint64_t window) const;

    std::array<Sample, kMost> samples_{};
    int first_ = 0, count_ = 0;
};

class Changes {
  public:
    /// One frame, in order.
    void add(const Evidence& evidence);
    Fact fact(Change change) const;
    void reset();

  private:
    void addBrightness(const Evidence& evidence, uint64_t now);
    void addSubject(const Evidence& evidence, uint64_t now);

    Samples brightness_, size_, speed_;
    std::optional<double> zoom_;  ///< of the camera, smoothed: it is not the subject's growth
    std::optional<uint64_t> analysed_;
    std::optional<double> subject_;    ///< id of the region
    std::optional<uint64_t> sampled_;  ///< when, of this subject
};

}  // namespace animatize
