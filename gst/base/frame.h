// Frame: one buffer on its way through an element, with all that the core wants to know of it.
#pragma once

#include <gst/video/video.h>

#include "base/result.h"
#include "frame/frame_time.h"
#include "gst/base/mapped_frame.h"

namespace animatize {

class Frame {
  public:
    Frame(GstBuffer* buffer, const GstVideoInfo& info, const FrameTime& time)
        : buffer_(buffer), info_(info), time_(time)
    {}

    /// Writable: metas may be put on it. Its pixels are never written.
    GstBuffer* buffer() const { return buffer_; }
    const FrameTime& time() const { return time_; }
    uint32_t width() const { return static_cast<uint32_t>(GST_VIDEO_INFO_WIDTH(&info_)); }
    uint32_t height() const { return static_cast<uint32_t>(GST_VIDEO_INFO_HEIGHT(&info_)); }

    static Error unreadable()
    {
        return {"The frame can't be read: it is smaller than its caps say."};
    }

    /// The pixels, mapped when first asked for; null when they can't be read.
    const ImageView* view()
    {
        if (!asked_)
            readable_ = mapped_.map(buffer_, info_);
        asked_ = true;
        return readable_ ? &mapped_.view() : nullptr;
    }

  private:
    GstBuffer* buffer_;
    const GstVideoInfo& info_;
    FrameTime time_;
    MappedFrame mapped_;
    bool asked_ = false;
    bool readable_ = false;
};

}  // namespace animatize
