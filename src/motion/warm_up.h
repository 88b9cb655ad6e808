// WarmUp: the moments in which nothing that seems to move is believed.
#pragma once

#include <algorithm>
#include <cstdint>

#include "frame/frame_time.h"

namespace animatize {

class WarmUp {
  public:
    /// Start, flush, caps change: a second from the next frame on.
    void restart() { *this = WarmUp{}; }
    /// Another picture: five frames, and at least 200 ms, counted from the next next().
    void afterCut()
    {
        framesLeft_ = kCutFrames;
        cut_ = true;
    }
    void next(uint64_t now)
    {
        if (!started_)
            until_ = now + kSecond;
        started_ = true;
        if (cut_)
            until_ = std::max(until_, now + kCutTime);
        cut_ = false;
        framesLeft_ = std::max(0, framesLeft_ - 1);
        now_ = now;
    }
    bool running() const { return cut_ || framesLeft_ > 0 || now_ < until_; }

  private:
    static constexpr int kCutFrames = 6;  // the frame of the cut, and five
    static constexpr uint64_t kCutTime = 200 * kMillisecond;

    bool started_ = false;
    bool cut_ = false;
    int framesLeft_ = 0;
    uint64_t until_ = 0;
    uint64_t now_ = 0;
};

}  // namespace animatize
