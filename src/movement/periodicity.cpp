#include "movement/periodicity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr uint64_t kCell = 80 * kMillisecond;
constexpr uint64_t kLongestGap = 250 * kMillisecond;
constexpr double kMost = 1e6;  // nothing that is measured is more; its square is finite
constexpr int kLook = 4;       // cells between two looks
constexpr size_t kLeastCells = 30;
constexpr double kPeriods = 2.5;  // that must have been seen
constexpr size_t kLeastLag = 3;
constexpr double kPeak = 0.55;        // autocorrelation of a period
constexpr double kRise = 0.9;         // from the dip in front of it
constexpr double kNearlyBest = 0.75;  // an earlier peak is the period, a later one its multiple
constexpr double kSame = 0.12;        // by which two looks may differ

using Cells = std::array<double, 100>;

// Takes mean and trend out; the standard deviation that is left.
double detrend(Cells& x, size_t n)
{
    const double middle = (static_cast<double>(n) - 1) / 2;
    double mean = 0.0, tilt = 0.0, spread = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double t = static_cast<double>(i) - middle;
        mean += x[i];
        tilt += t * x[i];
        spread += t * t;
    }
    mean /= static_cast<double>(n);
    double squares = 0.0;
    for (size_t i = 0; i < n; ++i) {
        x[i] -= mean + tilt / spread * (static_cast<double>(i) - middle);
        squares += x[i] * x[i];
    }
    return std::sqrt(squares / static_cast<double>(n));
}

double correlation(const Cells& x, size_t n, size_t lag)
{
    double both = 0.0, early = 0.0, late = 0.0;
    for (size_t i = 0; i + lag < n; ++i) {
        both += x[i] * x[i + lag];
        early += x[i] * x[i];
        late += x[i + lag] * x[i + lag];
    }
    const double size = std::sqrt(early * late);
    return size > 0.0 ? both / size : 0.0;
}

// Of the parabola through a peak and its neighbours: its place against the middle one.
double summit(double left, double middle, double right)
{
    const double bend = left - 2.0 * middle + right;
    return bend < 0.0 ? std::clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0.0;
}

}  // namespace

void Periodicity::add(uint64_t now, double value)
{
    if (any_ && (now <= last_ || now - last_ > kLongestGap)) {
        if (now <= last_)
            return;
        clear();
    }
    if (!any_)
        start_ = last_ = now;
    longest_ = std::max(longest_, now - last_);
    any_ = true;
    last_ = now;
    if (const uint64_t cell = (now - start_) / kCell; cell != cell_)
        close(cell);
    sum_ += std::clamp(value, -kMost, kMost);
    ++count_;
}

// Cells that no frame fell into lie on the line between their neighbours.
void Periodicity::close(uint64_t cell)
{
    const double mean = sum_ / count_;
    const double before = cells_.empty() ? mean : cells_.back();
    const auto missing = static_cast<int>(cell_ - skippedFrom_);
    for (int i = 1; i <= missing; ++i)
        cells_.push_back(before + (mean - before) * i / (missing + 1));
    cells_.push_back(mean);
    fresh_ += missing + 1;
    skippedFrom_ = cell_ + 1;
    cell_ = cell;
    sum_ = 0.0;
    count_ = 0;
    if (fresh_ >= kLook)
        look();
}

void Periodicity::look()
{
    fresh_ = 0;
    const std::optional<Period> found = find();
    const bool same = found && candidate_ &&
                      std::abs(found->seconds - candidate_->seconds) < kSame * found->seconds;
    period_ = same ? found : std::nullopt;
    candidate_ = found;
}

std::optional<Period> Periodicity::find() const
{
    const size_t n = cells_.size();
    if (n < kLeastCells)
        return std::nullopt;
    Cells x{};
    for (size_t i = 0; i < n; ++i)
        x[i] = cells_[i];
    if (detrend(x, n) < floor_)
        return std::nullopt;
    const auto most = static_cast<size_t>(static_cast<double>(n) / kPeriods);
    Cells r{};
    for (size_t lag = 1; lag <= most + 1; ++lag)
        r[lag] = correlation(x, n, lag);
    // What is sampled too rarely looks slow.
    const auto least = std::max<size_t>(kLeastLag, (3 * longest_ + kCell - 1) / kCell);
    double dip = 1.0;
    std::optional<Period> best;
    for (size_t lag = 2; lag <= most; ++lag) {
        dip = std::min(dip, r[lag - 1]);
        const bool peak = r[lag] >= r[lag - 1] && r[lag] > r[lag + 1];
        if (!peak || lag < least || r[lag] < kPeak || r[lag] - dip < kRise)
            continue;
        if (best && r[lag] * kNearlyBest < best->strength)
            continue;
        const double at = static_cast<double>(lag) + summit(r[lag - 1], r[lag], r[lag + 1]);
        best = Period{at * static_cast<double>(kCell) / 1e9, std::min(1.0, r[lag])};
    }
    return best;
}

}  // namespace animatize
