#include "net/circuit_breaker.h"

#include <algorithm>

namespace animatize {

std::optional<CircuitBreaker::Ticket> CircuitBreaker::admit(uint64_t now)
{
    if (state_ == BreakerState::Closed)
        return current_;
    if (probing_ || remaining(now) > 0)
        return std::nullopt;
    if (state_ == BreakerState::Open) {
        state_ = BreakerState::HalfOpen;
        successes_ = 0;
        ++current_;
    }
    probing_ = true;
    return current_;
}

void CircuitBreaker::succeeded(Ticket ticket, uint64_t now)
{
    if (ticket != current_)
        return;
    remember(false, now);
    if (state_ != BreakerState::HalfOpen)
        return;
    probing_ = false;
    if (++successes_ >= settings_.successesToClose)
        close();
}

void CircuitBreaker::failed(Ticket ticket, uint64_t now)
{
    if (ticket != current_)
        return;
    remember(true, now);
    if (state_ == BreakerState::HalfOpen || faultsInRow_ >= settings_.faultsInRow ||
        tooManyFaults(now))
        trip(now);
}

void CircuitBreaker::abandoned(Ticket ticket)
{
    if (ticket == current_)
        probing_ = false;
}

BreakerState CircuitBreaker::state(uint64_t now) const
{
    return state_ == BreakerState::Open && remaining(now) == 0 ? BreakerState::HalfOpen : state_;
}

uint64_t CircuitBreaker::remaining(uint64_t now) const
{
    const uint64_t end = opened_ + stays_;
    return state_ == BreakerState::Open && now < end ? end - now : 0;
}

void CircuitBreaker::remember(bool fault, uint64_t now)
{
    calls_.push_back({now, fault});
    faultsInRow_ = fault ? faultsInRow_ + 1 : 0;
}

bool CircuitBreaker::tooManyFaults(uint64_t now) const
{
    unsigned calls = 0, faults = 0;
    for (size_t i = 0; i < calls_.size(); ++i) {
        if (calls_[i].end + settings_.memory <= now)
            continue;
        ++calls;
        faults += calls_[i].fault;
    }
    return calls >= settings_.leastCalls && faults >= settings_.faultShare * calls;
}

void CircuitBreaker::trip(uint64_t now)
{
    const double spread = settings_.spread * (2.0 * jitter_.share() - 1.0);
    const uint64_t doubled = settings_.open << std::min(trips_, 20u);
    const auto stays = static_cast<double>(std::min(doubled, settings_.longestOpen));
    stays_ = static_cast<uint64_t>(stays * (1.0 + spread));
    opened_ = now;
    state_ = BreakerState::Open;
    probing_ = false;
    ++trips_;
    ++current_;
}

void CircuitBreaker::close()
{
    state_ = BreakerState::Closed;
    trips_ = faultsInRow_ = 0;
    calls_.clear();
    ++current_;
}

}  // namespace animatize
