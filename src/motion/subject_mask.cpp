#include "motion/subject_mask.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

// Pixels of the reduced picture, at the frame's corner.
constexpr double kStep = 0.5;          // in one frame
constexpr double kDrift = 0.6;         // in one second
constexpr double kDriftMemory = 0.5;   // seconds
constexpr double kOffAnchor = 0.35;    // against the picture where the background began
constexpr double kCheckEvery = 0.5;    // seconds
constexpr double kAnchorLife = 10.0;   // seconds
constexpr double kLongestDoubt = 1.0;  // seconds that a moving camera is believed to move on
constexpr double kMuch = 0.6, kLittle = 0.25;  // shares of the picture

// 0 sees four times less than normal, 1 twice as much.
double strictnessOf(double sensitivity)
{
    const double s = std::clamp(sensitivity, 0.0, 1.0);
    return std::pow(2.0, s < 0.5 ? 4.0 * (0.5 - s) : 2.0 * (0.5 - s));
}

double displacementOf(const GlobalMotion& motion, const PictureGeometry& geometry)
{
    return motion.similarity.displacement(geometry.width / 2.0, geometry.height / 2.0);
}

}  // namespace

void SubjectMask::reset()
{
    *this = SubjectMask{};
}

const cv::Mat& SubjectMask::steady() const
{
    static const cv::Mat none;
    return moves_ || pixels_.motion.empty() ? none : background_.matched();
}

bool SubjectMask::cameraMoves(const Input& input)
{
    if (!input.camera.known()) {
        unknownFor_ += input.seconds;
        return moves_ && unknownFor_ < kLongestDoubt;
    }
    unknownFor_ = 0.0;
    const Similarity& s = input.camera.similarity;
    const double half = input.geometry.width / 2.0;
    const EdgeMotion step{s.tx, s.ty, std::log(s.scale()) * half, s.counterClockwise() * half};
    double drift = 0.0;
    for (size_t i = 0; i < step.size() && input.seconds > 0.0; ++i) {
        drift_[i].add(step[i] / input.seconds, input.seconds, kDriftMemory);
        drift = std::max(drift, std::abs(drift_[i].value()));
    }
    return displacementOf(input.camera, input.geometry) > kStep || drift > kDrift;
}

// A camera that creeps adds up what no single frame shows: the background's first picture tells.
bool SubjectMask::drifted(const Input& input)
{
    sinceCheck_ += input.seconds;
    anchorAge_ += input.seconds;
    if (sinceCheck_ < kCheckEvery || input.tracked.empty())
        return false;
    sinceCheck_ = 0.0;
    sinceAnchor_.expectNoise(input.camera.noise);
    const GlobalMotion since =
        sinceAnchor_.find(anchor_, input.tracked, input.geometry, Similarity{});
    if (since.known() && displacementOf(since, input.geometry) > kOffAnchor)
        return true;
    if (anchorAge_ > kAnchorLife) {
        anchor_.build(input.luma);
        anchorAge_ = 0.0;
    }
    return false;
}

const MovingPixels& SubjectMask::next(const Input& input)
{
    disturbed_ = false;
    const bool moved = moves_;
    moves_ = cameraMoves(input) || (!moved && !anchor_.empty() && drifted(input));
    const double strictness = strictnessOf(input.sensitivity);
    if (moves_ && !input.camera.known())
        residual_.reset();
    residual_.advance(input.luma, input.camera.known() ? input.camera.similarity : Similarity{},
                      input.seconds);
    if (moves_)
        judgeMoving(input, strictness);
    else
        judgeStill(input, strictness);
    return pixels_;
}

void SubjectMask::judgeMoving(const Input& input, double strictness)
{
    background_.reset();
    anchor_.clear();
    lastShare_ = 0.0;
    pixels_ = {residual_.moving(input.geometry, input.camera.noise, strictness), {}};
}

void SubjectMask::judgeStill(const Input& input, double strictness)
{
    if (anchor_.empty()) {
        anchor_.build(input.luma);
        anchorAge_ = sinceCheck_ = 0.0;
    }
    const MovingPixels& judged =
        background_.next(input.luma, input.seconds, strictness, input.camera.noise);
    if (!background_.learned()) {
        pixels_ = {residual_.moving(input.geometry, input.camera.noise, strictness), {}};
        return;
    }
    pixels_ = judged;
    if (judged.motion.empty())
        return;
    const double share =
        cv::countNonZero(judged.motion) / static_cast<double>(judged.motion.total());
    disturbed_ = share > kMuch && lastShare_ < kLittle;
    lastShare_ = share;
}

}  // namespace animatize
