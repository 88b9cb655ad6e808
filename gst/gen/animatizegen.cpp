// animatizegen: keyframes of each shot, on a worker, without ever holding up a frame.
//
// Keeps the best frame of the shot (a copy), takes the movements of AnimatizePrompt, and when the
// shot ends has the backends make `frames` keyframes of them: animatize-keyframe messages, PNG
// files, and pictures on the request pad `keyframe`. A live stream without cuts gets a set every
// `live-interval` too. Without AnimatizeScene in front the whole stream is one shot; without
// AnimatizePrompt the camera stands still.
//
// The depth map that animatizeanalyze puts on the buffers, and the place of the subject, are kept
// with the best frame: with them what is near moves more than what is far.
#include "gst/gen/animatizegen.h"

#include "base/worker.h"
#include "frame/reduced_picture.h"
#include "generate/best_frame.h"
#include "generate/image_generator.h"
#include "generate/numbered_path.h"
#include "gst/base/custom_meta.h"
#include "gst/base/element.h"
#include "gst/base/nearness_meta.h"
#include "gst/base/observer.h"
#include "gst/base/side_output.h"
#include "gst/base/structure.h"
#include "gst/gen/keyframe_buffer.h"
#include "movement/subject.h"

namespace animatize {
namespace {

constexpr char kPadCaps[] =
    "video/x-raw, format = (string) RGB, width = (int) [ 1, 1920 ], "
    "height = (int) [ 1, 1920 ], framerate = (fraction) [ 0, max ]";

struct GenElementSettings : CommonSettings, GeneratorSettings {
    bool wait = false;
    uint64_t liveInterval = 10'000'000'000;
};

using Settings = GenElementSettings;

Status checkLocation(const std::string& pattern)
{
    if (pattern.empty())
        return ok();
    const auto path = NumberedPath::parse(pattern);
    return path ? ok() : Status(path.error());
}

const std::vector<Property<Settings>> kProperties = withCommonRows<Settings>({
    {"backends",
     "Who makes the keyframes: names in order of preference, comma-separated",
     &Settings::backends,
     {},
     When::Playing,
     {},
     ImageGenerator::checkBackends},
    {"frames", "Keyframes per set", &Settings::frames, {1, 64}},
    {"seed",
     "For backends that need chance; 0 = derived from each shot",
     &Settings::seed,
     {0, 9007199254740991.0}},
    {"location",
     "PNG files, with %05d for the number; empty = none",
     &Settings::location,
     {},
     When::Playing,
     {},
     checkLocation},
    {"wait", "Wait for a shot's keyframes at its end, so that none is late or missing (not live)",
     &Settings::wait},
    {"live-interval", "Live streams only: time between sets inside a shot (ns), 0 = at its end",
     &Settings::liveInterval},
});

struct Task {
    KeyframeJob job;
    GeneratorSettings settings;
};

class GenElement final : public ElementWith<Settings> {
  public:
    explicit GenElement(GstBaseTransform* object) : ElementWith(object, kProperties) {}

    GstPad* requestPad(GstPadTemplate* pads, const char*) override
    {
        constexpr size_t kMostWaiting = 64;
        return output_.request(gstElement(), pads, "keyframe", kMostWaiting);
    }

    void releasePad(GstPad*) override { output_.release(); }

  private:
    void open() override
    {
        sets_ = keyframes_ = replaced_ = failed_ = 0;
        worker_.reset();
        worker_ = std::make_unique<Worker<Task, GeneratedSet>>(
            [this, number = uint64_t{0}](Task&& task, const std::stop_token& stop) mutable {
                GeneratedSet set = generator_.generate(task.job, task.settings, number, stop);
                number += set.keyframes.size();
                return set;
            });
    }

    Status process(Frame& frame) override
    {
        announceFinished(frame.time());
        readMetas(frame);
        if (isSetDue(frame.time()))
            offerSet();
        keepBest(frame);
        advancePad(frame.time());
        return ok();
    }

    // The scene says which shot this is; when it changes, the shot before has ended.
    void readMetas(const Frame& frame)
    {
        const GstStructure* scene = findStructure(frame.buffer(), kSceneMeta);
        guint64 shot = 0;
        if (scene && gst_structure_get_uint64(scene, "shot-id", &shot) && shot != shotId_) {
            finishShot(frame.time());
            shotId_ = shot;
        }
        score_ = scene ? scoreOf(scene, frame.time()) : std::optional(0.0);
        readPrompt(findStructure(frame.buffer(), kPromptMeta));
    }

    // Read whole only when it is another one, and of this shot: the last shot's prompt stands
    // until there is a new one.
    void readPrompt(const GstStructure* prompt)
    {
        const char* id = prompt ? gst_structure_get_string(prompt, "prompt-id") : nullptr;
        guint64 shot = shotId_;
        if (prompt)
            gst_structure_get_uint64(prompt, "shot-id", &shot);
        if (id && shot == shotId_ && (!prompt_ || prompt_->text("prompt-id") != id))
            prompt_ = toRecord(prompt);
    }

    // A score describes the frame that was analysed, and no other.
    static std::optional<double> scoreOf(const GstStructure* scene, const FrameTime& time)
    {
        guint64 analysed = 0;
        double score = 0.0;
        if (gst_structure_get_uint64(scene, "analysed-pts", &analysed) && time.pts &&
            analysed != *time.pts)
            return std::nullopt;
        const bool known = gst_structure_get_double(scene, "keyframe-score", &score);
        return known ? std::optional(score) : std::nullopt;
    }

    void keepBest(Frame& frame)
    {
        const ImageView* view = score_ ? frame.view() : nullptr;
        if (view)
            best_.offer(*score_, frame.time(), [&] { return stillOf(frame, *view); });
    }

    static Still stillOf(const Frame& frame, const ImageView& view)
    {
        return {colourPicture(view, kLongestSide), nearnessOn(frame.buffer()).clone(),
                subjectOf(frame)};
    }

    static std::optional<cv::Rect2d> subjectOf(const Frame& frame)
    {
        const GstStructure* found[] = {findStructure(frame.buffer(), kMotionMeta),
                                       findStructure(frame.buffer(), kSceneMeta)};
        const Record motion = found[0] ? toRecord(found[0]) : Record();
        const Record scene = found[1] ? toRecord(found[1]) : Record();
        return subjectBox(found[0] ? &motion : nullptr, found[1] ? &scene : nullptr, frame.time());
    }

    bool isSetDue(const FrameTime& time)
    {
        if (!lastSet_)
            lastSet_ = time.now;
        const uint64_t interval = now().liveInterval;
        return interval > 0 && time.now >= *lastSet_ + interval && best_.current() && live();
    }

    void finishShot(const FrameTime& time)
    {
        if (best_.current())
            offerSet();
        prompt_.reset();
        lastSet_ = time.now;
        if (mayWait(now().wait))
            worker_->drain();
        announceFinished(time);
    }

    void offerSet()
    {
        auto candidate = best_.take();
        Task task{{}, now()};
        task.job.image = candidate->still.image;
        task.job.nearness = candidate->still.nearness;
        task.job.subject = candidate->still.subject;
        task.job.sourcePts = candidate->pts;
        task.job.shotId = shotId_;
        task.job.frames = now().frames;
        task.job.seed = now().seed;
        task.job.pixelAspect = static_cast<double>(GST_VIDEO_INFO_PAR_N(&info())) /
                               std::max(1, GST_VIDEO_INFO_PAR_D(&info()));
        if (prompt_)
            usePrompt(*prompt_, task.job);
        replaced_ += worker_->offer(std::move(task));
        lastSet_.reset();
    }

    static void usePrompt(const Record& prompt, KeyframeJob& job)
    {
        job.promptId = prompt.text("prompt-id").value_or("");
        job.prompt = prompt.text("text").value_or("");
        const RecordList* movements = prompt.list("movements");
        for (const Record& record : movements ? *movements : RecordList{})
            job.movements.push_back(movementFrom(record));
    }

    void announceFinished(const FrameTime& time)
    {
        for (const GeneratedSet& set : worker_->collect()) {
            for (const Error& failure : set.failures)
                warn(failure.message);
            if (set.keyframes.empty() && !set.failures.empty())
                reportFailure(set.failures.back(), time);
            failed_ += set.keyframes.empty();
            sets_ += !set.keyframes.empty();
            for (const Keyframe& keyframe : set.keyframes)
                announce(keyframe, time);
        }
        publish(numbers());
    }

    void announce(const Keyframe& keyframe, const FrameTime& time)
    {
        ++keyframes_;
        report("animatize-keyframe", "keyframe", toRecord(keyframe),
               {keyframe.sourcePts, {frameDuration(time)}});
        if (const auto pad = output_.pad(segment(), choice_))
            pad->push([keyframe](GstCaps*) { return keyframeBuffer(keyframe); }, time.now,
                      frameDuration(time));
    }

    void reportFailure(const Error& failure, const FrameTime& time)
    {
        Record record;
        record.add("state", "failed").add("backend", now().backends).add("reason", failure.message);
        report("animatize-generation", "generation", record, {{time.pts}, {}});
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

    void again(Frame& frame) override { advancePad(frame.time()); }
    void skip(Frame& frame) override { advancePad(frame.time()); }
    void passBy(const FrameTime& time) override { advancePad(time); }

    // The end of the stream is the end of the shot, and no frame waits behind it.
    void drain() override
    {
        constexpr auto kLongest = std::chrono::seconds(30);
        finishShot(lastTime_);
        if (!worker_->drain(kLongest))
            warn("The last keyframes took longer than 30 s and are missing.");
        announceFinished(lastTime_);
    }

    void interrupt(const std::string& reason) override
    {
        if (reason == "caps" || reason == "discontinuity")
            finishShot(lastTime_);
        else if (reason != "eos")
            worker_->cancel();
        best_.take();
        prompt_.reset();
        lastSet_.reset();
        shotId_ = 0;
    }

    void capsChanged(GstCaps*) override
    {
        const GstVideoInfo shown = info();
        choice_ = [shown](GstCaps* allowed) { return keyframeCaps(shown, kLongestSide, allowed); };
        output_.setChoice(choice_);
    }

    void segmentChanged(GstEvent*) override { output_.begin(segment(), choice_); }
    void flushing(bool begins) override { output_.flush(begins); }
    void ended() override { output_.endOfStream(); }

    Record numbers() const
    {
        return Record()
            .add("sets", Record::Value(sets_))
            .add("keyframes", Record::Value(keyframes_))
            .add("failed", Record::Value(failed_))
            .add("replaced", Record::Value(replaced_))
            .add("pad-dropped", Record::Value(output_.dropped()));
    }

    Record takeSummary() override { return numbers(); }

    static constexpr int kLongestSide = 1920;

    const SteadyClock clock_;
    const ImageGenerator generator_{clock_};
    std::unique_ptr<Worker<Task, GeneratedSet>> worker_;
    BestFrame best_;
    std::optional<Record> prompt_;
    std::optional<double> score_;
    std::optional<uint64_t> lastSet_;
    FrameTime lastTime_;
    uint64_t shotId_ = 0;
    uint64_t sets_ = 0, keyframes_ = 0, failed_ = 0, replaced_ = 0;
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

static void animatize_gen_class_init(GstAnimatizeGenClass* klass)
{
    animatize_observer_class_setup(&klass->parent_class, "Keyframes",
                                   "Makes keyframes of each shot's predicted movement");
    animatize::install(G_OBJECT_CLASS(klass), animatize::kProperties);
    animatize_observer_class_add_pad(&klass->parent_class, "keyframe", animatize::kPadCaps);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::GenElement(object);
    };
}

static void animatize_gen_init(GstAnimatizeGen*) {}
