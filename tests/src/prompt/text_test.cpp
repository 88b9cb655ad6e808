// Lengths, the operator's text, and the scene in words.
#include "prompt/scene_words.h"
#include "prompt/text_length.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

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
    return run("prompt/text", {lengthsAreCountedAsTheModelsDo, cutsAreBetweenWords,
                               theOperatorsTextBecomesOneCleanLine,
                               theFirstEntryOfASlotThatHoldsIsSaid, badWordsNameTheField});
}
