// Every element goes up and down through its states, alone and in a running pipeline, and shows the
// face that the contract gives it: pads, properties, stats, the action `reset`.
#include <cmath>
#include <map>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void go(GstElement* element, GstState state)
{
    const GstStateChangeReturn change = gst_element_set_state(element, state);
    ck_assert_msg(change != GST_STATE_CHANGE_FAILURE, "%s can't become %s",
                  GST_OBJECT_NAME(element), gst_element_state_get_name(state));
    ck_assert_int_ne(gst_element_get_state(element, nullptr, nullptr, GST_CLOCK_TIME_NONE),
                     GST_STATE_CHANGE_FAILURE);
}

void climb(GstElement* element, std::initializer_list<GstState> ladder)
{
    for (const GstState state : ladder)
        go(element, state);
}

// As gst-plugins' generic/states: every step, every jump.
void climbAll(GstElement* element)
{
    climb(element, {GST_STATE_READY, GST_STATE_PAUSED, GST_STATE_PLAYING, GST_STATE_PAUSED,
                    GST_STATE_READY, GST_STATE_NULL});
    climb(element, {GST_STATE_PAUSED, GST_STATE_READY, GST_STATE_PAUSED, GST_STATE_NULL});
    climb(element, {GST_STATE_PLAYING, GST_STATE_READY, GST_STATE_PLAYING, GST_STATE_NULL});
    climb(element, {GST_STATE_PLAYING, GST_STATE_NULL, GST_STATE_PLAYING, GST_STATE_NULL});
}

GstElement* make(const std::string& factory)
{
    GstElement* element = gst_element_factory_make(factory.c_str(), nullptr);
    ck_assert_msg(element != nullptr, "there is no element %s", factory.c_str());
    return GST_ELEMENT(gst_object_ref_sink(element));
}

}  // namespace

GST_START_TEST(climbsAlone)
{
    GstElement* element = make(everyElement()[static_cast<size_t>(__i__)]);
    climbAll(element);
    ASSERT_OBJECT_REFCOUNT(element, "element", 1);
    gst_object_unref(element);
}
GST_END_TEST

GST_START_TEST(climbsWhileFramesFlow)
{
    const std::string line = "videotestsrc ! video/x-raw,width=64,height=48 ! " +
                             everyElement()[static_cast<size_t>(__i__)] + " ! fakesink sync=false";
    GstElement* pipeline = gst_parse_launch(line.c_str(), nullptr);
    climbAll(pipeline);
    gst_object_unref(pipeline);
}
GST_END_TEST

GST_START_TEST(theWholeChainClimbs)
{
    const std::string line =
        "videotestsrc ! video/x-raw,width=64,height=48 ! " + chain() + " ! fakesink sync=false";
    GstElement* pipeline = gst_parse_launch(line.c_str(), nullptr);
    climbAll(pipeline);
    gst_object_unref(pipeline);
}
GST_END_TEST

GST_START_TEST(sidePadsClimb)
{
    GstElement* pipeline = gst_parse_launch(
        "videotestsrc ! video/x-raw,width=64,height=48 ! animatizeanalyze ! animatizeprompt name=p "
        "! "
        "animatizegen name=g ! fakesink sync=false async=false "
        "p.prompt ! fakesink sync=false async=false  g.keyframe ! fakesink sync=false async=false",
        nullptr);
    ck_assert(pipeline != nullptr);
    climbAll(pipeline);
    gst_object_unref(pipeline);
}
GST_END_TEST

GST_START_TEST(isNeverPluggedByItself)
{
    for (const std::string& name : everyElement()) {
        GstElementFactory* factory = gst_element_factory_find(name.c_str());
        ck_assert_msg(factory != nullptr, "there is no %s", name.c_str());
        ck_assert_uint_eq(gst_plugin_feature_get_rank(GST_PLUGIN_FEATURE(factory)), GST_RANK_NONE);
        gst_object_unref(factory);
    }
    GstPlugin* plugin = gst_registry_find_plugin(gst_registry_get(), "animatize");
    ck_assert(plugin != nullptr);
    ASSERT_TEXT(gst_plugin_get_license(plugin), "LGPL");
    gst_object_unref(plugin);
}
GST_END_TEST

GST_START_TEST(hasThePadsOfTheContract)
{
    const std::map<std::string, std::string> side = {{"animatizeprompt", "prompt"},
                                                     {"animatizegen", "keyframe"}};
    for (const std::string& name : everyElement()) {
        GstElement* element = make(name);
        for (const char* pad : {"sink", "src"}) {
            GstPad* found = gst_element_get_static_pad(element, pad);
            ck_assert_msg(found != nullptr, "%s has no pad %s", name.c_str(), pad);
            gst_object_unref(found);
        }
        GstElementClass* klass = GST_ELEMENT_GET_CLASS(element);
        const auto expected = side.find(name);
        const guint templates = g_list_length(gst_element_class_get_pad_template_list(klass));
        ck_assert_uint_eq(templates, expected == side.end() ? 2u : 3u);
        if (expected != side.end()) {
            GstPad* pad = gst_element_request_pad_simple(element, expected->second.c_str());
            ck_assert(pad != nullptr);
            ASSERT_TEXT(GST_PAD_NAME(pad), expected->second);
            GstPadTemplate* pads = gst_element_get_pad_template(element, expected->second.c_str());
            ck_assert_msg(!gst_element_request_pad(element, pads, nullptr, nullptr),
                          "a second pad was handed out");
            gst_element_release_request_pad(element, pad);
            gst_object_unref(pad);
            ck_assert_uint_eq(element->numpads, 2);
        }
        gst_object_unref(element);
    }
}
GST_END_TEST

// As gst_video_info_to_caps writes them and as overlays do, which add to the system memory.
static constexpr const char* kFeatures[] = {
    "",
    "(format:Interlaced)",
    "(memory:SystemMemory, format:Interlaced)",
    "(meta:GstVideoOverlayComposition)",
    "(memory:SystemMemory, meta:GstVideoOverlayComposition)",
    "(format:Interlaced, meta:GstVideoOverlayComposition)",
    "(memory:SystemMemory, format:Interlaced, meta:GstVideoOverlayComposition)",
};

GST_START_TEST(takesEveryFormatOfTheContract)
{
    ck_assert_uint_eq(formats().size(), 26);
    for (const std::string& name : everyElement()) {
        GstElementFactory* factory = gst_element_factory_find(name.c_str());
        for (const GstVideoFormat format : formats()) {
            for (const char* features : kFeatures) {
                const std::string text = std::string("video/x-raw") + features +
                                         ", format=" + gst_video_format_to_string(format) +
                                         ", width=8192, height=8192, framerate=0/1";
                const CapsRef caps(gst_caps_from_string(text.c_str()));
                ck_assert(caps != nullptr);
                ck_assert_msg(gst_element_factory_can_sink_all_caps(factory, caps.get()),
                              "%s refuses %s", name.c_str(), text.c_str());
            }
        }
        gst_object_unref(factory);
    }
}
GST_END_TEST

namespace {

struct Expected {
    const char *element, *property;
    GType type;
    const char* initial;  // as a launch line writes it
};

// Properties that tests and launch lines use, from the contract; those of later issues are not
// here.
const std::vector<Expected>& properties()
{
    static const std::vector<Expected> all = {
        {"animatizemotion", "sensitivity", G_TYPE_DOUBLE, "0.5"},
        {"animatizemotion", "min-area", G_TYPE_DOUBLE, "0.0005"},
        {"animatizemotion", "min-duration", G_TYPE_UINT64, "100000000"},
        {"animatizemotion", "hold-time", G_TYPE_UINT64, "500000000"},
        {"animatizemotion", "analysis-width", G_TYPE_UINT, "320"},
        {"animatizemotion", "zones", G_TYPE_STRING, "\"\""},
        {"animatizemotion", "attach-roi", G_TYPE_BOOLEAN, "true"},
        {"animatizeanalyze", "interval", G_TYPE_UINT64, "500000000"},
        {"animatizeanalyze", "cut-threshold", G_TYPE_DOUBLE, "0.5"},
        {"animatizeanalyze", "wait", G_TYPE_BOOLEAN, "false"},
        {"animatizeanalyze", "attach-roi", G_TYPE_BOOLEAN, "true"},
        {"animatizeprompt", "target", G_TYPE_ENUM, "generic"},
        {"animatizeprompt", "base-prompt", G_TYPE_STRING, "\"\""},
        {"animatizeprompt", "style", G_TYPE_STRING, "\"\""},
        {"animatizeprompt", "interval", G_TYPE_UINT64, "2000000000"},
        {"animatizeprompt", "rules-location", G_TYPE_STRING, "\"\""},
        {"animatizeprompt", "wait", G_TYPE_BOOLEAN, "false"},
        {"animatizegen", "backends", G_TYPE_STRING, "local"},
        {"animatizegen", "location", G_TYPE_STRING, "\"\""},
        {"animatizegen", "frames", G_TYPE_UINT, "8"},
        {"animatizegen", "seed", G_TYPE_UINT64, "0"},
        {"animatizegen", "wait", G_TYPE_BOOLEAN, "false"},
    };
    return all;
}

GParamSpec* findProperty(GstElement* element, const char* name)
{
    GParamSpec* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(element), name);
    ck_assert_msg(spec != nullptr, "%s has no property %s", GST_OBJECT_NAME(element), name);
    return spec;
}

void assertProperty(const Expected& expected)
{
    GstElement* element = make(expected.element);
    GParamSpec* spec = findProperty(element, expected.property);
    ck_assert_msg(g_type_is_a(spec->value_type, expected.type), "%s is a %s", expected.property,
                  g_type_name(spec->value_type));
    GValue value = G_VALUE_INIT, wanted = G_VALUE_INIT;
    g_object_get_property(G_OBJECT(element), expected.property, &value);
    g_value_init(&wanted, spec->value_type);
    ck_assert(gst_value_deserialize(&wanted, expected.initial));
    ck_assert_msg(gst_value_compare(&value, &wanted) == GST_VALUE_EQUAL, "%s of %s isn't %s",
                  expected.property, expected.element, expected.initial);
    ck_assert_msg(g_param_value_defaults(spec, &value),
                  "%s begins with something else than its default", expected.property);
    g_value_unset(&value);
    g_value_unset(&wanted);
    gst_object_unref(element);
}

// A value that isn't the default, within what the property takes.
void changed(const GParamSpec* spec, GValue* value)
{
    g_value_init(value, spec->value_type);
    if (G_IS_PARAM_SPEC_BOOLEAN(spec))
        g_value_set_boolean(value, !G_PARAM_SPEC_BOOLEAN(spec)->default_value);
    else if (G_IS_PARAM_SPEC_UINT(spec))
        g_value_set_uint(value, G_PARAM_SPEC_UINT(spec)->default_value + 1);
    else if (G_IS_PARAM_SPEC_UINT64(spec))
        g_value_set_uint64(value, G_PARAM_SPEC_UINT64(spec)->default_value + 1);
    else if (G_IS_PARAM_SPEC_DOUBLE(spec))
        g_value_set_double(value, G_PARAM_SPEC_DOUBLE(spec)->default_value / 2);
    else if (G_IS_PARAM_SPEC_ENUM(spec))
        g_value_set_enum(value, G_PARAM_SPEC_ENUM(spec)->default_value == 0 ? 1 : 0);
    else if (G_IS_PARAM_SPEC_FLAGS(spec))
        g_value_set_flags(value, G_PARAM_SPEC_FLAGS(spec)->default_value ^ 1);
    else
        ck_abort_msg("a property of a type that this test doesn't know: %s", spec->name);
}

}  // namespace

GST_START_TEST(propertiesBeginWithTheirDefaults)
{
    for (const Expected& expected : properties())
        assertProperty(expected);
    for (const std::string& name : everyElement()) {
        assertProperty({name.c_str(), "enabled", G_TYPE_BOOLEAN, "true"});
        assertProperty({name.c_str(), "post-messages", G_TYPE_BOOLEAN, "true"});
        assertProperty({name.c_str(), "json-location", G_TYPE_STRING, "\"\""});
    }
}
GST_END_TEST

GST_START_TEST(propertiesKeepWhatTheyAreGiven)
{
    for (const std::string& name : everyElement()) {
        GstElement* element = make(name);
        guint count = 0;
        GParamSpec** specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(element), &count);
        for (guint i = 0; i < count; ++i) {
            const bool own = specs[i]->owner_type == G_OBJECT_TYPE(element);
            if (!own || G_IS_PARAM_SPEC_STRING(specs[i]))
                continue;
            GValue wanted = G_VALUE_INIT, got = G_VALUE_INIT;
            changed(specs[i], &wanted);
            g_object_set_property(G_OBJECT(element), specs[i]->name, &wanted);
            g_object_get_property(G_OBJECT(element), specs[i]->name, &got);
            ck_assert_msg(gst_value_compare(&wanted, &got) == GST_VALUE_EQUAL, "%s of %s was lost",
                          specs[i]->name, name.c_str());
            ck_assert_msg(*g_param_spec_get_blurb(specs[i]), "%s has no blurb", specs[i]->name);
            g_value_unset(&wanted);
            g_value_unset(&got);
        }
        g_free(specs);
        gst_object_unref(element);
    }
}
GST_END_TEST

GST_START_TEST(textsCanBeSetAndTakenBack)
{
    const std::vector<std::vector<const char*>> texts = {
        {"animatizemotion", "zones", "door:0.1,0.1 0.5,0.1 0.5,0.9"},
        {"animatizeprompt", "base-prompt", "a quiet street"},
        {"animatizeprompt", "style", "35 mm film"},
        {"animatizegen", "location", "key-%05d.png"},
        {"animatizegen", "backends", "local"},
    };
    for (const auto& row : texts) {
        GstElement* element = make(row[0]);
        char* text = nullptr;
        g_object_set(element, row[1], row[2], nullptr);
        g_object_get(element, row[1], &text, nullptr);
        ASSERT_TEXT(text, row[2]);
        g_free(text);
        if (std::string(row[1]) != "backends") {
            g_object_set(element, row[1], nullptr, nullptr);
            g_object_get(element, row[1], &text, nullptr);
            ck_assert_msg(!text || !*text, "%s keeps %s after NULL", row[1], text);
            g_free(text);
        }
        gst_object_unref(element);
    }
}
GST_END_TEST

GST_START_TEST(statsCountFrames)
{
    const std::string name = everyElement()[static_cast<size_t>(__i__)];
    Rig rig(name);
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48);
    rig.caps(info);
    for (int i = 0; i < 5; ++i) {
        BufferRef buffer = frame(info, moving(64, 48, i));
        stamp(buffer.get(), info, i);
        rig.push(std::move(buffer));
    }
    GstStructure* stats = nullptr;
    g_object_get(rig.element(name), "stats", &stats, nullptr);
    ck_assert_uint_eq(uint64Of(stats, "frames"), 5);
    ck_assert_uint_eq(uint64Of(stats, "analysed"), 5);
    ck_assert_uint_eq(uint64Of(stats, "skipped"), 0);
    ck_assert_uint_gt(uint64Of(stats, "time-max"), 0);
    ck_assert_uint_le(uint64Of(stats, "time-p50"), uint64Of(stats, "time-p99"));
    gst_structure_free(stats);

    g_object_set(rig.element(name), "enabled", FALSE, nullptr);
    BufferRef buffer = frame(info, grey(0.5));
    stamp(buffer.get(), info, 5);
    rig.push(std::move(buffer));
    g_object_get(rig.element(name), "stats", &stats, nullptr);
    ck_assert_uint_eq(uint64Of(stats, "frames"), 5);
    gst_structure_free(stats);
}
GST_END_TEST

GST_START_TEST(resetBeginsANewShotAndWarmsUpAgain)
{
    Rig rig("animatizemotion ! animatizeanalyze");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48);
    rig.caps(info);
    auto next = [&, index = 0]() mutable {
        BufferRef buffer = frame(info, moving(64, 48, 0));
        stamp(buffer.get(), info, index++);
        return rig.push(std::move(buffer));
    };
    for (int i = 0; i < 40; ++i)
        next();
    BufferRef before = next();
    ck_assert(!booleanOf(metaOf(before, "AnimatizeMotion"), "warming-up"));
    ck_assert_uint_eq(uint64Of(metaOf(before, "AnimatizeScene"), "shot-id"), 1);
    g_signal_emit_by_name(rig.element("animatizemotion"), "reset");
    g_signal_emit_by_name(rig.element("animatizeanalyze"), "reset");
    BufferRef after = next();
    ck_assert(booleanOf(metaOf(after, "AnimatizeMotion"), "warming-up"));
    ck_assert_uint_eq(uint64Of(metaOf(after, "AnimatizeScene"), "shot-id"), 2);
    bool ended = false;
    for (const Message& message : rig.messages("animatize-shot"))
        ended = ended || (textOf(message.structure.get(), "event") == "end" &&
                          textOf(message.structure.get(), "reason") == "reset");
    ck_assert_msg(ended, "no shot ended with reason reset");
}
GST_END_TEST

int main(int argc, char** argv)
{
    const int every = static_cast<int>(everyElement().size());
    return runGst(
        argc, argv, "ladder",
        {CASES(climbsAlone, every), CASES(climbsWhileFramesFlow, every), CASE(theWholeChainClimbs),
         CASE(sidePadsClimb), CASE(isNeverPluggedByItself), CASE(hasThePadsOfTheContract),
         CASE(takesEveryFormatOfTheContract), CASE(propertiesBeginWithTheirDefaults),
         CASE(propertiesKeepWhatTheyAreGiven), CASE(textsCanBeSetAndTakenBack),
         CASES(statsCountFrames, every), CASE(resetBeginsANewShotAndWarmsUpAgain)});
}
