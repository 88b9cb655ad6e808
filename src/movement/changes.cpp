#include "movement/changes.h"

#include <cmath>

namespace animatize {
namespace {

constexpr uint64_t kBrightnessWindow = 2 * kSecond;
constexpr uint64_t kSwingWindow = 3 * kSecond;
constexpr uint64_t kSlowWindow = 3 * kSecond;
constexpr double kSwing = 0.03;         // of the range from black to white
constexpr double kAnotherPerson = 0.3;  // ln: detector and tracker never jump by as much
constexpr int kLeastAnalyses = 3;       // a line through two points is no trend
constexpr int kLeastFrames = 6;

bool addNumber(Samples& samples, const Fact& fact, uint64_t at)
{
    const auto newest = samples.newest();
    if (!fact.isNumber() || (newest && at < *newest + kSampleSpacing))
        return false;
    samples.add(at, fact.number);
    return true;
}

}  // namespace

void Changes::add(const Evidence& evidence)
{
    if (!evidence.time().pts)
        return;
    const uint64_t now = *evidence.time().pts;
    if (addAnalysis(evidence, now))
        workOut(Change::Brightness, Change::Focus);
    if (addPerson(evidence, now))
        workOut(Change::PersonSize, Change::PersonSize);
    camera_.add(evidence, now);
    workOut(Change::PanTravel, Change::CameraLag);
    if (subject_.add(evidence, now))
        workOut(Change::SubjectSize, Change::SubjectSwings);
}

void Changes::workOut(Change first, Change last)
{
    for (size_t i = static_cast<size_t>(first); i <= static_cast<size_t>(last); ++i)
        facts_[i] = workedOut(static_cast<Change>(i));
}

// One sample per analysis: between two of them the record repeats itself.
bool Changes::addAnalysis(const Evidence& evidence, uint64_t now)
{
    static const EvidenceField& brightness = *findEvidenceField("scene.brightness");
    static const EvidenceField& temperature = *findEvidenceField("scene.light.colour-temperature");
    static const EvidenceField& focus = *findEvidenceField("scene.lens.shallow-focus");
    const auto analysed = evidence.analysedPts();
    if (!evidence.sceneIsAnalysed() || (analysed && analysed == analysed_))
        return false;
    analysed_ = analysed;
    const uint64_t at = analysed.value_or(now);
    addNumber(brightness_, evidence.fact(brightness), at);
    addNumber(temperature_, evidence.fact(temperature), at);
    addNumber(focus_, evidence.fact(focus), at);
    return true;
}

bool Changes::addPerson(const Evidence& evidence, uint64_t now)
{
    const Fact height = evidence.fact(Derived::PeopleHeight);
    if (!height.isNumber() || height.number <= 0.0) {
        const bool known = person_.last().has_value();
        person_.clear();
        return known;
    }
    const double size = std::log(height.number);
    const Fact id = evidence.fact(Derived::PeopleId);
    const bool another = id.kind != personId_.kind || id.number != personId_.number;
    if (another || (person_.last() && std::abs(size - *person_.last()) > kAnotherPerson))
        person_.clear();
    personId_ = id;
    return addNumber(person_, size, now);
}

Fact Changes::workedOut(Change change) const
{
    switch (change) {
        case Change::Brightness:
            return brightness_.slope(kBrightnessWindow, kLeastAnalyses);
        case Change::BrightnessSwings:
            return brightness_.turns(kSwingWindow, kSwing);
        case Change::Flash:
            return brightness_.spike(kSecond);
        case Change::ColourTemperature:
            return temperature_.slope(kSlowWindow, kLeastAnalyses);
        case Change::Focus: {
            const auto slope = focus_.slope(kBrightnessWindow, kLeastAnalyses);
            return slope ? Fact(std::abs(*slope)) : Fact();
        }
        case Change::PersonSize:
            return person_.slope(kSlowWindow, kLeastFrames);
        case Change::PanTravel:
        case Change::TiltTravel:
        case Change::CameraLag:
            return camera_.fact(change);
        default:
            return subject_.fact(change);
    }
}

Fact Changes::fact(Change change) const
{
    const auto index = static_cast<size_t>(change);
    return index < facts_.size() ? facts_[index] : Fact();
}

void Changes::reset()
{
    *this = Changes();
}

}  // namespace animatize
