#include "generate/render/move_renderer.h"

#include <algorithm>
#include <cmath>

#include "generate/render/plate.h"
#include "generate/render/ray_caster.h"

namespace animatize {
namespace {

constexpr double kMostHole = 0.02;  // of the longer side: what is behind is only guessed
constexpr int kPathSteps = 8;

double safeAspect(double pixelAspect)
{
    return std::isfinite(pixelAspect) && pixelAspect > 0.0 ? std::clamp(pixelAspect, 0.01, 100.0)
                                                           : 1.0;
}

std::optional<cv::Rect2d> subjectIn(const StillScene& scene)
{
    const cv::Rect2d inside = scene.subject.value_or(cv::Rect2d()) & cv::Rect2d(0, 0, 1, 1);
    return inside.empty() ? std::nullopt : std::optional(inside);
}

/// A dolly zoom keeps the size of most of the subject: of all that is nearer than its focus.
double quantileFor(const std::vector<Movement>& movements)
{
    const auto holds = [](const Movement& movement) { return movement.name == "dolly_zoom"; };
    return std::any_of(movements.begin(), movements.end(), holds) ? 0.2 : 0.5;
}

Seen seenIn(const StillScene& scene, const Frame2d& frame, const std::vector<Movement>& movements)
{
    Seen seen;
    seen.depth = hasDepth(scene.nearness);
    seen.aspect = frame.aspect();
    const auto box = subjectIn(scene);
    seen.focus = focusOf(scene.nearness, box, quantileFor(movements));
    if (box)
        seen.subject = {box->x + box->width / 2 - 0.5, box->y + box->height / 2 - 0.5};
    return seen;
}

/// A whole number of nodes and of chroma samples.
int padOf(const PlannedPath& path, cv::Size size)
{
    const int longest = std::max(size.width, size.height), step = nodeStep(size);
    const int reach = cvCeil((path.reach - 1.0) / 2.0 * longest), whole = std::max(step, 2);
    return 2 * step + (reach + whole - 1) / whole * whole;
}

/// But for its look.
Scenery sceneryOf(const StillScene& scene)
{
    const bool known = !scene.sways.empty() && scene.sways.type() == CV_8UC1;
    return {{}, subjectIn(scene), safeAspect(scene.pixelAspect), known ? scene.sways : cv::Mat()};
}

cv::Size sizeOf(const StillScene& scene)
{
    return scene.planar ? scene.planar->luma.size() : scene.picture.size();
}

}  // namespace

MoveRenderer::MoveRenderer(const StillScene& scene, const std::vector<Movement>& movements,
                           uint64_t seed)
    : picture_(scene.picture),
      planar_(scene.planar.value_or(PlanarPicture{})),
      frame_{sizeOf(scene), safeAspect(scene.pixelAspect)}
{
    path_ = planPath(movements, seenIn(scene, frame_, movements), seed);
    if (path_.moves() || SceneMotion::moves(movements, sceneryOf(scene)))
        prepare(scene, movements, seed);
}

void MoveRenderer::prepare(const StillScene& scene, const std::vector<Movement>& movements,
                           uint64_t seed)
{
    const int pad = padOf(path_, frame_.size);
    makeRelief(scene.nearness, pad);
    if (scene.planar) {
        layers_ = layersOf(planar_.luma, 1);
        chroma_ = layersOf(planar_.chroma, 2);
    } else {
        layers_ = layersOf(picture_, 1);
    }
    Scenery scenery = sceneryOf(scene);
    if (!SceneMotion::moves(movements, scenery))
        return;
    scenery.look = scene.planar ? colourLook(planar_) : picture_;
    motion_.emplace(scenery, NodeGrid{relief_.heights.size(), relief_.step, pad, frame_.size},
                    movements, seed);
}

void MoveRenderer::makeRelief(const cv::Mat& nearness, int pad)
{
    relief_ = animatize::makeRelief(nearness, frame_.size, pad);
    if (path_.holdsFocus)
        flattenFront(relief_, path_.focus);
    const double mostHole = kMostHole * std::max(frame_.size.width, frame_.size.height);
    const double slide = mostSlide();
    const double kept = limitHoles(relief_, path_.focus, slide, mostHole);
    if (path_.steady > 0.0)
        path_.steady = path_.focus + kept * (path_.steady - path_.focus);
    cutEdges(relief_, slide, mostHole);
}

/// `pixels`: from sample to sample.
Layers MoveRenderer::layersOf(const cv::Mat& picture, int pixels) const
{
    const cv::Mat padded = mirrored(picture, relief_.pad / pixels);
    const double spacing = double(relief_.step) / pixels;
    return {Texture(padded),
            relief_.ground.empty() ? Texture() : Texture(makePlate(padded, relief_, spacing))};
}

/// Pixels that an inverse depth of 1 slides at most on the whole path.
double MoveRenderer::mostSlide() const
{
    double most = 0.0;
    for (int i = 1; i <= kPathSteps; ++i)
        most = std::max(most,
                        ViewMap(frame_, path_, relief_.range, i / double(kPathSteps)).mostSlide());
    return most;
}

/// None where the picture is seen as it is: no resampling, the same bits.
std::optional<LookUp> MoveRenderer::lookUpAt(double t) const
{
    const cv::Mat_<cv::Vec2f> motion = motion_ ? motion_->at(t) : cv::Mat_<cv::Vec2f>();
    if (poseAt(path_, t) == CameraPose{} && motion.empty())
        return std::nullopt;
    LookUp lookUp;
    cast(ViewMap(frame_, path_, relief_.range, t), relief_, motion, frame_.size, lookUp);
    return lookUp;
}

void MoveRenderer::render(double t, cv::Mat& into) const
{
    if (const auto lookUp = lookUpAt(t))
        sample(layers_, *lookUp, frame_.size, into);
    else
        picture_.copyTo(into);
}

void MoveRenderer::render(double t, const PlanarTarget& into) const
{
    if (const auto lookUp = lookUpAt(t))
        sample(layers_, chroma_, *lookUp, into);
    else
        copyTo(planar_, into);
}

cv::Mat MoveRenderer::at(double t) const
{
    cv::Mat view;
    render(t, view);
    return view;
}

}  // namespace animatize
