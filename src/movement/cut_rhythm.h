// CutRhythm: how long the shots of this stream last, and when the next cut is to be expected.
//
// Lengths of shots are close to log-normal (J. E. Cutting, J. E. DeLong and C. E. Nothelfer,
// "Attention and the evolution of Hollywood film", 2010; B. Salt, "Film style and technology").
// Middle and spread come from the last shots of the stream, the spread together with what is usual
// as long as there are few; what is left of a shot is what the law says once it has lasted so long.
#pragma once

#include <cstdint>
#include <optional>

#include "base/ring.h"

namespace animatize {

struct NextCut {
    double seconds = 0.0;       ///< until the cut, the middle of what may be: half come sooner
    double confidence = 0.0;    ///< probability that it comes within half as much of that
    double withinSecond = 0.0;  ///< probability that it comes within a second
};

class CutRhythm {
  public:
    /// A frame of shot `shot`, which began at `start` (ns, as the scene records say). Ids of 0 and
    /// times that run backwards are not counted. The first shot is not: nobody saw it begin.
    void add(uint64_t shot, uint64_t start);
    void clear() { *this = CutRhythm(); }

    /// Seconds, of the last 24 shots; absent with fewer than four.
    std::optional<double> median() const;
    /// 1: all shots last equally long, 0: anything goes; absent with fewer than four.
    std::optional<double> regularity() const;
    /// For the time `now`; absent with fewer than four shots, or before the present one.
    std::optional<NextCut> next(uint64_t now) const;

  private:
    struct Law {
        double middle, spread;  ///< of the logarithm
    };
    static constexpr size_t kMostShots = 24, kLeastShots = 4;
    std::optional<Law> law() const;
    double spreadAbout(double middle) const;

    Ring<double, kMostShots> lengths_;  ///< logarithms of seconds
    std::optional<uint64_t> start_;     ///< of the present shot
    uint64_t shot_ = 0;
    bool whole_ = false;  ///< the present shot was seen to begin
};

}  // namespace animatize
