// What is drawn on frames that show a service's picture.
#pragma once

#include <gst/video/video.h>

namespace animatize {

class Label {
  public:
    virtual ~Label() = default;
    /// Draws on a finished frame, mapped for reading and writing. Streaming thread.
    virtual void draw(GstVideoFrame& frame) = 0;
};

}  // namespace animatize
