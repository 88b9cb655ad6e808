// MappedFrame: a buffer mapped for reading as the core's ImageView; unmapped when it goes.
#pragma once

#include <gst/video/video.h>

#include "frame/image_view.h"

namespace animatize {

/// Maps without a reference, and without merging the memories of a buffer that is writable; false
/// when the buffer is too small for the caps. To be unmapped by gst_video_frame_unmap.
bool mapForReading(GstBuffer* buffer, const GstVideoInfo& info, GstVideoFrame& frame);

class MappedFrame {
  public:
    MappedFrame() = default;
    ~MappedFrame() { unmap(); }
    MappedFrame(const MappedFrame&) = delete;
    MappedFrame& operator=(const MappedFrame&) = delete;

    /// False when the buffer is too small for its caps, or can't be mapped.
    bool map(GstBuffer* buffer, const GstVideoInfo& info);
    void unmap();
    const ImageView& view() const { return view_; }

  private:
    GstVideoFrame frame_{};
    ImageView view_{};
    bool mapped_ = false;
};

}  // namespace animatize
