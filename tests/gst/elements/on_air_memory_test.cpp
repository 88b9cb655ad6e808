// Where generated frames live: in a pool of the element's own, laid out as downstream likes them,
// bounded, and never in the memory of the frames that come.
#include "air_stream.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// An allocator that never has anything.
struct EmptyAllocator {
    GstAllocator parent;
};
struct EmptyAllocatorClass {
    GstAllocatorClass parent_class;
};
G_DEFINE_TYPE(EmptyAllocator, empty_allocator, GST_TYPE_ALLOCATOR)

int asked = 0;

void empty_allocator_class_init(EmptyAllocatorClass* klass)
{
    klass->parent_class.alloc = [](GstAllocator*, gsize, GstAllocationParams*) -> GstMemory* {
        ++asked;
        return nullptr;
    };
    klass->parent_class.free = [](GstAllocator*, GstMemory*) {};
}

void empty_allocator_init(EmptyAllocator* allocator)
{
    GST_ALLOCATOR_CAST(allocator)->mem_type = "empty";
}

/// Counts the ALLOCATION queries that reach downstream.
GstPadProbeReturn countQuery(GstPad*, GstPadProbeInfo* info, gpointer count)
{
    *static_cast<int*>(count) +=
        GST_QUERY_TYPE(GST_PAD_PROBE_INFO_QUERY(info)) == GST_QUERY_ALLOCATION &&
        (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_PUSH);
    return GST_PAD_PROBE_OK;
}

void countQueries(AirStream& stream, int& count)
{
    constexpr auto kQueries =
        static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH);
    gst_pad_add_probe(stream.rig().harness()->sinkpad, kQueries, countQuery, &count, nullptr);
}

void askAsUpstreamDoes(AirStream& stream)
{
    const CapsRef caps = capsOf(stream.info());
    GstQuery* query = gst_query_new_allocation(caps.get(), TRUE);
    ck_assert(gst_pad_peer_query(stream.rig().harness()->srcpad, query));
    gst_query_unref(query);
}

guintptr addressOf(GstBuffer* buffer)
{
    GstMapInfo map;
    ck_assert(gst_memory_map(gst_buffer_peek_memory(buffer, 0), &map, GST_MAP_READ));
    const auto address = reinterpret_cast<guintptr>(map.data);
    gst_memory_unmap(gst_buffer_peek_memory(buffer, 0), &map);
    return address;
}

void late(AirStream& stream, GstClockTime timestamp, GstClockTimeDiff by)
{
    const GstQOSType type = by > 0 ? GST_QOS_TYPE_UNDERFLOW : GST_QOS_TYPE_OVERFLOW;
    ck_assert(gst_harness_push_upstream_event(stream.rig().harness(),
                                              gst_event_new_qos(type, 1.5, by, timestamp)));
}

}  // namespace

// Frames that somebody else holds too, as behind a tee, in a fade, where both are read.
GST_START_TEST(theFramesThatComeAreNeverWritten)
{
    AirStream stream("output=dissolve", smallVideo());
    stream.next();
    stream.take();
    for (int i = 1; i < 30; ++i) {
        BufferRef other;
        const BufferRef out = stream.next([&](GstBuffer* buffer) {
            if (i % 2)
                other.reset(gst_buffer_ref(buffer));
            else
                other.reset(gst_buffer_copy(buffer));  // holds the memory only
        });
        ck_assert(bytesOf(other.get()) == bytesOf(stream.given(i).get()));
        ck_assert_int_eq(countMetas(other.get(), "AnimatizeKeyframe"), 0);
        if (generatedOn(out))
            ck_assert(gst_buffer_peek_memory(out.get(), 0) !=
                      gst_buffer_peek_memory(other.get(), 0));
    }
}
GST_END_TEST

GST_START_TEST(alignmentIsDownstreams)
{
    AirStream stream("output=replace", smallVideo());
    GstAllocationParams params;
    gst_allocation_params_init(&params);
    params.align = 4095;
    gst_harness_set_propose_allocator(stream.rig().harness(), nullptr, &params);
    stream.next();
    stream.take();
    for (const BufferRef& out : stream.next(4)) {
        ck_assert(generatedOn(out));
        ck_assert_uint_eq(addressOf(out.get()) % 4096, 0);
    }
}
GST_END_TEST

// Without a word about GstVideoMeta, rows lie as the caps alone say.
GST_START_TEST(rowsLieAsDownstreamCanReadThem)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_RGB, 33, 7);
    AirStream plain("output=replace", info), reads("output=replace", info);
    gst_harness_add_propose_allocation_meta(reads.rig().harness(), GST_VIDEO_META_API_TYPE,
                                            nullptr);
    for (AirStream* stream : {&plain, &reads}) {
        stream->next();
        stream->take();
        const BufferRef out = stream->next();
        ck_assert(generatedOn(out));
        ck_assert((gst_buffer_get_video_meta(out.get()) != nullptr) == (stream == &reads));
        ck_assert_uint_eq(gst_buffer_get_size(out.get()), GST_VIDEO_INFO_SIZE(&info));
    }
}
GST_END_TEST

// An allocator that can't deliver costs no frame: system memory takes its place.
GST_START_TEST(whereDownstreamsMemoryIsGoneAnyOtherDoes)
{
    for (const bool custom : {false, true}) {
        AirStream stream("output=replace", smallVideo());
        auto* allocator =
            static_cast<GstAllocator*>(g_object_new(empty_allocator_get_type(), nullptr));
        gst_object_ref_sink(allocator);
        if (custom)  // it takes more than a size to ask it: it isn't asked
            GST_OBJECT_FLAG_SET(allocator, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
        gst_harness_set_propose_allocator(stream.rig().harness(), allocator, nullptr);
        asked = 0;
        stream.next();
        stream.take();
        ASSERT_TEXT(airOf(stream.next(10)), "##########");
        ck_assert_int_eq(asked, custom ? 0 : 1);
        ck_assert_uint_eq(stream.rig().warnings().size(), 0);
        ck_assert_uint_eq(stream.stat("missed"), 0);
    }
}
GST_END_TEST

// Downstream's answer to upstream is overheard: nobody asks twice, and in passthrough nobody asks.
GST_START_TEST(downstreamIsAskedOnce)
{
    int queries = 0;
    AirStream quiet("", smallVideo());
    countQueries(quiet, queries);
    quiet.next(5);
    ck_assert_int_eq(queries, 0);
    quiet.setOutput("replace");
    quiet.next(5);
    quiet.take();
    quiet.next(5);
    ck_assert_int_eq(queries, 1);

    queries = 0;
    AirStream asking("output=replace", smallVideo());
    countQueries(asking, queries);
    askAsUpstreamDoes(asking);
    asking.next();
    asking.take();
    ASSERT_TEXT(airOf(asking.next(3)), "###");
    ck_assert_int_eq(queries, 1);
}
GST_END_TEST

// Another sink, with other wishes, while a shot plays.
GST_START_TEST(anotherDownstreamIsAskedAgain)
{
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    ck_assert(!gst_buffer_get_video_meta(stream.next().get()));
    gst_harness_add_propose_allocation_meta(stream.rig().harness(), GST_VIDEO_META_API_TYPE,
                                            nullptr);
    ck_assert(!gst_buffer_get_video_meta(stream.next().get()));
    ck_assert(gst_harness_push_upstream_event(stream.rig().harness(), gst_event_new_reconfigure()));
    const BufferRef out = stream.next();
    ck_assert(generatedOn(out));
    ck_assert(gst_buffer_get_video_meta(out.get()));
    ck_assert_uint_eq(stream.stat("missed"), 0);
}
GST_END_TEST

// A sink that holds all frames gets the live picture once the pool is empty, and it is said once.
GST_START_TEST(anEmptyPoolIsNeverWaitedFor)
{
    AirStream stream("output=replace play-duration=60000000000", smallVideo());
    stream.next();
    stream.take();
    std::vector<BufferRef> held = stream.next(140);
    ASSERT_TEXT(airOf(held), std::string(128, '#') + std::string(12, '.'));
    ck_assert_uint_eq(stream.stat("missed"), 12);
    ck_assert_uint_eq(stream.rig().warnings().size(), 1);
    ck_assert(stream.rig().warnings()[0].find("live picture") != std::string::npos);
    held.resize(100);
    ASSERT_TEXT(airOf(stream.next(20)), std::string(20, '#'));
}
GST_END_TEST

GST_START_TEST(theMemoryIsGivenBack)
{
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    BufferRef out = stream.next();
    gpointer pool = out->pool;
    ck_assert(pool != nullptr);
    g_object_add_weak_pointer(G_OBJECT(pool), &pool);
    stream.setOutput("passthrough");
    stream.next();
    ck_assert(pool != nullptr);  // one of its frames is out there
    ck_assert_uint_eq(bytesOf(out.get()).size(), gst_buffer_get_size(out.get()));
    out.reset();
    ck_assert(pool == nullptr);
}
GST_END_TEST

// Late frames get the last picture again, in the same memory; every fifth is made anew.
GST_START_TEST(lateFramesRepeatThePicture)
{
    AirStream stream("output=replace", smallVideo());
    const auto pan = [](GstBuffer* buffer) {
        attachPrompt(buffer, "camera_movement", "pan", "left");
    };
    stream.next(pan);
    stream.take();
    stream.next(pan);
    late(stream, 0, 10 * GST_SECOND);
    std::vector<BufferRef> all;
    std::string fresh;
    for (int i = 2; i < 16; ++i) {
        all.push_back(stream.next(pan));
        const BufferRef& out = all.back();
        ck_assert(generatedOn(out));
        ck_assert_uint_eq(GST_BUFFER_PTS(out.get()), static_cast<guint64>(i) * 40 * GST_MSECOND);
        const bool same =
            all.size() > 1 && gst_buffer_peek_memory(out.get(), 0) ==
                                  gst_buffer_peek_memory(all[all.size() - 2].get(), 0);
        fresh += same ? '.' : '#';
    }
    ASSERT_TEXT(fresh, "#....#....#...");
    ck_assert_uint_eq(stream.stat("repeated"), 11);
    ck_assert_uint_eq(stream.stat("skipped"), 14);
    // In time again, each frame is made.
    late(stream, 16 * 40 * GST_MSECOND, -static_cast<GstClockTimeDiff>(GST_SECOND / 2));
    const BufferRef one = stream.next(pan), other = stream.next(pan);
    ck_assert(gst_buffer_peek_memory(one.get(), 0) != gst_buffer_peek_memory(other.get(), 0));
    ck_assert_uint_eq(stream.stat("repeated"), 11);
    // Whoever paints on one of them paints on no other.
    const auto before = bytesOf(all[1].get());
    gst_buffer_memset(all[2].get(), 0, 0x11, 64);
    ck_assert(bytesOf(all[1].get()) == before);
    ck_assert(bytesOf(all[2].get()) != before);
}
GST_END_TEST

// The end comes when it is due, also for frames that are late.
GST_START_TEST(lateFramesEndInTime)
{
    AirStream stream("output=replace play-duration=400000000", smallVideo());
    stream.next();
    stream.take();
    std::string air = airOf(stream.next(2));
    late(stream, 0, 10 * GST_SECOND);
    air += airOf(stream.next(10));
    ASSERT_TEXT(air, "##########..");
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "on_air_memory",
        {CASE(theFramesThatComeAreNeverWritten), CASE(alignmentIsDownstreams),
         CASE(rowsLieAsDownstreamCanReadThem), CASE(whereDownstreamsMemoryIsGoneAnyOtherDoes),
         CASE(downstreamIsAskedOnce), CASE(anotherDownstreamIsAskedAgain),
         CASE(anEmptyPoolIsNeverWaitedFor), CASE(theMemoryIsGivenBack),
         CASE(lateFramesRepeatThePicture), CASE(lateFramesEndInTime)});
}
