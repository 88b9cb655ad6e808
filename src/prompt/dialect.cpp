#include "prompt/dialect.h"

#include <algorithm>

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

// The text of a field that has to be one of a few words.
std::string choice(const JsonReader& reader, const char* key, std::string_view words)
{
    const std::string word = reader.text(key);
    if (!isOneOf(word, words))
        reader.fail(key, "should be one of: " + std::string(words));
    return word;
}

void readMost(const JsonReader& reader, Layout& layout)
{
    const auto most = reader.object("most");
    if (!most)
        return;
    for (const std::string& slot : most->keys()) {
        if (!isOneOf(slot, kClauseSlots))
            most->fail(slot, "is not known");
        layout.mostOf[slot] = static_cast<size_t>(most->number(slot.c_str(), 0, 16));
    }
}

Layout readLayout(const JsonReader& reader)
{
    Layout layout;
    layout.sentences = reader.textLists("sentences", 16);
    if (layout.sentences.empty())
        reader.fail("sentences", "should have at least one list of slots");
    for (const auto& sentence : layout.sentences)
        for (const std::string& slot : sentence)
            checkSlot(reader, "sentences", slot);
    readMost(reader, layout);
    layout.lead = reader.textOr("lead", "");
    layout.keeps = reader.textOr("keeps", "");
    layout.otherwise = reader.text("otherwise");
    return layout;
}

// Without a layout of its own a start frame changes nothing.
void readLayouts(const JsonReader& root, Dialect& dialect)
{
    dialect.alone = dialect.withStartFrame = readLayout(root);
    if (const auto with = root.object("with-start-frame")) {
        with->allow({"sentences", "most", "lead", "keeps", "otherwise"});
        dialect.withStartFrame = readLayout(*with);
    }
    dialect.expectsStartFrame =
        root.has("start-frame") && choice(root, "start-frame", "expected optional") == "expected";
}

void readLimit(const JsonReader& root, Dialect& dialect)
{
    const auto limit = root.object("limit");
    if (!limit)
        return root.fail("limit", "is missing; it should be an object with unit and at-most");
    limit->allow({"unit", "at-most"});
    const std::string unit = choice(*limit, "unit", "words characters utf16");
    dialect.unit = unit == "words"   ? LengthUnit::Words
                   : unit == "utf16" ? LengthUnit::Utf16
                                     : LengthUnit::Characters;
    dialect.most = static_cast<size_t>(limit->number("at-most", 1, 100000));
    for (const Layout* layout : {&dialect.alone, &dialect.withStartFrame})
        if (lengthOf(layout->otherwise, dialect.unit) > dialect.most)
            root.fail("otherwise", "should fit the limit");
}

void readImportance(const JsonReader& root, Dialect& dialect)
{
    dialect.importance = root.texts("importance");
    for (const std::string& slot : dialect.importance)
        checkSlot(root, "importance", slot);
    for (const Layout* layout : {&dialect.alone, &dialect.withStartFrame})
        for (const auto& sentence : layout->sentences)
            for (const std::string& slot : sentence)
                if (std::find(dialect.importance.begin(), dialect.importance.end(), slot) ==
                    dialect.importance.end())
                    root.fail("importance", "lacks \"" + slot + "\", which the sentences have");
}

Negatives readNegatives(const JsonReader& root)
{
    const std::string word = choice(root, "negatives", "none field positives prose");
    return word == "field"       ? Negatives::Field
           : word == "positives" ? Negatives::Positives
           : word == "prose"     ? Negatives::Prose
                                 : Negatives::None;
}

void readRewrite(const JsonReader& root, Dialect& dialect)
{
    const auto rewrite = root.object("rewrite");
    if (!rewrite)
        return;
    for (const std::string& from : rewrite->keys())
        dialect.rewrite.emplace_back(from, rewrite->text(from.c_str(), 64));
}

void readControl(const JsonReader& root, Dialect& dialect)
{
    for (const JsonReader& reader : root.objects("camera-control", 64)) {
        reader.allow({"movement", "direction", "parameter", "word", "at-full", "full-speed"});
        CameraControl control;
        control.movement = reader.text("movement", 64);
        control.direction = reader.textOr("direction", "", 64);
        control.parameter = reader.text("parameter", 64);
        control.word = reader.textOr("word", "", 64);
        if (control.word.empty()) {
            control.atFull = reader.number("at-full", -1000, 1000);
            control.fullSpeed = reader.number("full-speed", 0.001, 1000);
        }
        dialect.control.push_back(std::move(control));
    }
}

bool isDate(const std::string& text)
{
    constexpr std::string_view kForm = "0000-00-00";
    return text.size() == kForm.size() &&
           std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
               return form == '-' ? c == '-' : c >= '0' && c <= '9';
           });
}

void readModels(const JsonReader& root, Dialect& dialect)
{
    for (const JsonReader& reader : root.objects("models", 64)) {
        reader.allow({"id", "at-most", "sunset", "successor"});
        DialectModel model;
        model.id = reader.text("id", 128);
        if (const auto most = reader.numberIfAny("at-most", 1, 100000))
            model.most = static_cast<size_t>(*most);
        model.sunset = reader.textOr("sunset", "", 10);
        model.successor = reader.textOr("successor", "", 128);
        if (!model.sunset.empty() && !isDate(model.sunset))
            reader.fail("sunset", "should be a date such as 2026-12-01");
        dialect.models.push_back(std::move(model));
    }
}

void readJoints(const JsonReader& root, Dialect& dialect)
{
    dialect.within = root.text("within", 16);
    dialect.between = root.text("between", 16);
    dialect.end = root.textOr("end", "", 16);
    dialect.capital = root.flag("capital");
}

}  // namespace

bool Layout::says(const std::string& slot) const
{
    return std::any_of(sentences.begin(), sentences.end(), [&](const auto& slots) {
        return std::find(slots.begin(), slots.end(), slot) != slots.end();
    });
}

const DialectModel* Dialect::model(const std::string& id) const
{
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&](const DialectModel& one) { return one.id == id; });
    return found == models.end() ? nullptr : &*found;
}

size_t Dialect::mostFor(const std::string& modelId) const
{
    const DialectModel* known = model(modelId);
    return known && known->most ? *known->most : most;
}

Result<Dialect> readDialect(const std::string& json, const std::string& source)
{
    const Result<JsonDocument> document = JsonDocument::parse(json, source);
    if (!document)
        return document.error();
    const JsonReader root = document->root();
    Dialect dialect;
    root.allow({"schema",      "name",       "description", "wording",   "sentences",
                "most",        "lead",       "keeps",       "otherwise", "with-start-frame",
                "start-frame", "within",     "between",     "end",       "capital",
                "limit",       "importance", "negatives",   "rewrite",   "camera-control",
                "models"});
    if (root.text("schema") != "animatize-dialects/1")
        root.fail("schema", "should be animatize-dialects/1");
    dialect.name = root.text("name", 64);
    dialect.description = root.textOr("description", "", 1000);
    dialect.still = choice(root, "wording", "motion still") == "still";
    dialect.negatives = readNegatives(root);
    readLayouts(root, dialect);
    readJoints(root, dialect);
    readLimit(root, dialect);
    readImportance(root, dialect);
    readRewrite(root, dialect);
    readControl(root, dialect);
    readModels(root, dialect);
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

// Dates of this form are in order as texts.
std::string sunsetWarning(const Dialect& dialect, const std::string& model,
                          const std::string& today)
{
    const DialectModel* known = dialect.model(model);
    if (!known || known->sunset.empty() || today < known->sunset)
        return {};
    std::string text = "The model " + model + " was shut down on " + known->sunset;
    if (!known->successor.empty())
        text += "; its successor is " + known->successor;
    return text + ". Set target-model to one that is still served.";
}

}  // namespace animatize
