// Evidence: all that was measured about a frame, by name, for rules to ask for.
//
// The fields of the motion and scene records under "motion." and "scene." (such as
// "scene.composition.symmetry"), and derived ones under "camera.", "regions.", "subject."
// (the person or face that is there, else the biggest moving region), "people.", "faces.",
// "shot." and so on; evidence_fields.h has them all. What the operator wants is under
// "operator.". A field that isn't known is absent, and a rule that asks for it does not fire.
//
// It points at the records and copies nothing: they must outlive it. What is derived is worked
// out when it is first asked for.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "frame/frame_time.h"
#include "movement/evidence_fields.h"
#include "movement/fact.h"
#include "movement/intent.h"
#include "record/record.h"

namespace animatize {

/// A time in a record, however it is held; absent when it isn't known.
std::optional<uint64_t> nanosecondsOf(const Record::Value* value);

using DerivedFacts = std::array<Fact, static_cast<size_t>(Derived::Count)>;

/// Where a field of a record was found last: records keep their order from frame to frame.
struct FieldHint {
    size_t outer = 0, inner = 0;
};

class Evidence {
  public:
    /// Either record may be null: no such element in front, or a frame that was skipped. Without
    /// an intent nothing is known of the operator.
    Evidence(const Record* motion, const Record* scene, const FrameTime& time,
             const Intent* intent = nullptr);

    std::optional<double> number(std::string_view path) const;
    std::optional<std::string> text(std::string_view path) const;
    /// The quick way, for a field of the table. Change fields are the predictor's: absent here.
    Fact fact(const EvidenceField& field) const;
    /// The same; quicker where the hint is right, and it makes it so.
    Fact fact(const EvidenceField& field, FieldHint& hint) const;
    Fact fact(Derived derived) const;

    const FrameTime& time() const { return time_; }
    /// Null when there is none.
    const Intent* intent() const { return intent_; }
    /// 0 when no scene analyzer is in front.
    uint64_t shotId() const;
    bool hasMotion() const { return motion_ != nullptr; }
    bool hasScene() const { return scene_ != nullptr; }
    /// Whether the scene record has more than the shot: its first analysis is there.
    bool sceneIsAnalysed() const;
    /// The frame that the scene values describe, where the record says.
    std::optional<uint64_t> analysedPts() const;
    /// When the shot began, where the record says.
    std::optional<uint64_t> shotStart() const;
    /// Those of the motion record; null when there are none.
    const RecordList* regions() const;
    /// Whether an element skipped this frame under QoS: what is absent is not gone.
    bool skipped() const;

  private:
    Fact anyFact(std::string_view path) const;
    Fact fact(Asked asked) const;

    const Record* motion_;
    const Record* scene_;
    FrameTime time_;
    const Intent* intent_;
    mutable std::optional<DerivedFacts> derived_;
};

}  // namespace animatize
