// FramePool: buffers for the frames that the element makes itself, laid out as downstream likes
// them.
//
// What downstream likes is overheard: its answer to the ALLOCATION query that upstream sends
// through the element says which allocator, which alignment, and whether it reads a GstVideoMeta.
// Only when upstream never asked is it asked again, because such a query may have to wait behind a
// full queue. Where its allocator can't deliver, system memory does.
//
// The pool is the element's own, so that upstream's is never emptied. It grows as needed, up to 128
// buffers or 512 MiB, whichever is less, and shrinks when it is closed. Buffers that are still
// downstream then stay good.
#pragma once

#include <atomic>
#include <memory>

#include <gst/video/video.h>

#include "base/guarded.h"
#include "base/result.h"
#include "gst/base/ref.h"

namespace animatize {

class FramePool {
  public:
    /// Bytes behind a frame that may be written: groups of samples go on behind the end of a row.
    static constexpr gsize kBehind = 16;
    static constexpr guint kMostFrames = 128;
    static constexpr size_t kMostBytes = size_t{512} << 20;

    /// The pad behind which downstream is; it must outlive the pool.
    explicit FramePool(GstPad* src, size_t mostBytes = kMostBytes)
        : src_(src), mostBytes_(mostBytes)
    {}
    ~FramePool() { close(); }
    FramePool(const FramePool&) = delete;
    FramePool& operator=(const FramePool&) = delete;

    // Any thread:
    /// Downstream has answered this ALLOCATION query.
    void answered(GstQuery* query);
    /// Downstream may be another one: its last answer is worth nothing.
    void downstreamChanged();

    // The streaming thread:
    void setCaps(GstCaps* caps);
    /// Finds out what downstream wants, unless that is known: before frames queue up there.
    void prepare();
    /// A writable buffer whose pixels are anything; never waits for one to come back.
    Result<BufferRef> acquire();
    /// Gives the memory back.
    void close();

  private:
    /// How buffers have to be, as told for these caps.
    struct Wishes {
        CapsRef caps;
        AllocatorRef allocator;
        GstAllocationParams params;
        bool videoMeta = false;
        GstVideoAlignment alignment;
        guint size = 0;   ///< bytes, at least
        guint least = 0;  ///< buffers that downstream holds at a time
    };
    using WishesRef = std::shared_ptr<const Wishes>;

    static WishesRef wishesIn(GstQuery* query);
    static void readMemory(GstQuery* query, Wishes& wishes);
    static void readVideoMeta(GstQuery* query, Wishes& wishes);
    static void readPool(GstQuery* query, Wishes& wishes);
    PoolRef configured(const Wishes& wishes, bool theirMemory) const;

    WishesRef ask() const;
    bool open(bool theirMemory);

    GstPad* const src_;
    const size_t mostBytes_;
    CapsRef caps_;
    PoolRef pool_;
    Guarded<WishesRef> wishes_;
    std::atomic<bool> stale_{false};  ///< the pool, by other wishes
};

}  // namespace animatize
