// SoupThread: the one thread on which libsoup lives, with its sessions and connections.
//
// libsoup promises threads only since 3.2 and delivers them with care; a session that one thread
// made, used and ends needs no promise. Whoever wants something posts it.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "net/soup_ref.h"

namespace animatize {

class SoupThread {
  public:
    explicit SoupThread(std::string userAgent);
    /// Cancels what is under way and waits for its end.
    ~SoupThread();
    SoupThread(const SoupThread&) = delete;
    SoupThread& operator=(const SoupThread&) = delete;

    /// From any thread; tasks run one after the other, in order.
    void post(std::function<void()> task);

    // All below only on the thread itself.

    /// `local`: for this machine, past any proxy.
    SoupSession* session(bool local);
    /// Calls back once, unless the source is destroyed before.
    GSource* after(uint64_t nanoseconds, GSourceFunc function, gpointer data);
    /// Around each call that libsoup answers by a callback: the thread ends behind the last one.
    void entered() { ++underWay_; }
    void left() { --underWay_; }

  private:
    void run();
    void work();
    void end();

    const std::string userAgent_;
    const SoupRef<GMainContext> context_;
    SoupRef<SoupSession> remote_, local_;
    int underWay_ = 0;

    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;  // guarded
    bool quit_ = false;                        // guarded
    std::thread thread_;                       // last: starts when all of the above exists
};

}  // namespace animatize
