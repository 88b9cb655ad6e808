// MappedFrame: a buffer mapped for reading as the core's ImageView; unmapped when it goes.
#pragma once

#include <gst/video/video.h>

#include "frame/image_view.h"

namespace animatize {

/// Maps without a reference, and without merging the memories of a buffer that is writable; false
/// when the buffer is too small for the caps. To be unmapped by gst_video_frame_unmap.
bool mapForReading(GstBuffer* buffer, const GstVideoInfo& info, GstVideoFrame& frame);

/// Range, matrix and kind of the colours, as far as the caps tell: what is left open is the matrix
/// of BT.601, limited range for Y U V and full range otherwise.
void describeColour(const GstVideoInfo& info, ImageView& view);

/// A buffer's pixels for as long as this lives; false when they can't be had.
class FrameMapping {
  public:
    FrameMapping(GstBuffer* buffer, const GstVideoInfo& info, bool writes);
    ~FrameMapping();
    FrameMapping(const FrameMapping&) = delete;
    FrameMapping& operator=(const FrameMapping&) = delete;

    explicit operator bool() const { return mapped_; }
    GstVideoFrame& operator*() { return frame_; }

  private:
    GstVideoFrame frame_{};
    bool mapped_;
};

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
