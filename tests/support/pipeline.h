// Whole pipelines from a launch line.
#pragma once

#include <string>
#include <vector>

#include <gst/gst.h>

#include "gst/base/ref.h"
#include "support/rig.h"

namespace animatize::test {

class Pipeline {
  public:
    /// "videotestsrc ! ...". The case fails when it can't be built.
    explicit Pipeline(const std::string& line);
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    GstElement* object() { return pipeline_; }
    /// Owned by the pipeline.
    GstElement* element(const std::string& name);

    void play() { setState(GST_STATE_PLAYING); }
    /// Fails the case when it is refused or takes longer than 30 s.
    void setState(GstState state);
    /// Plays until the end; fails the case on an error, or when it takes longer than a minute.
    void run();
    /// The same for a pipeline that plays already.
    void finish();
    /// Waits for the error of a pipeline that can't go on.
    std::string error();

    /// Element messages so far, in order; those of one name, or all.
    std::vector<const GstStructure*> messages(const std::string& name = "");
    const std::vector<std::string>& warnings() const { return warnings_; }
    /// The next buffer of an appsink; null at the end.
    BufferRef pull(const std::string& sink);

  private:
    /// Takes one message in; its type.
    GstMessageType take(GstMessage* message);

    GstElement* pipeline_;
    GstBus* bus_;
    std::vector<StructureRef> messages_;
    std::vector<std::string> warnings_;
    std::string error_;
};

}  // namespace animatize::test
