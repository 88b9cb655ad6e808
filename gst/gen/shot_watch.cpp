#include "gst/gen/shot_watch.h"

#include <algorithm>

#include "frame/reduced_picture.h"
#include "gst/base/custom_meta.h"
#include "gst/base/nearness_meta.h"
#include "gst/base/structure.h"
#include "gst/base/sway_meta.h"
#include "movement/subject.h"

namespace animatize {
namespace {

std::optional<uint64_t> shotOf(const Frame& frame)
{
    const GstStructure* scene = findStructure(frame.buffer(), kSceneMeta);
    guint64 shot = 0;
    return scene && gst_structure_get_uint64(scene, "shot-id", &shot) ? std::optional(shot)
                                                                      : std::nullopt;
}

// A score describes the frame that was analysed, and no other.
std::optional<double> scoreOf(const GstStructure* scene, const FrameTime& time)
{
    guint64 analysed = 0;
    double score = 0.0;
    if (gst_structure_get_uint64(scene, "analysed-pts", &analysed) && time.pts &&
        analysed != *time.pts)
        return std::nullopt;
    const bool known = gst_structure_get_double(scene, "keyframe-score", &score);
    return known ? std::optional(score) : std::nullopt;
}

std::optional<cv::Rect2d> subjectOf(const Frame& frame)
{
    const GstStructure* found[] = {findStructure(frame.buffer(), kMotionMeta),
                                   findStructure(frame.buffer(), kSceneMeta)};
    const Record motion = found[0] ? toRecord(found[0]) : Record();
    const Record scene = found[1] ? toRecord(found[1]) : Record();
    return subjectBox(found[0] ? &motion : nullptr, found[1] ? &scene : nullptr, frame.time());
}

void usePrompt(const Record& prompt, KeyframeJob& job)
{
    job.promptId = prompt.text("prompt-id").value_or("");
    job.prompt = prompt.text("text").value_or("");
    job.negative = prompt.text("negative").value_or("");
    const RecordList* movements = prompt.list("movements");
    for (const Record& record : movements ? *movements : RecordList{})
        job.movements.push_back(movementFrom(record));
}

}  // namespace

bool ShotWatch::begins(const Frame& frame) const
{
    const auto shot = shotOf(frame);
    return shot && *shot != shotId_;
}

void ShotWatch::read(const Frame& frame)
{
    shotId_ = shotOf(frame).value_or(shotId_);
    if (begun_ == 0)
        begun_ = spanTime();
    const GstStructure* scene = findStructure(frame.buffer(), kSceneMeta);
    score_ = scene ? scoreOf(scene, frame.time()) : std::optional(0.0);
    readPrompt(findStructure(frame.buffer(), kPromptMeta));
    readSways(frame);
}

// The last of a shot has learned most.
void ShotWatch::readSways(const Frame& frame)
{
    MapMeta::Map map = swayMeta().on(frame.buffer());
    if (map.cells.empty() || !frame.time().pts)
        return;
    sways_ = std::move(map);
    swaysUntil_ = *frame.time().pts;
}

// Where it swayed in the view that a still shows, if the camera has stood since or until then.
cv::Mat ShotWatch::swaysIn(const BestFrame::Candidate& still) const
{
    const std::optional<uint64_t> pts = still.pts.value;
    const bool holds = pts && *pts >= sways_.since && *pts <= swaysUntil_;
    return holds ? sways_.cells : cv::Mat();
}

// Read whole only when it is another one, and of this shot: the last shot's prompt stands until
// there is a new one.
void ShotWatch::readPrompt(const GstStructure* prompt)
{
    const char* id = prompt ? gst_structure_get_string(prompt, "prompt-id") : nullptr;
    guint64 shot = shotId_;
    if (prompt)
        gst_structure_get_uint64(prompt, "shot-id", &shot);
    const bool same = id && prompt_ && isSameText(prompt, *prompt_, "prompt-id") &&
                      isSameText(prompt, *prompt_, "text");
    if (id && shot == shotId_ && !same)
        prompt_ = toRecord(prompt);
}

void ShotWatch::keepBest(Frame& frame, bool onAir)
{
    const ImageView* view = score_ ? frame.view() : nullptr;
    if (view)
        best_.offer(*score_, frame.time(), [&] { return stillOf(frame, *view, onAir); });
}

Still ShotWatch::stillOf(const Frame& frame, const ImageView& view, bool onAir) const
{
    const int longest =
        onAir ? std::max(view.frameWidth, view.frameHeight) : GenerationQueue::kLongestSide;
    return {colourPicture(view, longest), nearnessOn(frame.buffer()).clone(), subjectOf(frame),
            onAir ? planarStill(view) : std::nullopt};
}

std::string ShotWatch::promptId() const
{
    return prompt_ ? prompt_->text("prompt-id").value_or("") : "";
}

// What made the prompt began the shot's trace; without one it begins here.
TraceContext ShotWatch::trace()
{
    if (!isTracing())
        return {};
    if (const std::string id = prompt_ ? prompt_->text("trace-id").value_or("") : ""; !id.empty())
        return contextFrom(id, prompt_->text("span-id").value_or(""));
    if (!span_) {
        span_ = TraceSpan::begin("shot", begun_);
        if (shotId_ != 0)
            span_.set("animatize.shot.id", shotId_);
    }
    return span_.context();
}

KeyframeJob ShotWatch::job(const GenElementSettings& settings, const GstVideoInfo& info)
{
    const BestFrame::Candidate& candidate = *best_.current();
    KeyframeJob job;
    job.image = candidate.still.image;
    job.nearness = candidate.still.nearness;
    job.subject = candidate.still.subject;
    job.sways = swaysIn(candidate);
    job.planar = candidate.still.planar;
    job.sourcePts = candidate.pts;
    job.shotId = shotId_;
    job.frames = settings.frames;
    job.seed = settings.seed;
    job.pixelAspect =
        static_cast<double>(GST_VIDEO_INFO_PAR_N(&info)) / std::max(1, GST_VIDEO_INFO_PAR_D(&info));
    if (prompt_)
        usePrompt(*prompt_, job);
    job.trace = trace();
    return job;
}

void ShotWatch::endShot()
{
    prompt_.reset();
    sways_ = {};
    span_.end();
    begun_ = 0;
}

void ShotWatch::reset()
{
    best_.take();
    endShot();
    shotId_ = 0;
}

}  // namespace animatize
