#include "generate/best_frame.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kHigherBy = 1.1;
constexpr double kHigherByAtLeast = 0.01;  // a tenth of nearly nothing is nothing

bool within(uint64_t span, const std::optional<uint64_t>& then, uint64_t now)
{
    return then && now >= *then && now - *then < span;
}

}  // namespace

void BestFrame::offer(double score, const FrameTime& time, const std::function<Still()>& copy)
{
    if (!std::isfinite(score) || !clearlyHigher(score) || !mayCopy(time.now))
        return;
    std::rotate(copies_.begin(), copies_.end() - 1, copies_.end());
    copies_.front() = time.now;
    Still still = copy();
    if (!still.image.empty())
        best_ = {std::move(still), {time.pts}, score};
}

std::optional<BestFrame::Candidate> BestFrame::take()
{
    return std::exchange(best_, std::nullopt);
}

bool BestFrame::clearlyHigher(double score) const
{
    return !best_ || score > std::max(best_->score * kHigherBy, best_->score + kHigherByAtLeast);
}

bool BestFrame::mayCopy(uint64_t now) const
{
    if (best_ && within(kLeastBetweenCopies, copies_.front(), now))
        return false;
    return !within(kSecond, copies_.back(), now);
}

}  // namespace animatize
