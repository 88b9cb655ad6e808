#include "generate/delivery/spending.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace animatize {
namespace {

constexpr double kRounding = 1e-9;  // USD

std::string dollars(double amount)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2f USD", amount);
    return text;
}

}  // namespace

void Spending::limit(const SpendingLimits& limits)
{
    state_.with([&](State& state) { state.limits = limits; });
}

std::optional<Spending::Refusal> Spending::refusal(const State& state, double cost, uint64_t now)
{
    const SpendingLimits& limits = state.limits;
    const uint64_t second = now / kSecond, minute = now / kMinute;
    if (limits.requestsPerMinute > 0 && state.requests.sum(second) >= limits.requestsPerMinute)
        return Refusal{"max-requests-per-minute: " + std::to_string(limits.requestsPerMinute) +
                           " requests have left in the last minute",
                       (second + state.requests.freedIn(second)) * kSecond - now};
    if (limits.costPerHour <= 0.0 || cost <= 0.0)
        return std::nullopt;
    if (cost > limits.costPerHour + kRounding)
        return Refusal{"max-cost-per-hour: one picture costs about " + dollars(cost) +
                           ", more than the " + dollars(limits.costPerHour) + " of a whole hour",
                       std::nullopt};
    if (state.cost.sum(minute) + cost > limits.costPerHour + kRounding)
        return Refusal{
            "max-cost-per-hour: the " + dollars(limits.costPerHour) + " of the last hour are spent",
            (minute + state.cost.freedIn(minute)) * kMinute - now};
    return std::nullopt;
}

Result<Spending::Receipt, Spending::Refusal> Spending::take(double cost)
{
    using Taken = Result<Receipt, Refusal>;
    const uint64_t now = clock_.now();
    return state_.with([&](State& state) -> Taken {
        if (auto refused = refusal(state, cost, now)) {
            refused_.add();
            return std::move(*refused);
        }
        ++state.requests.at(now / kSecond);
        state.cost.at(now / kMinute) += cost;
        state.totals.cost += cost;
        ++state.totals.requests;
        return Receipt{now, cost};
    });
}

void Spending::settle(const Receipt& receipt, double cost, unsigned requests)
{
    constexpr double kSteps = 1e6;
    spent_.add(static_cast<uint64_t>(std::llround(std::max(0.0, cost) * kSteps)));
    const double change = cost - receipt.cost;
    const uint64_t now = clock_.now();
    const uint64_t minute = receipt.at / kMinute, second = receipt.at / kSecond;
    state_.with([&](State& state) {
        state.totals.cost = std::max(0.0, state.totals.cost + change);
        state.totals.requests += requests;
        --state.totals.requests;  // it was counted when it was taken
        if (now / kMinute - minute < kSlots)
            state.cost.at(minute) = std::max(0.0, state.cost.at(minute) + change);
        // Retries left later than the first; they count with it.
        if (now / kSecond - second >= kSeconds)
            return;
        uint64_t& left = state.requests.at(second);
        left = left - 1 + requests;
    });
}

Spending::Totals Spending::totals() const
{
    const uint64_t minute = clock_.now() / kMinute;
    return state_.with([&](const State& state) {
        Totals totals = state.totals;
        totals.refused = refused_.value();
        totals.lastHour = state.cost.sum(minute);
        return totals;
    });
}

}  // namespace animatize
