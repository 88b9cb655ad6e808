// SceneChanges: whether a scene differs enough from the one that was told last to be told again:
// another state, scene type, set of classes or shot, or a 0..1 value that moved by 0.05.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scene/scene_result.h"

namespace animatize {

class SceneChanges {
  public:
    /// True when `result` is to be told; it is what the next one is compared with.
    bool due(const SceneResult& result);
    void reset() { told_.reset(); }

  private:
    struct Told {
        std::string state;
        std::optional<std::string> sceneType;
        std::optional<std::set<std::string>> classes;  // nothing: nobody looked
        uint64_t shotId = 0;
        std::vector<std::pair<std::string, double>> values;
    };

    static Told digest(const SceneResult& result);
    static bool differs(const Told& a, const Told& b);
    std::optional<Told> told_;
};

}  // namespace animatize
