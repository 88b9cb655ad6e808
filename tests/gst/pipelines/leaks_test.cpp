// GStreamer's own leaks tracer over a whole life of the elements, in a process of its own; and the
// proof that it finds something when there is something.
#include <array>
#include <cstring>
#include <sstream>

#include "gst/base/ref.h"
#include "support/gst_suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const char* self = nullptr;

// Waits for the end; whether it came.
bool finish(GstElement* pipeline)
{
    GstBus* bus = gst_element_get_bus(pipeline);
    GstMessage* message = gst_bus_timed_pop_filtered(
        bus, 60 * GST_SECOND, static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
    const bool good = message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
    if (message)
        gst_message_unref(message);
    gst_object_unref(bus);
    return good;
}

// What the child does: seeks, plays to the end with both side pads, goes down and up again.
int live()
{
    gst_init(nullptr, nullptr);
    GstElement* pipeline = gst_parse_launch(
        "videotestsrc pattern=ball num-buffers=60 ! video/x-raw,width=64,height=48 ! "
        "animatizemotion ! tee name=t ! queue ! animatizeanalyze ! animatizeprompt name=p ! "
        "animatizegen name=g frames=2 ! fakesink sync=false  t. ! queue ! "
#ifdef HAVE_OVERLAY
        "animatizeoverlay ! "
#endif
        "fakesink sync=false "
        "p.prompt ! fakesink sync=false  g.keyframe ! fakesink sync=false async=false",
        nullptr);
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, nullptr, nullptr, GST_CLOCK_TIME_NONE);
    gst_element_seek_simple(pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, GST_SECOND);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    bool good = finish(pipeline);
    gst_element_set_state(pipeline, GST_STATE_READY);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    good = finish(pipeline) && good;
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(pipeline);
    gst_deinit();
    return good ? 0 : 1;
}

int leak()
{
    gst_init(nullptr, nullptr);
    GstElement* element = gst_element_factory_make("animatizemotion", "forgotten");
    gst_deinit();
    return element ? 0 : 1;
}

// The child's standard error, with the tracer on.
std::string childSays(const char* what)
{
    char* arguments[] = {const_cast<char*>(self), const_cast<char*>(what), nullptr};
    char** environment = g_get_environ();
    const std::array<std::pair<const char*, const char*>, 3> added = {
        {{"GST_TRACERS", "leaks"}, {"GST_DEBUG", "GST_TRACER:7"}, {"GST_DEBUG_NO_COLOR", "1"}}};
    for (const auto& [name, value] : added)
        environment = g_environ_setenv(environment, name, value, TRUE);
    char* said = nullptr;
    int status = -1;
    GError* error = nullptr;
    g_spawn_sync(nullptr, arguments, environment, G_SPAWN_DEFAULT, nullptr, nullptr, nullptr, &said,
                 &status, &error);
    g_strfreev(environment);
    ck_assert_msg(!error && status == 0, "the child failed (%d): %s", status,
                  said ? said : error->message);
    const CharRef owned(said);
    return said;
}

// What the tracer reports, without its announcement of how it will report.
std::string alive(const std::string& said)
{
    std::istringstream lines(said);
    std::string found;
    for (std::string line; std::getline(lines, line);)
        if (line.find("object-alive, type-name=(string)") != std::string::npos &&
            line.find("type-name=(string)%s") == std::string::npos)
            found += line + "\n";
    return found;
}

}  // namespace

GST_START_TEST(theTracerIsThereAndFindsWhatIsForgotten)
{
    ck_assert_msg(alive(childSays("--leak")).find("forgotten") != std::string::npos,
                  "the leaks tracer doesn't find an element that nobody frees");
}
GST_END_TEST

GST_START_TEST(nothingIsForgotten)
{
    const std::string found = alive(childSays("--live"));
    ck_assert_msg(found.empty(), "alive at the end:\n%s", found.c_str());
}
GST_END_TEST

int main(int argc, char** argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--live") == 0)
        return live();
    if (argc == 2 && std::strcmp(argv[1], "--leak") == 0)
        return leak();
    self = argv[0];
    return runGst(argc, argv, "leaks",
                  {CASE(theTracerIsThereAndFindsWhatIsForgotten), CASE(nothingIsForgotten)});
}
