// Changes: what becomes of light, people, camera and subject over the last seconds of a shot, for
// rules that ask for "change." fields.
//
// Slopes are least-squares lines through bounded samples, so that one noisy frame is no
// change; without timestamps there are none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "movement/camera_past.h"
#include "movement/evidence.h"
#include "movement/samples.h"
#include "movement/subject_past.h"

namespace animatize {

class Changes {
  public:
    /// One frame, in order.
    void add(const Evidence& evidence);
    Fact fact(Change change) const;
    void reset();

  private:
    bool addAnalysis(const Evidence& evidence, uint64_t now);
    bool addPerson(const Evidence& evidence, uint64_t now);
    void workOut(Change first, Change last);
    Fact workedOut(Change change) const;

    Samples brightness_, temperature_, focus_, person_;
    std::optional<uint64_t> analysed_;
    Fact personId_;
    SubjectPast subject_;
    CameraPast camera_;
    /// Worked out when there is another sample, not on each frame.
    std::array<Fact, static_cast<size_t>(Change::Count)> facts_;
};

}  // namespace animatize
