// What the tests of the pads `prompt` and `keyframe` share: a film behind such a pad, and a tap
// that keeps all that comes out of it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "support/film.h"
#include "support/gst_suite.h"
#include "support/rig.h"

namespace animatize::test {

constexpr GstClockTime kFrame = 40 * GST_MSECOND;

// An element with a side pad, and the whole chain in front of it, so that it has something to say.
struct Side {
    const char *element, *pad, *launch;
};
constexpr Side kSides[] = {
    {"animatizeprompt", "prompt",
     "animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt "
     "interval=1000000000"},
    {"animatizegen", "keyframe",
     "animatizeanalyze detect-objects=false ! animatizegen frames=3 wait=true"},
};

// The pad, tapped: everything that comes out of it, in order. Other harnesses can't tap a pad
// inside of a bin.
class Tap {
  public:
    Tap(Rig& rig, const Side& side, const char* caps = nullptr)
    {
        element_ = rig.element(side.element);
        pad_ = gst_element_request_pad_simple(element_, side.pad);
        ck_assert(pad_ != nullptr);
        sink_ = gst_pad_new("sink", GST_PAD_SINK);
        gst_pad_set_element_private(sink_, this);
        gst_pad_set_chain_function(sink_, chain);
        gst_pad_set_event_function(sink_, event);
        if (caps)
            gst_pad_set_query_function(sink_, query);
        caps_ = CapsRef(caps ? gst_caps_from_string(caps) : gst_caps_new_any());
        gst_pad_set_active(sink_, TRUE);
        ck_assert_int_eq(gst_pad_link_full(pad_, sink_, GST_PAD_LINK_CHECK_NOTHING),
                         GST_PAD_LINK_OK);
    }

    ~Tap()
    {
        release();
        gst_pad_set_active(sink_, FALSE);
        gst_object_unref(sink_);
    }

    void release()
    {
        if (!pad_)
            return;
        gst_element_release_request_pad(element_, pad_);
        gst_object_unref(pad_);
        pad_ = nullptr;
    }

    // Waits until something of this type came; the first of those.
    GstEvent* waitFor(GstEventType type)
    {
        std::unique_lock lock(mutex_);
        GstEvent* found = nullptr;
        const bool came = changed_.wait_for(lock, std::chrono::seconds(30), [&] {
            for (const EventRef& event : events_)
                if (!found && GST_EVENT_TYPE(event.get()) == type)
                    found = event.get();
            return found != nullptr;
        });
        ck_assert_msg(came, "no %s", gst_event_type_get_name(type));
        return found;
    }

    std::vector<BufferRef> takeBuffers()
    {
        std::lock_guard lock(mutex_);
        return std::move(buffers_);
    }

    // Types in order, GAPs left out or not.
    std::vector<GstEventType> types(bool gaps)
    {
        std::lock_guard lock(mutex_);
        std::vector<GstEventType> types;
        for (const EventRef& event : events_)
            if (gaps || GST_EVENT_TYPE(event.get()) != GST_EVENT_GAP)
                types.push_back(GST_EVENT_TYPE(event.get()));
        return types;
    }

    struct Span {
        GstClockTime start, end;
        bool gap;
    };
    // Buffers and GAPs in the order in which they came.
    std::vector<Span> spans()
    {
        std::lock_guard lock(mutex_);
        return spans_;
    }

    // How far the pad has said something.
    GstClockTime covered()
    {
        std::lock_guard lock(mutex_);
        return covered_;
    }

    void forget()
    {
        std::lock_guard lock(mutex_);
        events_.clear();
        buffers_.clear();
        spans_.clear();
        covered_ = 0;
    }

  private:
    static Tap* of(GstPad* pad) { return static_cast<Tap*>(gst_pad_get_element_private(pad)); }

    static GstFlowReturn chain(GstPad* pad, GstObject*, GstBuffer* buffer)
    {
        std::lock_guard lock(of(pad)->mutex_);
        of(pad)->covered_ = GST_BUFFER_PTS(buffer) + GST_BUFFER_DURATION(buffer);
        of(pad)->spans_.push_back({GST_BUFFER_PTS(buffer), of(pad)->covered_, false});
        of(pad)->buffers_.emplace_back(buffer);
        of(pad)->changed_.notify_all();
        return GST_FLOW_OK;
    }

    static gboolean event(GstPad* pad, GstObject*, GstEvent* event)
    {
        std::lock_guard lock(of(pad)->mutex_);
        GstClockTime start = 0, duration = 0;
        if (GST_EVENT_TYPE(event) == GST_EVENT_GAP) {
            gst_event_parse_gap(event, &start, &duration);
            of(pad)->covered_ = start + duration;
            of(pad)->spans_.push_back({start, start + duration, true});
        }
        of(pad)->events_.emplace_back(event);
        of(pad)->changed_.notify_all();
        return TRUE;
    }

    static gboolean query(GstPad* pad, GstObject* parent, GstQuery* query)
    {
        if (GST_QUERY_TYPE(query) != GST_QUERY_CAPS)
            return gst_pad_query_default(pad, parent, query);
        gst_query_set_caps_result(query, of(pad)->caps_.get());
        return TRUE;
    }

    GstElement* element_;
    GstPad *pad_, *sink_;
    CapsRef caps_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<EventRef> events_;
    std::vector<BufferRef> buffers_;
    std::vector<Span> spans_;
    GstClockTime covered_ = 0;
};

inline void show(Rig& rig, const Film& film, int from, int to)
{
    for (int i = from; i < to; ++i)
        rig.push(film.frame(i));
}

}  // namespace animatize::test
