// A gate that work waits at until a test opens it: makes the order of threads certain.
#pragma once

#include <condition_variable>
#include <mutex>

namespace animatize::test {

class Gate {
  public:
    /// Called by the work: tells that it is there, then waits.
    void pass()
    {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void open()
    {
        std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    /// Who comes from now on waits again.
    void close()
    {
        std::lock_guard lock(mutex_);
        open_ = false;
    }
    /// Waits until `count` works in all have come to the gate.
    void awaitArrivals(int count)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return arrived_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int arrived_ = 0;
    bool open_ = false;
};

}  // namespace animatize::test
