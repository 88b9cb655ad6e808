// CircuitBreaker: stops asking a service that is down, and finds out when it is back.
//
//   closed: everybody may ask. Three faults in a row, or half of the last 20 calls of a minute (of
//   5
//     at least), open it.
//   open: nobody may, for 10 s; twice as long each time it opens again, up to 300 s, +-10 %.
//   half open: one call at a time may try; two that succeed close it, a fault opens it.
//
// Library defaults (100 calls in 30 s) never trip at our rates; these count calls, not rates.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/ring.h"
#include "net/jitter.h"

namespace animatize {

struct BreakerSettings {
    unsigned faultsInRow = 3;
    uint64_t memory = 60 * kSecond;  ///< calls that ended longer ago don't count
    unsigned leastCalls = 5;
    double faultShare = 0.5;
    uint64_t open = 10 * kSecond, longestOpen = 300 * kSecond;
    double spread = 0.1;  ///< of the time that it stays open, either way
    unsigned successesToClose = 2;
};

enum class BreakerState { Closed, Open, HalfOpen };

class CircuitBreaker {
  public:
    /// What a call is known by; one from before the last change of state changes nothing.
    using Ticket = uint64_t;

    explicit CircuitBreaker(const BreakerSettings& settings = {}, uint64_t seed = 0)
        : settings_(settings), jitter_(seed)
    {}

    /// Whether a call may go now. Every ticket has to be handed back by one of those below.
    std::optional<Ticket> admit(uint64_t now);
    void succeeded(Ticket ticket, uint64_t now);
    void failed(Ticket ticket, uint64_t now);
    /// It came to nothing, for no fault of the service.
    void abandoned(Ticket ticket);

    BreakerState state(uint64_t now) const;
    /// ns until the next call may try; 0 when one may now.
    uint64_t remaining(uint64_t now) const;

  private:
    struct Call {
        uint64_t end = 0;
        bool fault = false;
    };
    static constexpr size_t kCalls = 20;

    void remember(bool fault, uint64_t now);
    bool tooManyFaults(uint64_t now) const;
    void trip(uint64_t now);
    void close();

    BreakerSettings settings_;
    Jitter jitter_;
    BreakerState state_ = BreakerState::Closed;
    Ticket current_ = 1;  // tickets of this state
    uint64_t opened_ = 0, stays_ = 0;
    unsigned trips_ = 0;  // in a row, without closing between
    bool probing_ = false;
    unsigned successes_ = 0, faultsInRow_ = 0;
    Ring<Call, kCalls> calls_;
};

}  // namespace animatize
