#include "motion/camera_label.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kIntegration = 0.25;  // seconds
constexpr double kShakeMemory = 1.0;   // seconds
constexpr double kBegins = 0.010;      // frame widths per second at the edge
constexpr double kEnds = 0.005;
constexpr double kTakesOver = 1.4;    // times the present component
constexpr double kLeastDwell = 0.5;   // seconds between two changes
constexpr double kLongestHold = 1.0;  // seconds without a measurement
constexpr int kFirstFrames = 3;       // before the first word
constexpr double kFirstSeconds = 0.08;

const char* nameOf(size_t component, double speed)
{
    static const char* const names[4][2] = {{"pan-left", "pan-right"},
                                            {"tilt-down", "tilt-up"},
                                            {"zoom-out", "zoom-in"},
                                            {"roll-counterclockwise", "roll-clockwise"}};
    return names[component][speed > 0.0 ? 1 : 0];
}

}  // namespace

void CameraLabel::clear()
{
    *this = CameraLabel{};
}

void CameraLabel::startAnew()
{
    for (size_t i = 0; i < 4; ++i) {
        speed_[i].clear();
        shake_[i].clear();
    }
    measured_ = 0.0;
    frames_ = 0;
}

void CameraLabel::miss(double seconds)
{
    unknownFor_ += seconds;
    heldFor_ += seconds;
    if (unknownFor_ > kLongestHold)
        clear();
}

void CameraLabel::add(const EdgeMotion& step, double seconds)
{
    if (seconds <= 0.0)
        return;
    for (size_t i = 0; i < 4; ++i) {
        const double speed = step[i] / seconds;
        speed_[i].add(speed, seconds, kIntegration);
        const double deviation = speed - speed_[i].value();
        shake_[i].add(deviation * deviation, seconds, kShakeMemory);
    }
    unknownFor_ = 0.0;
    heldFor_ += seconds;
    measured_ += seconds;
    ++frames_;
    if (frames_ < kFirstFrames || measured_ < kFirstSeconds)
        return;
    if (word_ && heldFor_ < kLeastDwell)
        return;
    std::string word = next();
    if (word_ == word)
        return;
    const Candidate best = strongest();
    component_ = word == "static" ? std::nullopt : std::optional(best.component);
    sign_ = best.speed < 0.0 ? -1.0 : 1.0;
    word_ = std::move(word);
    heldFor_ = 0.0;
}

CameraLabel::Candidate CameraLabel::strongest() const
{
    Candidate best;
    for (size_t i = 0; i < 4; ++i)
        if (std::abs(speed_[i].value()) > std::abs(best.speed))
            best = {i, speed_[i].value()};
    return best;
}

// A hand that sways moves faster to and fro than it gets anywhere.
double CameraLabel::threshold(size_t component) const
{
    return std::max(kBegins, std::sqrt(shake_[component].value()));
}

bool CameraLabel::goesOn(const Candidate& best) const
{
    const double speed = sign_ * speed_[*component_].value();
    return speed > kEnds && std::abs(best.speed) < kTakesOver * speed;
}

std::string CameraLabel::next() const
{
    const Candidate best = strongest();
    if (component_ && goesOn(best))
        return *word_;
    const bool moves = std::abs(best.speed) > threshold(best.component);
    return moves ? nameOf(best.component, best.speed) : "static";
}

}  // namespace animatize
