#include "movement/changes.h"

#include <algorithm>
#include <cmath>

#include "movement/subject.h"

namespace animatize {
namespace {

constexpr uint64_t kSpacing = 60 * kMillisecond;  // 64 samples hold more than the longest window
constexpr uint64_t kBrightnessWindow = 2 * kSecond;
constexpr uint64_t kSwingWindow = 3 * kSecond;
constexpr uint64_t kSubjectWindow = kSecond;
constexpr double kSwing = 0.03;    // of the range from black to white
constexpr int kLeastAnalyses = 3;  // a line through two points is no trend
constexpr int kLeastFrames = 6;

// What the frame cuts off shrinks without going away.
bool touchesEdge(const Evidence& evidence)
{
    const auto reaches = [&](Derived centre, Derived size) {
        const double at = evidence.fact(centre).number, half = evidence.fact(size).number / 2;
        return at - half <= kSubjectEdge || at + half >= 1.0 - kSubjectEdge;
    };
    return reaches(Derived::SubjectX, Derived::SubjectWidth) ||
           reaches(Derived::SubjectY, Derived::SubjectHeight);
}

}  // namespace

void Samples::add(uint64_t now, double value)
{
    if (count_ < kMost) {
        samples_[(first_ + count_++) % kMost] = {now, value};
        return;
    }
    samples_[first_] = {now, value};
    first_ = (first_ + 1) % kMost;
}

std::optional<uint64_t> Samples::newest() const
{
    return count_ ? std::optional(at(count_ - 1).time) : std::nullopt;
}

int Samples::firstWithin(uint64_t window) const
{
    const uint64_t end = at(count_ - 1).time;
    int first = count_ - 1;
    while (first > 0 && end - at(first - 1).time <= window)
        --first;
    return first;
}

std::optional<double> Samples::slope(uint64_t window, int least) const
{
    if (count_ < least)
        return std::nullopt;
    const int first = firstWithin(window), known = count_ - first;
    const uint64_t start = at(first).time;
    if (known < least || (at(count_ - 1).time - start) * 2 < window)
        return std::nullopt;
    double t = 0, v = 0, tt = 0, tv = 0;
    for (int i = first; i < count_; ++i) {
        const double seconds = secondsBetween(start, at(i).time);
        t += seconds;
        v += at(i).value;
        tt += seconds * seconds;
        tv += seconds * at(i).value;
    }
    const double spread = known * tt - t * t;
    return spread > 1e-12 ? std::optional((known * tv - t * v) / spread) : std::nullopt;
}

// Follows the value from extreme to extreme; a turn counts when it came back by `amplitude`.
std::optional<double> Samples::turns(uint64_t window, double amplitude) const
{
    if (count_ < kLeastAnalyses)
        return std::nullopt;
    const int first = firstWithin(window);
    if ((at(count_ - 1).time - at(first).time) * 2 < window)
        return std::nullopt;
    double low = at(first).value, high = low;
    int turns = 0, way = 0;
    for (int i = first + 1; i < count_; ++i) {
        const double value = at(i).value;
        low = std::min(low, value);
        high = std::max(high, value);
        const bool rose = way <= 0 && value - low >= amplitude;
        const bool fell = way >= 0 && high - value >= amplitude;
        if (!rose && !fell)
            continue;
        turns += way != 0;
        way = rose ? 1 : -1;
        low = high = value;
    }
    return static_cast<double>(turns);
}

void Changes::add(const Evidence& evidence)
{
    if (!evidence.time().pts)
        return;
    addBrightness(evidence, *evidence.time().pts);
    addSubject(evidence, *evidence.time().pts);
}

// One sample per analysis: between two of them the record repeats itself.
void Changes::addBrightness(const Evidence& evidence, uint64_t now)
{
    static const EvidenceField& field = *findEvidenceField("scene.brightness");
    const Fact brightness = evidence.fact(field);
    const auto analysed = evidence.analysedPts();
    if (!brightness.isNumber() || (analysed && analysed == analysed_))
        return;
    analysed_ = analysed;
    const uint64_t at = analysed.value_or(now);
    if (const auto newest = brightness_.newest(); !newest || at >= *newest + kSpacing)
        brightness_.add(at, brightness.number);
}

void Changes::addSubject(const Evidence& evidence, uint64_t now)
{
    static const EvidenceField& zoomField = *findEvidenceField("motion.camera-zoom");
    const Fact id = evidence.fact(Derived::SubjectId);
    const Fact speed = evidence.fact(Derived::SubjectSpeed);
    if (!id.isNumber() || subject_ != id.number) {
        size_.clear();
        speed_.clear();
        zoom_.reset();
        sampled_.reset();
    }
    subject_ = id.isNumber() ? std::optional(id.number) : std::nullopt;
    if (const Fact zoom = evidence.fact(zoomField); zoom.isNumber())
        zoom_ = zoom_ ? *zoom_ + 0.1 * (zoom.number - *zoom_) : zoom.number;
    if (!subject_ || (sampled_ && now < *sampled_ + kSpacing))
        return;
    sampled_ = now;
    if (speed.isNumber())
        speed_.add(now, speed.number);
    const double area =
        evidence.fact(Derived::SubjectWidth).number * evidence.fact(Derived::SubjectHeight).number;
    if (touchesEdge(evidence))
        size_.clear();
    else if (area > 0)
        size_.add(now, 0.5 * std::log(area));
}

Fact Changes::fact(Change change) const
{
    switch (change) {
        case Change::Brightness:
            return brightness_.slope(kBrightnessWindow, kLeastAnalyses);
        case Change::BrightnessSwings:
            return brightness_.turns(kSwingWindow, kSwing);
        case Change::SubjectSize: {
            const auto growth = size_.slope(kSubjectWindow, kLeastFrames);
            return growth && zoom_ ? Fact(*growth - *zoom_) : Fact();
        }
        case Change::SubjectSpeed:
            return speed_.slope(kSubjectWindow, kLeastFrames);
        case Change::Count:
            break;
    }
    return {};
}

void Changes::reset()
{
    *this = Changes();
}

}  // namespace animatize
