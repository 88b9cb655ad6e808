#include "movement/condition.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

double side(double value, double threshold, double full)
{
    return std::clamp(0.5 + 0.5 * (value - threshold) / (full - threshold), 0.0, 1.0);
}

// Where a threshold says nothing else: twice as far from zero, or at zero.
std::optional<double> usualFull(double threshold, bool above)
{
    if (threshold == 0.0)
        return std::nullopt;
    const bool away = above == (threshold > 0);
    return away ? 2 * threshold : 0.0;
}

void readFull(const JsonReader& reader, Condition& condition)
{
    const bool above = condition.above.has_value();
    if (above && condition.below)
        return;  // between: the middle is full
    const double threshold = above ? *condition.above : *condition.below;
    condition.full = reader.numberIfAny("full", -1e9, 1e9);
    if (!condition.full)
        condition.full = usualFull(threshold, above);
    if (!condition.full)
        reader.fail("full", "is missing; a threshold of 0 needs the value of a full margin");
    else if (above ? *condition.full <= threshold : *condition.full >= threshold)
        reader.fail("full", "should lie beyond the threshold");
}

void readRelease(const JsonReader& reader, const EvidenceField& field, Condition& condition)
{
    condition.release = reader.numberIfAny("release", field.lowest, field.highest);
    if (!condition.release || !reader.ok())
        return;
    if (condition.above && condition.below)
        reader.fail("release", "is only for one threshold, above or below");
    else if (condition.above ? *condition.release > *condition.above
                             : *condition.release < *condition.below)
        reader.fail("release", "should lie on the near side of the threshold");
}

void readThresholds(const JsonReader& reader, const EvidenceField& field, Condition& condition)
{
    checkUnit(reader, field);
    condition.above = reader.numberIfAny("above", field.lowest, field.highest);
    condition.below = reader.numberIfAny("below", field.lowest, field.highest);
    if (condition.above && condition.below && *condition.above >= *condition.below)
        reader.fail("above", "should be less than below");
    readFull(reader, condition);
    readRelease(reader, field, condition);
}

void readNumbers(const JsonReader& reader, const EvidenceField& field, Condition& condition)
{
    if (reader.has("in"))
        condition.numbers = reader.numbers("in", field.lowest, field.highest);
    else
        condition.numbers = {reader.number("equals", field.lowest, field.highest)};
}

void readWords(const JsonReader& reader, const EvidenceField& field, Condition& condition)
{
    const char* key = reader.has("in") ? "in" : "equals";
    if (reader.has("in"))
        condition.words = reader.texts("in");
    else
        condition.words = {reader.text("equals")};
    for (const std::string& word : condition.words)
        if (!field.words.empty() && !isOneOf(word, field.words))
            reader.fail(key, "\"" + word + "\" is none of the words of " + std::string(field.path) +
                                 ": " + std::string(field.words));
}

void readNumeric(const JsonReader& reader, const EvidenceField& field, Condition& condition)
{
    const bool thresholds = reader.has("above") || reader.has("below");
    const bool values = reader.has("equals") || reader.has("in");
    if (thresholds == values)
        reader.fail("field", std::string(field.path) +
                                 " is a number: ask with above and below, or equals, or in");
    else if (thresholds)
        readThresholds(reader, field, condition);
    else
        readNumbers(reader, field, condition);
}

}  // namespace

bool Condition::holds(const Fact& fact, bool held) const
{
    if (!fact.known())
        return false;
    if (fact.isText())
        return std::find(words.begin(), words.end(), fact.text) != words.end();
    if (!numbers.empty())
        return std::find(numbers.begin(), numbers.end(), fact.number) != numbers.end();
    if (!above && !below)
        return false;
    const bool single = !(above && below);
    const auto threshold = [&](double at) { return held && single ? release.value_or(at) : at; };
    return (!above || fact.number > threshold(*above)) &&
           (!below || fact.number < threshold(*below));
}

double Condition::certainty(const Fact& fact) const
{
    if (!fact.isNumber() || !numbers.empty())
        return fact.known() ? 1.0 : 0.0;
    if (above && below) {
        const double middle = (*above + *below) / 2;
        return std::min(side(fact.number, *above, middle), side(fact.number, *below, middle));
    }
    return side(fact.number, above ? *above : *below, *full);
}

const EvidenceField* readField(const JsonReader& reader, const char* key)
{
    const std::string path = reader.text(key);
    const EvidenceField* field = findEvidenceField(path);
    if (!field && reader.ok())
        reader.fail(key, "\"" + path + "\" is no known evidence (see docs/rules.md)");
    return field;
}

void checkUnit(const JsonReader& reader, const EvidenceField& field)
{
    const std::string unit = reader.text("unit");
    if (unit != field.unit)
        reader.fail("unit", "should be \"" + std::string(field.unit) + "\", the unit of " +
                                std::string(field.path));
}

Condition readCondition(const JsonReader& reader)
{
    Condition condition;
    reader.allow({"field", "unit", "above", "below", "equals", "in", "release", "full"});
    condition.field = readField(reader, "field");
    if (!condition.field)
        return condition;
    const EvidenceField& field = *condition.field;
    if (field.kind == FieldKind::Number)
        readNumeric(reader, field, condition);
    else if (field.kind == FieldKind::Text)
        readWords(reader, field, condition);
    else
        condition.numbers = {reader.flag("equals") ? 1.0 : 0.0};
    return condition;
}

}  // namespace animatize
