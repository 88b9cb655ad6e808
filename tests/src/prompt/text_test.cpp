// Lengths, the operator's text, and the fitting of clauses.
#include "prompt/dialect.h"
#include "prompt/scene_words.h"
#include "prompt/text_length.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const std::string kDialect = R"({
    "schema": "animatize-dialects/1",
    "name": "test",
    "wording": "motion",
    "sentences": [["base", "camera"], ["style"]],
    "within": ", ",
    "between": " ",
    "end": ".",
    "capital": true,
    "limit": {"unit": "words", "at-most": 6},
    "most": {"camera": 2},
    "importance": ["base", "camera", "style"],
    "negatives": "none",
    "otherwise": "Nothing."
})";

std::string spoiled(const std::string& good, const std::string& bad)
{
    std::string json = kDialect;
    const size_t at = json.find(good);
    ck_assert_msg(at != std::string::npos, "no %s", good.c_str());
    return json.replace(at, good.size(), bad);
}

void isRefused(const std::string& json, const std::string& expected)
{
    const Result<Dialect> dialect = readDialect(json, "my.json");
    ck_assert_msg(!dialect, "accepted, instead of: %s", expected.c_str());
    isText(dialect.error().message.substr(0, expected.size()), expected);
}

Dialect dialect(const std::string& unit = "words", const std::string& most = "6")
{
    const Result<Dialect> read =
        readDialect(spoiled(R"("unit": "words", "at-most": 6)",
                            R"("unit": ")" + unit + R"(", "at-most": )" + most),
                    "my.json");
    ck_assert_msg(static_cast<bool>(read), "%s", read ? "" : read.error().message.c_str());
    return *read;
}

Clause clause(const std::string& slot, const std::string& text)
{
    return {slot, text, std::nullopt};
}

std::string droppedOf(const Fitted& fitted)
{
    std::string text;
    for (const DroppedClause& one : fitted.dropped)
        text += one.slot + ": " + one.text + " (" + one.reason + ") ";
    return text;
}

}  // namespace

START_TEST(lengthsAreCountedAsTheModelsDo)
{
    const std::string text = "a caf\xc3\xa9 \xf0\x9f\x8e\xac now";  // film board: two UTF-16 units
    ck_assert_uint_eq(lengthOf(text, LengthUnit::Words), 4);
    ck_assert_uint_eq(lengthOf(text, LengthUnit::Characters), 12);
    ck_assert_uint_eq(lengthOf(text, LengthUnit::Utf16), 13);
    ck_assert_uint_eq(lengthOf("", LengthUnit::Words), 0);
    ck_assert_uint_eq(lengthOf("  two   words ", LengthUnit::Words), 2);
}
END_TEST

START_TEST(cutsAreBetweenWords)
{
    isText(cutToWords("one two three", LengthUnit::Words, 2), "one two");
    isText(cutToWords("one two three", LengthUnit::Characters, 9), "one two");
    isText(cutToWords("one two three", LengthUnit::Characters, 13), "one two three");
    isText(cutToWords("one, two", LengthUnit::Characters, 6), "one");
    isText(cutToWords("wordwithoutend", LengthUnit::Characters, 4), "word");
    isText(cutToWords("\xf0\x9f\x8e\xac\xf0\x9f\x8e\xac", LengthUnit::Utf16, 3),
           "\xf0\x9f\x8e\xac");
    isText(cutToWords("one", LengthUnit::Words, 0), "");
}
END_TEST

START_TEST(theOperatorsTextBecomesOneCleanLine)
{
    isText(cleanText("  a\n man\t\twalks \x01. ", 100), "a man walks");
    isText(cleanText("bad \xff utf8", 100), "bad \xef\xbf\xbd utf8");
    isText(cleanText("left\xe2\x80\xaeright", 100), "leftright");
    isText(cleanText("really?", 100), "really?");
    isText(cleanText(std::string("a\0b", 3), 100),
           "a\xef\xbf\xbd"
           "b");
    isText(cleanText("one two three", 8), "one two");
    isText(cleanText(" \n. ", 100), "");
    ck_assert_uint_le(lengthOf(cleanText(std::string(100000, 'x'), 500), LengthUnit::Characters),
                      500);
}
END_TEST

START_TEST(clausesStandInTheOrderOfTheDialect)
{
    const Fitted fitted = fit(
        dialect(), {clause("style", "noir"), clause("camera", "pans"), clause("base", "a man")});
    isText(fitted.text, "A man, pans. Noir.");
    ck_assert(fitted.dropped.empty());
}
END_TEST

START_TEST(theLeastImportantGoesFirstAndWhole)
{
    const Fitted fitted = fit(dialect(), {clause("base", "a man"), clause("camera", "pans left"),
                                          clause("camera", "then tilts"), clause("style", "noir")});
    isText(fitted.text, "A man, pans left, then tilts.");
    isText(droppedOf(fitted), "style: noir (the text would be too long) ");
    const Fitted less =
        fit(dialect("words", "5"), {clause("base", "a man"), clause("camera", "pans left"),
                                    clause("camera", "then tilts"), clause("style", "noir")});
    isText(less.text, "A man, pans left.");
}
END_TEST

START_TEST(whatHasNoPlaceIsDroppedWithAReason)
{
    const Fitted fitted = fit(dialect(), {clause("light", "dim"), clause("camera", "a"),
                                          clause("camera", "b"), clause("camera", "c")});
    isText(fitted.text, "A, b.");
    isText(droppedOf(fitted), "light: dim (not for test) camera: c (enough of its kind) ");
}
END_TEST

START_TEST(oneClauseAloneIsCutAfterAWord)
{
    for (const char* unit : {"words", "characters", "utf16"}) {
        const Dialect tight = dialect(unit, "7");
        const Fitted fitted =
            fit(tight, {clause("base", "one two three four five six seven eight nine")});
        ck_assert_uint_le(lengthOf(fitted.text, tight.unit), 7);
        isText(fitted.text,
               std::string(unit) == "words" ? "One two three four five six seven." : "One.");
    }
}
END_TEST

START_TEST(capitalsAreOfAnyAlphabet)
{
    isText(fit(dialect(), {clause("base", "\xc3\xa9t\xc3\xa9")}).text, "\xc3\x89t\xc3\xa9.");
}
END_TEST

START_TEST(badDialectsNameTheField)
{
    ck_assert(static_cast<bool>(readDialect(kDialect, "my.json")));
    isRefused("x", "my.json: not JSON");
    isRefused(spoiled("dialects/1", "dialects/9"), "my.json: field \"schema\": should be");
    isRefused(spoiled("\"motion\"", "\"talk\""), "my.json: field \"wording\": should be one of");
    isRefused(spoiled("\"none\"", "\"some\""), "my.json: field \"negatives\": should be one of");
    isRefused(spoiled("[\"style\"]", "[\"mood\"]"),
              "my.json: field \"sentences\": \"mood\" is none");
    isRefused(spoiled("[\"style\"]", "[1]"), "my.json: field \"sentences[1]\": should be an array");
    isRefused(spoiled("[[\"base\", \"camera\"], [\"style\"]]", "[]"),
              "my.json: field \"sentences\": should have");
    isRefused(spoiled("\"words\", \"at-most\"", "\"bytes\", \"at-most\""),
              "my.json: field \"limit.unit\": should be one of");
    isRefused(spoiled("\"at-most\": 6", "\"at-most\": 0"),
              "my.json: field \"limit.at-most\": should");
    isRefused(spoiled("{\"unit\": \"words\", \"at-most\": 6}", "6"),
              "my.json: field \"limit\": should be an object");
    isRefused(spoiled("\"camera\", \"style\"]", "\"camera\"]"),
              "my.json: field \"importance\": lacks \"style\"");
    isRefused(spoiled("{\"camera\": 2}", "{\"style\": 2}"),
              "my.json: field \"most.style\": is not known");
    isRefused(spoiled("\"capital\": true", "\"capital\": 1"),
              "my.json: field \"capital\": should be true");
}
END_TEST

START_TEST(theBuiltInDataIsRead)
{
    const Result<std::vector<Dialect>> dialects = builtInDialects();
    ck_assert_msg(static_cast<bool>(dialects), "%s",
                  dialects ? "" : dialects.error().message.c_str());
    std::string names;
    for (const Dialect& one : *dialects)
        names += one.name + " ";
    isText(names, "flux generic runway ");
    const Result<SceneWords> words = SceneWords::builtIn();
    ck_assert_msg(static_cast<bool>(words), "%s", words ? "" : words.error().message.c_str());
}
END_TEST

START_TEST(theFirstEntryOfASlotThatHoldsIsSaid)
{
    const std::string json = R"({"schema": "animatize-words/1", "words": [
        {"slot": "light", "say": "dim",
         "all": [{"field": "scene.brightness", "unit": "0..1", "below": 0.2}]},
        {"slot": "light", "say": "fair",
         "all": [{"field": "scene.brightness", "unit": "0..1", "below": 0.6}]}]})";
    const Result<SceneWords> words = SceneWords::read(json, "my.json");
    const auto said = [&](double brightness) {
        Measured measured = Measured::still().scene().set("scene.brightness", brightness);
        const std::vector<Clause> clauses = words->clauses(measured.at(0));
        return clauses.empty() ? std::string() : clauses[0].text;
    };
    isText(said(0.1), "dim");
    isText(said(0.4), "fair");
    isText(said(0.9), "");
    ck_assert(words->clauses(Evidence(nullptr, nullptr, FrameTime{})).empty());
}
END_TEST

START_TEST(badWordsNameTheField)
{
    const auto refused = [](const std::string& entry, const std::string& expected) {
        const Result<SceneWords> words = SceneWords::read(
            R"({"schema": "animatize-words/1", "words": [)" + entry + "]}", "my.json");
        ck_assert(!words);
        isText(words.error().message.substr(0, expected.size()), expected);
    };
    refused(R"({"slot": "smell", "say": "x", "all": []})", "my.json: field \"words[0].slot\"");
    refused(R"({"slot": "light", "say": "x"})", "my.json: field \"words[0].all\": should have");
    refused(R"({"slot": "light", "say": "x", "all": [{"field": "y"}]})",
            "my.json: field \"words[0].all[0].field\": \"y\" is no known");
    refused(R"({"slot": "light", "all": []})", "my.json: field \"words[0].say\": is missing");
    ck_assert(!SceneWords::read("{}", "my.json") && !SceneWords::read("", "my.json"));
}
END_TEST

int main()
{
    return run("prompt/text",
               {lengthsAreCountedAsTheModelsDo, cutsAreBetweenWords,
                theOperatorsTextBecomesOneCleanLine, clausesStandInTheOrderOfTheDialect,
                theLeastImportantGoesFirstAndWhole, whatHasNoPlaceIsDroppedWithAReason,
                oneClauseAloneIsCutAfterAWord, capitalsAreOfAnyAlphabet, badDialectsNameTheField,
                theBuiltInDataIsRead, theFirstEntryOfASlotThatHoldsIsSaid, badWordsNameTheField});
}
