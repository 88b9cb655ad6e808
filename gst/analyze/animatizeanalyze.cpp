// animatizeanalyze: cuts the stream into shots and reads the scene.
//
// Puts AnimatizeScene on every frame; posts animatize-shot when a shot begins and ends, and
// animatize-scene when what is seen changes. Hard cuts are decided within two frames, dissolves and
// fades within a second after their end; the scene record is made at shot starts and every
// `interval`. Objects are looked for on a thread of their own, by a model where `model-location`
// names one, else faces and people by OpenCV's detectors, and followed from frame to frame. With
// `force-key-units` encoders behind it are asked for a key frame at every new shot.
//
// What it does not promise: wipes are no transitions to it, and its depth only orders near and far;
// the map of it travels on the buffer as a private meta (nearness_meta.h).
#include "gst/analyze/animatizeanalyze.h"

#include <gst/video/video-event.h>

#include "base/deferred.h"
#include "gst/base/custom_meta.h"
#include "gst/base/element.h"
#include "gst/base/nearness_meta.h"
#include "gst/base/observer.h"
#include "gst/base/picture_meta.h"
#include "gst/base/roi.h"
#include "metrics/stage_timer.h"
#include "scene/object_finder.h"
#include "scene/object_labels.h"
#include "scene/scene_analyzer.h"

namespace animatize {
namespace {

struct AnalyzeElementSettings : CommonSettings, SceneSettings {
    bool wait = false;
    bool attachRoi = true;
    bool detectObjects = true;
    bool forceKeyUnits = false;
    uint64_t detectInterval = 2'000'000'000;
    std::string modelLocation, labelsLocation;
};

using Settings = AnalyzeElementSettings;

template <typename T>
Status statusOf(const Result<T>& result)
{
    return result ? ok() : Status(result.error());
}

// On the application's thread; the worker loads it again when its turn comes.
Status checkModel(const std::string& path)
{
    return path.empty() ? ok() : statusOf(ObjectModel::load(path, ""));
}

Status checkLabels(const std::string& path)
{
    return path.empty() ? ok() : statusOf(readLabels(path));
}

const std::vector<Property<Settings>> kProperties = withCommonRows<Settings>({
    {"interval", "Time between analyses inside a shot (ns), 0 = every frame", &Settings::interval},
    {"cut-threshold",
     "How different frames on both sides of a cut are; higher = fewer cuts",
     &Settings::cutThreshold,
     {0.0, 1.0}},
    {"wait", "Wait for detectors, so that the same file gives the same result (not live)",
     &Settings::wait},
    {"attach-roi", "Whether objects are GstVideoRegionOfInterestMeta too", &Settings::attachRoi},
    {"detect-objects", "Whether objects are looked for", &Settings::detectObjects},
    {"force-key-units", "Whether every new shot sends a force-key-unit event downstream",
     &Settings::forceKeyUnits},
    {"detect-interval", "Time between detections inside a shot (ns)", &Settings::detectInterval},
    {"threads", "Threads for an analysis, 0 = as many as pay off", &Settings::threads, {0, 16}},
    {"cache-entries",
     "Analyses that are kept for frames that come again, 0 = none",
     &Settings::cacheEntries,
     {0, 65536}},
    {"cache-max-bytes", "Memory of the kept analyses", &Settings::cacheMaxBytes},
    {"cache-ttl", "How long an analysis is kept (ns of the stream)", &Settings::cacheTtl},
    {"model-location",
     "An ONNX detector of the YOLOX family instead of OpenCV's own",
     &Settings::modelLocation,
     {},
     When::Playing,
     {},
     checkModel},
    {"labels-location",
     "The names of the model's classes, one a line; COCO's if there are 80",
     &Settings::labelsLocation,
     {},
     When::Playing,
     {},
     checkLabels},
});

auto detecting(const ModelFiles& files, std::shared_ptr<ObjectModel> model, MetricScopeRef scope)
{
    return [finder = std::make_shared<ObjectFinder>(files, std::move(model)),
            scope = std::move(scope)](DetectionJob&& job, const std::stop_token&) {
        const StageTimer timer(scope->histogram(Metric::StageDuration, {"objects"}));
        return finder->find(job);
    };
}

class AnalyzeElement final : public ElementWith<Settings> {
  public:
    explicit AnalyzeElement(GstBaseTransform* object) : ElementWith(object, kProperties) {}

  private:
    const char* stage() const override { return "analyze"; }
    // What the start needs to know anyway is the worker's first model.
    Status checkTogether() override
    {
        model_.reset();
        files_ = {now().modelLocation, now().labelsLocation};
        if (files_.model.empty())
            return ok();
        auto model = ObjectModel::load(files_.model, files_.labels);
        if (model)
            model_ = *model;
        return statusOf(model);
    }

    void open() override
    {
        analyzer_.emplace(metrics());
        pictures_.measure(metrics());
        detections_.emplace(detecting(files_, std::move(model_), metrics()));
        canDetect_ = true;
        keyUnits_ = 0;
        nextDetection_ = 0;
        detectedShot_ = 0;
        shotId_ = 0;
    }

    Status process(Frame& frame) override
    {
        const ImageView* view = frame.view();
        if (!view)
            return Frame::unreadable();
        takeDetections(frame);
        const SharedPictureRef shared = pictures_.picture(frame.buffer(), *view, 0);
        const auto scene =
            analyzer_->analyze(shared->picture, *view, shared->cut, frame.time(), now());
        if (!scene)
            return scene.error();
        if (scene->result.shotId != shotId_)
            endDetections(mayWait(now().wait));
        attach(frame, scene->result);
        report(frame, *scene);
        if (scene->analysed)
            publishCache();
        if (now().forceKeyUnits)
            forceKeyUnits(scene->shots);
        offerDetection(frame, *view, *scene);
        return ok();
    }

    void attach(Frame& frame, const SceneResult& result)
    {
        shotId_ = result.shotId;
        last_ = toRecord(result);
        near_ = result.scene ? result.scene->nearness : cv::Mat();
        again(frame);
        if (!now().attachRoi)
            return;
        boxes_.clear();
        if (result.objects)
            for (const SceneObject& object : *result.objects)
                boxes_.push_back({object.label.c_str(), object.id, object.x, object.y, object.width,
                                  object.height, object.confidence});
        attachRois(frame.buffer(), "animatizeanalyze", frame.width(), frame.height(), boxes_);
    }

    void again(Frame& frame) override
    {
        attachMeta(frame.buffer(), kSceneMeta, frame.width(), frame.height(), last_);
        attachNearness(frame.buffer(), near_);
    }

    void report(const Frame& frame, const SceneFrame& scene)
    {
        reportShots(scene.shots);
        const Span span{{frame.time().pts}, {frame.time().duration}};
        if (scene.changed)
            Element::report("animatize-scene", "scene", last_, span);
        else if (scene.analysed)
            log("scene", span.start, last_);
    }

    void publishCache()
    {
        const CacheCounters cache = analyzer_->cache();
        publish(Record()
                    .add("cache-hits", cache.hits)
                    .add("cache-misses", cache.misses)
                    .add("cache-entries", cache.entries)
                    .add("cache-bytes", cache.bytes));
    }

    void reportShots(const std::vector<ShotEvent>& shots)
    {
        for (const ShotEvent& shot : shots)
            Element::report("animatize-shot", "shot", toRecord(shot), {shot.start, shot.duration});
    }

    // The event names the shot's first frame, which may have gone by; an encoder takes the next.
    void forceKeyUnits(const std::vector<ShotEvent>& shots)
    {
        for (const ShotEvent& shot : shots)
            if (shot.event == "begin" && shot.transition != "start" && shot.start.value)
                forceKeyUnit(*shot.start.value);
    }

    void forceKeyUnit(uint64_t pts)
    {
        const auto running = gst_segment_to_running_time(&segment(), GST_FORMAT_TIME, pts);
        if (segment().format != GST_FORMAT_TIME || !GST_CLOCK_TIME_IS_VALID(running))
            return;
        const auto stream = gst_segment_to_stream_time(&segment(), GST_FORMAT_TIME, pts);
        gst_pad_push_event(GST_BASE_TRANSFORM_SRC_PAD(gstElement()),
                           gst_video_event_new_downstream_force_key_unit(pts, stream, running,
                                                                         FALSE, ++keyUnits_));
    }

    // A detection belongs to its shot.
    void takeDetections(const Frame& frame)
    {
        detection_ = detections_->collect(frame.time().now, mayWait(now().wait));
        if (!detection_)
            return;
        noteDetection();
        if (detection_->shotId == shotId_)
            analyzer_->setObjects(detection_->objects);
    }

    void noteDetection()
    {
        if (detection_->problem)
            warn(detection_->problem->message);
        canDetect_ = detection_->objects.has_value();
    }

    // The shot is over. No frame of it is left to carry an answer, but if it is the first there is
    // a message about the frame that was looked at: all that is ever said of the objects of stills.
    void endDetections(bool waits)
    {
        if (!detection_ && waits) {
            detection_ = detections_->collect(UINT64_MAX, true);
            if (detection_)
                noteDetection();
        }
        detections_->cancel();
        if (!detection_ || !detection_->objects || detection_->shotId != shotId_ ||
            offered_.find("objects"))
            return;
        Element::report("animatize-scene", "scene",
                        offered_.add("objects", toRecords(certainOf(*detection_->objects))),
                        offeredSpan_);
        detection_.reset();
    }

    void offerDetection(const Frame& frame, const ImageView& view, const SceneFrame& scene)
    {
        const ModelFiles files{now().modelLocation, now().labelsLocation};
        const bool other = files != files_;
        const bool due =
            scene.result.shotId != detectedShot_ || frame.time().now >= nextDetection_ || other;
        if (!now().detectObjects || !(canDetect_ || other) || !scene.analysed || !due ||
            !detections_->free())
            return;
        detections_->offer({ObjectFinder::pictureFor(files, view), files, scene.result.shotId},
                           frame.time().now + kAppliedAfter);
        analyzer_->markForDetection();
        offered_ = last_;
        offeredSpan_ = {{frame.time().pts}, {frame.time().duration}};
        files_ = files;
        detectedShot_ = scene.result.shotId;
        nextDetection_ = frame.time().now + now().detectInterval;
    }

    void skip(Frame& frame) override
    {
        attachMeta(frame.buffer(), kSceneMeta, frame.width(), frame.height(),
                   Record().add("skipped", true));
    }

    void interrupt(const std::string& reason) override
    {
        const bool comes = reason == "eos" || reason == "caps" || reason == "discontinuity";
        detection_.reset();
        endDetections(comes && mayWait(now().wait));
        reportShots(analyzer_->interrupt(reason));
        pictures_.reset();
        detectedShot_ = 0;
    }

    Record takeSummary() override
    {
        Record summary = analyzer_->summary();
        analyzer_->resetSummary();
        return summary;
    }

    static constexpr uint64_t kAppliedAfter = 500 * kMillisecond;

    std::optional<SceneAnalyzer> analyzer_;
    PictureSource pictures_;
    Record last_;
    cv::Mat near_;               ///< of the analysis that `last_` tells of
    std::vector<RoiBox> boxes_;  ///< of the frame at hand; kept for its memory
    std::optional<Deferred<DetectionJob, Detection>> detections_;
    std::optional<Detection> detection_;  ///< that came with the frame at hand
    Record offered_;                      ///< what was said of the frame of the last job
    Span offeredSpan_;
    ModelFiles files_;                    ///< of the last job
    std::shared_ptr<ObjectModel> model_;  ///< loaded at the start, until the worker has it
    bool canDetect_ = true;
    uint64_t shotId_ = 0;
    uint64_t detectedShot_ = 0;
    uint64_t nextDetection_ = 0;
    unsigned keyUnits_ = 0;
};

}  // namespace
}  // namespace animatize

// "AnimatizeAnalyze" alone is, or may become, the name of a meta.
struct GstAnimatizeAnalyze {
    AnimatizeObserver parent;
};

struct GstAnimatizeAnalyzeClass {
    AnimatizeObserverClass parent_class;
};

G_DEFINE_TYPE(GstAnimatizeAnalyze, animatize_analyze, animatize_observer_get_type())

static void animatize_analyze_class_init(GstAnimatizeAnalyzeClass* klass)
{
    animatize_observer_class_setup(&klass->parent_class, "Shots and scene",
                                   "Cuts the stream into shots and reads the scene");
    animatize::install(G_OBJECT_CLASS(klass), animatize::kProperties);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::AnalyzeElement(object);
    };
}

static void animatize_analyze_init(GstAnimatizeAnalyze*) {}
