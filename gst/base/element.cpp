#include "gst/base/element.h"

#include "gst/base/observer.h"
#include "gst/base/structure.h"
#include "gst/base/times_meta.h"
#include "record/json.h"

namespace animatize {
namespace {

Nanoseconds inSegment(GstClockTime (*convert)(const GstSegment*, GstFormat, guint64),
                      const GstSegment& segment, const Nanoseconds& time)
{
    if (!time.value || segment.format != GST_FORMAT_TIME)
        return {};
    const GstClockTime converted = convert(&segment, GST_FORMAT_TIME, *time.value);
    return {GST_CLOCK_TIME_IS_VALID(converted) ? std::optional<uint64_t>(converted) : std::nullopt};
}

}  // namespace

GstDebugCategory* Element::category() const
{
    return reinterpret_cast<AnimatizeObserverClass*>(G_OBJECT_GET_CLASS(object_))->category;
}

bool Element::start()
{
    GST_CAT_DEBUG_OBJECT(category(), object_, "starts");
    common_ = &refresh();
    live_.reset();
    firstPts_.reset();
    lastEnd_.reset();
    said_.with([](auto& said) { said.clear(); });
    openMetrics();
    const auto refused = refused_.snapshot();
    const Status status =
        refused.empty() ? checkTogether() : Status(Error{refused.begin()->second});
    if (!status) {
        const std::string& sentence = status.error().message;
        GST_ELEMENT_ERROR(object_, RESOURCE, SETTINGS, ("%s", sentence.c_str()), (nullptr));
        return false;
    }
    if (!openJson())
        return false;
    open();
    handOver();
    return true;
}

// The factory isn't known before the object is whole.
void Element::openMetrics()
{
    GstElementFactory* factory = gst_element_get_factory(gstElement());
    counts_ = std::make_shared<ElementMetrics>(factory ? GST_OBJECT_NAME(factory) : "");
    metrics_.with([&](auto& metrics) { metrics = counts_; });
}

bool Element::openJson()
{
    if (common_->jsonLocation.empty())
        return true;
    auto file =
        JsonFile::open(common_->jsonLocation, [this](const Error& error) { warn(error.message); });
    if (!file) {
        const std::string& sentence = file.error().message;
        GST_ELEMENT_ERROR(object_, RESOURCE, OPEN_WRITE, ("%s", sentence.c_str()), (nullptr));
        return false;
    }
    json_ = std::move(*file);
    return true;
}

void Element::stop()
{
    interruptOnce("ready");
    if (counts_)
        counts_->ended();
    close();
    json_.reset();
    caps_.reset();
    clock_.reset();
    earliest_ = GST_CLOCK_TIME_NONE;
}

void Element::setCaps(GstCaps* caps, const GstVideoInfo& info)
{
    GST_CAT_INFO_OBJECT(category(), object_, "video is %" GST_PTR_FORMAT, caps);
    if (caps_ && !gst_caps_is_equal(caps_.get(), caps))
        interruptOnce("caps");
    caps_.reset(gst_caps_ref(caps));
    info_ = info;
    firstFieldIsTop_.reset();
    clock_.setRate(info);
    capsChanged(caps);
}

void Element::setSegment(GstEvent* event)
{
    gst_event_copy_segment(event, &segment_);
    GST_CAT_DEBUG_OBJECT(category(), object_, "%" GST_SEGMENT_FORMAT, &segment_);
    segmentChanged(event);
}

bool Element::takesNextFrame()
{
    common_ = &refresh();
    return common_->enabled;
}

void Element::handle(GstBuffer* buffer)
{
    if (!common_->enabled) {
        interruptOnce("disabled");
        counts_->interrupted();
        return passBy(clock_.next(buffer));
    }
    if (resetWanted_.exchange(false))
        interruptOnce("reset");
    const bool breaks = clock_.breaks(buffer);
    if (breaks)
        interruptOnce("discontinuity");
    const uint64_t begun = machine_.now();
    noteEntry(begun, breaks);
    Frame frame(buffer, info_, clock_.next(buffer));
    stamps_.note(buffer);
    running_ = true;
    if (!firstPts_)
        firstPts_ = frame.time().pts;
    if (frame.time().pts)
        lastEnd_ = *frame.time().pts + frame.time().duration;
    if (isSecondField(buffer))
        return again(frame);
    const bool analysed = look(frame);
    took_ = machine_.now() - begun;
    GST_CAT_LOG_OBJECT(
        category(), object_, "frame %" GST_TIME_FORMAT " %s, %" G_GUINT64_FORMAT " us",
        GST_TIME_ARGS(GST_BUFFER_PTS(buffer)), analysed ? "analysed" : "skipped", *took_ / 1000);
}

BufferRef Element::finish(BufferRef frame)
{
    const uint64_t begun = machine_.now();
    BufferRef shown = show(std::move(frame));
    if (const auto took = std::exchange(took_, std::nullopt))
        noteTime(shown.get(), *took + machine_.now() - begun);
    return shown;
}

void Element::noteTime(GstBuffer* shown, uint64_t took)
{
    counts_->times.add(took);
    if (stage() && gst_buffer_is_writable(shown))
        addStageTime(shown, stage(), took);
}

// A pause, and what is held up before the pipeline plays, is nobody's fault.
void Element::noteEntry(uint64_t now, bool breaks)
{
    const bool resumed = resumed_.exchange(false);
    if (breaks || resumed || GST_STATE(object_) != GST_STATE_PLAYING)
        counts_->interrupted();
    counts_->entered(now);
}

// Both fields of a frame a line apart would look like a camera that trembles.
bool Element::isSecondField(GstBuffer* buffer)
{
    if (GST_VIDEO_INFO_INTERLACE_MODE(&info_) != GST_VIDEO_INTERLACE_MODE_ALTERNATE)
        return false;
    const bool top = GST_BUFFER_FLAG_IS_SET(buffer, GST_VIDEO_BUFFER_FLAG_TFF);
    if (!firstFieldIsTop_)
        firstFieldIsTop_ = top;
    return top != *firstFieldIsTop_;
}

// Whether the frame was analysed.
bool Element::look(Frame& frame)
{
    if (isLate(frame.buffer())) {
        counts_->late.add();
        skip(frame);
        return false;
    }
    const Status status = process(frame);
    if (status) {
        counts_->analysed.add();
        return true;
    }
    (frame.view() ? counts_->failed : counts_->unreadable).add();
    warn(status.error().message);
    skip(frame);
    return false;
}

bool Element::isLate(GstBuffer* buffer) const
{
    const uint64_t earliest = earliest_;
    if (!GST_CLOCK_TIME_IS_VALID(earliest) || !GST_BUFFER_PTS_IS_VALID(buffer) ||
        segment_.format != GST_FORMAT_TIME)
        return false;
    const auto running =
        gst_segment_to_running_time(&segment_, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    const bool late = GST_CLOCK_TIME_IS_VALID(running) && running <= earliest;
    if (late)
        GST_CAT_DEBUG_OBJECT(category(), object_,
                             "late: running time %" GST_TIME_FORMAT
                             ", wanted behind %" GST_TIME_FORMAT,
                             GST_TIME_ARGS(running), GST_TIME_ARGS(earliest));
    return late;
}

// As GstBaseTransform reckons: what is this late now will be late for a while.
void Element::noteQos(GstEvent* event)
{
    GstQOSType type;
    GstClockTimeDiff difference;
    GstClockTime timestamp;
    gst_event_parse_qos(event, &type, nullptr, &difference, &timestamp);
    if (!GST_CLOCK_TIME_IS_VALID(timestamp))
        return;
    const int64_t ahead = difference > 0 ? 2 * difference : difference;
    const bool late = ahead >= 0 || static_cast<uint64_t>(-ahead) < timestamp;
    earliest_ = late ? timestamp + static_cast<uint64_t>(ahead) : 0;
}

void Element::flushStop()
{
    interruptOnce("flush");
    if (counts_)
        counts_->interrupted();
    clock_.reset();
    earliest_ = GST_CLOCK_TIME_NONE;
    flushing(false);
}

void Element::endOfStream()
{
    if (common_ && common_->enabled)
        drain();
    interruptOnce("eos");
    if (common_ && common_->enabled)
        reportSummary();
    ended();
    if (json_)
        json_->flush();
}

void Element::interruptOnce(const std::string& reason)
{
    GST_CAT_DEBUG_OBJECT(category(), object_, "interrupted: %s%s", reason.c_str(),
                         running_ ? "" : ", nothing had begun");
    if (running_)
        interrupt(reason);
    running_ = false;
}

bool Element::live()
{
    if (live_)
        return *live_;
    GstQuery* query = gst_query_new_latency();
    gboolean answer = FALSE;
    if (gst_pad_peer_query(object_->sinkpad, query))
        gst_query_parse_latency(query, &answer, nullptr, nullptr);
    gst_query_unref(query);
    live_ = answer;
    return *live_;
}

bool Element::mayWait(bool wanted)
{
    if (wanted && live())
        warn("wait=true is for files: the source is live, so nothing waits");
    return wanted && !live();
}

void Element::complete(Record& record, const Span& span) const
{
    record.add("timestamp", span.start)
        .add("stream-time", inSegment(gst_segment_to_stream_time, segment_, span.start))
        .add("running-time", inSegment(gst_segment_to_running_time, segment_, span.start))
        .add("duration", span.duration);
    stamps_.add(record, span.start);
}

void Element::report(const char* name, const char* type, Record record, const Span& span)
{
    const bool posts = common_->postMessages;
    if (!posts && !json_)
        return;
    complete(record, span);
    const std::string line = jsonLine(type, span.start.value, record);
    if (json_)
        json_->write(line, !live());
    if (!posts)
        return;
    record.add("json", line);
    GST_CAT_LOG_OBJECT(category(), object_, "%s", name);
    postStructure(toStructure(record, name));
}

void Element::post(const Record& record)
{
    if (common_->postMessages)
        postStructure(toStructure(record, record.name().c_str()));
}

void Element::postStructure(StructureRef structure)
{
    gst_element_post_message(
        gstElement(), gst_message_new_element(GST_OBJECT_CAST(object_), structure.release()));
    counts_->messages.add();
}

void Element::log(const char* type, const Nanoseconds& pts, const Record& record)
{
    if (json_)
        json_->write(jsonLine(type, pts.value, record), !live());
}

void Element::warn(const std::string& sentence, const std::string& logged)
{
    constexpr size_t kMostSentences = 32;
    const bool fresh = said_.with([&](auto& said) {
        return said.size() < kMostSentences && said.emplace(sentence, true).second;
    });
    if (!fresh)
        return;
    GST_CAT_WARNING_OBJECT(category(), object_, "%s", logged.c_str());
    GST_ELEMENT_WARNING(object_, RESOURCE, FAILED, ("%s", sentence.c_str()), (nullptr));
}

void Element::refuse(const char* property, const Error& error)
{
    const std::string sentence = std::string(property) + ": " + error.message;
    GST_CAT_WARNING_OBJECT(category(), object_, "%s", sentence.c_str());
    if (GST_STATE(object_) >= GST_STATE_PAUSED)
        GST_ELEMENT_WARNING(object_, RESOURCE, SETTINGS, ("%s", sentence.c_str()), (nullptr));
    else
        refused_.with([&](auto& refused) { refused[property] = sentence; });
}

void Element::accept(const char* property)
{
    refused_.with([&](auto& refused) { refused.erase(property); });
}

// Texts are the operator's own words, or addresses that may carry what is nobody's business.
void Element::logSetting(const char* property, const GValue* value) const
{
    if (gst_debug_category_get_threshold(category()) < GST_LEVEL_DEBUG)
        return;
    const bool isText = G_VALUE_HOLDS_STRING(value);
    const CharRef text(isText ? nullptr : gst_value_serialize(value));
    if (text)
        GST_CAT_DEBUG_OBJECT(category(), object_, "%s is %s", property, text.get());
    else
        GST_CAT_DEBUG_OBJECT(category(), object_, "%s is set", property);
}

void Element::reportSummary()
{
    Record record = counts_->record();
    record.append(takeSummary());
    addMeasured(record, counts_->scope);
    Span span{{firstPts_}, {}};
    if (firstPts_ && lastEnd_ && *lastEnd_ >= *firstPts_)
        span.duration = {*lastEnd_ - *firstPts_};
    Record named;
    const CharRef name(gst_object_get_name(GST_OBJECT_CAST(object_)));
    named.add("element", name.get()).append(record);
    report("animatize-summary", "summary", named, span);
}

// Before the first start nothing was counted.
StructureRef Element::stats() const
{
    const auto metrics = metrics_.snapshot();
    Record record = metrics ? metrics->record() : ElementMetrics::emptyRecord();
    record.append(extra_.snapshot());
    if (metrics)
        addMeasured(record, metrics->scope);
    return toStructure(record, "animatize-stats");
}

}  // namespace animatize
