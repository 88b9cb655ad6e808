// Rig: one element, or several in a row, between two pads of the test: frames in, frames out,
// messages collected. Everything runs on the calling thread.
#pragma once

#include <string>
#include <vector>

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include "gst/base/ref.h"

namespace animatize::test {

struct Message {
    std::string source;  ///< name of the element
    StructureRef structure;
};

class Rig {
  public:
    /// "animatizemotion zones=... ! animatizeanalyze". Not live unless told so.
    explicit Rig(const std::string& launch, bool live = false);
    ~Rig();
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    GstHarness* harness() { return harness_; }
    /// The first element of a factory. Owned by the rig.
    GstElement* element(const std::string& factory);

    /// Caps and a plain segment in front of the first frame, or caps that change.
    void caps(const GstVideoInfo& info);
    void caps(const std::string& text);
    void segment(const GstSegment& segment);
    /// Sends the buffer; what comes out. Fails the case when nothing does.
    BufferRef push(BufferRef buffer);
    void endOfStream();
    void flush();
    /// Down to READY; the messages stay.
    void stop();

    /// Element messages since the last call, in order; those of one name, or all.
    std::vector<Message> messages(const std::string& name = "");
    /// Sentences of errors and warnings since the start.
    const std::vector<std::string>& errors();
    const std::vector<std::string>& warnings();

  private:
    void collect();

    GstHarness* harness_;
    GstBus* bus_;
    std::vector<Message> messages_;
    std::vector<std::string> errors_, warnings_;
};

/// The structure of a custom meta; null when the buffer has none.
const GstStructure* metaOf(const BufferRef& buffer, const char* name);
/// How many metas of this name there are.
int countMetas(GstBuffer* buffer, const char* name);

// Fields that have to be there, with the type that they have to have: the case fails otherwise.
guint64 uint64Of(const GstStructure* structure, const char* field);
guint uintOf(const GstStructure* structure, const char* field);
double doubleOf(const GstStructure* structure, const char* field);
bool booleanOf(const GstStructure* structure, const char* field);
std::string textOf(const GstStructure* structure, const char* field);
/// The whole structure as text, for comparisons.
std::string asText(const GstStructure* structure);
/// Fails the case when any double in it, however deep, isn't finite.
void assertFinite(const GstStructure* structure);

}  // namespace animatize::test
