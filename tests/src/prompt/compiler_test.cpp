// The constraint compiler: what a model's text has, in which order, how long, and what is left out.
#include "prompt/prompt_compiler.h"
#include "src/movement/measured.h"
#include "src/prompt/dialects.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Dialect changed(const std::string& good, const std::string& bad)
{
    const Result<Dialect> read = readDialect(spoiled(good, bad), "my.json");
    ck_assert_msg(static_cast<bool>(read), "%s", read ? "" : read.error().message.c_str());
    return *read;
}

Dialect dialect(const std::string& unit = "words", const std::string& most = "6")
{
    return changed(R"("unit": "words", "at-most": 6)",
                   R"("unit": ")" + unit + R"(", "at-most": )" + most);
}

Dialect with(const std::string& negatives)
{
    return changed(R"("negatives": "none")", R"("negatives": ")" + negatives + "\"");
}

const Phrases& phrases()
{
    static const Result<Phrases> read = Phrases::builtIn();
    ck_assert_msg(static_cast<bool>(read), "%s", read ? "" : read.error().message.c_str());
    return *read;
}

Compiled fitted(const Dialect& dialect, std::vector<Clause> clauses)
{
    Draft draft;
    draft.clauses = std::move(clauses);
    return compile(dialect, phrases(), draft);
}

Compiled avoiding(const Dialect& dialect, std::vector<std::string> nouns)
{
    Draft draft;
    draft.clauses = {{"base", "a man"}};
    draft.avoid = std::move(nouns);
    return compile(dialect, phrases(), draft);
}

std::string droppedOf(const Compiled& compiled)
{
    std::string text;
    for (const DroppedClause& one : compiled.dropped)
        text += one.slot + ": " + one.text + " (" + one.reason + ") ";
    return text;
}

}  // namespace

START_TEST(clausesStandInTheOrderOfTheDialect)
{
    const Compiled compiled =
        fitted(dialect(), {{"style", "noir"}, {"camera", "pans"}, {"base", "a man"}});
    isText(compiled.text, "A man, pans. Noir.");
    ck_assert(compiled.dropped.empty());
}
END_TEST

START_TEST(theLeastImportantGoesFirstAndWhole)
{
    const std::vector<Clause> clauses = {
        {"base", "a man"}, {"camera", "pans left"}, {"camera", "then tilts"}, {"style", "noir"}};
    const Compiled compiled = fitted(dialect(), clauses);
    isText(compiled.text, "A man, pans left, then tilts.");
    isText(droppedOf(compiled), "style: noir (the text would be too long) ");
    isText(fitted(dialect("words", "5"), clauses).text, "A man, pans left.");
}
END_TEST

START_TEST(whatHasNoPlaceIsDroppedWithAReason)
{
    const Compiled compiled =
        fitted(dialect(), {{"light", "dim"}, {"camera", "a"}, {"camera", "b"}, {"camera", "c"}});
    isText(compiled.text, "A, b.");
    isText(droppedOf(compiled), "light: dim (not for test) camera: c (enough of its kind) ");
}
END_TEST

START_TEST(nothingIsSaidTwice)
{
    const Compiled compiled = fitted(dialect(), {{"base", "noir"}, {"style", "noir"}});
    isText(compiled.text, "Noir.");
    isText(droppedOf(compiled), "style: noir (said already) ");
}
END_TEST

START_TEST(oneClauseAloneIsCutAfterAWord)
{
    for (const char* unit : {"words", "characters", "utf16"}) {
        const Dialect tight = dialect(unit, "8");
        const Compiled compiled =
            fitted(tight, {{"base", "one two three four five six seven eight nine"}});
        ck_assert_uint_le(lengthOf(compiled.text, tight.unit), 8);
        isText(compiled.text, std::string(unit) == "words"
                                  ? "One two three four five six seven eight."
                                  : "One two.");
        isText(compiled.dropped.front().reason, "cut: the text would be too long");
    }
}
END_TEST

// Every limit, every unit: never longer, never half a word, all accounted for.
START_TEST(everyLimitIsKept)
{
    const std::vector<Clause> clauses = {{"base", "\xf0\x9f\x8e\xac an old m\xc3\xa4n walks"},
                                         {"camera", "the camera pans slowly"},
                                         {"camera", "handheld"},
                                         {"style", "35 mm film"}};
    const Compiled whole = fitted(dialect("words", "100"), clauses);
    for (const char* unit : {"words", "characters", "utf16"})
        for (int most = 8; most < 80; ++most) {
            const Dialect tight = dialect(unit, std::to_string(most));
            const Compiled compiled = fitted(tight, clauses);
            ck_assert_uint_le(lengthOf(compiled.text, tight.unit), static_cast<size_t>(most));
            ck_assert_uint_ge(compiled.said.size() + compiled.dropped.size(), clauses.size());
            if (lengthOf(whole.text, tight.unit) <= static_cast<size_t>(most))
                isText(compiled.text, whole.text);
        }
}
END_TEST

START_TEST(capitalsAreOfAnyAlphabet)
{
    isText(fitted(dialect(), {{"base", "\xc3\xa9t\xc3\xa9"}}).text, "\xc3\x89t\xc3\xa9.");
}
END_TEST

START_TEST(aQuestionNeedsNoFullStop)
{
    isText(fitted(dialect(), {{"base", "really?"}, {"style", "noir"}}).text, "Really? Noir.");
}
END_TEST

START_TEST(negativesAreNounsInAField)
{
    const Compiled compiled = avoiding(with("field"), {"zoom", "camera shake", "zoom"});
    isText(compiled.text, "A man.");
    isText(compiled.negative, "zoom, camera shake");
    ck_assert(compiled.dropped.empty());
}
END_TEST

START_TEST(negativesAreWhatIsWantedInstead)
{
    const Compiled compiled = avoiding(with("positives"), {"camera shake", "purple elephants"});
    isText(compiled.text, "A man. A steady camera.");
    isText(compiled.negative, "");
    isText(droppedOf(compiled),
           "avoid: purple elephants (test takes no negatives, and it has no positive word) ");
}
END_TEST

START_TEST(negativesAreASentence)
{
    Dialect said = with("prose");
    said.most = 20;
    isText(avoiding(said, {"zoom", "cut", "text"}).text, "A man. Avoid zoom, cut and text.");
    isText(avoiding(said, {}).text, "A man.");
}
END_TEST

START_TEST(whereThereAreNoNegativesTheyAreDropped)
{
    isText(droppedOf(avoiding(dialect(), {"zoom"})), "avoid: zoom (test takes no negatives) ");
}
END_TEST

// What contradicts a movement is no matter when the movement isn't said.
START_TEST(aClauseBringsItsNegatives)
{
    Clause one{"camera", "pans"}, two{"camera", "tilts"}, three{"camera", "rolls"};
    one.avoid = {"cut"};
    two.avoid = {"zoom", "cut"};
    three.avoid = {"level horizon"};
    const Compiled compiled = fitted(with("field"), {one, two, three});
    isText(compiled.negative, "cut, zoom");
}
END_TEST

START_TEST(aStartFrameShowsWhatItShows)
{
    const Dialect both = changed(
        R"("otherwise": "Nothing.")",
        R"("otherwise": "Nothing.", "with-start-frame": {"sentences": [["lead"], ["base"], ["keep"]],
           "lead": "later", "keeps": "all else stays", "otherwise": "The same."})");
    Draft draft;
    draft.startFrame = true;
    isText(compile(both, phrases(), draft).text, "The same.");
    draft.clauses = {{"base", "a man"}, {"style", "noir"}};
    const Compiled compiled = compile(both, phrases(), draft);
    isText(compiled.text, "Later. A man. All else stays.");
    isText(droppedOf(compiled), "style: noir (the start frame shows it) ");
    draft.clauses.push_back({"keep", "keep him"});
    isText(compile(both, phrases(), draft).text, "Later. A man. Keep him.");
    draft.startFrame = false;
    isText(compile(both, phrases(), draft).text, "A man. Noir.");
}
END_TEST

START_TEST(wordsOfTheCameraAreRewrittenWhole)
{
    Dialect kling = changed(R"("negatives": "none")",
                            R"("negatives": "none", "rewrite": {"pans": "turns", "pan": "turn"})");
    kling.most = 20;
    const std::vector<Clause> clauses = {{"base", "a span of pans"},
                                         {"camera", "spans pans, a pan"}};
    isText(fitted(kling, clauses).text, "A span of pans, spans turns, a turn.");
}
END_TEST

START_TEST(boldSaysMoreAndSubtleLess)
{
    Draft draft;
    draft.clauses = {{"camera", "a"}, {"camera", "b"}, {"camera", "c"}, {"camera", "d"}};
    isText(compile(dialect(), phrases(), draft).text, "A, b.");
    draft.more = 1;
    isText(compile(dialect(), phrases(), draft).text, "A, b, c.");
    draft.more = -1;
    isText(compile(dialect(), phrases(), draft).text, "A.");
    const Dialect one = changed(R"({"camera": 2})", R"({"camera": 1})");
    isText(compile(one, phrases(), draft).text, "A.");
    const Dialect none = changed(R"({"camera": 2})", R"({"camera": 0})");
    draft.more = 1;
    isText(compile(none, phrases(), draft).text, "Nothing.");
}
END_TEST

START_TEST(aModelMayHaveItsOwnLimit)
{
    const Dialect two = changed(R"("negatives": "none")",
                                R"("negatives": "none", "models": [{"id": "mini", "at-most": 2}])");
    Draft draft;
    draft.clauses = {{"base", "a man"}, {"style", "noir"}};
    draft.model = "mini";
    isText(compile(two, phrases(), draft).text, "A man.");
    draft.model = "other";
    isText(compile(two, phrases(), draft).text, "A man. Noir.");
}
END_TEST

int main()
{
    return run(
        "prompt/compiler",
        {clausesStandInTheOrderOfTheDialect, theLeastImportantGoesFirstAndWhole,
         whatHasNoPlaceIsDroppedWithAReason, nothingIsSaidTwice, oneClauseAloneIsCutAfterAWord,
         everyLimitIsKept, capitalsAreOfAnyAlphabet, aQuestionNeedsNoFullStop,
         negativesAreNounsInAField, negativesAreWhatIsWantedInstead, negativesAreASentence,
         whereThereAreNoNegativesTheyAreDropped, aClauseBringsItsNegatives,
         aStartFrameShowsWhatItShows, wordsOfTheCameraAreRewrittenWhole, boldSaysMoreAndSubtleLess,
         aModelMayHaveItsOwnLimit});
}
