// ProblemList: sentences for the operator, each said once however often it happens. Bounded: of
// more than 32 the oldest are forgotten, and may be said again. Thread-safe.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "base/guarded.h"

namespace animatize {

class ProblemList {
  public:
    void add(const std::string& sentence)
    {
        state_.with([&](State& state) {
            if (std::find(state.known.begin(), state.known.end(), sentence) != state.known.end())
                return;
            state.known.push_back(sentence);
            state.waiting.push_back(sentence);
            if (state.known.size() > kMost)
                state.known.pop_front();
            if (state.waiting.size() > kMost)
                state.waiting.erase(state.waiting.begin());
        });
    }

    /// Those since the last call.
    std::vector<std::string> take()
    {
        return state_.with([](State& state) { return std::exchange(state.waiting, {}); });
    }

  private:
    static constexpr size_t kMost = 32;
    struct State {
        std::deque<std::string> known;
        std::vector<std::string> waiting;
    };
    Guarded<State> state_;
};

}  // namespace animatize
