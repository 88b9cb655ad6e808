// The files of the dialects: what is wrong is named, and the built-in ones keep what their models'
// guides ask for.
#include <algorithm>
#include <set>

#include "movement/rule.h"
#include "prompt/phrases.h"
#include "prompt/prompt_expander.h"
#include "src/movement/measured.h"
#include "src/prompt/dialects.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void isRefused(const std::string& json, const std::string& expected)
{
    const Result<Dialect> dialect = readDialect(json, "my.json");
    ck_assert_msg(!dialect, "accepted, instead of: %s", expected.c_str());
    isText(dialect.error().message.substr(0, expected.size()), expected);
}

std::vector<Dialect> builtIn()
{
    const Result<std::vector<Dialect>> dialects = builtInDialects();
    ck_assert_msg(static_cast<bool>(dialects), "%s",
                  dialects ? "" : dialects.error().message.c_str());
    return *dialects;
}

Movement moving(const char* name, const char* direction, double speed)
{
    Movement movement;
    movement.category = "camera_movement";
    movement.name = name;
    movement.direction = direction;
    movement.slot = "camera";
    movement.phrase = movement.still = std::string("the camera ") + name + " " + direction;
    movement.priority = movement.confidence = 1.0;
    movement.speed = speed;
    return movement;
}

Record controlFor(const char* target, const Movement& movement)
{
    PromptSettings settings;
    settings.target = target;
    Measured measured = Measured::still();
    return PromptExpander().expand({movement}, {}, measured.at(0), settings)->cameraControl;
}

}  // namespace

START_TEST(badDialectsNameTheField)
{
    ck_assert(static_cast<bool>(readDialect(kDialect, "my.json")));
    isRefused("x", "my.json: not JSON");
    isRefused(spoiled("dialects/1", "dialects/9"), "my.json: field \"schema\": should be");
    isRefused(spoiled("\"motion\"", "\"talk\""), "my.json: field \"wording\": should be one of");
    isRefused(spoiled("\"none\"", "\"some\""), "my.json: field \"negatives\": should be one of");
    isRefused(spoiled("[\"style\"]", "[\"smell\"]"),
              "my.json: field \"sentences\": \"smell\" is none");
    isRefused(spoiled("[\"style\"]", "[1]"), "my.json: field \"sentences[1]\": should be an array");
    isRefused(spoiled("[[\"base\", \"camera\"], [\"style\"], [\"avoid\"]]", "[]"),
              "my.json: field \"sentences\": should have");
    isRefused(spoiled("\"words\", \"at-most\"", "\"bytes\", \"at-most\""),
              "my.json: field \"limit.unit\": should be one of");
    isRefused(spoiled("\"at-most\": 6", "\"at-most\": 0"),
              "my.json: field \"limit.at-most\": should");
    isRefused(spoiled("{\"unit\": \"words\", \"at-most\": 6}", "6"),
              "my.json: field \"limit\": should be an object");
    isRefused(spoiled("\"keep\", \"style\", \"avoid\"]", "\"keep\", \"avoid\"]"),
              "my.json: field \"importance\": lacks \"style\"");
    isRefused(spoiled("{\"camera\": 2}", "{\"smell\": 2}"),
              "my.json: field \"most.smell\": is not known");
    isRefused(spoiled("\"capital\": true", "\"capital\": 1"),
              "my.json: field \"capital\": should be true");
}
END_TEST

START_TEST(badNewFieldsAreNamedToo)
{
    const auto added = [](const std::string& more) {
        return spoiled(R"("negatives": "none")", R"("negatives": "none", )" + more);
    };
    isRefused(added(R"("models": [{"id": "x", "sunset": "soon"}])"),
              "my.json: field \"models[0].sunset\": should be a date");
    isRefused(added(R"("camera-control": [{"movement": "pan", "parameter": "p"}])"),
              "my.json: field \"camera-control[0].at-full\"");
    isRefused(added(R"("with-start-frame": {"sentences": [["light"]], "otherwise": "x"})"),
              "my.json: field \"importance\": lacks \"light\"");
    isRefused(added(R"("start-frame": "maybe")"), "my.json: field \"start-frame\": should be");
    isRefused(added(R"("rewrite": {"pan": 1})"), "my.json: field \"rewrite.pan\"");
    isRefused(spoiled("Nothing.", "There is nothing at all to say of this."),
              "my.json: field \"otherwise\": should fit the limit");
    isRefused(added(R"("colour": "blue")"), "my.json: field \"colour\": is not known");
}
END_TEST

START_TEST(thereAreTheTargetsOfTheContract)
{
    std::string names;
    for (const Dialect& one : builtIn())
        names += one.name + " ";
    isText(names, "flux gemini generic kling luma openai runway veo wan ");
}
END_TEST

START_TEST(everyUnwantedThingOfTheRulesHasAPositiveWord)
{
    const Result<Phrases> phrases = Phrases::builtIn();
    ck_assert_msg(static_cast<bool>(phrases), "%s", phrases ? "" : phrases.error().message.c_str());
    const Result<RuleSet> rules = builtInRules();
    for (const Rule& rule : rules->rules)
        for (const std::string& noun : rule.avoid)
            ck_assert_msg(phrases->positive(noun).has_value(), "%s: %s", rule.id.c_str(),
                          noun.c_str());
}
END_TEST

// Film says pan for a turn to the side; Kling's numbers call that tilt, and zooming in is minus.
START_TEST(klingsAxesAreItsOwn)
{
    ck_assert_double_eq(*controlFor("kling", moving("pan", "left", 0.3)).number("tilt"), -5.0);
    ck_assert_double_eq(*controlFor("kling", moving("pan", "right", 9.0)).number("tilt"), 10.0);
    ck_assert_double_eq(*controlFor("kling", moving("tilt", "up", 0.4)).number("pan"), 5.0);
    ck_assert_double_eq(*controlFor("kling", moving("zoom", "in", 0.08)).number("zoom"), -1.0);
    ck_assert_double_eq(*controlFor("kling", moving("zoom", "out", 1e-5)).number("zoom"), 0.1);
    ck_assert_double_eq(*controlFor("kling", moving("truck", "left", 0.0)).number("horizontal"),
                        -5.0);
    ck_assert_uint_eq(controlFor("kling", moving("pan", "left", 0.3)).fields().size(), 1);
    ck_assert(controlFor("kling", moving("handheld", "", 0.0)).empty());
    ck_assert(controlFor("generic", moving("pan", "left", 0.3)).empty());
}
END_TEST

START_TEST(veosCameraControlIsAWord)
{
    isText(*controlFor("veo", moving("pan", "left", 0.3)).text("cameraControl"), "pan_left");
    isText(*controlFor("veo", moving("push_in", "in", 0.0)).text("cameraControl"), "push_in");
}
END_TEST

START_TEST(modelsThatAreGoneAreNamed)
{
    const PromptExpander expander;
    const Dialect& openai = *expander.dialect("openai");
    isText(sunsetWarning(openai, "gpt-image-1.5", "2026-12-01"),
           "The model gpt-image-1.5 was shut down on 2026-12-01; its successor is gpt-image-2. Set "
           "target-model to one that is still served.");
    isText(sunsetWarning(openai, "gpt-image-1.5", "2026-11-30"), "");
    isText(sunsetWarning(openai, "gpt-image-2", "2099-01-01"), "");
    isText(sunsetWarning(openai, "mine", "2099-01-01"), "");
    ck_assert_ptr_null(expander.dialect("sora"));
}
END_TEST

// A still picture can't show that something stays in motion, a moving one can.
START_TEST(imageModelsAreToldOfAMomentVideoModelsOfMovement)
{
    const std::set<std::string> images = {"flux", "gemini", "openai"};
    for (const Dialect& one : builtIn())
        ck_assert_int_eq(one.still, images.count(one.name) == 1);
}
END_TEST

// With a start frame every model is told of change, not of what the picture shows already.
START_TEST(withAStartFrameLooksAreLeftOut)
{
    for (const Dialect& one : builtIn())
        for (const char* look : {"scene", "scale", "light", "colour", "composition", "lens"})
            ck_assert_msg(!one.withStartFrame.says(look), "%s says %s", one.name.c_str(), look);
}
END_TEST

START_TEST(listsAreByCommas)
{
    const std::vector<std::string> parts = listOf(" camera-motion, light ,, colour");
    ck_assert_uint_eq(parts.size(), 3);
    isText(parts[0] + "|" + parts[1] + "|" + parts[2], "camera-motion|light|colour");
    ck_assert(listOf("").empty() && listOf(" , ").empty());
    ck_assert_uint_eq(listOf(std::string(1000, ',') + "a").size(), 1);
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += "a,";
    ck_assert_uint_eq(listOf(many).size(), 16);
}
END_TEST

int main()
{
    return run("prompt/dialect",
               {badDialectsNameTheField, badNewFieldsAreNamedToo, thereAreTheTargetsOfTheContract,
                everyUnwantedThingOfTheRulesHasAPositiveWord, klingsAxesAreItsOwn,
                veosCameraControlIsAWord, modelsThatAreGoneAreNamed,
                imageModelsAreToldOfAMomentVideoModelsOfMovement, withAStartFrameLooksAreLeftOut,
                listsAreByCommas});
}
