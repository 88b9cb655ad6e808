// SideOutput: the request pad of an element, which may come and go while frames flow.
#pragma once

#include <memory>

#include "base/guarded.h"
#include "gst/base/side_pad.h"

namespace animatize {

class SideOutput {
  public:
    // The application's thread:
    /// The pad, or null when there is one already.
    GstPad* request(GstElement* element, GstPadTemplate* pads, const char* name, size_t most);
    void release();

    // The streaming thread; all do nothing without a pad.
    /// The pad, begun in this segment with this choice of caps if it is new; null without one.
    std::shared_ptr<SidePad> pad(const GstSegment& segment, const SidePad::Choose& choose) const;
    void setChoice(const SidePad::Choose& choose) const;
    void begin(const GstSegment& segment, const SidePad::Choose& choose) const;
    void flush(bool begins) const;
    void endOfStream() const;
    uint64_t dropped() const;

  private:
    Guarded<std::shared_ptr<SidePad>> pad_;
};

}  // namespace animatize
