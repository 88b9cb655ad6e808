// Guarded<T>: a value that can only be reached through its lock.
//
//   Guarded<Settings> settings;
//   settings.with([](Settings& s) { s.interval = 3; });   // any thread
//   const Settings now = settings.snapshot();              // one short lock, one copy
//
// std::mutex and not GLib's: ThreadSanitizer understands it.
#pragma once

#include <mutex>
#include <utility>

namespace animatize {

template <typename T>
class Guarded {
  public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    T snapshot() const
    {
        std::lock_guard lock(mutex_);
        return value_;
    }

    template <typename F>
    auto with(F&& f)
    {
        std::lock_guard lock(mutex_);
        return std::forward<F>(f)(value_);
    }

    template <typename F>
    auto with(F&& f) const
    {
        std::lock_guard lock(mutex_);
        return std::forward<F>(f)(value_);
    }

  private:
    mutable std::mutex mutex_;
    T value_{};
};

}  // namespace animatize
