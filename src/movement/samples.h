// Samples: one value over the last seconds, bounded, and what can be said of its course: slope,
// turns, spikes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

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
    /// The same where it turned evenly, the longest way taking no more than twice the shortest;
    /// else 0.
    std::optional<double> evenTurns(uint64_t window, double amplitude) const;
    /// How far a value within the last `window` ns stood above both its neighbours, 0 when none
    /// did; absent with fewer than three samples there.
    std::optional<double> spike(uint64_t window) const;
    /// The newest value minus that of `window` ns ago; absent until the samples span that.
    std::optional<double> difference(uint64_t window) const;
    /// Mean of the values that are `from` to `to` ns old; absent until the samples span that.
    std::optional<double> mean(uint64_t from, uint64_t to) const;
    std::optional<uint64_t> newest() const;
    std::optional<double> last() const;

  private:
    static constexpr int kMost = 64;
    struct Sample {
        uint64_t time;
        double value;
    };
    const Sample& at(int i) const { return samples_[(first_ + i) % kMost]; }
    int firstWithin(uint64_t window) const;
    struct Turns {
        int count = 0;
        uint64_t last = 0, shortest = UINT64_MAX, longest = 0;  ///< between two of them, ns
        void add(uint64_t time);
    };
    std::optional<Turns> findTurns(uint64_t window, double amplitude) const;
    bool spans(uint64_t window) const;

    std::array<Sample, kMost> samples_{};
    int first_ = 0, count_ = 0;
};

/// 64 samples hold more than the longest window when they are this far apart.
constexpr uint64_t kSampleSpacing = 60'000'000;

}  // namespace animatize
