// SceneTypeFilter: one steady name out of the evidence of many frames.
//
// Evidence is averaged over about a second; a name comes when it is strong, goes when it is weak,
// yields to another only by a margin, and stays for a second at least. Too little evidence: none.
// Beside that one name stand all others that have come and not gone, each for a second at least.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scene/scene_result.h"

namespace animatize {

class SceneTypeFilter {
  public:
    /// Sets `sceneType`, `sceneConfidence` and `sceneTypes` of a record by its evidence and that of
    /// before.
    void apply(SceneRecord& record, uint64_t now);
    /// Another shot: what was seen before says nothing.
    void reset() { *this = {}; }

  private:
    void average(const SceneEvidence& evidence, uint64_t now);
    int next() const;
    void followLabels(uint64_t now);
    std::vector<SceneLabel> labels() const;

    SceneEvidence average_{};
    std::optional<uint64_t> last_, changed_;
    int current_ = -1;
    std::array<bool, kSceneTypes.size()> shown_{};
    std::array<std::optional<uint64_t>, kSceneTypes.size()> turned_;  ///< came or went
};

}  // namespace animatize
