// Debug logs: which categories there are, that they say something, and at which level. And that
// without a tracer nothing is traced.
#include <set>

#include "air_stream.h"
#include "support/debug_lines.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const GstVideoInfo kVideo = videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25);

std::set<std::string> categories()
{
    std::set<std::string> names;
    GSList* all = gst_debug_get_all_categories();
    for (GSList* one = all; one; one = one->next)
        names.insert(gst_debug_category_get_name(static_cast<GstDebugCategory*>(one->data)));
    g_slist_free(all);
    return names;
}

void playAll()
{
    Pipeline pipeline(
        "videotestsrc num-buffers=30 pattern=ball ! "
        "video/x-raw,format=I420,width=160,height=120,framerate=25/1 ! animatizemotion ! "
        "animatizeanalyze detect-objects=false ! animatizeprompt ! animatizegen frames=2 wait=true "
        "! fakesink");
    pipeline.run();
}

}  // namespace

GST_START_TEST(eachElementAndEachAreaHasACategory)
{
    for (const char* element :
         {"animatizemotion", "animatizeanalyze", "animatizeprompt", "animatizegen"})
        gst_object_unref(gst_object_ref_sink(gst_element_factory_make(element, nullptr)));
    const std::set<std::string> all = categories();
    for (const char* name : {"animatizemotion", "animatizeanalyze", "animatizeprompt",
                             "animatizegen", "animatize-net", "animatize-cache", "animatize-rules"})
        ck_assert_msg(all.count(name) == 1, "there is no category %s", name);
}
GST_END_TEST

GST_START_TEST(elementsSayWhatHappensToThem)
{
    const DebugLines lines("animatize*:6");
    AirStream stream("", kVideo);
    stream.set("seed", guint64{7});
    stream.next(3);
    stream.rig().flush();
    stream.next(2);
    stream.rig().endOfStream();
    const char* gen = "animatizegen";
    ck_assert(lines.has(gen, GST_LEVEL_INFO, "video is video/x-raw"));
    ck_assert(lines.has(gen, GST_LEVEL_DEBUG, "seed is 7"));
    ck_assert(lines.has(gen, GST_LEVEL_DEBUG, "interrupted: flush"));
    ck_assert(lines.has(gen, GST_LEVEL_DEBUG, "interrupted: eos"));
    ck_assert(lines.has(gen, GST_LEVEL_DEBUG, "are wanted"));
    ck_assert(lines.has(gen, GST_LEVEL_LOG, "analysed"));
    ck_assert(lines.has(gen, GST_LEVEL_LOG, "animatize-keyframe"));
}
GST_END_TEST

GST_START_TEST(wordsOfTheOperatorsAreNotLogged)
{
    const DebugLines lines("*:6");
    GstElement* prompt = gst_element_factory_make("animatizeprompt", nullptr);
    gst_object_ref_sink(prompt);
    g_object_set(prompt, "base-prompt", "a secret garden", nullptr);
    gst_object_unref(prompt);
    ck_assert(lines.has("animatizeprompt", GST_LEVEL_DEBUG, "base-prompt is set"));
    for (const DebugLine& line : lines.of("animatizeprompt"))
        ck_assert(line.text.find("secret") == std::string::npos);
}
GST_END_TEST

GST_START_TEST(aLateFrameSaysSo)
{
    const DebugLines lines("animatizegen:5");
    AirStream stream("", kVideo);
    stream.next(1);
    GstEvent* late = gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 1.0, GST_SECOND, 10 * GST_SECOND);
    gst_harness_push_upstream_event(stream.rig().harness(), late);
    stream.next(1);
    ck_assert(lines.has("animatizegen", GST_LEVEL_DEBUG, "late: "));
}
GST_END_TEST

GST_START_TEST(rulesSayWhatHoldsAndWhy)
{
    const DebugLines lines("animatize-rules:6");
    playAll();
    ck_assert(lines.has("animatize-rules", GST_LEVEL_DEBUG, "now holds: "));
    ck_assert(lines.has("animatize-rules", GST_LEVEL_DEBUG, " by rule "));
}
GST_END_TEST

GST_START_TEST(aThresholdIsKept)
{
    const DebugLines lines("animatize-rules:4,animatizegen:0");
    playAll();
    ck_assert(lines.of("animatize-rules").empty());
    ck_assert(lines.of("animatizegen").empty());
}
GST_END_TEST

GST_START_TEST(withoutTheTracerNothingIsTraced)
{
    const DebugLines lines("GST_TRACER:7");
    Pipeline pipeline(
        "videotestsrc num-buffers=5 ! video/x-raw,format=I420,width=64,height=48 ! "
        "animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt ! "
        "animatizegen frames=1 wait=true ! fakesink");
    pipeline.run();
    for (const GstStructure* message : pipeline.messages())
        ck_assert(asText(message).find("trace-id") == std::string::npos);
    for (const DebugLine& line : lines.of("GST_TRACER"))
        ck_assert(line.text.find("animatize-span") == std::string::npos);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "logs",
                  {
                      CASE(eachElementAndEachAreaHasACategory),
                      CASE(elementsSayWhatHappensToThem),
                      CASE(wordsOfTheOperatorsAreNotLogged),
                      CASE(aLateFrameSaysSo),
                      CASE(rulesSayWhatHoldsAndWhy),
                      CASE(aThresholdIsKept),
                      CASE(withoutTheTracerNothingIsTraced),
                  });
}
