#include "net/retry_budget.h"

#include <algorithm>

namespace animatize {

bool RetryBudget::take(uint64_t now)
{
    Step& current = step(now);
    uint64_t calls = 0, retries = 0;
    for (const Step& step : steps_) {
        // A step of another round of the array has left the window.
        if (step.number > current.number || step.number + steps_.size() <= current.number)
            continue;
        calls += step.calls;
        retries += step.retries;
    }
    const double most = std::max<double>(settings_.least, settings_.ratio * calls);
    if (retries + 1 > most)
        return false;
    ++current.retries;
    return true;
}

RetryBudget::Step& RetryBudget::step(uint64_t now)
{
    const uint64_t number = now / kStep;
    Step& step = steps_[number % steps_.size()];
    if (step.number != number)
        step = {number, 0, 0};
    return step;
}

}  // namespace animatize
