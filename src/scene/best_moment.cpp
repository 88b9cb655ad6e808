#include "scene/best_moment.h"

namespace animatize {

void BestMoment::offer(const FrameTime& time, double score)
{
    // Whoever is far enough back can't be overtaken by a limit any more: one of them is enough.
    while (highs_.size() > 1 && time.now - highs_[1].time.now > kMemory)
        highs_.erase(highs_.begin());
    if (!highs_.empty() && score <= highs_.back().score)
        return;
    if (highs_.size() == kMost)
        highs_.back() = {time, score};
    else
        highs_.push_back({time, score});
}

std::optional<Moment> BestMoment::before(uint64_t limit) const
{
    for (auto high = highs_.rbegin(); high != highs_.rend(); ++high)
        if (high->time.now < limit)
            return *high;
    return std::nullopt;
}

}  // namespace animatize
