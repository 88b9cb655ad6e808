#include "movement/movement_predictor.h"

#include <algorithm>
#include <cassert>

#include "base/log.h"
#include "movement/changes.h"
#include "movement/forecast.h"
#include "movement/rule_choice.h"
#include "movement/rule_runner.h"

namespace animatize {
namespace {

constexpr uint64_t kLongestGap = kSecond;  // skipped frames for longer are no evidence any more

}  // namespace

struct MovementPredictor::Impl {
    RuleSet set;
    std::vector<RuleRunner> runners;
    std::vector<Fact> facts;
    std::vector<FieldHint> hints;             ///< by slot, as the facts
    std::vector<std::string> words;           ///< the same: what the words among them point to
    std::vector<char> ofAnalysis;             ///< the same: stays until the next analysis
    std::vector<std::vector<size_t>> askers;  ///< the same: the runners that need it
    std::vector<char> again;                  ///< by runner: a fact that it needs changed
    RuleChoice choice;
    std::vector<size_t> shown;            ///< movements' runners, most important first
    std::vector<std::string> directions;  ///< of what is shown, to notice a turn
    Changes changes;
    Forecast forecast;
    uint64_t revision = 0;
    uint64_t shot = 0, now = 0, lastFull = 0;
    bool analysed = false;                ///< the scene was, in this shot
    std::optional<uint64_t> analysedPts;  ///< of the frame before

    void take(RuleSet rules);
    void reset();
    void resolve(const Evidence& evidence);
    bool isOfTheSameAnalysis(const Evidence& evidence);
    Fact factOf(const EvidenceField& field, const Evidence& evidence, FieldHint& hint) const;
    void put(size_t slot, const Fact& fact);
    void run(const Evidence& evidence);
    void show();
    std::string names() const;
};

void MovementPredictor::Impl::take(RuleSet rules)
{
    reset();
    runners.clear();
    set = std::move(rules);
    choice.take(set.rules);
    for (const Rule& rule : set.rules)
        runners.emplace_back(rule);
    facts.assign(set.fields.size(), Fact());
    hints.assign(set.fields.size(), FieldHint());
    words.assign(set.fields.size(), "");
    ofAnalysis.clear();
    for (const EvidenceField* field : set.fields)
        ofAnalysis.push_back(field->source == FieldSource::Scene && field->path != "scene.state");
    analysedPts.reset();
    again.assign(runners.size(), 0);
    askers.assign(set.fields.size(), {});
    for (size_t i = 0; i < runners.size(); ++i)
        for (const size_t slot : runners[i].needs())
            askers[slot].push_back(i);
}

void MovementPredictor::Impl::reset()
{
    for (RuleRunner& runner : runners)
        runner.reset();
    changes.reset();
    choice.clear();
    analysed = false;
    analysedPts.reset();
    show();
}

// The values of the scene describe the frame of analysed-pts; only the state may change before the
// next one.
bool MovementPredictor::Impl::isOfTheSameAnalysis(const Evidence& evidence)
{
    const auto before = analysedPts;
    analysedPts = evidence.sceneIsAnalysed() ? evidence.analysedPts() : std::nullopt;
    return before && before == analysedPts;
}

// Each field is looked up once, however many rules ask for it.
void MovementPredictor::Impl::resolve(const Evidence& evidence)
{
    changes.add(evidence);
    forecast.add(evidence);
    std::fill(again.begin(), again.end(), 0);
    const bool same = isOfTheSameAnalysis(evidence);
    for (size_t i = 0; i < facts.size(); ++i) {
        if (same && ofAnalysis[i])
            continue;
        const EvidenceField& field = *set.fields[i];
        put(i, factOf(field, evidence, hints[i]));
    }
}

Fact MovementPredictor::Impl::factOf(const EvidenceField& field, const Evidence& evidence,
                                     FieldHint& hint) const
{
    if (field.source == FieldSource::Change)
        return changes.fact(static_cast<Change>(field.index));
    if (field.source == FieldSource::Forecast)
        return forecast.fact(static_cast<Foreseen>(field.index));
    return evidence.fact(field, hint);
}

void MovementPredictor::Impl::put(size_t slot, const Fact& fact)
{
    Fact& before = facts[slot];
    const bool same = before.kind == fact.kind && before.number == fact.number &&
                      (!fact.isText() || words[slot] == fact.text);
    if (!same && fact.isText())
        words[slot] = fact.text;
    before = fact;
    before.text = fact.isText() ? std::string_view(words[slot]) : std::string_view();
    if (!same)
        for (const size_t asker : askers[slot])
            again[asker] = 1;
}

// Before the first analysis of a shot no look was known: there is nothing to flicker from.
void MovementPredictor::Impl::run(const Evidence& evidence)
{
    const bool first = !analysed && evidence.sceneIsAnalysed();
    analysed = analysed || first;
    for (size_t i = 0; i < runners.size(); ++i)
        if (again[i] || !runners[i].idle())
            runners[i].update(facts, again[i], now, first && runners[i].rule().look);
}

void MovementPredictor::Impl::show()
{
    const std::vector<size_t>& next = choice.movements();
    bool changed = next != shown;
    shown = next;
    directions.resize(shown.size());
    for (size_t i = 0; i < shown.size(); ++i) {
        const std::string& direction = runners[shown[i]].direction();
        changed = changed || directions[i] != direction;
        directions[i] = direction;
    }
    revision += changed;
    if (changed)
        logLine(LogArea::Rules, LogLevel::Debug, [&] { return "now holds: " + names(); });
}

std::string MovementPredictor::Impl::names() const
{
    std::string all;
    for (const size_t index : shown) {
        const RuleRunner& runner = runners[index];
        all.append(all.empty() ? "" : ", ").append(runner.rule().movement);
        if (!runner.direction().empty())
            all.append(" ").append(runner.direction());
        all.append(" (").append(runner.rule().id).append(")");
    }
    return all.empty() ? "nothing" : all;
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
    impl.run(evidence);
    impl.choice.choose(impl.runners, evidence.intent());
    impl.show();
}

std::vector<Movement> MovementPredictor::movements() const
{
    std::vector<Movement> result;
    for (const size_t index : impl_->shown)
        result.push_back(impl_->runners[index].movement(impl_->now));
    return result;
}

std::vector<Look> MovementPredictor::looks() const
{
    std::vector<Look> result;
    for (const size_t index : impl_->choice.looks())
        result.push_back(impl_->runners[index].look(impl_->now));
    return result;
}

std::vector<Conflict> MovementPredictor::conflicts() const
{
    return impl_->choice.conflicts(impl_->runners);
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

const Forecast& MovementPredictor::forecast() const
{
    return impl_->forecast;
}

void MovementPredictor::reset()
{
    impl_->reset();
    impl_->forecast.reset();
}

size_t MovementPredictor::ruleCount() const
{
    return impl_->set.rules.size();
}

}  // namespace animatize
