#include "movement/forecast.h"

#include <cmath>

#include "movement/subject.h"

namespace animatize {
namespace {

constexpr double kPi = 3.14159265358979323846;
// Standard deviations below which a number does not swing but is measured with noise.
constexpr double kLeastSway = 0.01;                    // heights/s
constexpr double kLeastSurge = 0.002;                  // share of the frame
constexpr double kLeastFlicker = 0.005;                // of the range from black to white
constexpr uint64_t kLeastBetween = 60 * kMillisecond;  // two analyses

// Fields of the motion record, found once.
const EvidenceField& field(std::string_view path)
{
    return *findEvidenceField(path);
}

// The records have it, rules don't ask for it.
EvidenceField motionField(std::string_view inner)
{
    return {inner, FieldKind::Number, "", 0, 1, "", "", FieldSource::Motion, 0, inner, ""};
}

std::optional<double> numberOf(const Evidence& evidence, const EvidenceField& field)
{
    const Fact fact = evidence.fact(field);
    return fact.isNumber() ? std::optional(fact.number) : std::nullopt;
}

const Record* regionOf(const Evidence& evidence, uint64_t id)
{
    const RecordList* regions = evidence.regions();
    for (size_t i = 0; regions && i < regions->size() && i < 64; ++i) {
        const Record::Value* value = (*regions)[i].find("id");
        const auto* known = value ? std::get_if<uint64_t>(value) : nullptr;
        if (known && *known == id)
            return &(*regions)[i];
    }
    return nullptr;
}

double aspectOf(const Evidence& evidence)
{
    static const EvidenceField wide = motionField("frame-width"),
                               high = motionField("frame-height");
    const auto width = numberOf(evidence, wide), height = numberOf(evidence, high);
    return width && height && *width > 0 && *height > 0 ? *width / *height : 1.0;
}

// The camera moves the scene the other way; its zoom and roll, about the middle of the picture.
std::array<double, 2> inPicture(double vx, double vy, const SubjectBox& box,
                                const std::array<double, kCameraParts>& camera, double aspect)
{
    const double dx = box.x - 0.5, dy = box.y - 0.5, turn = camera[3] * kPi / 180.0;
    return {vx - camera[0] + camera[2] * dx + turn * dy / aspect,
            vy + camera[1] + camera[2] * dy - turn * dx * aspect};
}

}  // namespace

Forecast::Forecast()
    : swayX_(kLeastSway),
      swayY_(kLeastSway),
      intensity_(kLeastSurge),
      foliage_(kLeastSurge),
      light_(kLeastFlicker)
{}

void Forecast::reset()
{
    enterShot();
    cuts_.clear();
    shot_ = 0;
    now_.reset();
}

void Forecast::enterShot()
{
    camera_.clear();
    subject_.clear();
    for (Periodicity* one : {&swayX_, &swayY_, &intensity_, &foliage_, &light_})
        one->clear();
    speeds_.reset();
    exit_.reset();
    nextCut_.reset();
    analysed_.reset();
    warming_ = false;
}

// Without a scene analyzer in front, a detector that warms up again has seen a cut.
void Forecast::add(const Evidence& evidence)
{
    static const EvidenceField& warming = field("motion.warming-up");
    const auto pts = evidence.time().pts;
    if (!pts || (now_ && *pts <= *now_)) {
        enterShot();
        now_ = pts;
        return;
    }
    const bool warmsUp = numberOf(evidence, warming).value_or(0.0) != 0.0;
    if (evidence.shotId() != shot_ || (warmsUp && !warming_))
        enterShot();
    shot_ = evidence.shotId();
    warming_ = warmsUp;
    now_ = pts;
    addCuts(evidence);
    addCamera(evidence, *pts);
    addSubject(evidence, *pts);
    exit_ = subject_.exit();
    addEnvironment(evidence, *pts);
}

void Forecast::addCuts(const Evidence& evidence)
{
    if (const auto start = evidence.shotStart())
        cuts_.add(evidence.shotId(), *start);
    nextCut_ = cuts_.next(*now_);
}

void Forecast::addCamera(const Evidence& evidence, uint64_t now)
{
    static const std::array<const EvidenceField*, kCameraParts> fields = {
        &field("motion.camera-pan"), &field("motion.camera-tilt"), &field("motion.camera-zoom"),
        &field("motion.camera-roll")};
    std::array<double, kCameraParts> speeds{};
    speeds_.reset();
    for (size_t i = 0; i < kCameraParts; ++i) {
        const auto speed = numberOf(evidence, *fields[i]);
        if (!speed)
            return;
        speeds[i] = *speed;
    }
    speeds_ = speeds;
    camera_.add(now, speeds);
}

void Forecast::addSubject(const Evidence& evidence, uint64_t now)
{
    const Fact id = evidence.fact(Derived::SubjectId);
    if (!id.isNumber())
        return subject_.miss();
    const SubjectBox box{
        evidence.fact(Derived::SubjectX).number, evidence.fact(Derived::SubjectY).number,
        evidence.fact(Derived::SubjectWidth).number, evidence.fact(Derived::SubjectHeight).number};
    std::optional<std::array<double, 2>> speed;
    const Record* region = regionOf(evidence, static_cast<uint64_t>(id.number));
    const auto vx = region ? region->number("vx") : std::nullopt;
    const auto vy = region ? region->number("vy") : std::nullopt;
    if (vx && vy && speeds_)
        speed = inPicture(*vx, *vy, box, *speeds_, aspectOf(evidence));
    subject_.add(now, static_cast<uint64_t>(id.number), box, speed);
}

// Where nothing moves, flow and intensity are zero; while warming up they aren't known.
void Forecast::addEnvironment(const Evidence& evidence, uint64_t now)
{
    static const EvidenceField &flow = field("motion.flow-magnitude"),
                               &direction = field("motion.direction"),
                               &intensity = field("motion.intensity"),
                               &brightness = field("scene.brightness");
    static const EvidenceField foliage = motionField("environment");
    const auto moving = numberOf(evidence, intensity);
    if (moving && !warming_) {
        const double speed = numberOf(evidence, flow).value_or(0.0);
        const auto degrees = numberOf(evidence, direction);
        const double angle = degrees.value_or(0.0) * kPi / 180.0;
        swayX_.add(now, degrees ? speed * std::cos(angle) : 0.0);
        swayY_.add(now, degrees ? speed * std::sin(angle) : 0.0);
        intensity_.add(now, *moving);
        foliage_.add(now, numberOf(evidence, foliage).value_or(0.0));
    }
    const auto bright = numberOf(evidence, brightness);
    const uint64_t at = evidence.analysedPts().value_or(now);
    if (bright && (!analysed_ || at >= *analysed_ + kLeastBetween)) {
        light_.add(at, *bright);
        analysed_ = at;
    }
}

namespace {

const std::optional<Period>& stronger(const std::optional<Period>& a,
                                      const std::optional<Period>& b)
{
    return a && (!b || a->strength >= b->strength) ? a : b;
}

Fact seconds(const std::optional<Period>& period)
{
    return period ? Fact(period->seconds) : Fact();
}

Fact strength(const std::optional<Period>& period)
{
    return period ? Fact(period->strength) : Fact();
}

}  // namespace

std::optional<Period> Forecast::sway() const
{
    return stronger(swayX_.period(), swayY_.period());
}

std::optional<Period> Forecast::surge() const
{
    return stronger(intensity_.period(), foliage_.period());
}

Fact Forecast::fact(Foreseen what) const
{
    const auto index = static_cast<size_t>(what);
    const auto value = [](const std::optional<Forecasted>& forecast) {
        return forecast ? Fact(forecast->value) : Fact();
    };
    if (what <= Foreseen::CameraRoll1s)
        return value(camera_.at(static_cast<CameraPart>(index / 2), index % 2));
    if (what >= Foreseen::SubjectX500ms && what <= Foreseen::SubjectVy1s) {
        const size_t part = index - static_cast<size_t>(Foreseen::SubjectX500ms);
        return value(subject_.at(static_cast<SubjectPart>(part / 2), part % 2));
    }
    const auto& exit = exit_;
    const auto& cut = nextCut_;
    switch (what) {
        case Foreseen::CameraRest:
            return camera_.rest();
        case Foreseen::SubjectExit:
            return exit ? Fact(exit->seconds) : Fact();
        case Foreseen::SubjectExitSide:
            return exit ? Fact(std::string_view(exit->side)) : Fact();
        case Foreseen::SwayPeriod:
            return seconds(sway());
        case Foreseen::SwayStrength:
            return strength(sway());
        case Foreseen::SurgePeriod:
            return seconds(surge());
        case Foreseen::SurgeStrength:
            return strength(surge());
        case Foreseen::LightPeriod:
            return seconds(light_.period());
        case Foreseen::LightStrength:
            return strength(light_.period());
        case Foreseen::ShotLength:
            return cuts_.median();
        case Foreseen::ShotRegularity:
            return cuts_.regularity();
        case Foreseen::NextCut:
            return cut ? Fact(cut->seconds) : Fact();
        case Foreseen::NextCutConfidence:
            return cut ? Fact(cut->confidence) : Fact();
        case Foreseen::CutWithinSecond:
            return cut ? Fact(cut->withinSecond) : Fact();
        default:
            return {};
    }
}

namespace {

Record::Value nanoseconds(double seconds)
{
    return static_cast<uint64_t>(std::llround(seconds * 1e9));
}

void add(Record& record, const std::string& name, const std::optional<Forecasted>& forecast)
{
    if (!forecast)
        return;
    record.add(name, forecast->value);
    record.add(name + "-deviation", forecast->deviation);
}

// An entry per horizon of which something is known.
template <size_t kParts, class Of>
void addHorizons(Record& record, const char* list, const char* item,
                 const std::array<const char*, kParts>& names, Of of)
{
    RecordList entries;
    for (size_t h = 0; h < kHorizons; ++h) {
        Record entry(item);
        entry.add("horizon", Record::Value(kHorizon[h]));
        for (size_t part = 0; part < kParts; ++part)
            add(entry, names[part], of(part, h));
        if (entry.fields().size() > 1)
            entries.push_back(std::move(entry));
    }
    if (!entries.empty())
        record.add(list, std::move(entries));
}

void addPeriod(Record& record, const std::string& name, const std::optional<Period>& period)
{
    if (!period)
        return;
    record.add(name + "-period", nanoseconds(period->seconds));
    record.add(name + "-strength", period->strength);
}

}  // namespace

Record Forecast::environment() const
{
    Record record("environment");
    addPeriod(record, "sway", sway());
    addPeriod(record, "surge", surge());
    addPeriod(record, "light", light_.period());
    return record;
}

Record Forecast::cuts() const
{
    Record record("cuts");
    const auto median = cuts_.median();
    const auto& next = nextCut_;
    if (!median)
        return record;
    record.add("shot-length", nanoseconds(*median));
    record.add("regularity", cuts_.regularity());
    if (next) {
        record.add("next-cut", nanoseconds(next->seconds));
        record.add("next-cut-confidence", next->confidence);
        record.add("within-1s", next->withinSecond);
    }
    return record;
}

Record Forecast::record() const
{
    Record record("prediction");
    constexpr std::array<const char*, kCameraParts> camera = {"pan", "tilt", "zoom", "roll"};
    constexpr std::array<const char*, 6> subject = {"x", "y", "width", "height", "vx", "vy"};
    addHorizons(record, "camera", "camera", camera, [&](size_t part, size_t h) {
        return camera_.at(static_cast<CameraPart>(part), h);
    });
    if (const auto rest = camera_.rest())
        record.add("camera-rest", nanoseconds(*rest));
    addHorizons(record, "subject", "subject", subject, [&](size_t part, size_t h) {
        return subject_.at(static_cast<SubjectPart>(part), h);
    });
    if (exit_) {
        record.add("subject-exit", nanoseconds(exit_->seconds));
        record.add("subject-exit-side", exit_->side);
    }
    for (const Record& part : {environment(), cuts()})
        if (!part.empty())
            record.add(part.name(), part);
    return record;
}

}  // namespace animatize
