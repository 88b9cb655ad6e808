// As if the elements weren't there: allocation and latency pass through the whole chain, pools of
// the sink reach the source, and a live pipeline without any queue keeps up.
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// What a sink proposes that has a pool and understands strides.
struct Proposal {
    GstBufferPool* pool = gst_buffer_pool_new();
    guint size = 4711;
    int asked = 0;
    ~Proposal() { gst_object_unref(pool); }
};

GstPadProbeReturn propose(GstPad*, GstPadProbeInfo* info, gpointer data)
{
    auto& proposal = *static_cast<Proposal*>(data);
    GstQuery* query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION ||
        !(GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_PUSH))
        return GST_PAD_PROBE_OK;
    ++proposal.asked;
    gst_query_add_allocation_pool(query, proposal.pool, proposal.size, 2, 5);
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    gst_query_add_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, nullptr);
    GstAllocationParams params;
    gst_allocation_params_init(&params);
    params.align = 63;
    gst_query_add_allocation_param(query, nullptr, &params);
    return GST_PAD_PROBE_HANDLED;
}

constexpr auto kQueries =
    static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH);

std::string switchedOff()
{
    std::string line;
    for (const std::string& element : elements())
        line += (line.empty() ? "" : " ! ") + element + " enabled=false";
    return line;
}

}  // namespace

GST_START_TEST(allocationIsBetweenSourceAndSink)
{
    Rig rig(__i__ == 0 ? chain() : switchedOff());
    Proposal proposal;
    gst_pad_add_probe(rig.harness()->sinkpad, kQueries, propose, &proposal, nullptr);
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 64, 48);
    rig.caps(info);
    const CapsRef caps = capsOf(info);
    GstQuery* query = gst_query_new_allocation(caps.get(), TRUE);
    ck_assert(gst_pad_peer_query(rig.harness()->srcpad, query));
    ck_assert_int_gt(proposal.asked, 0);
    ck_assert_uint_eq(gst_query_get_n_allocation_pools(query), 1);
    GstBufferPool* pool = nullptr;
    guint size = 0, least = 0, most = 0;
    gst_query_parse_nth_allocation_pool(query, 0, &pool, &size, &least, &most);
    ck_assert(pool == proposal.pool);
    ck_assert(size == proposal.size && least == 2 && most == 5);
    gst_object_unref(pool);
    ck_assert_uint_eq(gst_query_get_n_allocation_metas(query), 2);
    ck_assert(gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr));
    ck_assert_uint_eq(gst_query_get_n_allocation_params(query), 1);
    GstAllocationParams params;
    gst_query_parse_nth_allocation_param(query, 0, nullptr, &params);
    ck_assert_uint_eq(params.align, 63);
    gst_query_unref(query);
}
GST_END_TEST

namespace {

struct PoolSink {
    GstBufferPool* pool = gst_video_buffer_pool_new();
    int fromPool = 0, others = 0;
    ~PoolSink() { gst_object_unref(pool); }
};

GstPadProbeReturn offerPool(GstPad*, GstPadProbeInfo* info, gpointer data)
{
    auto& sink = *static_cast<PoolSink*>(data);
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) {
        (GST_PAD_PROBE_INFO_BUFFER(info)->pool == sink.pool ? sink.fromPool : sink.others)++;
        return GST_PAD_PROBE_OK;
    }
    GstQuery* query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION ||
        !(GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_PUSH))
        return GST_PAD_PROBE_OK;
    gst_query_add_allocation_pool(query, sink.pool, 64 * 48 * 3 / 2, 4, 0);
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    return GST_PAD_PROBE_HANDLED;
}

}  // namespace

GST_START_TEST(thePoolOfTheSinkIsUsedByTheSource)
{
    PoolSink sink;
    Pipeline pipeline(
        "videotestsrc num-buffers=30 ! video/x-raw,format=I420,width=64,height=48 ! " + chain() +
        " ! fakesink name=sink sync=false");
    GstPad* pad = gst_element_get_static_pad(pipeline.element("sink"), "sink");
    gst_pad_add_probe(pad, static_cast<GstPadProbeType>(kQueries | GST_PAD_PROBE_TYPE_BUFFER),
                      offerPool, &sink, nullptr);
    gst_object_unref(pad);
    pipeline.run();
    ck_assert_int_eq(sink.fromPool, 30);
    ck_assert_int_eq(sink.others, 0);
}
GST_END_TEST

namespace {

struct Latency {
    gboolean live = FALSE;
    GstClockTime least = 0, most = 0;
    bool operator==(const Latency&) const = default;
};

Latency latencyBehind(const std::string& line, bool live)
{
    Rig rig(line, live);
    gst_harness_set_upstream_latency(rig.harness(), 35 * GST_MSECOND);
    rig.caps(videoInfo(GST_VIDEO_FORMAT_I420, 64, 48));
    GstQuery* query = gst_query_new_latency();
    ck_assert(gst_pad_peer_query(rig.harness()->sinkpad, query));
    Latency latency;
    gst_query_parse_latency(query, &latency.live, &latency.least, &latency.most);
    gst_query_unref(query);
    return latency;
}

}  // namespace

GST_START_TEST(latencyIsThatOfTheSource)
{
    const Latency live = latencyBehind(chain(), true);
    ck_assert(live == (Latency{TRUE, 35 * GST_MSECOND, GST_CLOCK_TIME_NONE}));
    ck_assert(live == latencyBehind("identity ! identity", true));
    ck_assert(latencyBehind(chain(), false) == latencyBehind("identity ! identity", false));
}
GST_END_TEST

namespace {

guint64 countOf(Pipeline& pipeline, const std::string& element, const char* what)
{
    GstStructure* stats = nullptr;
    g_object_get(pipeline.element(element), "stats", &stats, nullptr);
    const guint64 count = uint64Of(stats, what);
    gst_structure_free(stats);
    return count;
}

GstClockTime latencyOf(Pipeline& pipeline)
{
    GstQuery* query = gst_query_new_latency();
    ck_assert(gst_element_query(pipeline.object(), query));
    gboolean live = FALSE;
    GstClockTime least = 0;
    gst_query_parse_latency(query, &live, &least, nullptr);
    ck_assert(live);
    gst_query_unref(query);
    return least;
}

}  // namespace

GST_START_TEST(aLivePipelineWithoutAQueueKeepsUp)
{
    const std::string source =
        "videotestsrc is-live=true pattern=ball num-buffers=60 ! "
        "video/x-raw,width=320,height=240,framerate=30/1 ! ";
    GstClockTime bare = 0;
    {
        Pipeline without(source + "fakesink sync=true");
        without.setState(GST_STATE_PLAYING);
        bare = latencyOf(without);
    }
    Pipeline pipeline(source +
                      "animatizemotion name=m ! animatizeanalyze name=a ! animatizeprompt name=p ! "
                      "animatizegen name=g ! fakesink name=sink sync=true");
    pipeline.setState(GST_STATE_PLAYING);
    ck_assert_uint_eq(latencyOf(pipeline), bare);
    pipeline.finish();
    for (const char* name : {"m", "a", "p", "g"})
        ck_assert_uint_eq(countOf(pipeline, name, "frames"), 60);
    ck_assert_uint_eq(countOf(pipeline, "sink", "rendered"), 60);
    ck_assert_uint_eq(countOf(pipeline, "sink", "dropped"), 0);
}
GST_END_TEST

// A live stream is never waited for, and it is said.
GST_START_TEST(waitIsIgnoredLive)
{
    Pipeline pipeline(
        "videotestsrc is-live=true pattern=smpte num-buffers=10 ! video/x-raw,width=64,height=48 ! "
        "animatizeanalyze ! animatizegen wait=true ! fakesink sync=true");
    pipeline.run();
    ck_assert_uint_eq(pipeline.warnings().size(), 1);
    ck_assert_msg(pipeline.warnings()[0].find("wait") != std::string::npos, "%s",
                  pipeline.warnings()[0].c_str());
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "transparency",
                  {CASES(allocationIsBetweenSourceAndSink, 2),
                   CASE(thePoolOfTheSinkIsUsedByTheSource), CASE(latencyIsThatOfTheSource),
                   CASE(aLivePipelineWithoutAQueueKeepsUp), CASE(waitIsIgnoredLive)});
}
