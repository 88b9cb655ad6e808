// With the tracer on: spans as records of GStreamer's, and the trace's id in the metadata.
#include <algorithm>
#include <map>

#include "air_stream.h"
#include "support/debug_lines.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Recorded {
    std::string name, trace, span, parent, status, attributes;
    guint64 start = 0, duration = 0;
};

/// The records of spans so far, as a tool would read them, in the order in which they began.
std::vector<Recorded> recorded(const DebugLines& lines)
{
    std::vector<Recorded> all;
    for (const DebugLine& line : lines.of("GST_TRACER")) {
        if (!line.text.starts_with("animatize-span, "))
            continue;
        const StructureRef structure(gst_structure_from_string(line.text.c_str(), nullptr));
        ck_assert_msg(structure != nullptr, "%s", line.text.c_str());
        const GstStructure* fields = structure.get();
        all.push_back({textOf(fields, "name"), textOf(fields, "trace-id"),
                       textOf(fields, "span-id"), textOf(fields, "parent-id"),
                       textOf(fields, "status"), textOf(fields, "attributes"),
                       uint64Of(fields, "start"), uint64Of(fields, "duration")});
    }
    std::sort(all.begin(), all.end(),
              [](const Recorded& a, const Recorded& b) { return a.start < b.start; });
    return all;
}

/// Those of a trace with the names of their parents: "shot<prompt" is a prompt below a shot.
std::vector<std::string> pathsOf(const std::vector<Recorded>& all)
{
    std::map<std::string, std::string> paths;
    std::vector<std::string> texts;
    for (const Recorded& one : all) {
        const std::string above = paths[one.parent];
        paths[one.span] = (above.empty() ? "" : above + "<") + one.name;
        texts.push_back(paths[one.span]);
    }
    return texts;
}

bool hasPath(const std::vector<Recorded>& all, const std::string& path)
{
    const auto paths = pathsOf(all);
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& text : texts)
        all += text + "\n";
    return all;
}

}  // namespace

GST_START_TEST(aShotIsOneTraceFromThePromptToTheKeyframes)
{
    const DebugLines lines("GST_TRACER:7");
    Pipeline pipeline(
        "videotestsrc num-buffers=30 pattern=ball ! "
        "video/x-raw,format=I420,width=160,height=120,framerate=25/1 ! animatizemotion ! "
        "animatizeanalyze detect-objects=false ! animatizeprompt ! "
        "animatizegen frames=2 wait=true ! appsink name=out sync=false");
    pipeline.play();
    std::string onBuffers;
    while (const BufferRef buffer = pipeline.pull("out")) {
        const GstStructure* prompt = metaOf(buffer, "AnimatizePrompt");
        ck_assert(prompt != nullptr);
        onBuffers = textOf(prompt, "trace-id");
        ck_assert_uint_eq(onBuffers.size(), 32);
        ck_assert_uint_eq(textOf(prompt, "span-id").size(), 16);
    }
    pipeline.finish();
    const auto keyframes = pipeline.messages("animatize-keyframe");
    ck_assert_uint_eq(keyframes.size(), 2);
    ASSERT_TEXT(textOf(keyframes[0], "trace-id"), onBuffers);
    ck_assert(textOf(keyframes[0], "json").find("\"trace-id\":\"" + onBuffers) !=
              std::string::npos);
    const auto prompts = pipeline.messages("animatize-prompt");
    ASSERT_TEXT(textOf(prompts.at(0), "trace-id"), onBuffers);

    pipeline.setState(GST_STATE_NULL);
    const std::vector<Recorded> all = recorded(lines);
    for (const Recorded& one : all)
        ASSERT_TEXT(one.trace, onBuffers);
    for (const char* path :
         {"shot", "shot<prompt", "shot<prompt<keyframes", "shot<prompt<keyframes<backend",
          "shot<prompt<keyframes<backend<render", "shot<prompt<keyframes<announce"})
        ck_assert_msg(hasPath(all, path), "there is no %s among\n%s", path,
                      joined(pathsOf(all)).c_str());
    ASSERT_TEXT(all.at(0).name, "shot");
    ASSERT_TEXT(all[0].status, "ok");
    ck_assert(all[0].attributes.find("animatize.shot.id=1") != std::string::npos);
    ck_assert_uint_gt(all[0].duration, 0);
}
GST_END_TEST

GST_START_TEST(whatIsShownOnTheAirBelongsToTheShot)
{
    const DebugLines lines("GST_TRACER:7");
    std::string trace;
    {
        AirStream stream("output=replace", videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25));
        stream.next(10);
        stream.take();
        for (const BufferRef& buffer : stream.next(70))
            if (const GstStructure* shown = metaOf(buffer, "AnimatizeKeyframe"))
                trace = textOf(shown, "trace-id");
        stream.rig().endOfStream();
    }
    ck_assert_uint_eq(trace.size(), 32);
    const std::vector<Recorded> all = recorded(lines);
    ck_assert_msg(hasPath(all, "shot<shown") && hasPath(all, "shot<render"), "%s",
                  joined(pathsOf(all)).c_str());
    const auto shown = std::find_if(all.begin(), all.end(),
                                    [](const Recorded& one) { return one.name == "shown"; });
    ASSERT_TEXT(shown->trace, trace);
    ck_assert_msg(shown->attributes.find("animatize.frames=50") != std::string::npos, "%s",
                  shown->attributes.c_str());
    ck_assert(shown->attributes.find("animatize.backend=local") != std::string::npos);
}
GST_END_TEST

GST_START_TEST(aPromptOfATraceOfSomebodysIsTakenOver)
{
    const DebugLines lines("GST_TRACER:7");
    const std::string trace(32, 'a'), span(16, 'b');
    {
        AirStream stream("", videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25));
        for (int i = 0; i < 5; ++i)
            stream.next([&](GstBuffer* buffer) {
                attachPrompt(buffer, "camera_movement", "pan", "left");
                GstStructure* prompt = gst_custom_meta_get_structure(
                    gst_buffer_get_custom_meta(buffer, "AnimatizePrompt"));
                gst_structure_set(prompt, "trace-id", G_TYPE_STRING, trace.c_str(), "span-id",
                                  G_TYPE_STRING, span.c_str(), nullptr);
            });
        stream.rig().endOfStream();
        const auto keyframes = stream.rig().messages("animatize-keyframe");
        ASSERT_TEXT(textOf(keyframes.at(0).structure.get(), "trace-id"), trace);
    }
    const std::vector<Recorded> all = recorded(lines);
    ck_assert(!hasPath(all, "shot"));  // that is somebody else's
    const auto set = std::find_if(all.begin(), all.end(),
                                  [](const Recorded& one) { return one.name == "keyframes"; });
    ck_assert(set != all.end());
    ASSERT_TEXT(set->trace, trace);
    ASSERT_TEXT(set->parent, span);
}
GST_END_TEST

GST_START_TEST(anotherShotIsAnotherTrace)
{
    const DebugLines lines("GST_TRACER:7");
    {
        AirStream stream("", videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25));
        for (guint64 shot = 1; shot <= 3; ++shot)
            for (int i = 0; i < 5; ++i)
                stream.next([&](GstBuffer* buffer) { attachShot(buffer, shot, 0.5); });
        stream.rig().endOfStream();
    }
    std::map<std::string, std::string> shots;  // by trace
    for (const Recorded& one : recorded(lines))
        if (one.name == "shot")
            shots[one.trace] = one.attributes;
    ck_assert_uint_eq(shots.size(), 3);
}
GST_END_TEST

GST_START_TEST(nobodyListensAndNothingIsWritten)
{
    const DebugLines lines("GST_TRACER:5");
    AirStream stream("", videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25));
    stream.next(5);
    stream.rig().endOfStream();
    ck_assert(recorded(lines).empty());
}
GST_END_TEST

int main(int argc, char** argv)
{
    setenv("GST_TRACERS", "animatize(spans=true)", 1);
    return runGst(
        argc, argv, "traces",
        {CASE(aShotIsOneTraceFromThePromptToTheKeyframes),
         CASE(whatIsShownOnTheAirBelongsToTheShot), CASE(aPromptOfATraceOfSomebodysIsTakenOver),
         CASE(anotherShotIsAnotherTrace), CASE(nobodyListensAndNothingIsWritten)});
}
