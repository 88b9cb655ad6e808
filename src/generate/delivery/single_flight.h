// SingleFlight<Value>: who wants the same at the same time waits for the first who went for it.
//
//   SingleFlight<Picture> flights;
//   std::optional<Picture> picture = flights.join(key, patience, [&] { return fetch(key); });
//
// The first one leads: it calls its function, the others get a copy of what it brought. A leader
// that comes back with nothing hands the lead to the next who waits: why it failed may be a matter
// of its own (no money, no time, no longer wanted).
// Thread-safe; holds no more than what is under way.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace animatize {

template <typename Value>
class SingleFlight {
  public:
    /// Nothing: `stop` was asked for, others took longer than `wait` ns, or `lead` was called and
    /// brought nothing. What it throws is passed on.
    template <typename Lead>
    std::optional<Value> join(const std::string& key, const std::stop_token& stop, uint64_t wait,
                              Lead&& lead)
    {
        constexpr uint64_t kLongest = uint64_t{24} * 3600 * 1'000'000'000;  // more overflows clocks
        const auto until =
            std::chrono::steady_clock::now() + std::chrono::nanoseconds(std::min(wait, kLongest));
        while (!stop.stop_requested()) {
            bool first = false;
            const std::shared_ptr<Flight> flight = flightOf(key, first);
            if (first)
                return fly(key, *flight, lead);
            std::unique_lock lock(mutex_);
            if (!landed_.wait_until(lock, stop, until, [&] { return flight->landed; }))
                return std::nullopt;
            if (flight->value)
                return flight->value;
        }
        return std::nullopt;
    }

    size_t size() const
    {
        std::lock_guard lock(mutex_);
        return flights_.size();
    }

  private:
    struct Flight {
        bool landed = false;
        std::optional<Value> value;
    };

    std::shared_ptr<Flight> flightOf(const std::string& key, bool& first)
    {
        std::lock_guard lock(mutex_);
        auto& flight = flights_[key];
        first = !flight;
        if (first)
            flight = std::make_shared<Flight>();
        return flight;
    }

    template <typename Lead>
    std::optional<Value> fly(const std::string& key, Flight& flight, Lead& lead)
    {
        try {
            return land(key, flight, lead());
        } catch (...) {
            land(key, flight, std::nullopt);  // nobody waits for what never comes
            throw;
        }
    }

    std::optional<Value> land(const std::string& key, Flight& flight, std::optional<Value> value)
    {
        {
            std::lock_guard lock(mutex_);
            flights_.erase(key);
            flight.landed = true;
            flight.value = value;
        }
        landed_.notify_all();
        return value;
    }

    mutable std::mutex mutex_;
    std::condition_variable_any landed_;
    std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace animatize
