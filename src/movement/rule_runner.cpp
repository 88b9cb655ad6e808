#include "movement/rule_runner.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr uint64_t kLongestUnknown = 150 * kMillisecond;

// The slots whose values the texts of a rule need.
std::vector<size_t> quotedSlots(const Rule& rule)
{
    std::vector<size_t> slots;
    for (const Wording* wording : {&rule.motion, &rule.still, &rule.justification})
        for (const Wording::Part& part : wording->parts())
            if (part.field)
                slots.push_back(part.slot);
    if (rule.speed)
        slots.push_back(rule.speed->slot);
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
}

// Bands may also be of an amount, such as the share that moves: that is no speed.
bool isSpeed(const EvidenceField& field)
{
    return field.unit.find("/s") != std::string_view::npos;
}

}  // namespace

RuleRunner::RuleRunner(const Rule& rule) : rule_(&rule)
{
    for (const size_t slot : quotedSlots(rule))
        seen_.push_back({slot, Fact::Kind::Absent, 0.0, ""});
    reset();
}

std::vector<size_t> RuleRunner::needs() const
{
    std::vector<size_t> slots;
    for (const auto* conditions : {&rule_->all, &rule_->any, &rule_->unless})
        for (const Condition& condition : *conditions)
            slots.push_back(condition.slot);
    for (const FieldSlot& field : rule_->confidence)
        slots.push_back(field.slot);
    for (const auto& field : {rule_->speed, rule_->directionFrom})
        if (field)
            slots.push_back(field->slot);
    return slots;
}

void RuleRunner::reset()
{
    judged_ = held_ = active_ = false;
    confidence_ = 0.0;
    direction_ = rule_->direction.value_or("");
    nextDirection_.clear();
}

RuleRunner::Judgement RuleRunner::judgeAll(const std::vector<Fact>& facts) const
{
    bool known = true;
    for (const Condition& condition : rule_->all) {
        const Fact& fact = facts[condition.slot];
        if (fact.known() && !condition.holds(fact, held_))
            return Judgement::No;
        known = known && fact.known();
    }
    return known ? Judgement::Yes : Judgement::Unknown;
}

RuleRunner::Judgement RuleRunner::judgeAny(const std::vector<Fact>& facts) const
{
    bool known = true;
    for (const Condition& condition : rule_->any) {
        if (condition.holds(facts[condition.slot], held_))
            return Judgement::Yes;
        known = known && facts[condition.slot].known();
    }
    return rule_->any.empty() ? Judgement::Yes : known ? Judgement::No : Judgement::Unknown;
}

bool RuleRunner::knowsWhatItSays(const std::vector<Fact>& facts) const
{
    return (!rule_->speed || facts[rule_->speed->slot].isNumber()) &&
           (!rule_->directionFrom || facts[rule_->directionFrom->slot].isText()) &&
           std::all_of(rule_->confidence.begin(), rule_->confidence.end(),
                       [&](const FieldSlot& field) { return facts[field.slot].isNumber(); });
}

// A field that a text or the confidence needs must be known too. The hysteresis of `unless` is the
// other way round: what keeps a rule out must be clearly gone before it begins.
RuleRunner::Judgement RuleRunner::judge(const std::vector<Fact>& facts) const
{
    const Judgement all = judgeAll(facts);
    if (all == Judgement::No)
        return all;
    for (const Condition& condition : rule_->unless)
        if (condition.holds(facts[condition.slot], !held_))
            return Judgement::No;
    const Judgement any = judgeAny(facts);
    return knowsWhatItSays(facts) ? std::min(all, any) : std::min(Judgement::Unknown, any);
}

double RuleRunner::certainty(const std::vector<Fact>& facts) const
{
    double least = 1.0, greatest = rule_->any.empty() ? 1.0 : 0.0;
    for (const Condition& condition : rule_->all)
        least = std::min(least, condition.certainty(facts[condition.slot]));
    for (const Condition& condition : rule_->any)
        if (condition.holds(facts[condition.slot], held_))
            greatest = std::max(greatest, condition.certainty(facts[condition.slot]));
    return std::min(least, greatest);
}

void RuleRunner::remember(const std::vector<Fact>& facts)
{
    for (Seen& one : seen_) {
        const Fact& fact = facts[one.slot];
        one.kind = fact.kind;
        one.number = fact.number;
        if (fact.isText() && one.text != fact.text)
            one.text = fact.text;
    }
    confidence_ = rule_->weight * certainty(facts);
    for (const FieldSlot& field : rule_->confidence)
        confidence_ *= std::clamp(facts[field.slot].number, 0.0, 1.0);
}

// Another direction must last as long as the rule itself had to.
void RuleRunner::turn(std::string_view direction, uint64_t now)
{
    if (!active_ && since_ == now)
        direction_ = direction;
    if (direction == direction_) {
        nextDirection_.clear();
        return;
    }
    if (nextDirection_ != direction) {
        nextDirection_ = direction;
        nextSince_ = now;
    }
    if (now - nextSince_ < rule_->dwell)
        return;
    direction_ = nextDirection_;
    since_ = nextSince_;
    nextDirection_.clear();
}

// Where nothing changed that the rule asks for, the judgement stands: hysteresis only strengthens
// it.
void RuleRunner::update(const std::vector<Fact>& facts, bool again, uint64_t now, bool atOnce)
{
    again = again || !judged_;
    if (again)
        judgement_ = judge(facts);
    judged_ = true;
    if (judgement_ == Judgement::Yes) {
        if (!held_)
            since_ = now;
        last_ = now;
        if (again || !held_)
            remember(facts);
        held_ = true;
        if (rule_->directionFrom)
            turn(facts[rule_->directionFrom->slot].text, now);
        active_ = active_ || atOnce || now - since_ >= rule_->dwell;
        return;
    }
    const uint64_t gap = now - last_;
    if ((active_ && gap < rule_->release) ||
        (held_ && judgement_ == Judgement::Unknown && gap < kLongestUnknown))
        return;
    held_ = active_ = false;
}

Fact RuleRunner::seen(size_t slot) const
{
    for (const Seen& one : seen_) {
        if (one.slot != slot)
            continue;
        if (one.kind == Fact::Kind::Text)
            return std::string_view(one.text);
        if (one.kind == Fact::Kind::Number)
            return one.number;
    }
    return {};
}

std::string RuleRunner::word(std::string_view name, uint64_t now) const
{
    if (name == "direction")
        return direction_;
    if (name == "held")
        return fixedNumber(secondsBetween(since_, now), 1) + " s";
    const Bands::Band& band = rule_->bands.at(std::abs(seen(rule_->speed->slot).number));
    return name == "adverb" ? band.adverb : band.adjective;
}

std::string RuleRunner::textOf(const Wording& wording, uint64_t now) const
{
    return wording.fill([this](const Wording::Part& part) { return seen(part.slot); },
                        [this, now](std::string_view name) { return word(name, now); });
}

Movement RuleRunner::movement(uint64_t now) const
{
    Movement movement;
    movement.category = rule_->category;
    movement.name = rule_->movement;
    if (!direction_.empty())
        movement.direction = direction_;
    movement.slot = rule_->slot;
    movement.rule = rule_->id;
    movement.phrase = textOf(rule_->motion, now);
    movement.still = textOf(rule_->still, now);
    movement.avoid = rule_->avoid;
    movement.justification = textOf(rule_->justification, now);
    movement.confidence = confidence_;
    movement.priority = rule_->priority;
    if (rule_->speed && isSpeed(*rule_->speed->field))
        movement.speed = std::abs(seen(rule_->speed->slot).number);
    return movement;
}

Look RuleRunner::look(uint64_t now) const
{
    Look look;
    look.category = rule_->category;
    look.slot = rule_->slot;
    look.name = rule_->movement;
    look.rule = rule_->id;
    look.phrase = textOf(rule_->motion, now);
    look.still = textOf(rule_->still, now);
    look.avoid = rule_->avoid;
    look.justification = textOf(rule_->justification, now);
    look.confidence = confidence_;
    look.priority = rule_->priority;
    return look;
}

}  // namespace animatize
