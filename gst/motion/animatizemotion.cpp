// animatizemotion: what moves, and how the camera moves.
//
// Puts AnimatizeMotion on every frame (and a region-of-interest meta per moving region), posts
// animatize-motion when motion begins, goes on and ends, and animatize-camera when the camera's
// label changes. Pixels are only read, on a reduced luma picture made straight from the frame in
// any format; the picture travels on to the elements behind.
//
// What it does not promise: a subject that fills the frame is taken for the camera (the
// confidence drops), and speeds need timestamps.
#include "gst/motion/animatizemotion.h"

#include "gst/base/custom_meta.h"
#include "gst/base/element.h"
#include "gst/base/observer.h"
#include "gst/base/picture_meta.h"
#include "gst/base/roi.h"
#include "gst/base/sway_meta.h"
#include "gst/base/zones_meta.h"
#include "gst/motion/motioncells_messages.h"
#include "metrics/stage_timer.h"
#include "motion/motion_detector.h"
#include "overlay/zone_outlines.h"

namespace animatize {
namespace {

struct MotionElementSettings : CommonSettings, MotionSettings {
    uint32_t analysisWidth = 320;
    bool attachRoi = true;
    std::string compatibility = "none";
};

using Settings = MotionElementSettings;

const std::vector<Property<Settings>> kProperties = withCommonRows<Settings>({
    {"sensitivity", "How little change counts as motion", &Settings::sensitivity, {0.0, 1.0}},
    {"min-area", "Smaller regions are noise (share of the frame)", &Settings::minArea, {0.0, 1.0}},
    {"min-duration", "How long it moves before an event begins (ns)", &Settings::minDuration},
    {"hold-time", "How long it is still before an event ends (ns)", &Settings::holdTime},
    {"analysis-width",
     "Pixels along the longer side of the picture that is looked at",
     &Settings::analysisWidth,
     {64, 1280}},
    {"zones",
     "NAME:x,y x,y x,y;... watches only these (shares of the frame); -NAME or !NAME is "
     "ignored ground",
     &Settings::zones,
     {},
     When::Playing,
     {},
     MotionDetector::checkZones},
    {"attach-roi", "Whether regions are GstVideoRegionOfInterestMeta too", &Settings::attachRoi},
    {"compatibility",
     "Also post the messages of this element, for applications that listen to it; -all: one for "
     "each moving frame, too",
     &Settings::compatibility,
     {},
     When::Playing,
     {"none", "motioncells", "motioncells-all"}},
});

class MotionElement final : public ElementWith<Settings> {
  public:
    explicit MotionElement(GstBaseTransform* object) : ElementWith(object, kProperties) {}

  private:
    const char* stage() const override { return "motion"; }

    void open() override
    {
        detector_.emplace(metrics());
        pictures_.measure(metrics());
        took_ = &metrics()->histogram(Metric::StageDuration, {"motion"});
    }

    Status detect(const SharedPicture& shared, const FrameTime& time)
    {
        const StageTimer timer(*took_);
        return detector_->detect(shared.picture, shared.cut, time, now(), motion_);
    }

    Status process(Frame& frame) override
    {
        const ImageView* view = frame.view();
        if (!view)
            return Frame::unreadable();
        const SharedPictureRef shared =
            pictures_.picture(frame.buffer(), *view, now().analysisWidth);
        if (const Status status = detect(*shared, frame.time()); !status)
            return status;
        zones_ = outlines_.next(now().zones, motion_.events);
        attach(frame, motion_.result);
        report(frame, motion_);
        return ok();
    }

    void attach(Frame& frame, const MotionResult& result)
    {
        fill(last_, result);
        again(frame);
        attachSways(frame, result);
        log("motion", {frame.time().pts}, last_);
        if (!now().attachRoi)
            return;
        boxes_.clear();
        for (const MotionRegion& region : result.regions)
            boxes_.push_back(
                {"motion", region.id, region.x, region.y, region.width, region.height});
        attachRois(frame.buffer(), "animatizemotion", frame.width(), frame.height(), boxes_);
    }

    static void attachSways(Frame& frame, const MotionResult& result)
    {
        const uint64_t pts = frame.time().pts.value_or(0);
        const auto watched = static_cast<uint64_t>(result.swaysFor * GST_SECOND);
        swayMeta().attach(frame.buffer(), {result.sways, pts > watched ? pts - watched : 0});
    }

    void again(Frame& frame) override
    {
        attachMeta(frame.buffer(), kMotionMeta, frame.width(), frame.height(), last_);
        attachZones(frame.buffer(), zones_);
    }

    void report(const Frame& frame, const MotionFrame& motion)
    {
        if (motion.camera)
            Element::report("animatize-camera", "camera", toRecord(*motion.camera),
                            {{frame.time().pts}, {frame.time().duration}});
        reportEvents(motion.events);
        if (now().compatibility == "none") {
            motioncells_.take(motion.events);
            return;
        }
        const bool every = now().compatibility == "motioncells-all";
        postAll(motioncells_.next(motion.events, detector_->moving(), frame.time(), every));
    }

    void postAll(const std::vector<Record>& records)
    {
        for (const Record& record : records)
            post(record);
    }

    void reportEvents(const std::vector<MotionEvent>& events)
    {
        for (const MotionEvent& event : events)
            Element::report("animatize-motion", "motion", toRecord(event),
                            {event.start, event.duration});
    }

    void skip(Frame& frame) override
    {
        attachMeta(frame.buffer(), kMotionMeta, frame.width(), frame.height(),
                   Record().add("skipped", true));
        attachZones(frame.buffer(), zones_);
    }

    void interrupt(const std::string& reason) override
    {
        const std::vector<MotionEvent> events = detector_->interrupt(reason);
        reportEvents(events);
        const auto finished = motioncells_.finish(events);
        if (now().compatibility != "none")
            postAll(finished);
        pictures_.reset();
        outlines_.end();
        zones_.reset();
    }

    Record takeSummary() override
    {
        Record summary = detector_->summary();
        detector_->resetSummary();
        return summary;
    }

    std::optional<MotionDetector> detector_;
    Histogram* took_ = nullptr;  ///< the detector
    MotioncellsMessages motioncells_;
    PictureSource pictures_;
    MotionFrame motion_;
    ZoneOutlines outlines_;
    ZonesRef zones_;
    Record last_;
    std::vector<RoiBox> boxes_;  ///< of the frame at hand; kept for its memory
};

}  // namespace
}  // namespace animatize

// "AnimatizeMotion" alone is, or may become, the name of a meta.
struct GstAnimatizeMotion {
    AnimatizeObserver parent;
};

struct GstAnimatizeMotionClass {
    AnimatizeObserverClass parent_class;
};

G_DEFINE_TYPE(GstAnimatizeMotion, animatize_motion, animatize_observer_get_type())

static void animatize_motion_class_init(GstAnimatizeMotionClass* klass)
{
    animatize_observer_class_setup(&klass->parent_class, "Motion and camera motion",
                                   "Sees what moves and how the camera moves");
    animatize::install(G_OBJECT_CLASS(klass), animatize::kProperties);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::MotionElement(object);
    };
}

static void animatize_motion_init(GstAnimatizeMotion*) {}
