// Spending: how often services may be asked, and for how much money.
//
//   Spending spending(clock);
//   spending.limit({30, 5.0});                       // 30 requests a minute, 5 USD an hour
//   auto receipt = spending.take(0.05);
//   if (!receipt) return receipt.error().message;    // "... 5.00 USD of the last hour are spent
//   ..."
//   ... send ...
//   spending.settle(*receipt, 0.0, 1);               // it cost nothing, and left once
//
// What may be charged is taken before a request leaves, so that requests at the same time can't
// pass the limit together. An hour is counted in minutes, bounded memory: money comes back up to a
// minute late, never early. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "metrics/metric_scope.h"

namespace animatize {

struct SpendingLimits {
    uint32_t requestsPerMinute = 0;  ///< 0: no limit; up to 6000
    double costPerHour = 0.0;        ///< USD; 0: no limit
    bool operator==(const SpendingLimits&) const = default;
};

class Spending {
  public:
    struct Receipt {
        uint64_t at = 0;
        double cost = 0.0;
    };
    struct Refusal {
        std::string message;
        std::optional<uint64_t> retryAfter;  ///< ns; none: never, at these limits
    };

    /// The clock must outlive it.
    explicit Spending(const Clock& clock) : clock_(clock) {}

    void limit(const SpendingLimits& limits);
    /// Room for one request that costs about so much.
    Result<Receipt, Refusal> take(double cost);
    /// What it did cost, and how many requests left: none, or more than one with retries.
    void settle(const Receipt& receipt, double cost, unsigned requests);

    struct Totals {
        uint64_t requests = 0, refused = 0;
        double cost = 0.0;      ///< USD since the start
        double lastHour = 0.0;  ///< of these
    };
    Totals totals() const;

  private:
    static constexpr uint64_t kMinute = 60 * kSecond;
    static constexpr size_t kSlots = 61;    // minutes of an hour, and the one that has begun
    static constexpr size_t kSeconds = 61;  // of a minute, likewise

    template <typename T, size_t kCount>
    struct Window {
        struct Slot {
            uint64_t number = UINT64_MAX;
            T sum{};
        };
        std::array<Slot, kCount> slots;

        T& at(uint64_t number)
        {
            Slot& slot = slots[number % kCount];
            if (slot.number != number)
                slot = {number, T{}};
            return slot.sum;
        }
        bool counts(const Slot& slot, uint64_t now) const
        {
            return slot.number <= now && now - slot.number < kCount;
        }
        T sum(uint64_t now) const
        {
            T all{};
            for (const Slot& slot : slots)
                all += counts(slot, now) ? slot.sum : T{};
            return all;
        }
        /// How many slots on from `now` the oldest that counts for something falls out.
        uint64_t freedIn(uint64_t now) const
        {
            uint64_t oldest = now;
            for (const Slot& slot : slots)
                if (counts(slot, now) && slot.sum > T{})
                    oldest = std::min(oldest, slot.number);
            return oldest + kCount - now;
        }
    };
    struct State {
        SpendingLimits limits;
        Window<double, kSlots> cost;          // by minutes
        Window<uint64_t, kSeconds> requests;  // by seconds
        Totals totals;
    };

    static std::optional<Refusal> refusal(const State& state, double cost, uint64_t now);

    const Clock& clock_;
    MetricScope scope_;
    Counter& spent_ = scope_.counter(Metric::Spent);  ///< millionths of a USD
    Counter& refused_ = scope_.counter(Metric::SpendingRefusals);
    Guarded<State> state_;
};

}  // namespace animatize
