#include "movement/rule_runner.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"

namespace animatize {
namespace {

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

void RuleRunner::reset()
{
    held_ = active_ = false;
    confidence_ = 0.0;
    direction_ = rule_->direction.value_or("");
    nextDirection_.clear();
}

bool RuleRunner::holdsAny(const std::vector<Fact>& facts) const
{
    return rule_->any.empty() ||
           std::any_of(rule_->any.begin(), rule_->any.end(), [&](const Condition& condition) {
               return condition.holds(facts[condition.slot], held_);
           });
}

// A field that a text or the confidence needs must be known too.
bool RuleRunner::holds(const std::vector<Fact>& facts) const
{
    for (const Condition& condition : rule_->all)
        if (!condition.holds(facts[condition.slot], held_))
            return false;
    for (const Condition& condition : rule_->unless)
        if (condition.holds(facts[condition.slot], held_))
            return false;
    for (const FieldSlot& field : rule_->confidence)
        if (!facts[field.slot].isNumber())
            return false;
    if (rule_->speed && !facts[rule_->speed->slot].isNumber())
        return false;
    if (rule_->directionFrom && !facts[rule_->directionFrom->slot].isText())
        return false;
    return holdsAny(facts);
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

void RuleRunner::remember(const std::vector<Fact>& facts, uint64_t now)
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
    if (rule_->directionFrom)
        turn(facts[rule_->directionFrom->slot].text, now);
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

void RuleRunner::update(const std::vector<Fact>& facts, uint64_t now)
{
    if (holds(facts)) {
        if (!held_)
            since_ = now;
        held_ = true;
        last_ = now;
        remember(facts, now);
        active_ = active_ || now - since_ >= rule_->dwell;
        return;
    }
    if (active_ && now - last_ < rule_->release)
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

Movement RuleRunner::movement(uint64_t now) const
{
    const auto factOf = [this](const Wording::Part& part) { return seen(part.slot); };
    const auto wordOf = [this, now](std::string_view name) { return word(name, now); };
    Movement movement;
    movement.category = rule_->category;
    movement.name = rule_->movement;
    if (!direction_.empty())
        movement.direction = direction_;
    movement.slot = rule_->slot;
    movement.rule = rule_->id;
    movement.phrase = rule_->motion.fill(factOf, wordOf);
    movement.still = rule_->still.fill(factOf, wordOf);
    movement.avoid = rule_->avoid;
    movement.justification = rule_->justification.fill(factOf, wordOf);
    movement.confidence = confidence_;
    movement.priority = rule_->priority;
    if (rule_->speed && isSpeed(*rule_->speed->field))
        movement.speed = std::abs(seen(rule_->speed->slot).number);
    return movement;
}

}  // namespace animatize
