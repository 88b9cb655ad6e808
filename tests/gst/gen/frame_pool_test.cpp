// How many frames may be out at a time, and who is asked how they should be.
#include "gst/gen/frame_pool.h"

#include <functional>

#include "support/frames.h"
#include "support/gst_suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// A pad with nobody behind it, and a pool for it.
struct Alone {
    GstPad* pad = gst_pad_new("src", GST_PAD_SRC);
    FramePool pool;

    explicit Alone(const GstVideoInfo& info, size_t mostBytes = FramePool::kMostBytes)
        : pool(pad, mostBytes), caps(capsOf(info))
    {
        pool.setCaps(caps.get());
    }
    ~Alone()
    {
        pool.close();
        gst_object_unref(pad);
    }

    /// Frames until there are no more.
    std::vector<BufferRef> all()
    {
        std::vector<BufferRef> frames;
        for (auto frame = pool.acquire(); frame; frame = pool.acquire())
            frames.push_back(std::move(*frame));
        return frames;
    }
    /// Downstream says this about frames of the pool's caps.
    void says(const std::function<void(GstQuery*)>& answer)
    {
        const QueryRef query(gst_query_new_allocation(caps.get(), TRUE));
        answer(query.get());
        pool.answered(query.get());
    }

    CapsRef caps;
};

void wantPool(GstQuery* query, guint size, guint least,
              const GstVideoAlignment* alignment = nullptr)
{
    GstCaps* caps = nullptr;
    gst_query_parse_allocation(query, &caps, nullptr);
    GstBufferPool* pool = gst_video_buffer_pool_new();
    GstStructure* config = gst_buffer_pool_get_config(pool);
    gst_buffer_pool_config_set_params(config, caps, size, least, 0);
    if (alignment) {
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
        gst_buffer_pool_config_set_video_alignment(config, alignment);
    }
    ck_assert(gst_buffer_pool_set_config(pool, config));
    gst_query_add_allocation_pool(query, pool, size, least, 0);
    gst_object_unref(pool);
}

}  // namespace

GST_START_TEST(thereAreSoManyFramesAndNoMore)
{
    Alone small(videoInfo(GST_VIDEO_FORMAT_GRAY8, 16, 16));
    ck_assert_uint_eq(small.all().size(), FramePool::kMostFrames);
    Alone large(videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 64), 8 * 4096 + 4095);
    ck_assert_uint_eq(large.all().size(), 8);
    // What downstream holds anyway, and two to work with.
    Alone holding(videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 64), 8 * 4096);
    holding.says([](GstQuery* query) { wantPool(query, 64 * 64, 10); });
    ck_assert_uint_eq(holding.all().size(), 12);
}
GST_END_TEST

GST_START_TEST(framesThatComeBackAreUsedAgain)
{
    Alone alone(videoInfo(GST_VIDEO_FORMAT_GRAY8, 16, 16));
    const GstMemory* memory = nullptr;
    for (int i = 0; i < 5; ++i) {
        auto frame = alone.pool.acquire();
        ck_assert(bool(frame));
        ck_assert(gst_buffer_is_writable(frame->get()));
        ck_assert(!memory || memory == gst_buffer_peek_memory(frame->get(), 0));
        memory = gst_buffer_peek_memory(frame->get(), 0);
    }
}
GST_END_TEST

GST_START_TEST(sizeAndAlignmentAreThoseOfThePoolThatIsOffered)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 30, 20);
    Alone alone(info);
    GstVideoAlignment alignment;
    gst_video_alignment_reset(&alignment);
    alignment.padding_right = 34;
    alone.says([&](GstQuery* query) {
        gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
        wantPool(query, 5000, 0, &alignment);
    });
    const auto frame = alone.pool.acquire();
    ck_assert(bool(frame));
    ck_assert_uint_ge(gst_buffer_get_size(frame->get()), 5000);
    const GstVideoMeta* meta = gst_buffer_get_video_meta(frame->get());
    ck_assert(meta != nullptr);
    ck_assert_int_ge(meta->stride[0], 64);
}
GST_END_TEST

// Half of an alignment is none, and one for frames of another size is not for these.
GST_START_TEST(whatCantBeMeantIsIgnored)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 32, 20);
    Alone alone(info);
    GstStructure* half = gst_structure_new("video-meta", "padding-top", G_TYPE_UINT, 8, nullptr);
    alone.says([&](GstQuery* query) {
        gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, half);
    });
    gst_structure_free(half);
    {
        const auto frame = alone.pool.acquire();
        ck_assert_uint_eq(gst_buffer_get_video_meta(frame->get())->offset[0], 0);
    }
    const CapsRef other = capsOf(videoInfo(GST_VIDEO_FORMAT_I420, 64, 64));
    const QueryRef query(gst_query_new_allocation(other.get(), TRUE));
    gst_query_add_allocation_meta(query.get(), GST_VIDEO_META_API_TYPE, nullptr);
    alone.pool.answered(query.get());
    const auto frame = alone.pool.acquire();
    ck_assert(bool(frame));
    ck_assert(!gst_buffer_get_video_meta(frame->get()));
    ck_assert_uint_eq(gst_buffer_get_size(frame->get()), GST_VIDEO_INFO_SIZE(&info));
}
GST_END_TEST

// Frames out there stay good when the pool is closed or laid out anew.
GST_START_TEST(framesOutlastTheirPool)
{
    Alone alone(videoInfo(GST_VIDEO_FORMAT_GRAY8, 16, 16));
    auto first = alone.pool.acquire();
    gst_buffer_memset(first->get(), 0, 0x42, 256);
    alone.pool.downstreamChanged();
    auto second = alone.pool.acquire();
    ck_assert(bool(second));
    ck_assert((*first)->pool != (*second)->pool);
    alone.pool.close();
    ck_assert_uint_eq(bytesOf(first->get())[255], 0x42);
    ck_assert(bool(alone.pool.acquire()));
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "frame_pool",
                  {CASE(thereAreSoManyFramesAndNoMore), CASE(framesThatComeBackAreUsedAgain),
                   CASE(sizeAndAlignmentAreThoseOfThePoolThatIsOffered),
                   CASE(whatCantBeMeantIsIgnored), CASE(framesOutlastTheirPool)});
}
