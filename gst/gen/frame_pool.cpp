#include "gst/gen/frame_pool.h"

#include <algorithm>

namespace animatize {
namespace {

/// Allocators with a function of their own can't be asked for plain memory.
bool isUsable(GstAllocator* allocator)
{
    return allocator && !GST_OBJECT_FLAG_IS_SET(allocator, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
}

guint mostFrames(size_t mostBytes, size_t size, guint least)
{
    const size_t fitting = mostBytes / std::max<size_t>(size, 1);
    const auto most = static_cast<guint>(std::min<size_t>(fitting, FramePool::kMostFrames));
    return std::max(most, std::min(least, FramePool::kMostFrames) + 2);
}

}  // namespace

void FramePool::readMemory(GstQuery* query, Wishes& wishes)
{
    gst_allocation_params_init(&wishes.params);
    if (gst_query_get_n_allocation_params(query) == 0)
        return;
    GstAllocator* allocator = nullptr;
    gst_query_parse_nth_allocation_param(query, 0, &allocator, &wishes.params);
    wishes.allocator.reset(allocator);
    if (!isUsable(allocator))
        wishes.allocator.reset();
}

void FramePool::readVideoMeta(GstQuery* query, Wishes& wishes)
{
    guint index = 0;
    wishes.videoMeta =
        gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, &index) == TRUE;
    gst_video_alignment_reset(&wishes.alignment);
    const GstStructure* fields = nullptr;
    if (wishes.videoMeta)
        gst_query_parse_nth_allocation_meta(query, index, &fields);
    // They have the names that a pool's configuration has; a part of them is none.
    GstVideoAlignment alignment;
    if (fields &&
        gst_buffer_pool_config_get_video_alignment(const_cast<GstStructure*>(fields), &alignment))
        wishes.alignment = alignment;
}

void FramePool::readPool(GstQuery* query, Wishes& wishes)
{
    if (gst_query_get_n_allocation_pools(query) == 0)
        return;
    GstBufferPool* theirs = nullptr;
    gst_query_parse_nth_allocation_pool(query, 0, &theirs, &wishes.size, &wishes.least, nullptr);
    const PoolRef pool(theirs);
    if (!pool)
        return;
    const StructureRef config(gst_buffer_pool_get_config(pool.get()));
    GstVideoAlignment alignment;
    if (gst_buffer_pool_config_has_option(config.get(), GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT) &&
        gst_buffer_pool_config_get_video_alignment(config.get(), &alignment))
        wishes.alignment = alignment;
}

FramePool::WishesRef FramePool::wishesIn(GstQuery* query)
{
    auto wishes = std::make_shared<Wishes>();
    GstCaps* caps = nullptr;
    gst_query_parse_allocation(query, &caps, nullptr);
    wishes->caps.reset(caps ? gst_caps_ref(caps) : nullptr);
    readMemory(query, *wishes);
    readVideoMeta(query, *wishes);
    readPool(query, *wishes);
    return wishes;
}

void FramePool::answered(GstQuery* query)
{
    wishes_.with([fresh = wishesIn(query)](WishesRef& wishes) { wishes = fresh; });
    stale_ = true;
}

void FramePool::downstreamChanged()
{
    wishes_.with([](WishesRef& wishes) { wishes.reset(); });
    stale_ = true;
}

void FramePool::setCaps(GstCaps* caps)
{
    close();
    caps_.reset(gst_caps_ref(caps));
}

FramePool::WishesRef FramePool::ask() const
{
    const QueryRef query(gst_query_new_allocation(caps_.get(), TRUE));
    gst_pad_peer_query(src_, query.get());  // unanswered, it says that any memory will do
    return wishesIn(query.get());
}

void FramePool::prepare()
{
    const WishesRef known = wishes_.snapshot();
    if (known && known->caps && gst_caps_is_equal(known->caps.get(), caps_.get()))
        return;
    wishes_.with([fresh = ask()](WishesRef& wishes) { wishes = fresh; });
    stale_ = true;
}

PoolRef FramePool::configured(const Wishes& wishes, bool theirMemory) const
{
    GstVideoInfo info;
    if (!gst_video_info_from_caps(&info, caps_.get()))
        return nullptr;
    PoolRef pool(gst_video_buffer_pool_new());
    GstStructure* config = gst_buffer_pool_get_config(pool.get());
    const auto size = std::max<gsize>(wishes.size, GST_VIDEO_INFO_SIZE(&info));
    gst_buffer_pool_config_set_params(config, caps_.get(), static_cast<guint>(size), 0,
                                      mostFrames(mostBytes_, size, wishes.least));
    GstAllocationParams params = wishes.params;
    params.padding = std::max<gsize>(params.padding, kBehind);
    gst_buffer_pool_config_set_allocator(config, theirMemory ? wishes.allocator.get() : nullptr,
                                         &params);
    if (wishes.videoMeta) {
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
        gst_buffer_pool_config_set_video_alignment(config, &wishes.alignment);
    }
    const bool ready = gst_buffer_pool_set_config(pool.get(), config) &&
                       gst_buffer_pool_set_active(pool.get(), TRUE);
    return ready ? std::move(pool) : nullptr;
}

bool FramePool::open(bool theirMemory)
{
    close();
    prepare();
    stale_ = false;
    const WishesRef wishes = wishes_.snapshot();
    if (!wishes)
        return false;  // downstream changes at this very moment
    pool_ = configured(*wishes, theirMemory);
    return pool_ != nullptr;
}

Result<BufferRef> FramePool::acquire()
{
    GstBufferPoolAcquireParams now{};
    now.flags = GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT;
    for (const bool theirMemory : {true, false}) {
        if ((!pool_ || stale_ || !theirMemory) && !open(theirMemory))
            continue;
        GstBuffer* buffer = nullptr;
        const GstFlowReturn flow = gst_buffer_pool_acquire_buffer(pool_.get(), &buffer, &now);
        if (flow == GST_FLOW_OK)
            return BufferRef(buffer);
        if (flow == GST_FLOW_EOS)
            return Error{
                "Downstream holds all the frames that may be generated, so it gets the live "
                "picture; a shorter queue there would help."};
    }
    return Error{"There is no memory for generated frames, so the live picture is shown."};
}

void FramePool::close()
{
    if (pool_)
        gst_buffer_pool_set_active(pool_.get(), FALSE);
    pool_.reset();
}

}  // namespace animatize
