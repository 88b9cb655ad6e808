// Settings that can't be right: at the start one clear sentence and no start; while playing a
// warning, and what was set before goes on.
#include <fstream>
#include <functional>
#include <set>

#include "support/film.h"
#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Wrong {
    const char *element, *property, *value;
    const char* said;  // has to be in the sentence
    const char* right;
};
constexpr Wrong kWrong[] = {
    {"animatizemotion", "zones", "door", "zones", "door:0,0 1,0 1,1"},
    {"animatizemotion", "zones", "door:0,0 1,1", "door", ""},
    {"animatizemotion", "zones", "door:0,0 1,0 x,1", "door", ""},
    {"animatizegen", "backends", "nonsense", "nonsense", "local"},
    {"animatizegen", "backends", "local,nonsense", "nonsense", "local"},
    {"animatizegen", "location", "key.png", "location", ""},
    {"animatizegen", "location", "key-%05s.png", "location", "key-%05d.png"},
    {"animatizeprompt", "rules-location", "/nonexistent/rules.json", "/nonexistent/rules.json", ""},
    {"animatizeanalyze", "model-location", "/nonexistent/model.onnx", "/nonexistent/model.onnx",
     ""},
    {"animatizeanalyze", "model-location", "/dev/null", "/dev/null", ""},
    {"animatizeanalyze", "labels-location", "/nonexistent/labels.txt", "/nonexistent/labels.txt",
     ""},
    {"animatizemotion", "json-location", "/nonexistent/motion.jsonl", "/nonexistent/motion.jsonl",
     ""},
    {"animatizeanalyze", "json-location", "/dev/null/scene.jsonl", "/dev/null/scene.jsonl", ""},
    {"animatizeprompt", "json-location", "/", "/", ""},
    {"animatizegen", "json-location", "/nonexistent/key.jsonl", "/nonexistent/key.jsonl", ""},
};
constexpr int kWrongs = G_N_ELEMENTS(kWrong);

// An element by itself, with a bus.
class Alone {
  public:
    explicit Alone(const char* factory)
        : element_(GST_ELEMENT(gst_object_ref_sink(gst_element_factory_make(factory, nullptr)))),
          bus_(gst_bus_new())
    {
        gst_element_set_bus(element_, bus_);
    }
    ~Alone()
    {
        gst_element_set_state(element_, GST_STATE_NULL);
        gst_element_set_bus(element_, nullptr);
        gst_object_unref(bus_);
        gst_object_unref(element_);
    }

    bool starts()
    {
        return gst_element_set_state(element_, GST_STATE_PAUSED) != GST_STATE_CHANGE_FAILURE;
    }
    void stop() { gst_element_set_state(element_, GST_STATE_NULL); }
    GstElement* object() { return element_; }

    // Sentences of this type since the last look.
    std::vector<std::string> sentences(GstMessageType type)
    {
        std::vector<std::string> found;
        while (GstMessage* message = gst_bus_pop_filtered(bus_, type)) {
            GError* error = nullptr;
            type == GST_MESSAGE_ERROR ? gst_message_parse_error(message, &error, nullptr)
                                      : gst_message_parse_warning(message, &error, nullptr);
            found.push_back(error->message);
            g_clear_error(&error);
            gst_message_unref(message);
        }
        return found;
    }

  private:
    GstElement* element_;
    GstBus* bus_;
};

void assertSentence(const std::vector<std::string>& sentences, const Wrong& wrong)
{
    ck_assert_msg(sentences.size() == 1, "%s=%s: %zu messages instead of one", wrong.property,
                  wrong.value, sentences.size());
    ck_assert_msg(sentences[0].find(wrong.said) != std::string::npos, "%s=%s is answered: %s",
                  wrong.property, wrong.value, sentences[0].c_str());
    ck_assert_msg(sentences[0].size() < 300 && sentences[0].find('\n') == std::string::npos,
                  "no sentence: %s", sentences[0].c_str());
}

}  // namespace

GST_START_TEST(aWrongSettingStopsTheStart)
{
    const Wrong& wrong = kWrong[__i__];
    Alone alone(wrong.element);
    g_object_set(alone.object(), wrong.property, wrong.value, nullptr);
    ck_assert_uint_eq(alone.sentences(GST_MESSAGE_ERROR).size(), 0);
    ck_assert_msg(!alone.starts(), "%s=%s, and it starts", wrong.property, wrong.value);
    assertSentence(alone.sentences(GST_MESSAGE_ERROR), wrong);
    ck_assert_uint_eq(alone.sentences(GST_MESSAGE_WARNING).size(), 0);
}
GST_END_TEST

GST_START_TEST(aSettingThatWasMendedIsForgotten)
{
    const Wrong& wrong = kWrong[__i__];
    Alone alone(wrong.element);
    g_object_set(alone.object(), wrong.property, wrong.value, nullptr);
    ck_assert(!alone.starts());
    alone.stop();
    alone.sentences(GST_MESSAGE_ERROR);
    g_object_set(alone.object(), wrong.property, wrong.right, nullptr);
    ck_assert_msg(alone.starts(), "%s=%s, and it doesn't start", wrong.property, wrong.right);
    ck_assert_uint_eq(alone.sentences(GST_MESSAGE_ERROR).size(), 0);
}
GST_END_TEST

// json-location is read at the start only, so it can't be wrong later.
GST_START_TEST(whilePlayingItIsAWarningAndTheOldGoesOn)
{
    const Wrong& wrong = kWrong[__i__];
    if (std::string(wrong.property) == "json-location")
        return;
    Rig rig(wrong.element);
    GstElement* element = rig.element(wrong.element);
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48);
    rig.caps(info);
    const auto next = [&](int index) {
        BufferRef buffer = frame(info, moving(64, 48, 0));
        stamp(buffer.get(), info, index);
        rig.push(std::move(buffer));
    };
    next(0);
    g_object_set(element, wrong.property, wrong.right, nullptr);
    next(1);
    ck_assert_uint_eq(rig.warnings().size(), 0);
    g_object_set(element, wrong.property, wrong.value, nullptr);
    next(2);
    assertSentence(rig.warnings(), wrong);
    ck_assert_uint_eq(rig.errors().size(), 0);
    char* kept = nullptr;
    g_object_get(element, wrong.property, &kept, nullptr);
    ASSERT_TEXT(kept ? kept : "", wrong.right);
    g_free(kept);
}
GST_END_TEST

GST_START_TEST(oldZonesGoOnAfterAWrongOne)
{
    Rig rig("animatizemotion zones=\"left:0,0 0.6,0 0.6,1 0,1\"");
    const Film film;
    rig.caps(film.info());
    for (int i = 0; i < Film::kPans; ++i) {
        if (i == 20)
            g_object_set(rig.element("animatizemotion"), "zones", "left:0,0", nullptr);
        rig.push(film.frame(i));
    }
    ck_assert_uint_eq(rig.warnings().size(), 1);
    const auto events = rig.messages("animatize-motion");
    ck_assert_uint_ge(events.size(), 1);
    ASSERT_TEXT(textOf(events[0].structure.get(), "zone"), "left");
}
GST_END_TEST

namespace {

// One rule that always holds.
std::string ruleFile(const std::string& id)
{
    return R"({"schema": "animatize-rules/1", "description": "A test.", "rules": [{
        "id": ")" +
           id + R"(", "name": "Test", "category": "environment_animation",
        "movement": {"name": "ripple"},
        "all": [{"field": "scene.brightness", "unit": "0..1", "above": 0.1, "release": 0.05}],
        "dwell": 0.0, "release": 0.0, "priority": 0.9, "weight": 1.0, "contradicts": [],
        "phrases": {"motion": "everything ripples", "still": "ripples"}, "avoid": [],
        "justification": "brightness {scene.brightness}", "confidence": []}]})";
}

void write(const std::string& path, const std::string& text)
{
    std::ofstream(path) << text;
}

// Rules that the prompts of some seconds are made of.
std::set<std::string> rulesOf(const BufferRef& out)
{
    std::set<std::string> rules;
    const GstStructure* prompt = metaOf(out, "AnimatizePrompt");
    const GValue* movements = prompt ? gst_structure_get_value(prompt, "movements") : nullptr;
    for (guint i = 0; movements && i < gst_value_array_get_size(movements); ++i)
        rules.insert(
            textOf(gst_value_get_structure(gst_value_array_get_value(movements, i)), "rule"));
    return rules;
}

class Talker {
  public:
    explicit Talker(const std::string& settings)
        : rig_(
              "animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt "
              "interval=1000000000 " +
              settings)
    {
        rig_.caps(film_.info());
    }

    // Three more seconds, in which nothing but the standing scene is seen; the rules behind the
    // last prompt.
    std::set<std::string> talk()
    {
        BufferRef out;
        for (int i = 0; i < 75; ++i) {
            BufferRef buffer = film_.frame(0);
            GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(index_++) * 40 * GST_MSECOND;
            out = rig_.push(std::move(buffer));
        }
        return rulesOf(out);
    }

    void setRules(const std::string& path)
    {
        g_object_set(rig_.element("animatizeprompt"), "rules-location", path.c_str(), nullptr);
    }
    Rig& rig() { return rig_; }

  private:
    const Film film_;
    Rig rig_;
    int index_ = 0;
};

}  // namespace

GST_START_TEST(rulesOfAFileAreUsedFromTheStart)
{
    const Folder folder;
    write(folder.path("rules.json"), ruleFile("mine"));
    Talker talker("rules-location=" + folder.path("rules.json"));
    ck_assert(talker.talk() == std::set<std::string>{"mine"});
}
GST_END_TEST

GST_START_TEST(rulesCanBeChangedWhilePlaying)
{
    const Folder folder;
    write(folder.path("rules.json"), ruleFile("mine"));
    write(folder.path("broken.json"),
          "{\"schema\": \"animatize-rules/1\", \"rules\": [{\"id\": \"half");
    Talker talker("");
    const auto builtIn = talker.talk();
    ck_assert(!builtIn.empty() && !builtIn.count("mine"));
    talker.setRules(folder.path("rules.json"));
    ck_assert(talker.talk() == std::set<std::string>{"mine"});
    talker.setRules(folder.path("broken.json"));
    ck_assert(talker.talk() == std::set<std::string>{"mine"});
    ck_assert_uint_eq(talker.rig().warnings().size(), 1);
    ck_assert_msg(talker.rig().warnings()[0].find("broken.json") != std::string::npos, "%s",
                  talker.rig().warnings()[0].c_str());
    talker.setRules("");
    ck_assert(talker.talk() == builtIn);
}
GST_END_TEST

// What is set while playing is heard by the next frame, whatever it is.
GST_START_TEST(settingsAreHeardWhilePlaying)
{
    Talker talker("");
    talker.talk();
    talker.rig().messages();
    g_object_set(talker.rig().element("animatizeprompt"), "base-prompt", "a lighthouse in the fog",
                 nullptr);
    gst_util_set_object_arg(G_OBJECT(talker.rig().element("animatizeprompt")), "target", "flux");
    talker.talk();
    const auto prompts = talker.rig().messages("animatize-prompt");
    ck_assert_uint_ge(prompts.size(), 1);
    const GstStructure* last = prompts.back().structure.get();
    ck_assert_msg(textOf(last, "text").find("lighthouse") != std::string::npos, "%s",
                  textOf(last, "text").c_str());
    ASSERT_TEXT(textOf(last, "target"), "flux");
}
GST_END_TEST

GST_START_TEST(jsonGoesToTheFileAndIsWholeAtTheEnd)
{
    const Folder folder;
    const std::string path = folder.path("motion.jsonl");
    Rig rig("animatizemotion post-messages=false json-location=" + path);
    const Film film;
    rig.caps(film.info());
    for (int i = 0; i < 20; ++i)
        rig.push(film.frame(i));
    rig.endOfStream();
    // 20 frames, and what was said about them.
    ck_assert_uint_ge(folder.lines("motion.jsonl").size(), 21);
    for (const std::string& line : folder.lines("motion.jsonl"))
        ck_assert_msg(line.front() == '{' && line.back() == '}', "%s", line.c_str());
    ck_assert(folder.text("motion.jsonl").back() == '\n');
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "settings",
        {CASES(aWrongSettingStopsTheStart, kWrongs),
         CASES(aSettingThatWasMendedIsForgotten, kWrongs),
         CASES(whilePlayingItIsAWarningAndTheOldGoesOn, kWrongs), CASE(oldZonesGoOnAfterAWrongOne),
         CASE(rulesOfAFileAreUsedFromTheStart), CASE(rulesCanBeChangedWhilePlaying),
         CASE(settingsAreHeardWhilePlaying), CASE(jsonGoesToTheFileAndIsWholeAtTheEnd)});
}
