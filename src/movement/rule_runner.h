// RuleRunner: one rule over time. It becomes active when its conditions held for the dwell
// time, and stops when they were gone for the release time, so that what it says never flickers.
#pragma once

#include <string>
#include <vector>

#include "movement/movement.h"
#include "movement/rule.h"

namespace animatize {

class RuleRunner {
  public:
    /// `rule` outlives the runner.
    explicit RuleRunner(const Rule& rule);

    /// One frame. `facts` by slot of the rule set, `now` rises.
    void update(const std::vector<Fact>& facts, uint64_t now);
    void reset();

    bool active() const { return active_; }
    const Rule& rule() const { return *rule_; }
    /// Of the movement; empty where it has none.
    const std::string& direction() const { return direction_; }

    /// weight x certainty x measured confidence, 0..1, of the last frame that held:
    ///   certainty  = the least of the conditions in `all`, and the greatest of those met in
    ///                `any`, as Condition::certainty() has it: a chain is as strong as its
    ///                weakest link;
    ///   measured   = the product of the fields that the rule names in `confidence`.
    double confidence() const { return confidence_; }

    /// With the texts; only when it is active.
    Movement movement(uint64_t now) const;

  private:
    struct Seen {  // the last value of a field while the rule held
        size_t slot = 0;
        Fact::Kind kind = Fact::Kind::Absent;
        double number = 0.0;
        std::string text;
    };

    bool holds(const std::vector<Fact>& facts) const;
    bool holdsAny(const std::vector<Fact>& facts) const;
    void remember(const std::vector<Fact>& facts, uint64_t now);
    void turn(std::string_view direction, uint64_t now);
    double certainty(const std::vector<Fact>& facts) const;
    Fact seen(size_t slot) const;
    std::string word(std::string_view name, uint64_t now) const;

    const Rule* rule_;
    bool held_ = false, active_ = false;
    uint64_t since_ = 0, last_ = 0;  ///< held since, held last
    double confidence_ = 0.0;
    std::string direction_, nextDirection_;
    uint64_t nextSince_ = 0;
    std::vector<Seen> seen_;
};

}  // namespace animatize
