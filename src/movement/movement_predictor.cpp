#include "movement/movement_predictor.h"

#include <algorithm>
#include <cassert>

#include "movement/changes.h"
#include "movement/rule_runner.h"

namespace animatize {
namespace {

constexpr double kIncumbent = 1.1;         // what is said stays, unless clearly beaten
constexpr double kLeastConfidence = 0.05;  // below, there is nothing to say
constexpr uint64_t kLongestGap = kSecond;  // skipped frames for longer are no evidence any more

}  // namespace

struct MovementPredictor::Impl {
    RuleSet set;
    std::vector<RuleRunner> runners;
    std::vector<Fact> facts;
    std::vector<size_t> shown;            ///< indices of runners, most important first
    std::vector<std::string> directions;  ///< of what is shown, to notice a turn
    Changes changes;
    uint64_t revision = 0;
    uint64_t shot = 0, now = 0, lastFull = 0;

    void take(RuleSet rules);
    void reset();
    void resolve(const Evidence& evidence);
    void choose();
    bool fits(size_t candidate, const std::vector<size_t>& chosen) const;
    bool conflict(size_t a, size_t b) const;
    double score(size_t index) const;
    bool isShown(size_t index) const;
    void show(std::vector<size_t> next);
};

void MovementPredictor::Impl::take(RuleSet rules)
{
    reset();
    runners.clear();
    set = std::move(rules);
    for (const Rule& rule : set.rules)
        runners.emplace_back(rule);
    facts.assign(set.fields.size(), Fact());
}

void MovementPredictor::Impl::reset()
{
    for (RuleRunner& runner : runners)
        runner.reset();
    changes.reset();
    show({});
}

// Each field is looked up once, however many rules ask for it.
void MovementPredictor::Impl::resolve(const Evidence& evidence)
{
    changes.add(evidence);
    for (size_t i = 0; i < facts.size(); ++i) {
        const EvidenceField& field = *set.fields[i];
        facts[i] = field.source == FieldSource::Change
                       ? changes.fact(static_cast<Change>(field.index))
                       : evidence.fact(field);
    }
}

bool MovementPredictor::Impl::conflict(size_t a, size_t b) const
{
    const Rule& one = runners[a].rule();
    const Rule& other = runners[b].rule();
    const bool same = one.category == other.category && one.movement == other.movement &&
                      runners[a].direction() == runners[b].direction();
    return same || one.excludes(other.movement, runners[b].direction()) ||
           other.excludes(one.movement, runners[a].direction());
}

bool MovementPredictor::Impl::fits(size_t candidate, const std::vector<size_t>& chosen) const
{
    return std::none_of(chosen.begin(), chosen.end(),
                        [&](size_t one) { return conflict(candidate, one); });
}

bool MovementPredictor::Impl::isShown(size_t index) const
{
    return std::find(shown.begin(), shown.end(), index) != shown.end();
}

double MovementPredictor::Impl::score(size_t index) const
{
    const RuleRunner& runner = runners[index];
    const double score = runner.rule().priority * runner.confidence();
    return isShown(index) ? score * kIncumbent : score;
}

// The best first, each if nothing better excludes it; then in the order of priority.
void MovementPredictor::Impl::choose()
{
    std::vector<std::pair<double, size_t>> candidates;
    for (size_t i = 0; i < runners.size(); ++i)
        if (runners[i].active() && runners[i].confidence() >= kLeastConfidence)
            candidates.emplace_back(score(i), i);
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<size_t> next;
    for (const auto& [score, index] : candidates)
        if (fits(index, next))
            next.push_back(index);
    std::sort(next.begin(), next.end(), [this](size_t a, size_t b) {
        const double left = set.rules[a].priority, right = set.rules[b].priority;
        return left != right ? left > right : a < b;
    });
    show(std::move(next));
}

void MovementPredictor::Impl::show(std::vector<size_t> next)
{
    bool changed = next != shown;
    shown = std::move(next);
    directions.resize(shown.size());
    for (size_t i = 0; i < shown.size(); ++i) {
        const std::string& direction = runners[shown[i]].direction();
        changed = changed || directions[i] != direction;
        directions[i] = direction;
    }
    revision += changed;
}

MovementPredictor::MovementPredictor() : impl_(std::make_unique<Impl>())
{
    useBuiltInRules();
}

MovementPredictor::~MovementPredictor() = default;

Status MovementPredictor::loadRules(const std::string& json, const std::string& source)
{
    Result<RuleSet> rules = readRules({{source, json}});
    if (!rules)
        return rules.error();
    impl_->take(std::move(*rules));
    return ok();
}

void MovementPredictor::useBuiltInRules()
{
    Result<RuleSet> rules = builtInRules();
    assert(rules);  // the tests read them
    if (rules)
        impl_->take(std::move(*rules));
}

void MovementPredictor::update(const Evidence& evidence)
{
    Impl& impl = *impl_;
    impl.now = evidence.time().now;
    if (evidence.skipped() && impl.now - impl.lastFull < kLongestGap)
        return;
    if (!evidence.skipped())
        impl.lastFull = impl.now;
    if (evidence.shotId() != impl.shot)
        impl.reset();
    impl.shot = evidence.shotId();
    impl.resolve(evidence);
    for (RuleRunner& runner : impl.runners)
        runner.update(impl.facts, impl.now);
    impl.choose();
}

std::vector<Movement> MovementPredictor::movements() const
{
    std::vector<Movement> result;
    for (const size_t index : impl_->shown)
        result.push_back(impl_->runners[index].movement(impl_->now));
    return result;
}

std::vector<Movement> MovementPredictor::predict(const Evidence& evidence)
{
    update(evidence);
    return movements();
}

uint64_t MovementPredictor::revision() const
{
    return impl_->revision;
}

std::string MovementPredictor::signature() const
{
    std::string text;
    for (const size_t index : impl_->shown)
        text +=
            impl_->runners[index].rule().movement + ":" + impl_->runners[index].direction() + ";";
    return text;
}

void MovementPredictor::reset()
{
    impl_->reset();
}

size_t MovementPredictor::ruleCount() const
{
    return impl_->set.rules.size();
}

}  // namespace animatize
