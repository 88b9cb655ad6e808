// What the operator wants: its words, its fields, and that no suggestion passes a lock.
#include "movement/intent.h"

#include "movement/movement_predictor.h"
#include "movement/rule.h"
#include "src/movement/rule_rows.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

std::string kindOf(const char* mood)
{
    const auto kind = moodKindOf(mood);
    return kind ? std::string(*kind) : std::string();
}

bool says(MovementPredictor& predictor, const RuleRow& row, const std::vector<std::string>& keep)
{
    predictor.reset();
    for (int frame = 0; frame < kRowFrames; ++frame) {
        Measured measured = row.measured(frame);
        if (!measured.intent)
            measured.intent.emplace();
        measured.intent->keep = keep;
        predictor.update(measured.at(frame));
        for (const Movement& movement : predictor.movements())
            if (movement.rule == row.rule)
                return true;
    }
    return false;
}

}  // namespace

START_TEST(listsOfLocksAreRead)
{
    const auto keep = readKeep(" camera-motion ,framing,,camera-motion");
    ck_assert(keep && *keep == (std::vector<std::string>{"camera-motion", "framing"}));
    ck_assert(readKeep("") && readKeep("")->empty());
    const auto wrong = readKeep("framing,zoom");
    ck_assert(!wrong);
    isText(wrong.error().message,
           "\"zoom\" can't be kept; what can: camera-motion subject-motion environment-motion "
           "framing focus light colour subject background");
}
END_TEST

START_TEST(moodsAreOfWholeWords)
{
    isText(kindOf("tense"), "tense");
    isText(kindOf("Quiet, a little SAD"), "calm");
    isText(kindOf("a sad farewell"), "sad");
    isText(kindOf("claustrophobic"), "tense");
    isText(kindOf("company of sadists"), "");
    isText(kindOf(""), "");
    isText(kindOf("m\xc3\xa9lancolie, calm"), "calm");
    isText(kindOf("--- 99 !"), "");
}
END_TEST

START_TEST(everyKindOfMoodHasAWord)
{
    for (const char* kind :
         {"calm", "tense", "sad", "joyful", "intimate", "energetic", "epic", "mysterious"}) {
        ck_assert(isOneOf(kind, kMoodKinds));
        isText(kindOf(kind), kind);
    }
}
END_TEST

START_TEST(withoutAnIntentNothingIsKnownOfIt)
{
    Measured measured = Measured::still();
    for (const char* field : {"operator.mood", "operator.mood-kind", "operator.intensity"})
        ck_assert(!measured.at(0).text(field));
    measured.intent.emplace();
    isText(*measured.at(0).text("operator.intensity"), "balanced");
    ck_assert(!measured.at(0).text("operator.mood") && !measured.at(0).text("operator.mood-kind"));
    measured.intent = Intent{"lonely night", Intent::Intensity::Bold, {}};
    isText(*measured.at(0).text("operator.mood"), "lonely night");
    isText(*measured.at(0).text("operator.mood-kind"), "sad");
    isText(*measured.at(0).text("operator.intensity"), "bold");
    measured.intent->mood = "beige";
    ck_assert(!measured.at(0).text("operator.mood-kind"));
}
END_TEST

START_TEST(eachSuggestionSaysSoAndYieldsToEachOfItsLocks)
{
    const Result<RuleSet> set = builtInRules();
    MovementPredictor predictor;
    size_t suggestions = 0;
    for (const RuleRow& row : allRuleRows()) {
        const auto rule = std::find_if(set->rules.begin(), set->rules.end(),
                                       [&](const Rule& one) { return one.id == row.rule; });
        if (!rule->suggestion)
            continue;
        ++suggestions;
        ck_assert(rule->justification.parts()[0].plain.rfind("suggested, not measured: ", 0) == 0);
        ck_assert_msg(says(predictor, row, {}), "%s stays silent", row.rule);
        for (const std::string& name : rule->changes)
            ck_assert_msg(!says(predictor, row, {name}), "%s in spite of keep=%s", row.rule,
                          name.c_str());
    }
    ck_assert_uint_ge(suggestions, 10);
}
END_TEST

// Whoever wants it subtle gets no push in that nobody asked for.
START_TEST(theOnlySuggestionOfTheCameraIsNotSubtle)
{
    MovementPredictor predictor;
    const auto pushes = [&](Intent::Intensity intensity) {
        predictor.reset();
        for (int frame = 0; frame < kRowFrames; ++frame) {
            Measured measured = personStill();
            measured.intent = Intent{"", intensity, {}};
            predictor.update(measured.at(frame));
        }
        return predictor.signature().find("push_in") != std::string::npos;
    };
    ck_assert(pushes(Intent::Intensity::Balanced));
    ck_assert(pushes(Intent::Intensity::Bold));
    ck_assert(!pushes(Intent::Intensity::Subtle));
}
END_TEST

int main()
{
    return run("movement/intent",
               {listsOfLocksAreRead, moodsAreOfWholeWords, everyKindOfMoodHasAWord,
                withoutAnIntentNothingIsKnownOfIt, eachSuggestionSaysSoAndYieldsToEachOfItsLocks,
                theOnlySuggestionOfTheCameraIsNotSubtle});
}
