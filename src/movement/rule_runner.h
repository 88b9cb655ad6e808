// RuleRunner: one rule over time. It becomes active when its conditions held for the dwell
// time, and stops when they were gone for the release time, so that what it says never flickers.
// Where a field is not known for a moment (a frame that is shown twice has no speed), the dwell
// goes on; what speaks against the rule begins it anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "movement/look.h"
#include "movement/movement.h"
#include "movement/rule.h"

namespace animatize {

class RuleRunner {
  public:
    /// `rule` outlives the runner.
    explicit RuleRunner(const Rule& rule);

    /// One frame. `facts` by slot of the rule set, `now` rises. `again`: one of those in needs() is
    /// another than in the frame before; if none is, and idle(), the call may be left out.
    /// `atOnce`: what holds needs no dwell, as nothing was known before that could flicker.
    void update(const std::vector<Fact>& facts, bool again, uint64_t now, bool atOnce = false);
    /// Whether time alone changes nothing: it was judged, does not hold and is not said.
    bool idle() const { return judged_ && judgement_ != Judgement::Yes && !held_ && !active_; }
    /// The slots of all that decides whether and how it holds.
    std::vector<size_t> needs() const;
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

    /// With the texts; only when it is active. The first of a movement's rule, the other of a
    /// look's.
    Movement movement(uint64_t now) const;
    Look look(uint64_t now) const;

  private:
    struct Seen {  // the last value of a field while the rule held
        size_t slot = 0;
        Fact::Kind kind = Fact::Kind::Absent;
        double number = 0.0;
        std::string text;
    };

    enum class Judgement { No, Unknown, Yes };
    Judgement judge(const std::vector<Fact>& facts) const;
    Judgement judgeAll(const std::vector<Fact>& facts) const;
    Judgement judgeAny(const std::vector<Fact>& facts) const;
    bool knowsWhatItSays(const std::vector<Fact>& facts) const;
    void remember(const std::vector<Fact>& facts);
    void turn(std::string_view direction, uint64_t now);
    double certainty(const std::vector<Fact>& facts) const;
    Fact seen(size_t slot) const;
    std::string word(std::string_view name, uint64_t now) const;
    std::string textOf(const Wording& wording, uint64_t now) const;

    const Rule* rule_;
    bool judged_ = false;  ///< since reset(): what did not change needs no second look
    Judgement judgement_ = Judgement::No;  ///< of the last frame
    bool held_ = false, active_ = false;
    uint64_t since_ = 0, last_ = 0;  ///< held since, held last
    double confidence_ = 0.0;
    std::string direction_, nextDirection_;
    uint64_t nextSince_ = 0;
    std::vector<Seen> seen_;
};

}  // namespace animatize
