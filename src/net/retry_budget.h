// RetryBudget: how many retries a service may get on top of its calls, so that an outage isn't made
// worse by those who suffer from it: 20 % of the calls of the last minute, but at least 3.
//
// Counted in steps of a second, in bounded memory. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"

namespace animatize {

struct RetryBudgetSettings {
    double ratio = 0.2;
    unsigned least = 3;  ///< retries in a window, however few the calls
};

class RetryBudget {
  public:
    static constexpr uint64_t kWindow = 60 * kSecond;

    explicit RetryBudget(const RetryBudgetSettings& settings = {}) : settings_(settings) {}

    /// A call, whatever becomes of it; retries are none.
    void called(uint64_t now) { ++step(now).calls; }
    /// Takes one retry; false when there is none left.
    bool take(uint64_t now);

  private:
    static constexpr uint64_t kStep = kSecond;
    struct Step {
        uint64_t number = UINT64_MAX;
        uint32_t calls = 0, retries = 0;
    };

    Step& step(uint64_t now);

    RetryBudgetSettings settings_;
    std::array<Step, kWindow / kStep> steps_;
};

}  // namespace animatize
