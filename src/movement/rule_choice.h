// RuleChoice: which of the rules that hold are said, and what the others lost to.
//
// The best first (priority x confidence, a tenth more for what was said before), each if nothing
// better excludes it. Rules that say the same movement support each other: the best score counts
// for all of them, and the one of the highest priority words it. A suggestion that would change
// what the operator keeps is out before.
#pragma once

#include <string>
#include <vector>

#include "movement/conflict.h"
#include "movement/intent.h"
#include "movement/rule_runner.h"

namespace animatize {

class RuleChoice {
  public:
    /// The rules of the runners to come, in their order.
    void take(const std::vector<Rule>& rules);
    /// One frame.
    void choose(const std::vector<RuleRunner>& runners, const Intent* intent);
    void clear();

    /// Indices of runners, of the highest priority first.
    const std::vector<size_t>& movements() const { return movements_; }
    /// The same, at most two of a slot.
    const std::vector<size_t>& looks() const { return looks_; }
    /// Of movements only, the best first, at most 16.
    std::vector<Conflict> conflicts(const std::vector<RuleRunner>& runners) const;

  private:
    struct Candidate {
        double own;    ///< score of this rule alone
        double score;  ///< the best of those that say the same
        size_t index;
    };
    struct Loss {
        Candidate loser, winner;
        bool same;
    };
    struct Locked {
        Candidate loser;
        const std::string* kept;
    };
    /// How two rules go together, worked out once for each pair.
    enum class Relation : char { Free, Exclude, ByDirection };
    Relation relation(size_t a, size_t b) const { return relations_[a * rules_ + b]; }
    bool same(const std::vector<RuleRunner>& runners, size_t a, size_t b) const;
    bool clash(const std::vector<RuleRunner>& runners, size_t a, size_t b) const;
    void collect(const std::vector<RuleRunner>& runners, const Intent* intent);
    void support(const std::vector<RuleRunner>& runners);
    void settle(const std::vector<RuleRunner>& runners);
    void sortOut(const std::vector<RuleRunner>& runners);

    size_t rules_ = 0;
    std::vector<Relation> relations_;  ///< rules_ x rules_
    std::vector<size_t> kinds_;        ///< by rule: the first of the same category and name
    std::vector<Candidate> candidates_, chosen_;
    std::vector<Loss> losses_;
    std::vector<Locked> locked_;
    std::vector<char> said_;  ///< by runner, in the frame before
    std::vector<size_t> movements_, looks_;
};

}  // namespace animatize
