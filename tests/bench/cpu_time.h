// Times of benchmarks: of this thread's processor, so that who else runs on the machine matters
// less.
#pragma once

#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

namespace animatize::test {

using Times = std::vector<double>;

inline double milliseconds(const std::function<void()>& work)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
    };
    const double begun = now();
    work();
    return now() - begun;
}

inline double median(Times times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

}  // namespace animatize::test
