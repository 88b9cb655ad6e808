#include "prompt/dialect.h"

#include <algorithm>

#include <glib.h>

#include "base/resource.h"
#include "movement/evidence_fields.h"
#include "record/json_reader.h"

namespace animatize {
namespace {

void checkSlot(const JsonReader& reader, const char* key, const std::string& slot)
{
    if (!isOneOf(slot, kClauseSlots))
        reader.fail(key, "\"" + slot + "\" is none of: " + std::string(kClauseSlots));
}

void readSentences(const JsonReader& reader, Dialect& dialect)
{
    dialect.sentences = reader.textLists("sentences", 16);
    if (dialect.sentences.empty())
        reader.fail("sentences", "should have at least one list of slots");
    for (const auto& sentence : dialect.sentences)
        for (const std::string& slot : sentence)
            checkSlot(reader, "sentences", slot);
}

void readLimit(const JsonReader& reader, Dialect& dialect)
{
    const auto limit = reader.object("limit");
    if (!limit)
        return reader.fail("limit", "is missing; it should be an object with unit and at-most");
    limit->allow({"unit", "at-most"});
    const std::string unit = limit->text("unit");
    if (unit != "words" && unit != "characters" && unit != "utf16")
        limit->fail("unit", "should be one of: words characters utf16");
    dialect.unit = unit == "words"   ? LengthUnit::Words
                   : unit == "utf16" ? LengthUnit::Utf16
                                     : LengthUnit::Characters;
    dialect.most = static_cast<size_t>(limit->number("at-most", 1, 100000));
}

void readImportance(const JsonReader& reader, Dialect& dialect)
{
    dialect.importance = reader.texts("importance");
    for (const std::string& slot : dialect.importance)
        checkSlot(reader, "importance", slot);
    for (const auto& sentence : dialect.sentences)
        for (const std::string& slot : sentence)
            if (std::find(dialect.importance.begin(), dialect.importance.end(), slot) ==
                dialect.importance.end())
                reader.fail("importance", "lacks \"" + slot + "\", which the sentences have");
}

void readMost(const JsonReader& reader, Dialect& dialect)
{
    const auto most = reader.object("most");
    if (!most)
        return;
    most->allow({"camera", "subject", "environment"});
    for (const std::string& slot : most->keys())
        dialect.mostOf[slot] = static_cast<size_t>(most->number(slot.c_str(), 0, 16));
}

std::string withCapital(const std::string& text)
{
    if (text.empty())
        return text;
    const gunichar first = g_unichar_toupper(g_utf8_get_char(text.c_str()));
    char letter[6];
    const int size = g_unichar_to_utf8(first, letter);
    return std::string(letter, static_cast<size_t>(size)) + (g_utf8_next_char(text.c_str()));
}

std::string sentenceOf(const Dialect& dialect, const std::vector<std::string>& slots,
                       const std::vector<Clause>& clauses)
{
    std::string sentence;
    for (const std::string& slot : slots)
        for (const Clause& clause : clauses)
            if (clause.slot == slot)
                sentence += (sentence.empty() ? "" : dialect.within) + clause.text;
    if (sentence.empty())
        return sentence;
    return (dialect.capital ? withCapital(sentence) : sentence) + dialect.end;
}

std::string assemble(const Dialect& dialect, const std::vector<Clause>& clauses)
{
    std::string text;
    for (const auto& slots : dialect.sentences) {
        const std::string sentence = sentenceOf(dialect, slots, clauses);
        if (!sentence.empty())
            text += (text.empty() ? "" : dialect.between) + sentence;
    }
    return text;
}

size_t rankOf(const Dialect& dialect, const Clause& clause)
{
    return static_cast<size_t>(
        std::find(dialect.importance.begin(), dialect.importance.end(), clause.slot) -
        dialect.importance.begin());
}

// Of equal rank the later one is the less important.
size_t leastImportant(const Dialect& dialect, const std::vector<Clause>& clauses)
{
    size_t least = 0;
    for (size_t i = 1; i < clauses.size(); ++i)
        if (rankOf(dialect, clauses[i]) >= rankOf(dialect, clauses[least]))
            least = i;
    return least;
}

// Clauses that the dialect has no place for, or too many of.
void leaveOut(const Dialect& dialect, Fitted& fitted)
{
    std::map<std::string, size_t> count;
    std::vector<Clause> kept;
    for (Clause& clause : fitted.said) {
        const auto most = dialect.mostOf.find(clause.slot);
        if (!dialect.says(clause.slot))
            fitted.dropped.push_back({clause.slot, clause.text, "not for " + dialect.name});
        else if (most != dialect.mostOf.end() && count[clause.slot]++ >= most->second)
            fitted.dropped.push_back({clause.slot, clause.text, "enough of its kind"});
        else
            kept.push_back(std::move(clause));
    }
    fitted.said = std::move(kept);
}

void cutTheLast(const Dialect& dialect, Fitted& fitted)
{
    Clause& clause = fitted.said.front();
    const size_t around = lengthOf(
        dialect.end, dialect.unit == LengthUnit::Words ? LengthUnit::Characters : dialect.unit);
    const size_t reserve = dialect.unit == LengthUnit::Words ? 0 : around;
    clause.text =
        cutToWords(clause.text, dialect.unit, dialect.most > reserve ? dialect.most - reserve : 0);
    fitted.text = assemble(dialect, fitted.said);
}

}  // namespace

bool Dialect::says(const std::string& slot) const
{
    return std::any_of(sentences.begin(), sentences.end(), [&](const auto& slots) {
        return std::find(slots.begin(), slots.end(), slot) != slots.end();
    });
}

Result<Dialect> readDialect(const std::string& json, const std::string& source)
{
    const Result<JsonDocument> document = JsonDocument::parse(json, source);
    if (!document)
        return document.error();
    const JsonReader root = document->root();
    Dialect dialect;
    root.allow({"schema", "name", "description", "wording", "sentences", "within", "between", "end",
                "capital", "limit", "most", "importance", "negatives", "otherwise"});
    if (root.text("schema") != "animatize-dialects/1")
        root.fail("schema", "should be animatize-dialects/1");
    dialect.name = root.text("name", 64);
    const std::string wording = root.text("wording"), negatives = root.text("negatives");
    if (wording != "motion" && wording != "still")
        root.fail("wording", "should be one of: motion still");
    if (negatives != "field" && negatives != "none")
        root.fail("negatives", "should be one of: field none");
    dialect.still = wording == "still";
    dialect.negativeField = negatives == "field";
    readSentences(root, dialect);
    dialect.within = root.text("within", 16);
    dialect.between = root.text("between", 16);
    dialect.end = root.textOr("end", "", 16);
    dialect.capital = root.flag("capital");
    readLimit(root, dialect);
    readMost(root, dialect);
    readImportance(root, dialect);
    dialect.otherwise = root.text("otherwise");
    if (const Status status = document->status(); !status)
        return status.error();
    return dialect;
}

Result<std::vector<Dialect>> builtInDialects()
{
    std::vector<Dialect> dialects;
    for (const std::string& name : resourceNames("dialects")) {
        const Result<std::string> text = resourceText("dialects/" + name);
        if (!text)
            return text.error();
        Result<Dialect> dialect = readDialect(*text, "built-in dialects/" + name);
        if (!dialect)
            return dialect.error();
        dialects.push_back(std::move(*dialect));
    }
    return dialects;
}

Fitted fit(const Dialect& dialect, std::vector<Clause> clauses)
{
    Fitted fitted;
    fitted.said = std::move(clauses);
    leaveOut(dialect, fitted);
    fitted.text = assemble(dialect, fitted.said);
    while (lengthOf(fitted.text, dialect.unit) > dialect.most && fitted.said.size() > 1) {
        const size_t least = leastImportant(dialect, fitted.said);
        const Clause& clause = fitted.said[least];
        fitted.dropped.push_back({clause.slot, clause.text, "the text would be too long"});
        fitted.said.erase(fitted.said.begin() + static_cast<std::ptrdiff_t>(least));
        fitted.text = assemble(dialect, fitted.said);
    }
    if (lengthOf(fitted.text, dialect.unit) > dialect.most)
        cutTheLast(dialect, fitted);
    return fitted;
}

}  // namespace animatize
