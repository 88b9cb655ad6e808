// What the core says of requests and caches in the debug log.
#include <fstream>

#include "air_stream.h"
#include "support/debug_lines.h"
#include "support/fault_server.h"
#include "support/folder.h"

using namespace animatize;
using namespace animatize::test;

GST_START_TEST(theNetworkAndTheCacheSayWhatTheyDo)
{
    const GstVideoInfo video = videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, 25);
    FaultServer server;
    server.always(Reply::failure(503));
    const Folder folder;
    std::ofstream(folder.path("mine.json"))
        << "{\"schema\":\"animatize-providers/1\",\"name\":\"mine\",\"base-uri\":\""
        << server.uri("")
        << "\",\"submit\":{\"path\":\"/"
           "make\",\"body\":{\"text\":{\"$slot\":\"prompt\"}}},\"size\":{"
           "\"as\":\"pixels\"},\"result\":{\"pictures\":[{\"as\":\"base64\",\"pointer\":\"/"
           "image\"}]}}";
    const DebugLines lines("animatize-net:6,animatize-cache:6,animatizegen:4");
    AirStream stream("backends=mine,local providers-location=" + folder.path("mine.json"), video);
    for (int i = 0; i < 5; ++i)
        stream.next(
            [](GstBuffer* buffer) { attachPrompt(buffer, "camera_movement", "pan", "left"); });
    stream.rig().endOfStream();
    const char* net = "animatize-net";
    ck_assert(lines.has(net, GST_LEVEL_LOG, "/make, attempt 1"));
    ck_assert(lines.has(net, GST_LEVEL_INFO, "attempt 1: server: "));
    ck_assert(lines.has(net, GST_LEVEL_INFO, "attempt 2 follows in "));
    ck_assert(lines.has(net, GST_LEVEL_WARNING, "is down: its circuit breaker is open for "));
    ck_assert(lines.has("animatize-cache", GST_LEVEL_LOG, ": miss"));
    ck_assert(lines.has("animatizegen", GST_LEVEL_INFO, "fallback: mine: "));
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "net logs", {CASE(theNetworkAndTheCacheSayWhatTheyDo)});
}
