#include "movement/wording.h"

#include <charconv>
#include <cmath>

namespace animatize {
namespace {

// A missing word leaves two blanks, or one before a comma.
std::string closedUp(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        const bool blankBefore = result.empty() || result.back() == ' ';
        if (c == ' ' && blankBefore)
            continue;
        if ((c == ',' || c == '.' || c == ';') && !result.empty() && blankBefore)
            result.pop_back();
        result += c;
    }
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

bool hasUnit(const EvidenceField& field)
{
    return !field.unit.empty() && !isOneOf(field.unit, "count ratio 0..1 0..0.25");
}

}  // namespace

std::string fixedNumber(double number, int decimals)
{
    char text[352];
    const auto end =
        std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, decimals).ptr;
    const std::string_view written(text, static_cast<size_t>(end - text));
    const bool zero = written.find_first_not_of("-0.") == std::string_view::npos;
    return std::string(written.substr(zero && written[0] == '-' ? 1 : 0));
}

std::string describe(const EvidenceField& field, const Fact& fact, int decimals)
{
    if (fact.isText())
        return std::string(fact.text);
    if (!fact.isNumber())
        return "unknown";
    if (field.kind == FieldKind::Flag)
        return fact.number != 0.0 ? "yes" : "no";
    if (field.unit == "count")
        return fixedNumber(fact.number, 0);
    if (field.unit == "share")
        return fixedNumber(fact.number * 100.0, decimals) + " %";
    std::string text = fixedNumber(fact.number, decimals);
    if (hasUnit(field))
        text.append(" ").append(field.unit);
    return text;
}

std::string Wording::compile(const std::string& text, std::string_view words)
{
    parts_.clear();
    size_t at = 0;
    while (at < text.size()) {
        const size_t open = text.find('{', at);
        Part part;
        part.plain = text.substr(at, open == std::string::npos ? open : open - at);
        if (part.plain.find('}') != std::string::npos)
            return "has a } without a {";
        if (open == std::string::npos) {
            parts_.push_back(part);
            return {};
        }
        const size_t close = text.find('}', open);
        if (close == std::string::npos)
            return "has a { without a }";
        const std::string problem =
            compilePart(std::string_view(text).substr(open + 1, close - open - 1), words, part);
        if (!problem.empty())
            return problem;
        parts_.push_back(part);
        at = close + 1;
    }
    return {};
}

std::string Wording::compilePart(std::string_view inside, std::string_view words, Part& part)
{
    std::string shown = "{";
    shown.append(inside).append("}");
    if (!inside.empty() && inside[0] == '+') {
        part.unsignedValue = true;
        inside.remove_prefix(1);
    }
    if (const size_t colon = inside.find(':'); colon != std::string_view::npos) {
        const std::string_view digits = inside.substr(colon + 1);
        if (digits.size() != 1 || digits[0] < '0' || digits[0] > '6')
            return shown + " should have 0 to 6 decimals";
        part.decimals = digits[0] - '0';
        inside = inside.substr(0, colon);
    }
    part.field = findEvidenceField(inside);
    if (!part.field && !isOneOf(inside, words))
        return shown + " names no known evidence; without a dot there are: " + std::string(words);
    if (!part.field)
        part.word = inside;
    return {};
}

std::string Wording::fill(const FactOf& factOf, const WordOf& wordOf) const
{
    std::string text;
    for (const Part& part : parts_) {
        text += part.plain;
        if (part.field) {
            Fact fact = factOf(part);
            if (part.unsignedValue && fact.isNumber())
                fact.number = std::abs(fact.number);
            text += describe(*part.field, fact, part.decimals);
        } else if (!part.word.empty()) {
            text += wordOf(part.word);
        }
    }
    return closedUp(text);
}

}  // namespace animatize
