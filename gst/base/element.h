// Element: what all elements of the plugin have in common, as a C++ class behind the GObject.
//
// observer.cpp turns GStreamer's calls into calls of this class; an element derives from
// ElementWith<Settings> and says what it does with a frame. Unless noted, everything runs on the
// streaming thread, or while there is none.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include "base/clock.h"
#include "base/guarded.h"
#include "gst/base/element_metrics.h"
#include "gst/base/frame.h"
#include "gst/base/frame_clock.h"
#include "gst/base/properties.h"
#include "gst/base/ref.h"
#include "gst/base/stamps.h"
#include "record/json_file.h"
#include "record/record.h"

namespace animatize {

/// The settings that every element has.
struct CommonSettings {
    bool enabled = true;
    bool postMessages = true;
    std::string jsonLocation;
};

/// What a message is about, in buffer time.
struct Span {
    Nanoseconds start, duration;
};

class Element {
  public:
    explicit Element(GstBaseTransform* object) : object_(object) {}
    virtual ~Element() = default;
    Element(const Element&) = delete;
    Element& operator=(const Element&) = delete;

    // From observer.cpp.
    bool start();
    void stop();
    void setCaps(GstCaps* caps, const GstVideoInfo& info);
    void setSegment(GstEvent* event);
    /// Takes the settings for the next frame; whether it will put metadata on it.
    bool takesNextFrame();
    void handle(GstBuffer* buffer);
    /// What leaves the element for the frame that was handled.
    BufferRef finish(BufferRef frame);
    void flushStart() { flushing(true); }
    void flushStop();
    void endOfStream();
    void noteQos(GstEvent* event);                // any thread
    void requestReset() { resetWanted_ = true; }  // any thread
    /// It plays, perhaps after a pause.
    void resumed() { resumed_ = true; }  // any thread
    StructureRef stats() const;          // any thread
    /// The stream is about to end: whoever waits on the streaming thread has to come back.
    virtual void unblock() {}  // any thread
    /// Downstream has answered an ALLOCATION query that went through.
    virtual void allocationAnswered(GstQuery*) {}  // any thread
    /// Downstream knows the caps.
    virtual void capsSent() {}
    /// Downstream may want other memory than before.
    virtual void downstreamChanged() {}  // any thread

    virtual void setProperty(guint id, const GValue* value) = 0;                  // any thread
    virtual void getProperty(guint id, GValue* value) const = 0;                  // any thread
    virtual GstPad* requestPad(GstPadTemplate*, const char*) { return nullptr; }  // any thread
    virtual void releasePad(GstPad*) {}                                           // any thread

  protected:
    /// What the time that it takes is called on the buffers (times_meta.h); null: it isn't told.
    virtual const char* stage() const { return nullptr; }
    /// Takes the latest settings for the next frame.
    virtual const CommonSettings& refresh() = 0;
    /// Puts what was done until here before the next refresh() of another thread. GLib's locks do
    /// that too, but who watches for races doesn't see them.
    virtual void handOver() = 0;
    /// Before the start: whether settings that are right by themselves go together.
    virtual Status checkTogether() { return ok(); }
    /// A fresh core: ids begin at 1 again.
    virtual void open() = 0;
    /// The end of what open() made, where that holds files, threads or connections.
    virtual void close() {}
    /// One frame: ask the core, attach the answer, report. An error is said once, and the frame
    /// goes on as a skipped one.
    virtual Status process(Frame& frame) = 0;
    /// The frame is late (QoS), or can't be read: attach only that.
    virtual void skip(Frame& frame) = 0;
    /// The second field of a frame whose fields come one by one: what was said of the first holds.
    virtual void again(Frame& frame) = 0;
    /// What is shown in place of a frame that was handled; most elements show it as it is.
    virtual BufferRef show(BufferRef frame) { return frame; }
    /// Switched off: the frame is not looked at; a side pad still says how far the video is.
    virtual void passBy(const FrameTime&) {}
    /// Ends what began and forgets what was seen; the reason is one of the contract's.
    virtual void interrupt(const std::string& reason) = 0;
    /// Before the end of the stream is reported: answers still in work are taken.
    virtual void drain() {}
    /// Counts, means and maxima of the stream since the last call.
    virtual Record takeSummary() = 0;
    virtual void capsChanged(GstCaps*) {}
    virtual void segmentChanged(GstEvent*) {}
    virtual void flushing(bool) {}
    virtual void ended() {}

    GstElement* gstElement() const { return GST_ELEMENT_CAST(object_); }
    /// For log lines: GST_CAT_DEBUG_OBJECT(category(), gstElement(), ...).
    GstDebugCategory* category() const;
    const GstVideoInfo& info() const { return info_; }
    const GstSegment& segment() const { return segment_; }
    /// Whether the source is live; asked for once per stream.
    bool live();
    /// Whether answers of workers are waited for; live they are not, with a warning.
    bool mayWait(bool wanted);

    /// One record as a message and a line of JSON. `name` is the message's, `type` the line's.
    void report(const char* name, const char* type, Record record, const Span& span);
    /// A message of another element's making: its name is the record's, nothing is added.
    void post(const Record& record);
    /// One line of JSON.
    void log(const char* type, const Nanoseconds& pts, const Record& record);
    /// A sentence on the bus; the stream goes on. The same sentence is said once per stream.
    void warn(const std::string& sentence) { warn(sentence, sentence); }
    /// The log has `logged` instead, where the sentence can have a server's words in it, which can
    /// quote a prompt.
    void warn(const std::string& sentence, const std::string& logged);
    /// A setting was refused: a warning while playing, an error at the start.
    void refuse(const char* property, const Error& error);
    void accept(const char* property);
    /// A line for the debug log.
    void logSetting(const char* property, const GValue* value) const;
    /// Whether a value that is right by itself can be used by what runs. Any thread.
    virtual Status accepts(const char*, const GValue*) const { return ok(); }
    /// A property was set and not refused. Any thread.
    virtual void propertyChanged(const char*, const GValue*) {}
    /// Where the core counts what it does in this stream; another one after each start.
    MetricScopeRef metrics() const
    {
        const auto metrics = metrics_.snapshot();
        return {metrics, &metrics->scope};
    }
    /// What `stats` and the summary say of instruments of the element's own: read when somebody
    /// asks, since percentiles cost more than a count. Any thread.
    virtual void addMeasured(Record&, MetricScope&) const {}
    /// Numbers of the element's own in `stats`.
    void publish(const Record& numbers)
    {
        extra_.with([&](Record& record) { record = numbers; });
    }

  private:
    void openMetrics();
    void noteEntry(uint64_t now, bool breaks);
    bool openJson();
    void interruptOnce(const std::string& reason);
    void noteTime(GstBuffer* shown, uint64_t took);
    bool look(Frame& frame);
    bool isSecondField(GstBuffer* buffer);
    bool isLate(GstBuffer* buffer) const;
    void complete(Record& record, const Span& span) const;
    void postStructure(StructureRef structure);
    void reportSummary();

    GstBaseTransform* const object_;
    SteadyClock machine_;
    GstVideoInfo info_{};
    CapsRef caps_;
    GstSegment segment_{};
    FrameClock clock_;
    Stamps stamps_;
    const CommonSettings* common_ = nullptr;
    std::unique_ptr<JsonFile> json_;
    bool running_ = false;  ///< something was seen since the last interruption
    std::optional<bool> live_;
    std::optional<bool> firstFieldIsTop_;  ///< of fields that come one by one
    std::optional<uint64_t> firstPts_, lastEnd_;
    std::optional<uint64_t> took_;  ///< ns that handling the frame took so far
    std::atomic<bool> resetWanted_{false}, resumed_{false};
    std::atomic<uint64_t> earliest_{GST_CLOCK_TIME_NONE};  ///< running time, from QoS
    std::shared_ptr<ElementMetrics> counts_;               ///< of this stream
    Guarded<std::shared_ptr<ElementMetrics>> metrics_;     ///< the same, for other threads
    Guarded<Record> extra_;
    Guarded<std::map<std::string, std::string>> refused_;
    Guarded<std::map<std::string, bool>> said_;
};

/// An element whose settings are `Settings` (derived from CommonSettings), described by rows.
template <typename Settings>
class ElementWith : public Element {
  public:
    ElementWith(GstBaseTransform* object, const std::vector<Property<Settings>>& rows)
        : Element(object), rows_(rows)
    {}

    void setProperty(guint id, const GValue* value) override
    {
        const Property<Settings>& row = rows_.at(id - 1);
        if (const Status status = check(row, value); !status)
            return refuse(row.name, status.error());
        if (const Status status = accepts(row.name, value); !status)
            return refuse(row.name, status.error());
        settings_.with([&](Ref& current) {
            auto changed = std::make_shared<Settings>(*current);
            set(row, value, *changed);
            current = changed;
        });
        accept(row.name);
        logSetting(row.name, value);
        propertyChanged(row.name, value);
    }

    void getProperty(guint id, GValue* value) const override
    {
        get(rows_.at(id - 1), value, *settings_.snapshot());
    }

  protected:
    const CommonSettings& refresh() override
    {
        now_ = settings_.snapshot();
        return *now_;
    }
    void handOver() override
    {
        settings_.with([](const Ref&) {});
    }
    /// The settings of the frame in work.
    const Settings& now() const { return *now_; }
    /// Those of the next one. Any thread.
    std::shared_ptr<const Settings> latest() const { return settings_.snapshot(); }

  private:
    using Ref = std::shared_ptr<const Settings>;
    const std::vector<Property<Settings>>& rows_;
    Guarded<Ref> settings_{std::make_shared<const Settings>()};
    Ref now_ = std::make_shared<const Settings>();
};

/// The rows of CommonSettings, for the top of every element's table.
template <typename Settings>
std::vector<Property<Settings>> withCommonRows(std::vector<Property<Settings>> rows)
{
    std::vector<Property<Settings>> all = {
        {"enabled", "Whether frames are looked at; false makes the element a wire",
         &Settings::enabled},
        {"post-messages", "Whether element messages are posted on the bus",
         &Settings::postMessages},
        {"json-location",
         "File that gets every record of this element as a line of JSON",
         &Settings::jsonLocation,
         {},
         When::Ready},
    };
    all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

}  // namespace animatize
