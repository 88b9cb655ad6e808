#include "movement/camera_past.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr uint64_t kTravelWindow = 3 * kSecond;
constexpr uint64_t kLeastRest = 500 * kMillisecond;
constexpr uint64_t kLongestStep = 200 * kMillisecond;  // what lies in a longer gap wasn't seen
constexpr double kStands = 0.02, kMoves = 0.05;        // heights/s

std::optional<double> numberOf(const Fact& fact)
{
    return fact.isNumber() ? std::optional(fact.number) : std::nullopt;
}

Fact lengthOf(const std::optional<double>& way)
{
    return way ? Fact(std::abs(*way)) : Fact();
}

}  // namespace

void Onset::add(uint64_t now, const std::optional<double>& speed)
{
    if (!speed)
        return;
    if (*speed < kStands) {
        began_.reset();
        if (!stands_)
            stands_ = now;
    } else if (*speed > kMoves) {
        if (!began_ && stands_ && now - *stands_ >= kLeastRest)
            began_ = now;
        stands_.reset();
    }
}

void CameraPast::add(const Evidence& evidence, uint64_t now)
{
    addTravel(evidence, now);
    camera_.add(now, numberOf(evidence.fact(Derived::CameraSpeed)));
    const Fact present = evidence.fact(Derived::SubjectPresent);
    const bool nobody = present.isNumber() && present.number == 0.0;
    subject_.add(now, nobody ? 0.0 : numberOf(evidence.fact(Derived::SubjectSpeed)));
}

void CameraPast::addTravel(const Evidence& evidence, uint64_t now)
{
    static const EvidenceField& panField = *findEvidenceField("motion.camera-pan");
    static const EvidenceField& tiltField = *findEvidenceField("motion.camera-tilt");
    const Fact pan = evidence.fact(panField), tilt = evidence.fact(tiltField);
    const uint64_t before = last_.value_or(now);
    last_ = now;
    if (!pan.isNumber() || !tilt.isNumber() || now - before > kLongestStep) {
        pan_.clear();
        tilt_.clear();
        return;
    }
    panSum_ += pan.number * secondsBetween(before, now);
    tiltSum_ += tilt.number * secondsBetween(before, now);
    if (const auto newest = pan_.newest(); newest && now < *newest + kSampleSpacing)
        return;
    pan_.add(now, panSum_);
    tilt_.add(now, tiltSum_);
}

Fact CameraPast::fact(Change change) const
{
    if (change == Change::PanTravel)
        return lengthOf(pan_.difference(kTravelWindow));
    if (change == Change::TiltTravel)
        return lengthOf(tilt_.difference(kTravelWindow));
    const auto camera = camera_.began(), subject = subject_.began();
    if (change != Change::CameraLag || !camera || !subject || *camera < *subject)
        return {};
    return secondsBetween(*subject, *camera);
}

}  // namespace animatize
