#include "movement/rule_choice.h"

#include <algorithm>

namespace animatize {
namespace {

constexpr double kIncumbent = 1.1;         // what is said stays, unless clearly beaten
constexpr double kLeastConfidence = 0.05;  // below, there is nothing to say
constexpr size_t kMostConflicts = 16;
constexpr size_t kMostOfSlot = 2;  // looks: a prompt is no list of measurements

bool exclude(const RuleRunner& a, const RuleRunner& b)
{
    return a.rule().excludes(b.rule().movement, b.direction()) ||
           b.rule().excludes(a.rule().movement, a.direction());
}

// Whether a list of contradictions has the name as it is, or only with some direction.
bool namesAny(const Rule& rule, const std::string& movement)
{
    return std::find(rule.contradicts.begin(), rule.contradicts.end(), movement) !=
           rule.contradicts.end();
}

bool namesSome(const Rule& rule, const std::string& movement)
{
    return std::any_of(rule.contradicts.begin(), rule.contradicts.end(), [&](const auto& one) {
        return one.size() > movement.size() && one[movement.size()] == ' ' &&
               one.compare(0, movement.size(), movement) == 0;
    });
}

Conflict conflictOf(const RuleRunner& loser, double score)
{
    Conflict conflict;
    conflict.name = loser.rule().movement;
    if (!loser.direction().empty())
        conflict.direction = loser.direction();
    conflict.rule = loser.rule().id;
    conflict.score = score;
    return conflict;
}

}  // namespace

void RuleChoice::take(const std::vector<Rule>& rules)
{
    clear();
    rules_ = rules.size();
    relations_.clear();
    kinds_.clear();
    for (const Rule& rule : rules) {
        const auto first = std::find_if(rules.begin(), rules.end(), [&](const Rule& other) {
            return other.category == rule.category && other.movement == rule.movement;
        });
        kinds_.push_back(static_cast<size_t>(first - rules.begin()));
    }
    for (const Rule& a : rules)
        for (const Rule& b : rules) {
            const bool always = namesAny(a, b.movement) || namesAny(b, a.movement);
            const bool some = (a.category == b.category && a.movement == b.movement) ||
                              namesSome(a, b.movement) || namesSome(b, a.movement);
            relations_.push_back(always ? Relation::Exclude
                                 : some ? Relation::ByDirection
                                        : Relation::Free);
        }
}

bool RuleChoice::same(const std::vector<RuleRunner>& runners, size_t a, size_t b) const
{
    return kinds_[a] == kinds_[b] && runners[a].direction() == runners[b].direction();
}

bool RuleChoice::clash(const std::vector<RuleRunner>& runners, size_t a, size_t b) const
{
    if (relation(a, b) != Relation::ByDirection)
        return relation(a, b) == Relation::Exclude;
    return same(runners, a, b) || exclude(runners[a], runners[b]);
}

void RuleChoice::clear()
{
    candidates_.clear();
    chosen_.clear();
    losses_.clear();
    locked_.clear();
    said_.clear();
    movements_.clear();
    looks_.clear();
}

void RuleChoice::choose(const std::vector<RuleRunner>& runners, const Intent* intent)
{
    collect(runners, intent);
    support(runners);
    settle(runners);
    sortOut(runners);
}

void RuleChoice::collect(const std::vector<RuleRunner>& runners, const Intent* intent)
{
    candidates_.clear();
    locked_.clear();
    said_.resize(runners.size(), 0);
    for (size_t i = 0; i < runners.size(); ++i) {
        if (!runners[i].active() || runners[i].confidence() < kLeastConfidence)
            continue;
        const Rule& rule = runners[i].rule();
        const double plain = rule.priority * runners[i].confidence();
        const double own = said_[i] ? plain * kIncumbent : plain;
        const Candidate candidate{own, own, i};
        if (const std::string* kept = rule.locked(intent))
            locked_.push_back({candidate, kept});
        else
            candidates_.push_back(candidate);
    }
}

void RuleChoice::support(const std::vector<RuleRunner>& runners)
{
    for (Candidate& one : candidates_)
        for (const Candidate& other : candidates_)
            if (same(runners, one.index, other.index))
                one.score = std::max(one.score, other.own);
    std::sort(candidates_.begin(), candidates_.end(), [&](const Candidate& a, const Candidate& b) {
        const double left = runners[a.index].rule().priority;
        const double right = runners[b.index].rule().priority;
        return a.score != b.score ? a.score > b.score
               : left != right    ? left > right
                                  : a.index < b.index;
    });
}

void RuleChoice::settle(const std::vector<RuleRunner>& runners)
{
    chosen_.clear();
    losses_.clear();
    for (const Candidate& candidate : candidates_) {
        const RuleRunner& one = runners[candidate.index];
        const auto better = std::find_if(
            chosen_.begin(), chosen_.end(),
            [&](const Candidate& other) { return clash(runners, candidate.index, other.index); });
        if (better == chosen_.end())
            chosen_.push_back(candidate);
        else if (!one.rule().look)
            losses_.push_back({candidate, *better, same(runners, candidate.index, better->index)});
    }
}

void RuleChoice::sortOut(const std::vector<RuleRunner>& runners)
{
    std::fill(said_.begin(), said_.end(), 0);
    std::sort(chosen_.begin(), chosen_.end(), [&](const Candidate& a, const Candidate& b) {
        const double left = runners[a.index].rule().priority;
        const double right = runners[b.index].rule().priority;
        return left != right ? left > right : a.index < b.index;
    });
    movements_.clear();
    looks_.clear();
    for (const Candidate& candidate : chosen_) {
        const size_t index = candidate.index;
        said_[index] = 1;
        const Rule& rule = runners[index].rule();
        const auto ofSlot = [&](size_t other) { return runners[other].rule().slot == rule.slot; };
        if (!rule.look)
            movements_.push_back(index);
        else if (std::count_if(looks_.begin(), looks_.end(), ofSlot) <
                 static_cast<std::ptrdiff_t>(kMostOfSlot))
            looks_.push_back(index);
    }
}

std::vector<Conflict> RuleChoice::conflicts(const std::vector<RuleRunner>& runners) const
{
    std::vector<Conflict> conflicts;
    for (const Loss& loss : losses_) {
        const auto score = [&](const Candidate& one) { return loss.same ? one.own : one.score; };
        Conflict conflict = conflictOf(runners[loss.loser.index], score(loss.loser));
        conflict.reason = loss.same ? "same" : "contradiction";
        conflict.lostTo = runners[loss.winner.index].rule().id;
        conflict.winnerScore = score(loss.winner);
        conflicts.push_back(std::move(conflict));
    }
    for (const Locked& locked : locked_) {
        Conflict conflict = conflictOf(runners[locked.loser.index], locked.loser.own);
        conflict.reason = "keep";
        conflict.lostTo = *locked.kept;
        conflicts.push_back(std::move(conflict));
    }
    std::stable_sort(conflicts.begin(), conflicts.end(),
                     [](const Conflict& a, const Conflict& b) { return a.score > b.score; });
    conflicts.resize(std::min(conflicts.size(), kMostConflicts));
    return conflicts;
}

}  // namespace animatize
