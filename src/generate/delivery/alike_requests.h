// AlikeRequests: which requests went out lately, to find the one that differs from a new one by
// nothing but a start frame that looks the same: it isn't sent again. Thread-safe.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "base/guarded.h"
#include "generate/delivery/frame_likeness.h"

namespace animatize {

class AlikeRequests {
  public:
    /// The key of the latest request with the same slots (all but the start frame, as a text) and
    /// a frame that is alike.
    std::optional<std::string> find(const std::string& slots, const FrameLikeness& frame) const
    {
        return sent_.with([&](const std::deque<Sent>& sent) -> std::optional<std::string> {
            for (const Sent& one : sent)
                if (one.slots == slots && alike(one.frame, frame))
                    return one.key;
            return std::nullopt;
        });
    }

    void insert(const std::string& slots, const FrameLikeness& frame, const std::string& key)
    {
        sent_.with([&](std::deque<Sent>& sent) {
            std::erase_if(sent, [&](const Sent& one) { return one.key == key; });
            sent.push_front({slots, frame, key});
            if (sent.size() > kMost)
                sent.pop_back();
        });
    }

  private:
    static constexpr size_t kMost = 64;
    struct Sent {
        std::string slots;
        FrameLikeness frame;
        std::string key;
    };
    Guarded<std::deque<Sent>> sent_;
};

}  // namespace animatize
