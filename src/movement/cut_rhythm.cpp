#include "movement/cut_rhythm.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr double kUsualSpread = 0.8;  // of the logarithm: films of all kinds have 0.6 to 1
constexpr double kUsualWeight = 3.0;  // shots that it is worth
constexpr double kShortest = 0.04;    // s, a frame
constexpr double kRoot2 = 1.4142135623730951;

// Share of a standard normal law above z.
double above(double z)
{
    return 0.5 * std::erfc(z / kRoot2);
}

// Of all shots, the share that lasts longer.
double lasting(double seconds, double middle, double spread)
{
    return seconds > 0.0 ? above((std::log(seconds) - middle) / spread) : 1.0;
}

}  // namespace

void CutRhythm::add(uint64_t shot, uint64_t start)
{
    if (shot == 0 || shot == shot_)
        return;
    const bool later = start_ && start > *start_;
    if (later && whole_)
        lengths_.push_back(std::log(std::max(kShortest, secondsBetween(*start_, start))));
    whole_ = shot_ != 0;
    shot_ = shot;
    start_ = start;
}

std::optional<double> CutRhythm::median() const
{
    if (lengths_.size() < kLeastShots)
        return std::nullopt;
    const auto itself = [](double length) { return length; };
    const size_t half = lengths_.size() / 2;
    const double upper = nthOf(lengths_, half, itself);
    const double lower = lengths_.size() % 2 ? upper : nthOf(lengths_, half - 1, itself);
    return std::exp(0.5 * (lower + upper));
}

double CutRhythm::spreadAbout(double middle) const
{
    double squares = 0.0;
    for (size_t i = 0; i < lengths_.size(); ++i)
        squares += (lengths_[i] - middle) * (lengths_[i] - middle);
    return std::sqrt(squares / static_cast<double>(lengths_.size()));
}

std::optional<double> CutRhythm::regularity() const
{
    const auto middle = median();
    return middle ? std::optional(std::exp(-2.0 * spreadAbout(std::log(*middle)))) : std::nullopt;
}

std::optional<CutRhythm::Law> CutRhythm::law() const
{
    const auto middle = median();
    if (!middle)
        return std::nullopt;
    const auto count = static_cast<double>(lengths_.size());
    const double seen = spreadAbout(std::log(*middle));
    const double square =
        (count * seen * seen + kUsualWeight * kUsualSpread * kUsualSpread) / (count + kUsualWeight);
    return Law{std::log(*middle), std::sqrt(square * (1.0 + 1.0 / count))};
}

std::optional<NextCut> CutRhythm::next(uint64_t now) const
{
    const auto law = this->law();
    if (!law || !start_ || now < *start_)
        return std::nullopt;
    const double age = secondsBetween(*start_, now);
    const double alive = lasting(age, law->middle, law->spread);
    if (alive < 1e-6)  // longer than anything that this law knows
        return std::nullopt;
    const auto left = [&](double seconds) {
        return lasting(age + seconds, law->middle, law->spread) / alive;
    };
    double low = 0.0, high = 1.0;
    while (left(high) > 0.5 && high < 3600.0)
        high *= 2.0;
    for (int i = 0; i < 30; ++i) {
        const double middle = 0.5 * (low + high);
        (left(middle) > 0.5 ? low : high) = middle;
    }
    return NextCut{high, left(0.5 * high) - left(1.5 * high), 1.0 - left(1.0)};
}

}  // namespace animatize
