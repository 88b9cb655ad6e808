// MappedFrame: a buffer mapped for reading as the core's ImageView; unmapped when it goes.
#pragma once

#include <gst/video/video.h>

#include "frame/image_view.h"

namespace animatize {

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
