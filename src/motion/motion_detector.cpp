// One frame through the parts: camera, label, mask, regions, events. See motion_detector.h.
#include "motion/motion_detector.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "motion/blob_follower.h"
#include "motion/blobs.h"
#include "motion/camera_label.h"
#include "motion/camera_path.h"
#include "motion/camera_speed.h"
#include "motion/environment.h"
#include "motion/event_machine.h"
#include "motion/global_motion.h"
#include "motion/motion_summary.h"
#include "motion/parallax.h"
#include "motion/region_tracker.h"
#include "motion/rest_test.h"
#include "motion/subject_flow.h"
#include "motion/subject_mask.h"
#include "motion/warm_up.h"
#include "motion/zones.h"

namespace animatize {
namespace {

constexpr double kDegrees = 180.0 / 3.14159265358979323846;
// ns. Decoders of packed B-frames give two frames the same time, or 1 ns apart: no speed is in
// that.
constexpr uint64_t kLeastStep = 100'000;

EdgeMotion edgeMotion(const Similarity& s, const PictureGeometry& geometry)
{
    return {-s.tx / geometry.width, s.ty / geometry.width, std::log(s.scale()) / 2.0,
            s.counterClockwise() / 2.0};
}

CameraMotion perSecond(const Similarity& s, const PictureGeometry& geometry, double seconds)
{
    return {-s.tx / geometry.width / seconds, s.ty / geometry.height / seconds,
            std::log(s.scale()) / seconds, s.counterClockwise() * kDegrees / seconds};
}

cv::Rect2d shareOf(const cv::Rect& box, const ReducedPicture& picture)
{
    return {picture.shareX(box.x), picture.shareY(box.y), picture.shareX(box.width),
            picture.shareY(box.height)};
}

}  // namespace

struct MotionDetector::Impl {
    void detect(const ReducedPicture& picture, const CutFeatures& cut, const FrameTime& time,
                const MotionSettings& settings, MotionFrame& frame);
    void interrupt(const std::string& reason, std::vector<MotionEvent>& events);
    void forgetScene();

    void seeCamera(const ReducedPicture& picture, MotionFrame& frame);
    void seeSubjects(const ReducedPicture& picture, const MotionSettings& settings,
                     MotionResult& result);
    void leaveOutEnvironment();
    void describe(const ReducedPicture& picture, MotionResult& result);
    void judgeEvents(const ReducedPicture& picture, const FrameTime& time,
                     const MotionSettings& settings, MotionFrame& frame);
    ZoneMotion zoneMotion(const WatchedZone& zone, const ReducedPicture& picture) const;
    void prepareMachines(std::vector<MotionEvent>& events);

    // Of the frame at hand.
    PictureGeometry geometry;
    GlobalMotion camera;
    double seconds = 0.0;                ///< since the frame before, counted; 0: there is none
    std::optional<double> knownSeconds;  ///< the same by timestamps
    int leastPixels = 1;
    BlobMap blobs;
    cv::Mat moving;  ///< what moves in the watched ground

    // Of the scene.
    TrackedPicture now, before;
    GlobalMotionFinder finder;
    std::optional<FrameTime> last;
    cv::Size size;
    CameraLabel label;
    CameraPath path;
    CameraSpeed speed;
    RestTest rest;
    Parallax parallax;
    SubjectMask subjects;
    BlobFollower follower;
    RegionTracker tracker;
    std::vector<TrackedRegion> regions;
    Environment environment;
    SubjectFlow flow;
    WarmUp warmUp;

    // Of the stream.
    WatchedGround ground;
    std::vector<EventMachine> machines;
    uint64_t nextEvent = 1;
    std::optional<std::string> announced;  ///< label that was last told
    MetricScopeRef scope;
    MotionSummary summary{events()};

    explicit Impl(MetricScopeRef counted) : scope(std::move(counted)) {}
    CountSince events() const { return CountSince(scope->counter(Metric::MotionEvents)); }
};

void MotionDetector::Impl::forgetScene()
{
    before.clear();
    camera = GlobalMotion{};
    finder = GlobalMotionFinder{};
    path.clear();
    speed.clear();
    rest.reset();
    parallax.miss();
    subjects.reset();
    tracker.reset();
    environment.reset();
    flow.reset();
}

void MotionDetector::Impl::interrupt(const std::string& reason, std::vector<MotionEvent>& events)
{
    for (EventMachine& machine : machines)
        machine.interrupt(reason, events);
    forgetScene();
    label.clear();
    announced.reset();
    warmUp.restart();
    last.reset();
}

void MotionDetector::Impl::detect(const ReducedPicture& picture, const CutFeatures& cut,
                                  const FrameTime& time, const MotionSettings& settings,
                                  MotionFrame& frame)
{
    geometry = PictureGeometry(picture);
    if (last && picture.luma.size() != size)
        interrupt("caps", frame.events);
    size = picture.luma.size();
    if (last && !cut.first && cut.likelyCut) {
        for (EventMachine& machine : machines)
            machine.interrupt("cut", frame.events);
        forgetScene();
        label.startAnew();
        warmUp.afterCut();
    }
    seconds = last ? secondsBetween(last->now, time.now) : 0.0;
    knownSeconds.reset();
    if (last && last->pts && time.pts && *time.pts >= *last->pts + kLeastStep)
        knownSeconds = secondsBetween(*last->pts, *time.pts);
    warmUp.next(time.now);
    frame.result.frameWidth = static_cast<uint32_t>(picture.frameWidth);
    frame.result.frameHeight = static_cast<uint32_t>(picture.frameHeight);
    seeCamera(picture, frame);
    seeSubjects(picture, settings, frame.result);
    judgeEvents(picture, time, settings, frame);
    summary.add(frame, moving, time.now);
    std::swap(now, before);
    last = time;
}

void MotionDetector::Impl::seeCamera(const ReducedPicture& picture, MotionFrame& frame)
{
    MotionResult& result = frame.result;
    now.build(picture.luma);
    const auto guess = camera.known() ? std::optional(camera.similarity) : std::nullopt;
    camera = finder.find(before, now, geometry, guess);
    result.cameraConfidence = camera.confidence;
    rest.next(picture.luma, now, geometry, camera.noise, seconds);
    if (camera.known()) {
        const EdgeMotion step = edgeMotion(camera.similarity, geometry);
        label.add(step, seconds, camera.confidence, rest.atRest());
        path.add(step, seconds);
        parallax.add(finder.pairs(), camera.similarity, step, geometry, seconds);
        if (knownSeconds) {
            speed.add(camera, geometry.height, *knownSeconds);
            result.camera = perSecond(speed.during(*knownSeconds), geometry, *knownSeconds);
        }
    } else {
        label.miss(seconds);
        path.miss(seconds);
        parallax.miss();
        speed.clear();
    }
    result.cameraMotion = label.word();
    result.steadiness = path.steadiness();
    result.cameraParallax = parallax.share();
    result.cameraTranslation = parallax.translation();
    if (result.cameraMotion && result.cameraMotion != announced) {
        announced = result.cameraMotion;
        frame.camera = CameraChange{*announced, result.camera, result.steadiness};
    }
}

void MotionDetector::Impl::seeSubjects(const ReducedPicture& picture,
                                       const MotionSettings& settings, MotionResult& result)
{
    const MovingPixels& pixels =
        subjects.next({picture.luma, now, geometry, camera, seconds, settings.sensitivity});
    if (subjects.disturbed())
        warmUp.afterCut();
    result.warmingUp = warmUp.running();
    ground.prepare(settings.zones, picture);
    moving.release();
    if (!pixels.motion.empty() && !subjects.disturbed())
        cv::bitwise_and(pixels.motion, ground.mask(), moving);
    const double pixelShare = picture.shareX(1.0) * picture.shareY(1.0);
    leastPixels = std::max(1, static_cast<int>(std::ceil(settings.minArea / pixelShare)));
    blobs.find(moving, leastPixels);
    const Similarity motion = camera.known() ? camera.similarity : Similarity{};
    tracker.part(blobs, geometry, motion, seconds);
    blobs.look(picture.luma);
    follower.follow(blobs, moving, before, now, geometry, motion);
    regions = tracker.next(blobs.blobs, geometry, motion, seconds);
    leaveOutEnvironment();
    if (ground.pixels() > 0) {
        const auto whole = static_cast<double>(ground.pixels());
        result.intensity = blobs.pixels / whole;
        result.environment = environment.pixelsWithin(ground.mask()) / whole;
        result.sways = environment.places();
        result.swaysFor = environment.learning();
        if (!moving.empty() && !pixels.shadow.empty())
            result.shadow = cv::countNonZero(pixels.shadow & ground.mask()) / whole;
    }
    describe(picture, result);
}

void MotionDetector::Impl::leaveOutEnvironment()
{
    const std::vector<uint8_t>& sways =
        environment.next(subjects.steady(), camera.noise, seconds, blobs, regions);
    size_t kept = 0;
    for (size_t i = 0; i < regions.size(); ++i)
        if (!sways[i])
            regions[kept++] = regions[i];
    regions.resize(kept);
    blobs.drop(sways);
}

void MotionDetector::Impl::describe(const ReducedPicture& picture, MotionResult& result)
{
    for (size_t i = 0; i < regions.size(); ++i) {
        const cv::Rect2d box = shareOf(blobs.blobs[i].box, picture);
        MotionRegion region{regions[i].id, box.x, box.y, box.width, box.height, 0, {}, {}, 0};
        region.area = blobs.blobs[i].pixels * picture.shareX(1.0) * picture.shareY(1.0);
        region.age = regions[i].age;
        if (regions[i].velocity && knownSeconds) {
            region.vx = regions[i].velocity->x / geometry.width;
            region.vy = regions[i].velocity->y / geometry.height;
        }
        result.regions.push_back(region);
    }
    flow.next(blobs.blobs, regions, result.regions, seconds);
    result.direction = flow.direction();
    result.pattern = flow.pattern();
    if (knownSeconds && flow.speed())
        result.flowMagnitude = *flow.speed() / geometry.height;
}

// Machines follow the zones by name; one whose zone is gone ends what runs.
void MotionDetector::Impl::prepareMachines(std::vector<MotionEvent>& events)
{
    const auto& zones = ground.zones();
    const auto same = [](const EventMachine& machine, const WatchedZone& zone) {
        return machine.zone() == zone.name;
    };
    if (std::equal(machines.begin(), machines.end(), zones.begin(), zones.end(), same))
        return;
    std::vector<EventMachine> next;
    for (const WatchedZone& zone : zones) {
        const auto old = std::find_if(machines.begin(), machines.end(),
                                      [&](const EventMachine& m) { return same(m, zone); });
        next.push_back(old != machines.end() ? *old : EventMachine(zone.name));
    }
    for (EventMachine& machine : machines)
        if (std::none_of(zones.begin(), zones.end(),
                         [&](const WatchedZone& zone) { return same(machine, zone); }))
            machine.interrupt("reset", events);
    machines = std::move(next);
}

ZoneMotion MotionDetector::Impl::zoneMotion(const WatchedZone& zone,
                                            const ReducedPicture& picture) const
{
    ZoneMotion motion;
    cv::Rect hull;
    int pixels = 0;
    for (const Blob& blob : blobs.blobs) {
        if ((blob.box & zone.box).empty())
            continue;
        cv::Rect part;
        const int count = blobs.within(blob, zone.mask, part);
        if (count < leastPixels)
            continue;
        pixels += count;
        hull = hull.empty() ? part : hull | part;
    }
    motion.moving = pixels > 0;
    motion.intensity = pixels / std::max(1.0, static_cast<double>(cv::countNonZero(zone.mask)));
    motion.hull = shareOf(hull, picture);
    return motion;
}

void MotionDetector::Impl::judgeEvents(const ReducedPicture& picture, const FrameTime& time,
                                       const MotionSettings& settings, MotionFrame& frame)
{
    prepareMachines(frame.events);
    const auto idOf = [&] {
        std::optional<uint64_t> id;
        for (const EventMachine& machine : machines)
            if (!id)
                id = machine.eventId();
        return id;
    };
    const auto idBefore = idOf();
    for (size_t i = 0; i < machines.size(); ++i)
        machines[i].next(zoneMotion(ground.zones()[i], picture), time, !frame.result.warmingUp,
                         settings.minDuration, settings.holdTime, nextEvent, frame.events);
    // The frame that decides an end still belongs to the event.
    const auto idAfter = idOf();
    frame.result.eventId = idAfter ? idAfter : idBefore;
    if (!frame.result.eventId && !frame.events.empty())
        frame.result.eventId = frame.events.front().id;
}

MotionDetector::MotionDetector(MetricScopeRef scope)
    : impl_(std::make_unique<Impl>(std::move(scope)))
{}
MotionDetector::~MotionDetector() = default;

Status MotionDetector::detect(const ReducedPicture& picture, const CutFeatures& cut,
                              const FrameTime& time, const MotionSettings& settings,
                              MotionFrame& frame)
{
    if (picture.luma.empty() || picture.luma.type() != CV_8UC1)
        return Error{"motion: the picture has no luma"};
    frame.clear();
    serially([&] { impl_->detect(picture, cut, time, settings, frame); });
    return ok();
}

Result<MotionFrame> MotionDetector::detect(const ReducedPicture& picture, const CutFeatures& cut,
                                           const FrameTime& time, const MotionSettings& settings)
{
    MotionFrame frame;
    const Status status = detect(picture, cut, time, settings, frame);
    return status ? Result<MotionFrame>(std::move(frame)) : status.error();
}

std::vector<MotionEvent> MotionDetector::interrupt(const std::string& reason)
{
    std::vector<MotionEvent> events;
    impl_->interrupt(reason, events);
    return events;
}

const cv::Mat& MotionDetector::moving() const
{
    return impl_->moving;
}

Record MotionDetector::summary() const
{
    return impl_->summary.record();
}
void MotionDetector::resetSummary()
{
    impl_->summary = MotionSummary(impl_->events());
}

Status MotionDetector::checkZones(const std::string& zones)
{
    const auto parsed = parseZones(zones);
    return parsed ? ok() : Status(parsed.error());
}

}  // namespace animatize
