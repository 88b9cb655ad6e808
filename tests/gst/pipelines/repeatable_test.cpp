// Two runs over the same frames leave the same bytes: metas, messages, JSON, pictures and prompts.
// The second run has queues between the elements and other work on the machine; only times that the
// machine measures may differ.
#include <atomic>
#include <regex>
#include <thread>

#include "support/folder.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Scene {
    int from;
    const char* pattern;
};
constexpr Scene kScenes[] = {{60, "smpte"}, {110, "circular"}, {140, "ball"}};
constexpr int kFrames = 180;

// Another pattern from some frames on: hard cuts.
GstPadProbeReturn cut(GstPad* pad, GstPadProbeInfo*, gpointer count)
{
    const int next = ++*static_cast<int*>(count);
    GstElement* source = gst_pad_get_parent_element(pad);
    for (const Scene& scene : kScenes)
        if (scene.from == next)
            gst_util_set_object_arg(G_OBJECT(source), "pattern", scene.pattern);
    gst_object_unref(source);
    return GST_PAD_PROBE_OK;
}

std::string withoutMachineTimes(const std::string& text)
{
    // As a structure, as JSON, and as JSON inside of a structure, with its backslashes.
    static const std::regex times(
        R"re((elapsed|time-(mean|max|p[0-9]+))(=\(guint64\)|\\?"\\?:)[0-9]+)re");
    return std::regex_replace(text, times, "$1");
}

// Takes the folder's own name out of what was written.
std::string withoutFolder(std::string text, const Folder& folder)
{
    const std::string name = folder.path("");
    for (size_t at; (at = text.find(name)) != std::string::npos;)
        text.erase(at, name.size());
    return text;
}

std::string lineOf(const Folder& folder, const std::string& between)
{
    const auto json = [&folder](const char* name) {
        return " json-location=" + folder.path(std::string(name) + ".jsonl") + " ";
    };
    return "videotestsrc name=source pattern=ball motion=sweep num-buffers=" +
           std::to_string(kFrames) +
           " ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! " + between +
           "animatizemotion name=m" + json("motion") + "! " + between +
           "animatizeanalyze name=a wait=true" + json("analyze") + "! " + between +
           "animatizeprompt name=p wait=true interval=1000000000" + json("prompt") + "! " +
           between +
           "animatizegen name=g wait=true frames=3 location=" + folder.path("key-%05d.png") +
           json("gen") +
           "! appsink name=out sync=false max-buffers=2  p.prompt ! filesink location=" +
           folder.path("prompts.jsonl") + "  g.keyframe ! appsink name=keys sync=false async=false";
}

// What the metas and messages say, as text; the files are in the folder.
std::string run(const Folder& folder, const std::string& between)
{
    Pipeline pipeline(lineOf(folder, between));
    int count = 0;
    GstPad* pad = gst_element_get_static_pad(pipeline.element("source"), "src");
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, cut, &count, nullptr);
    gst_object_unref(pad);
    pipeline.play();
    std::string text;
    int frames = 0;
    while (const BufferRef buffer = pipeline.pull("out")) {
        ++frames;
        for (const char* name : {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"})
            text += asText(metaOf(buffer, name)) + "\n";
    }
    ck_assert_int_eq(frames, kFrames);
    while (const BufferRef key = pipeline.pull("keys"))
        text += "shown at " + std::to_string(GST_BUFFER_PTS(key.get())) + " " +
                asText(metaOf(key, "AnimatizeKeyframe")) + "\n";
    pipeline.finish();
    for (const char* name :
         {"animatize-motion", "animatize-camera", "animatize-shot", "animatize-scene",
          "animatize-prompt", "animatize-keyframe", "animatize-summary"})
        for (const GstStructure* message : pipeline.messages(name))
            text += asText(message) + "\n";
    return withoutFolder(withoutMachineTimes(text), folder);
}

void assertSame(const std::string& what, const std::string& first, const std::string& second)
{
    size_t at = 0;
    while (at < first.size() && at < second.size() && first[at] == second[at])
        ++at;
    const size_t from = at < 200 ? 0 : at - 200;
    ck_assert_msg(first == second, "%s differs at byte %zu:\n%s\n-----\n%s", what.c_str(), at,
                  first.substr(from, 400).c_str(), second.substr(from, 400).c_str());
}

size_t countEndings(const std::vector<std::string>& names, const std::string& ending)
{
    size_t count = 0;
    for (const std::string& name : names)
        count += name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending;
    return count;
}

}  // namespace

GST_START_TEST(twoRunsLeaveTheSameBytes)
{
    const Folder first, second;
    const std::string before = run(first, "");
    std::atomic<bool> done{false};
    std::thread other([&done] {
        for (volatile unsigned work = 0; !done;)
            work = work * 7 + 1;
    });
    const std::string after = run(second, "queue ! ");
    done = true;
    other.join();
    assertSame("what was said", before, after);
    const auto names = first.files();
    ck_assert(names == second.files());
    ck_assert_uint_eq(countEndings(names, ".jsonl"), 5);
    // Four shots, three keyframes each.
    ck_assert_uint_eq(countEndings(names, ".png"), 12);
    ck_assert_uint_eq(countEndings(names, ".json"), 12);
    for (const std::string& name : names)
        assertSame(name, withoutFolder(withoutMachineTimes(first.text(name)), first),
                   withoutFolder(withoutMachineTimes(second.text(name)), second));
    ck_assert_uint_gt(first.lines("motion.jsonl").size(), kFrames);
    ck_assert_uint_gt(first.lines("prompts.jsonl").size(), 4);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "repeatable", {CASE(twoRunsLeaveTheSameBytes)});
}
