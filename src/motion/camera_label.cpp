#include "motion/camera_label.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

// Two means: the short one sees a move begin and end, the long one sees how slow one gets on.
constexpr double kShort = 0.25, kLong = 1.0;  // seconds
constexpr double kShortBegins = 0.015;        // frame widths per second at the edge
constexpr double kLongBegins = 0.006;
constexpr double kEnds = 0.003;
constexpr double kCreep = 0.04;        // faster is no creep, whatever was at rest before
constexpr double kFirstBegins = 0.03;  // in a scene's first moments, before much is known
// A hand that sways moves faster to and fro than it gets anywhere; the longer the mean, the less of
// that is left in it.
constexpr double kShortShake = 1.2, kLongShake = 0.6;
constexpr double kLongEnough = 0.6;   // seconds of a scene, for the long mean
constexpr double kSure = 0.7;         // mean confidence; a slow move is seen only where it is clear
constexpr double kClear = 0.95;       // mean confidence with which the first moments suffice
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
        course_[i].clear();
        shake_[i].clear();
    }
    confidence_.clear();
    measured_ = 0.0;
    frames_ = 0;
    heldFor_ = kLeastDwell;
}

void CameraLabel::miss(double seconds)
{
    confidence_.add(0.0, seconds, kLong);
    unknownFor_ += seconds;
    heldFor_ += seconds;
    if (unknownFor_ > kLongestHold)
        clear();
}

void CameraLabel::add(const EdgeMotion& step, double seconds, double confidence, bool atRest)
{
    if (seconds <= 0.0)
        return;
    confidence_.add(confidence, seconds, kLong);
    for (size_t i = 0; i < 4; ++i) {
        const double measured = step[i] / seconds;
        const double speed = atRest && std::abs(measured) < kCreep ? 0.0 : measured;
        speed_[i].add(speed, seconds, kShort);
        course_[i].add(speed, seconds, kLong);
        const double deviation = speed - speed_[i].value();
        shake_[i].add(deviation * deviation, seconds, kLong);
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

bool CameraLabel::moves(const Candidate& best) const
{
    const double shake = std::sqrt(shake_[best.component].value());
    const bool clear = measured_ > kLongEnough || confidence_.value() > kClear;
    const double begins = clear ? kShortBegins : kFirstBegins;
    if (std::abs(best.speed) > std::max(begins, kShortShake * shake))
        return true;
    const double course = course_[best.component].value();
    return measured_ > kLongEnough && confidence_.value() > kSure && course * best.speed > 0.0 &&
           std::abs(best.speed) > kEnds &&
           std::abs(course) > std::max(kLongBegins, kLongShake * shake);
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
    return moves(best) ? nameOf(best.component, best.speed) : "static";
}

}  // namespace animatize
