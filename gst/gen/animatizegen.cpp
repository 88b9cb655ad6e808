// animatizegen: keyframes of each shot, on a worker, without ever holding up a frame.
//
// Keeps the best frame of the shot (a copy), takes the movements of AnimatizePrompt, and when the
// shot ends has the backends make `frames` keyframes of them: animatize-keyframe messages, PNG
// files, and pictures on the request pad `keyframe`. A live stream without cuts gets a set every
// `live-interval` too. Without AnimatizeScene in front the whole stream is one shot; without
// AnimatizePrompt the camera stands still.
//
// Backends are embedded (local) or services over HTTP; what is done about their faults is told in
// animatize-generation messages.
//
// The depth map that animatizeanalyze puts on the buffers, and the place of the subject, are kept
// with the best frame: with them what is near moves more than what is far.
#include "gst/gen/animatizegen.h"

#include "generate/generation_queue.h"
#include "generate/generator_state.h"
#include "gst/base/custom_meta.h"
#include "gst/base/element.h"
#include "gst/base/observer.h"
#include "gst/base/side_output.h"
#include "gst/gen/gen_properties.h"
#include "gst/gen/keyframe_buffer.h"
#include "gst/gen/on_air.h"
#include "gst/gen/shot_watch.h"

namespace animatize {
namespace {

constexpr char kPadCaps[] =
    "video/x-raw, format = (string) RGB, width = (int) [ 1, 1920 ], "
    "height = (int) [ 1, 1920 ], framerate = (fraction) [ 0, max ]";

using Settings = GenElementSettings;

class GenElement final : public ElementWith<Settings> {
  public:
    explicit GenElement(GstBaseTransform* object)
        : ElementWith(object, genProperties()),
          onAir_(object->srcpad, [this](const std::string& sentence) { warn(sentence); })
    {}

    GstPad* requestPad(GstPadTemplate* pads, const char*) override
    {
        constexpr size_t kMostWaiting = 64;
        return output_.request(gstElement(), pads, "keyframe", kMostWaiting);
    }

    void releasePad(GstPad*) override { output_.release(); }

    // Any thread:
    void take() { onAir_.take(); }
    void release() { onAir_.release(); }

  private:
    const char* stage() const override { return "gen"; }
    void allocationAnswered(GstQuery* query) override { onAir_.pool().answered(query); }
    void downstreamChanged() override { onAir_.pool().downstreamChanged(); }

    // Files are read here, before frames flow: the start can still be refused.
    Status checkTogether() override
    {
        queue_ = std::make_shared<GenerationQueue>(parts_, setsAtATime(), metrics());
        const Status status = queue_->check(now().queueSettings());
        if (status)
            waited_.with([&](auto& queue) { queue = queue_; });
        else
            queue_.reset();
        return status;
    }

    // Whoever makes pictures here needs the processor; whoever waits for services doesn't.
    unsigned setsAtATime()
    {
        return ImageGenerator::anyRemote(now().backends) ? now().maxInFlight : 1;
    }

    void open() override
    {
        onAir_.open(metrics());
        state_ = {};
        publish(numbers());
        const bool asks = ImageGenerator::anyRemote(now().backends) && !now().dryRun;
        if (asks && !now().cacheLocation.empty())
            queue_->collectPaid();
    }

    void close() override
    {
        onAir_.close();
        waited_.with([](auto& queue) { queue.reset(); });
        queue_.reset();
    }

    // Which services there are is known only where their manifests were read.
    Status accepts(const char* property, const GValue* value) const override
    {
        const auto queue = waited_.snapshot();
        if (!queue || std::string(property) != "backends")
            return ok();
        Settings settings = *latest();
        read(value, settings.backends);
        return queue->check(settings.queueSettings());
    }

    // The streaming thread may be waiting for a set, and must not begin to wait for another.
    void unblock() override { closeQueue("ready"); }

    void closeQueue(const std::string& reason)  // any thread
    {
        if (const auto queue = waited_.snapshot())
            queue->close(reason);
    }

    Status process(Frame& frame) override
    {
        announceFinished(frame.time());
        giveUpOld(frame.time());
        readMetas(frame);
        if (isSetDue(frame.time()))
            offerSet();
        watch_.keepBest(frame, now().isOnAir());
        offerShot();
        goOn(frame.time());
        attachState(frame);
        return ok();
    }

    void attachState(Frame& frame)
    {
        attachMeta(frame.buffer(), kGeneratorMeta, frame.width(), frame.height(),
                   toRecord(state_, now().backends, queue_->pending()));
    }

    // Everything that a frame moves on, whether it was looked at or not.
    void goOn(const FrameTime& time, bool late = false)
    {
        if (onAir_.frame(time.now, airSettings(), late))
            offerTaken(time);
        advancePad(time);
    }

    BufferRef show(BufferRef frame) override
    {
        const uint64_t before = onAir_.shown() + onAir_.missed();
        BufferRef shown = onAir_.show(std::move(frame));
        if (onAir_.shown() + onAir_.missed() != before)
            publish(numbers());
        return shown;
    }

    AirSettings airSettings() { return now().airSettings(now().isOnAir() && mayWait(now().wait)); }

    void offerShot()
    {
        if (!watch_.best() || !now().isOnAir())
            return;
        const uint64_t seed = seedOf(now().seed, watch_.shotId(), watch_.best()->pts);
        if (!onAir_.isNews(watch_.best()->still.image, watch_.promptId(), seed))
            return;
        KeyframeJob job = watch_.job(now(), info());
        job.seed = seed;
        onAir_.offer(std::move(job));
    }

    // What was taken plays at once; a service's picture of it may come while it does.
    void offerTaken(const FrameTime& time)
    {
        if (!watch_.best() || !ImageGenerator::anyRemote(now().backends))
            return;
        order(time.now);
        if (mayWait(now().wait)) {
            queue_->drain();
            announceFinished(time);
        }
    }

    // The scene says which shot this is; when it changes, the shot before has ended.
    void readMetas(const Frame& frame)
    {
        if (watch_.begins(frame)) {
            onAir_.endShot(frame.time().now, airSettings());
            finishShot(frame.time());
        }
        watch_.read(frame);
    }

    bool isSetDue(const FrameTime& time)
    {
        if (!lastSet_)
            lastSet_ = time.now;
        const uint64_t interval = now().liveInterval;
        const uint64_t since = time.now > *lastSet_ ? time.now - *lastSet_ : 0;
        return interval > 0 && since >= interval && watch_.best() && live();
    }

    void finishShot(const FrameTime& time)
    {
        if (watch_.best())
            offerSet();
        watch_.endShot();
        lastSet_ = time.now;
        if (mayWait(now().wait))
            queue_->drain();
        announceFinished(time);
    }

    void offerSet()
    {
        GST_CAT_DEBUG_OBJECT(category(), gstElement(),
                             "keyframes of shot %" G_GUINT64_FORMAT " are wanted", watch_.shotId());
        order(lastTime_.now);
        watch_.dropBest();
        lastSet_.reset();
    }

    void order(uint64_t time)
    {
        queue_->allow(setsAtATime());
        queue_->offer(watch_.job(now(), info()), now().queueSettings(), time);
    }

    void giveUpOld(const FrameTime& time)
    {
        if (now().maxStaleness > 0 && live())
            queue_->expire(time.now, now().maxStaleness);
    }

    void announceFinished(const FrameTime& time)
    {
        const std::vector<GeneratedSet> sets = queue_->collect();
        const bool told = reportEvents(time);
        for (const GeneratedSet& set : sets)
            announce(set, time);
        if (!sets.empty() || told)
            publish(numbers());
    }

    /// Whether there were any.
    bool reportEvents(const FrameTime& time)
    {
        const std::vector<GenerationEvent> events = queue_->takeEvents();
        for (const GenerationEvent& event : events) {
            // The reason can have a server's words in it, which can quote the prompt.
            GST_CAT_INFO_OBJECT(category(), gstElement(), "%s: %s", nameOf(event.state),
                                event.backend.c_str());
            report("animatize-generation", "generation", toRecord(event), {{time.pts}, {}});
        }
        return !events.empty();
    }

    void announce(const GeneratedSet& set, const FrameTime& time)
    {
        for (const Error& failure : set.failures)
            warn(failure.message, "a backend made no keyframes; the bus is told why");
        TraceSpan span;
        if (!set.keyframes.empty())
            span = TraceSpan::within(set.keyframes.front().trace, "announce");
        for (const Keyframe& keyframe : set.keyframes)
            announce(keyframe, time);
        if (!set.keyframes.empty())
            state_.made(set.keyframes.front(), now().backends);
        if (set.remote && now().isOnAir() && !set.keyframes.empty())
            onAir_.arrived(set.keyframes.front(), time.now);
    }

    void announce(const Keyframe& keyframe, const FrameTime& time)
    {
        report("animatize-keyframe", "keyframe", toRecord(keyframe),
               {keyframe.sourcePts, {frameDuration(time)}});
        if (const auto pad = output_.pad(segment(), choice_))
            pad->push([keyframe](GstCaps*) { return keyframeBuffer(keyframe); }, time.now,
                      frameDuration(time));
    }

    static uint64_t frameDuration(const FrameTime& time)
    {
        return time.duration ? time.duration : GST_SECOND / 25;
    }

    void advancePad(const FrameTime& time)
    {
        lastTime_ = time;
        if (const auto pad = output_.pad(segment(), choice_))
            pad->gapUntil(time.now + std::max<uint64_t>(time.duration, 1));
    }

    void again(Frame& frame) override
    {
        goOn(frame.time());
        attachState(frame);
    }
    void skip(Frame& frame) override
    {
        announceFinished(frame.time());
        goOn(frame.time(), true);
        attachState(frame);
    }
    void passBy(const FrameTime& time) override { advancePad(time); }

    // The end of the stream is the end of the shot, and no frame waits behind it.
    void drain() override
    {
        constexpr uint64_t kLongest = 30 * kSecond;
        const uint64_t services = ImageGenerator::anyRemote(now().backends)
                                      ? std::min(now().deadline, 3600 * kSecond)
                                      : 0;
        finishShot(lastTime_);
        if (!queue_->drain(std::chrono::nanoseconds(services + kLongest)))
            warn("The last keyframes took too long and are missing.");
        announceFinished(lastTime_);
    }

    void interrupt(const std::string& reason) override
    {
        if (reason == "caps" || reason == "discontinuity")
            finishShot(lastTime_);
        else if (reason != "eos")
            queue_->cancel(reason);
        reportEvents(lastTime_);
        onAir_.stop();
        watch_.reset();
        lastSet_.reset();
    }

    void capsChanged(GstCaps* caps) override
    {
        onAir_.setVideo(caps, info());
        const GstVideoInfo shown = info();
        choice_ = [shown](GstCaps* allowed) { return keyframeCaps(shown, kLongestSide, allowed); };
        output_.setChoice(choice_);
    }

    void segmentChanged(GstEvent*) override { output_.begin(segment(), choice_); }
    void flushing(bool begins) override
    {
        if (begins)
            closeQueue("flush");
        else if (const auto queue = waited_.snapshot())
            queue->open();
        output_.flush(begins);
    }
    void ended() override { output_.endOfStream(); }

    Record numbers() const
    {
        const auto sets = [this](const char* outcome) {
            return Record::Value(metrics()->counter(Metric::GenerationJobs, {outcome}).value());
        };
        Record record;
        record.add("sets", sets("done"))
            .add("keyframes", Record::Value(metrics()->total(Metric::Keyframes)))
            .add("failed", sets("failed"))
            .add("shown", Record::Value(onAir_.shown()))
            .add("repeated", Record::Value(onAir_.repeated()))
            .add("missed", Record::Value(onAir_.missed()))
            .add("pad-dropped", Record::Value(output_.dropped()));
        return record.append(queue_->stats());
    }

    Record takeSummary() override { return numbers(); }

    static constexpr int kLongestSide = GenerationQueue::kLongestSide;

    const QueueParts parts_ = networkParts();           ///< with the purse, which outlives streams
    std::shared_ptr<GenerationQueue> queue_;            ///< null only while there is no stream
    Guarded<std::shared_ptr<GenerationQueue>> waited_;  ///< the same, for other threads
    ShotWatch watch_;
    GeneratorState state_;
    std::optional<uint64_t> lastSet_;
    FrameTime lastTime_;
    OnAir onAir_;
    SideOutput output_;
    SidePad::Choose choice_;
};

}  // namespace
}  // namespace animatize

// "AnimatizeGen" alone is, or may become, the name of a meta.
struct GstAnimatizeGen {
    AnimatizeObserver parent;
};

struct GstAnimatizeGenClass {
    AnimatizeObserverClass parent_class;
};

G_DEFINE_TYPE(GstAnimatizeGen, animatize_gen, animatize_observer_get_type())

static animatize::GenElement& elementOf(GstAnimatizeGen* self)
{
    return static_cast<animatize::GenElement&>(*self->parent.element);
}

static void addAction(GstAnimatizeGenClass* klass, const char* name,
                      void (*handler)(GstAnimatizeGen*))
{
    g_signal_new_class_handler(name, G_TYPE_FROM_CLASS(klass),
                               static_cast<GSignalFlags>(G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION),
                               G_CALLBACK(handler), nullptr, nullptr, nullptr, G_TYPE_NONE, 0);
}

static void animatize_gen_class_init(GstAnimatizeGenClass* klass)
{
    animatize_observer_class_setup(&klass->parent_class, "Keyframes",
                                   "Makes keyframes of each shot's predicted movement");
    animatize::install(G_OBJECT_CLASS(klass), animatize::genProperties());
    addAction(klass, "take", [](GstAnimatizeGen* self) { elementOf(self).take(); });
    addAction(klass, "release", [](GstAnimatizeGen* self) { elementOf(self).release(); });
    animatize_observer_class_add_pad(&klass->parent_class, "keyframe", animatize::kPadCaps);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::GenElement(object);
    };
}

static void animatize_gen_init(GstAnimatizeGen*) {}
