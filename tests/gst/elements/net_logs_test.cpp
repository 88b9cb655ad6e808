// What the core says of requests and caches in the debug log.
#include <fstream>

#include "air_stream.h"
#include "support/debug_lines.h"
#include "support/fault_server.h"
#include "support/folder.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

std::string manifest(const std::string& name, const std::string& uri)
{
    return "{\"schema\":\"animatize-providers/1\",\"name\":\"" + name + "\",\"base-uri\":\"" + uri +
           "\",\"submit\":{\"path\":\"/"
           "make\",\"body\":{\"text\":{\"$slot\":\"prompt\"}}},\"size\":{"
           "\"as\":\"pixels\"},\"result\":{\"pictures\":[{\"as\":\"base64\",\"pointer\":\"/"
           "image\"}]}}";
}

}  // namespace

GST_START_TEST(theNetworkAndTheCacheSayWhatTheyDo)
{
    const GstVideoInfo video = videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25);
    FaultServer server;
    server.always(Reply::failure(503));
    const Folder folder;
    std::ofstream(folder.path("mine.json")) << manifest("mine", server.uri(""));
    const DebugLines lines("animatize-net:6,animatize-cache:6,animatizegen:4");
    AirStream stream("backends=mine,local providers-location=" + folder.path("mine.json"), video);
    for (int i = 0; i < 5; ++i)
        stream.next(
            [](GstBuffer* buffer) { attachPrompt(buffer, "camera_movement", "pan", "left"); });
    stream.rig().endOfStream();
    const char* net = "animatize-net";
    ck_assert(lines.has(net, GST_LEVEL_LOG, "/make, attempt 1"));
    ck_assert(lines.has(net, GST_LEVEL_INFO, "attempt 1: server, status 503"));
    ck_assert(lines.has(net, GST_LEVEL_INFO, "attempt 2 follows in "));
    ck_assert(lines.has(net, GST_LEVEL_WARNING, "is down: its circuit breaker is open for "));
    ck_assert(lines.has("animatize-cache", GST_LEVEL_LOG, ": miss"));
    ck_assert(lines.has("animatizegen", GST_LEVEL_INFO, "fallback: mine"));
}
GST_END_TEST

// The bus is told what a server says; that can quote the prompt, so no log of ours has it.
GST_START_TEST(whatServersSayIsNotLogged)
{
    FaultServer server;
    const std::string said = "{\"error\":{\"message\":\"A purple cow is not allowed\"}}";
    server.answer([&](const Received& request) {
        const bool first = request.target.starts_with("/first");
        return Reply::json(said, first ? 503 : request.target.starts_with("/second") ? 401 : 400);
    });
    const Folder folder;
    for (const char* name : {"first", "second", "third"})
        std::ofstream(folder.path(std::string(name) + ".json"))
            << manifest(name, server.uri("/") + name);
    const DebugLines lines("animatize*:9");
    Pipeline pipeline(
        "videotestsrc num-buffers=20 pattern=smpte75 ! "
        "video/x-raw,format=I420,width=160,height=120,framerate=25/1 ! animatizemotion ! "
        "animatizeanalyze detect-objects=false ! animatizeprompt wait=true expander=llm "
        "llm-model=small llm-batch-window=0 llm-uri=" +
        server.uri("/v1") + " ! animatizegen wait=true frames=1 providers-location=" +
        folder.path("") + " backends=first,second,third ! fakesink");
    pipeline.run();
    std::string told;
    for (const GstStructure* message : pipeline.messages())
        told += asText(message) + "\n";
    for (const std::string& warning : pipeline.warnings())
        told += warning + "\n";
    for (const char* words : {"first: ", "second: ", "third: ", "chat/completions: "})
        ck_assert_msg(told.find(words) != std::string::npos, "%s", words);
    ck_assert(told.find("purple cow") != std::string::npos);
    for (const char* category : {"animatize-net", "animatizegen", "animatizeprompt"}) {
        const auto all = lines.of(category);
        ck_assert(!all.empty());
        for (const DebugLine& line : all)
            ck_assert_msg(line.text.find("purple") == std::string::npos, "%s: %s", category,
                          line.text.c_str());
    }
    const char* net = "animatize-net";
    ck_assert(lines.has(net, GST_LEVEL_INFO, "/make, attempt 1: server, status 503"));
    ck_assert(lines.has(net, GST_LEVEL_WARNING, "changes: forbidden, status 401"));
    ck_assert(lines.has("animatizegen", GST_LEVEL_WARNING, "the bus is told why"));
    ck_assert(lines.has("animatizeprompt", GST_LEVEL_WARNING, "the bus is told why"));
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "net logs",
                  {CASE(theNetworkAndTheCacheSayWhatTheyDo), CASE(whatServersSayIsNotLogged)});
}
