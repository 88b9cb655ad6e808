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
// What moves away from the short mean for three frames of 25, and by more than the hand's shake, is
// a change of speed: the mean starts anew there.
constexpr double kInstant = 0.04, kChange = 0.1;  // seconds
constexpr double kOther = 0.3;                    // of the speed
constexpr double kOtherShake = 1.5;
constexpr double kStopped = 0.1;       // of the speed: a hand doesn't stay there, a rest does
constexpr double kLeastWay = 0.006;    // frame widths at the edge since the speed changed
constexpr double kCreep = 0.04;        // faster is no creep, whatever was at rest before
constexpr double kFirstBegins = 0.03;  // in a scene's first moments, before much is known
// A hand that sways moves faster to and fro than it gets anywhere. Until it has swung a few times
// its swing looks like a move, and a slow move can't be told from what is left of it in the mean.
constexpr double kFirstShake = 3.0, kShortShake = 1.2, kLongShake = 6.0;
constexpr double kUntilItSwung = 0.8;  // seconds of a scene
constexpr double kClearOfSway = 6.0;   // half swings that a move gets further
constexpr double kLongEnough = 0.6;    // seconds of a scene, for the long mean
constexpr double kSure = 0.7;         // mean confidence; a slow move is seen only where it is clear
constexpr double kClear = 0.95;       // mean confidence with which the first moments suffice
constexpr double kTakesOver = 1.4;    // times the present component
constexpr double kLeastDwell = 0.5;   // seconds between two changes
constexpr double kRests = 0.14;       // seconds before a move is over: turning back is no rest
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
        now_[i].clear();
        speed_[i].clear();
        changedFor_[i] = way_[i] = 0.0;
        course_[i].clear();
        sway_[i].clear();
    }
    confidence_.clear();
    deviations_.clear();
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
    integrate(step, seconds, atRest);
    unknownFor_ = 0.0;
    heldFor_ += seconds;
    measured_ += seconds;
    ++frames_;
    if (frames_ >= kFirstFrames && measured_ >= kFirstSeconds)
        decide(seconds);
}

void CameraLabel::integrate(const EdgeMotion& step, double seconds, bool atRest)
{
    Deviation deviation{seconds, {}};
    for (size_t i = 0; i < 4; ++i) {
        const double measured = step[i] / seconds;
        const double speed = atRest && std::abs(measured) < kCreep ? 0.0 : measured;
        now_[i].add(speed, seconds, kInstant);
        speed_[i].add(speed, seconds, kShort);
        way_[i] += speed * seconds;
        sway_[i].add(speed * seconds, seconds);
        followChange(i, speed, seconds);
        course_[i].add(speed, seconds, kLong);
        deviation.size[i] = static_cast<float>(std::abs(speed - speed_[i].value()));
    }
    remember(deviation);
}

void CameraLabel::decide(double seconds)
{
    std::string word = next();
    restsFor_ = word == "static" ? restsFor_ + seconds : 0.0;
    const bool turning = component_ && word == "static" && restsFor_ < kRests && measured_ > kRests;
    if (word_ == word || turning || (word_ && heldFor_ < kLeastDwell))
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

void CameraLabel::followChange(size_t component, double speed, double seconds)
{
    const double now = now_[component].value(), mean = speed_[component].value();
    const double same =
        std::max({kEnds, kOther * std::abs(mean), kOtherShake * shakeOf(component)});
    const bool stopped = std::abs(speed) < kStopped * std::abs(mean);
    const bool changed = stopped || std::abs(now - mean) > same;
    changedFor_[component] = changed ? changedFor_[component] + seconds : 0.0;
    if (changedFor_[component] < kChange)
        return;
    const double fresh = stopped ? speed : now;
    speed_[component].clear();
    speed_[component].add(fresh, seconds, kShort);
    way_[component] = fresh * kChange;
    changedFor_[component] = 0.0;
}

void CameraLabel::remember(const Deviation& deviation)
{
    deviations_.push_back(deviation);
    double span = 0.0;
    for (size_t i = 0; i < deviations_.size(); ++i)
        span += deviations_[i].seconds;
    while (span - deviations_.front().seconds > kLong) {
        span -= deviations_.front().seconds;
        deviations_.pop_front();
    }
}

// The median: a start, a stop or a turn is soon over, a hand goes on swaying. Of a sine it is the
// root mean square.
double CameraLabel::shakeOf(size_t component) const
{
    if (deviations_.empty())
        return 0.0;
    return nthOf(deviations_, deviations_.size() / 2,
                 [component](const Deviation& one) { return one.size[component]; });
}

bool CameraLabel::getsAway(const Candidate& best) const
{
    const double way = way_[best.component] * (best.speed < 0.0 ? -1.0 : 1.0);
    return way > std::max(kLeastWay, kClearOfSway * sway_[best.component].size());
}

bool CameraLabel::moves(const Candidate& best) const
{
    const double shake = shakeOf(best.component);
    const bool clear = confidence_.value() > (measured_ > kLongEnough ? kSure : kClear);
    const double begins = clear ? kShortBegins : kFirstBegins;
    const double shakes = measured_ < kUntilItSwung ? kFirstShake : kShortShake;
    if (getsAway(best) && std::abs(best.speed) > std::max(begins, shakes * shake))
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
