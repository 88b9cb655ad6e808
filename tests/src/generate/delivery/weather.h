// Weather: services that fail as services do, by seeded chance: each attempt with the same share,
// and whole outages now and then.
//
//   Weather weather({.share = 0.05, .down = 0.005}, 7);
//   if (weather.isDown(clock.now())) ...
#pragma once

#include <cmath>
#include <cstdint>

#include "base/clock.h"
#include "net/jitter.h"

namespace animatize::test {

struct Climate {
    double share = 0.05;              ///< of attempts that fail
    double down = 0.005;              ///< share of the time
    uint64_t outage = 120 * kSecond;  ///< mean length of an outage
};

class Weather {
  public:
    Weather(const Climate& climate, uint64_t seed) : climate_(climate), chance_(seed) {}

    /// Asked with times that don't go back.
    bool isDown(uint64_t now)
    {
        while (climate_.down > 0.0 && now >= change_) {
            down_ = change_ != 0 && !down_;
            const double up = (1.0 - climate_.down) / climate_.down;
            change_ = std::max(change_, now) + length(down_ ? 1.0 : up);
        }
        return down_;
    }
    bool fails() { return chance_.share() < climate_.share; }
    double share() { return chance_.share(); }

  private:
    /// Exponential: outages don't know how long they last.
    uint64_t length(double times)
    {
        const double mean = static_cast<double>(climate_.outage) * times;
        return static_cast<uint64_t>(-std::log(1.0 - chance_.share()) * mean) + 1;
    }

    const Climate climate_;
    Jitter chance_;
    bool down_ = false;
    uint64_t change_ = 0;
};

}  // namespace animatize::test
