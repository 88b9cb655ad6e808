// The order of a frame: does a shot end here, is an analysis due, is there news.
//
// While the latest frames may belong to another shot (at most two frames) nothing is analysed, so
// that what is said about a shot is always measured on a frame of that shot.
#include "scene/scene_analyzer.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "frame/serially.h"
#include "metrics/stage_timer.h"
#include "scene/analyses/input.h"
#include "scene/depth_from_motion.h"
#include "scene/frame_quality.h"
#include "scene/freeze_detector.h"
#include "scene/gradual_detector.h"
#include "scene/object_tracker.h"
#include "scene/scene_changes.h"
#include "scene/scene_reader.h"
#include "scene/scene_type_filter.h"
#include "scene/shot_detector.h"
#include "scene/shot_log.h"

namespace animatize {
namespace {

constexpr double kClearlyBetter = 1.15;
constexpr uint64_t kLeastBetween = 250 * kMillisecond;

struct Totals {
    uint64_t frames = 0, analyses = 0;
    double brightness = 0.0;  // sum over the analyses
};

}  // namespace

struct SceneAnalyzer::Impl {
    explicit Impl(MetricScopeRef counted) : scope(std::move(counted)) {}

    const MetricScopeRef scope;
    Histogram& tookShots = scope->histogram(Metric::StageDuration, {"shots"});
    Histogram& tookScene = scope->histogram(Metric::StageDuration, {"scene"});
    ShotDetector detector;
    GradualDetector gradual;
    ShotLog shots{*scope};
    SceneReader reader{scope};
    SceneTypeFilter types;
    DepthFromMotion travel;
    SceneChanges changes;
    FreezeDetector freeze;
    bool frozen = false;
    std::string measuredState;  // of the last analysis, which knows nothing of time
    SceneSettings settings;
    FrameTime last;
    uint64_t lastAnalysis = 0;
    struct {
        double quality = 0.0, settled = 0.0;  // of the frame that was analysed last
        double best = 0.0;                    // quality in the shot
    } analysed;
    cv::Mat analysedLuma, analysedThumb;
    std::optional<SceneRecord> scene;
    ObjectTracker tracker;
    bool looked = false;  // a detector has answered in this shot
    std::optional<std::vector<SceneObject>> objects;
    Totals totals;
    uint64_t flashesBefore = 0;  // at the last reset of the summary

    void take(const SceneSettings& wanted);
    SceneFrame step(const ReducedPicture& picture, const ImageView& view, const CutFeatures& cut,
                    const FrameTime& time);
    void followShots(const ReducedPicture& picture, const CutFeatures& cut, const FrameTime& time,
                     std::vector<ShotEvent>& events);
    void change(const Cut& cut, std::vector<ShotEvent>& events);
    void change(const GradualTransition& transition, std::vector<ShotEvent>& events);
    void forgetShot();
    void followObjects(const ReducedPicture& picture, const FrameTime& time);
    bool isAnalysed(const ReducedPicture& picture) const;
    double score(double quality, double settled) const;
    bool isDue(const ReducedPicture& picture, const FrameTime& time, double quality) const;
    void follow(const ReducedPicture& picture, const ImageView& view, const FrameTime& time,
                SceneFrame& frame);
    bool thaws(const ReducedPicture& picture, uint64_t now);
    void tellState();
    void analyse(const ReducedPicture& picture, const ImageView& view, const FrameTime& time);
};

void SceneAnalyzer::Impl::take(const SceneSettings& wanted)
{
    settings = wanted;
    reader.useThreads(wanted.threads);
    reader.limitCache({wanted.cacheEntries, wanted.cacheMaxBytes, wanted.cacheTtl});
}

void SceneAnalyzer::Impl::forgetShot()
{
    scene.reset();
    analysed = {};
    tracker.forget();
    looked = false;
    types.reset();
    travel.reset();
}

void SceneAnalyzer::Impl::change(const Cut& cut, std::vector<ShotEvent>& events)
{
    events.push_back(shots.end(cut.at.now, cut.at.now, "cut"));
    events.push_back(shots.begin(cut.at, "cut", cut.score));
    forgetShot();
}

// One that a cut overtook says nothing that is still true.
void SceneAnalyzer::Impl::change(const GradualTransition& transition,
                                 std::vector<ShotEvent>& events)
{
    if (transition.at.now <= shots.startTime())
        return;
    events.push_back(shots.end(transition.at.now, transition.start.now, transition.kind));
    events.push_back(shots.begin(transition));
    forgetShot();
}

void SceneAnalyzer::Impl::followShots(const ReducedPicture& picture, const CutFeatures& cut,
                                      const FrameTime& time, std::vector<ShotEvent>& events)
{
    const StageTimer timer(tookShots);
    if (!shots.running())
        events.push_back(shots.begin(time, "start", std::nullopt));
    const std::vector<Cut> cuts = detector.next(picture, cut, time, settings.cutThreshold);
    if (const auto transition = gradual.next(detector.thumb(), time))
        change(*transition, events);
    for (const Cut& found : cuts) {
        if (const auto left = gradual.cut(found.at.now))
            change(*left, events);
        change(found, events);
    }
}

// Frames that may belong to another shot are waited out: across a cut there is nothing to follow.
void SceneAnalyzer::Impl::followObjects(const ReducedPicture& picture, const FrameTime& time)
{
    if (!detector.pending())
        tracker.follow(picture, time.now);
    objects.reset();
    if (looked)
        objects = tracker.objects();
}

// The same pixels would say the same: a frozen picture has one record.
bool SceneAnalyzer::Impl::isAnalysed(const ReducedPicture& picture) const
{
    const auto same = [](const cv::Mat& a, const cv::Mat& b) {
        return a.size() == b.size() && cv::norm(a, b, cv::NORM_L1) == 0.0;
    };
    return same(picture.thumb, analysedThumb) && same(picture.luma, analysedLuma);
}

// The score of the last analysis (analyses/keyframe.cpp) holds for what takes its time, as
// composition; how sharp and how steady it is, every frame says itself. Motion counts little on
// top of the blur that it makes.
double SceneAnalyzer::Impl::score(double quality, double settled) const
{
    const double known = scene->keyframeScore.value_or(0.0);
    if (analysed.quality <= 0.0)
        return known;
    const double steady = (4.0 + settled) / (4.0 + analysed.settled);
    return std::clamp(known * quality / analysed.quality * steady, 0.0, 1.0);
}

bool SceneAnalyzer::Impl::isDue(const ReducedPicture& picture, const FrameTime& time,
                                double quality) const
{
    if (detector.pending())
        return false;
    if (!scene || settings.interval == 0)
        return true;
    // A clearly better picture is worth a look of its own, as often as stills may be copied.
    const bool better =
        quality > kClearlyBetter * analysed.best && time.now - lastAnalysis >= kLeastBetween;
    return (better || time.now - lastAnalysis >= settings.interval) && !isAnalysed(picture);
}

void SceneAnalyzer::Impl::analyse(const ReducedPicture& picture, const ImageView& view,
                                  const FrameTime& time)
{
    const StageTimer timer(tookScene);
    const cv::Size cells(AnalysisInput::kColumns, AnalysisInput::kRows);
    const auto parallax = travel.measure(picture, time.now, cells);
    const AnalysisInput input(picture, view, detector.change(), objects ? &*objects : nullptr,
                              parallax ? &*parallax : nullptr);
    SceneRecord record = reader.read(input, time.now);
    types.apply(record, time.now);
    record.analysedPts = {time.pts};
    measuredState = record.state;
    totals.brightness += record.brightness;
    ++totals.analyses;
    scene = std::move(record);
    lastAnalysis = time.now;
    picture.luma.copyTo(analysedLuma);
    picture.thumb.copyTo(analysedThumb);
}

// Whether a picture that stood still until now moves again.
bool SceneAnalyzer::Impl::thaws(const ReducedPicture& picture, uint64_t now)
{
    const bool before = std::exchange(frozen, freeze.next(picture.luma, now));
    return before && !frozen;
}

// A slate that stands still remains what it is.
void SceneAnalyzer::Impl::tellState()
{
    if (scene)
        scene->state = frozen && measuredState == "normal" ? "frozen" : measuredState;
}

void SceneAnalyzer::Impl::follow(const ReducedPicture& picture, const ImageView& view,
                                 const FrameTime& time, SceneFrame& frame)
{
    const double quality = stillQuality(picture.luma);
    const double settled = settledness(detector.change());
    const bool thawed = thaws(picture, time.now);
    if (isDue(picture, time, quality) || (thawed && !detector.pending())) {
        analyse(picture, view, time);
        analysed = {quality, settled, std::max(quality, analysed.best)};
        frame.analysed = true;
    }
    tellState();
    if (scene && !detector.pending())
        shots.offer(time, score(quality, settled));
}

SceneFrame SceneAnalyzer::Impl::step(const ReducedPicture& picture, const ImageView& view,
                                     const CutFeatures& cut, const FrameTime& time)
{
    SceneFrame frame;
    ++totals.frames;
    last = time;
    followShots(picture, cut, time, frame.shots);
    followObjects(picture, time);
    follow(picture, view, time, frame);
    travel.see(picture, time.now);
    frame.result = {static_cast<uint32_t>(picture.frameWidth),
                    static_cast<uint32_t>(picture.frameHeight),
                    shots.id(),
                    shots.start(),
                    shots.transition(),
                    scene,
                    objects};
    frame.changed = changes.due(frame.result);
    return frame;
}

SceneAnalyzer::SceneAnalyzer(MetricScopeRef scope) : impl_(std::make_unique<Impl>(std::move(scope)))
{}
SceneAnalyzer::~SceneAnalyzer() = default;

Result<SceneFrame> SceneAnalyzer::analyze(const ReducedPicture& picture, const ImageView& view,
                                          const CutFeatures& cut, const FrameTime& time,
                                          const SceneSettings& settings)
{
    if (picture.luma.empty() || picture.thumb.empty())
        return Error{"The frame has no pixels to analyse."};
    impl_->take(settings);
    try {
        SceneFrame frame;
        serially([&] { frame = impl_->step(picture, view, cut, time); });
        return frame;
    } catch (const std::exception& problem) {
        return Error{std::string("The frame could not be analysed: ") + problem.what()};
    }
}

void SceneAnalyzer::markForDetection()
{
    impl_->tracker.mark();
}

void SceneAnalyzer::setObjects(const std::optional<std::vector<SceneObject>>& objects)
{
    impl_->looked = objects.has_value();
    serially([&] { impl_->tracker.take(objects.value_or(std::vector<SceneObject>())); });
}

std::vector<ShotEvent> SceneAnalyzer::interrupt(const std::string& reason)
{
    std::vector<ShotEvent> events;
    if (!impl_->shots.running())
        return events;
    const auto cuts = impl_->detector.finish(impl_->settings.cutThreshold);
    if (const auto left = impl_->gradual.finish())
        impl_->change(*left, events);
    for (const Cut& cut : cuts)
        impl_->change(cut, events);
    const uint64_t end = impl_->last.now + impl_->last.duration;
    events.push_back(impl_->shots.end(end, end + 1, reason));
    impl_->detector.reset();
    impl_->freeze.reset();
    impl_->frozen = false;
    impl_->forgetShot();
    return events;
}

Record SceneAnalyzer::summary() const
{
    const Totals& totals = impl_->totals;
    Record record("animatize-summary");
    record.add("frames", totals.frames).add("analyses", totals.analyses);
    impl_->shots.addTo(record);
    record.add("flashes", impl_->detector.flashes() - impl_->flashesBefore);
    if (totals.analyses > 0)
        record.add("mean-brightness", totals.brightness / static_cast<double>(totals.analyses));
    return record;
}

CacheCounters SceneAnalyzer::cache() const
{
    return impl_->reader.cache();
}

void SceneAnalyzer::resetSummary()
{
    impl_->totals = {};
    impl_->shots.resetSummary();
    impl_->flashesBefore = impl_->detector.flashes();
}

}  // namespace animatize
