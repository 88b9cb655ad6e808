#include "movement/subject_past.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"
#include "movement/subject.h"

namespace animatize {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr uint64_t kWindow = kSecond;
constexpr uint64_t kPathSpacing = 100 * kMillisecond;
constexpr uint64_t kPathWindow = 3500 * kMillisecond;
constexpr uint64_t kBeforeFrom = 500 * kMillisecond, kBeforeTo = 1500 * kMillisecond;
constexpr int kLeastFrames = 6;
constexpr double kLeastWay = 0.04;    // heights/s: below, noise turns the way
constexpr double kBend = 30.0;        // degrees
constexpr double kLeastSwing = 0.02;  // of the frame
constexpr double kSmooth = 0.3;       // per sample of the path: 0.3 s
constexpr double kSamePlace = 0.08;   // of the frame, from one frame to the next

double numberOf(const Evidence& evidence, Derived field)
{
    return evidence.fact(field).number;
}

// What the frame cuts off shrinks without going away.
bool touchesEdge(const Evidence& evidence)
{
    const auto reaches = [&](Derived centre, Derived size) {
        const double at = numberOf(evidence, centre), half = numberOf(evidence, size) / 2;
        return at - half <= kSubjectEdge || at + half >= 1.0 - kSubjectEdge;
    };
    return reaches(Derived::SubjectX, Derived::SubjectWidth) ||
           reaches(Derived::SubjectY, Derived::SubjectHeight);
}

// The angle nearest to `last` that means the same direction.
double unwrapped(double degrees, double last)
{
    return last + std::remainder(degrees - last, 360.0);
}

Fact orZero(const std::optional<double>& value)
{
    return value ? Fact(std::abs(*value)) : Fact();
}

}  // namespace

bool SubjectPast::isTheSame(const Evidence& evidence) const
{
    const Fact id = evidence.fact(Derived::SubjectId);
    if (id.isNumber() && id_)
        return id.number == *id_;
    return known_ && std::hypot(numberOf(evidence, Derived::SubjectX) - lastX_,
                                numberOf(evidence, Derived::SubjectY) - lastY_) < kSamePlace;
}

bool SubjectPast::forget()
{
    const bool changed = known_;
    for (Samples* samples : {&size_, &speed_, &way_, &x_, &y_})
        samples->clear();
    velocity_ = {};
    zoom_.reset();
    id_.reset();
    known_ = false;
    sampled_.reset();
    return changed;
}

bool SubjectPast::add(const Evidence& evidence, uint64_t now)
{
    static const EvidenceField& zoomField = *findEvidenceField("motion.camera-zoom");
    if (!evidence.fact(Derived::SubjectX).isNumber())
        return forget();
    if (!isTheSame(evidence))
        forget();
    known_ = true;
    lastX_ = numberOf(evidence, Derived::SubjectX);
    lastY_ = numberOf(evidence, Derived::SubjectY);
    const Fact id = evidence.fact(Derived::SubjectId);
    if (!id.isNumber())
        size_.clear();  // a region's box and a detector's are of different sizes
    id_ = id.isNumber() ? std::optional(id.number) : std::nullopt;
    if (const Fact zoom = evidence.fact(zoomField); zoom.isNumber())
        zoom_ = zoom_ ? *zoom_ + 0.1 * (zoom.number - *zoom_) : zoom.number;
    if (sampled_ && now < *sampled_ + kSampleSpacing)
        return false;
    sampled_ = now;
    if (const Fact speed = evidence.fact(Derived::SubjectSpeed); speed.isNumber())
        speed_.add(now, speed.number);
    addGrowth(evidence, now);
    addWay(evidence, now);
    return true;
}

void SubjectPast::addGrowth(const Evidence& evidence, uint64_t now)
{
    const double area =
        numberOf(evidence, Derived::SubjectWidth) * numberOf(evidence, Derived::SubjectHeight);
    if (!id_ || touchesEdge(evidence))
        size_.clear();
    else if (area > 0)
        size_.add(now, 0.5 * std::log(area));
}

void SubjectPast::addWay(const Evidence& evidence, uint64_t now)
{
    if (const auto newest = x_.newest(); newest && now < *newest + kPathSpacing)
        return;
    x_.add(now, lastX_);
    y_.add(now, lastY_);
    width_ = numberOf(evidence, Derived::SubjectWidth);
    height_ = numberOf(evidence, Derived::SubjectHeight);
    const Fact way = evidence.fact(Derived::SubjectDirection);
    const Fact speed = evidence.fact(Derived::SubjectSpeed);
    if (!way.isNumber() || !speed.isNumber())
        return;
    const double radians = way.number * kPi / 180.0;
    velocity_.x += kSmooth * (speed.number * std::cos(radians) - velocity_.x);
    velocity_.y += kSmooth * (-speed.number * std::sin(radians) - velocity_.y);
    if (velocity_.speed() < kLeastWay)
        return;
    const double smooth = degreesOf(velocity_);
    way_.add(now, unwrapped(smooth, way_.last().value_or(smooth)));
}

Fact SubjectPast::fact(Change change) const
{
    switch (change) {
        case Change::SubjectSize: {
            const auto growth = size_.slope(kWindow, kLeastFrames);
            return growth && zoom_ ? Fact(*growth - *zoom_) : Fact();
        }
        case Change::SubjectSpeed:
            return speed_.slope(kWindow, kLeastFrames);
        case Change::SubjectBefore:
            return speed_.mean(kBeforeFrom, kBeforeTo);
        case Change::SubjectTurn:
            return orZero(way_.difference(kWindow));
        case Change::SubjectBends:
            return way_.turns(kPathWindow, kBend);
        case Change::SubjectSwings: {
            const auto x = x_.evenTurns(kPathWindow, std::max(kLeastSwing, width_ / 2));
            const auto y = y_.evenTurns(kPathWindow, std::max(kLeastSwing, height_ / 2));
            return x && y ? Fact(std::max(*x, *y)) : Fact();
        }
        default:
            return {};
    }
}

}  // namespace animatize
