#include "movement/evidence.h"

#include "movement/subject.h"

namespace animatize {
namespace {

Fact toFact(const Record::Value* value)
{
    if (!value)
        return {};
    if (const auto* number = std::get_if<double>(value))
        return *number;
    if (const auto* text = std::get_if<std::string>(value))
        return std::string_view(*text);
    if (const auto* flag = std::get_if<bool>(value))
        return *flag ? 1.0 : 0.0;
    if (const auto* number = std::get_if<uint64_t>(value))
        return static_cast<double>(*number);
    if (const auto* number = std::get_if<uint32_t>(value))
        return static_cast<double>(*number);
    return {};
}

Fact factOf(const Record* record, std::string_view path)
{
    return record ? toFact(record->find(path)) : Fact();
}

const Record::Value* findNear(const Record& record, std::string_view name, size_t& hint)
{
    const std::vector<Field>& fields = record.fields();
    if (hint < fields.size() && fields[hint].name == name)
        return &fields[hint].value;
    for (size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name != name)
            continue;
        hint = i;
        return &fields[i].value;
    }
    return nullptr;
}

Fact factNear(const Record* record, const EvidenceField& field, FieldHint& hint)
{
    if (!record)
        return {};
    const Record::Value* value = findNear(*record, field.inner, hint.outer);
    if (field.nested.empty() || !value)
        return toFact(value);
    const auto* nested = std::get_if<Record>(value);
    return nested ? toFact(findNear(*nested, field.nested, hint.inner)) : Fact();
}

bool wasSkipped(const Record* record)
{
    return record && record->number("skipped").value_or(0.0) != 0.0;
}

}  // namespace

std::optional<uint64_t> nanosecondsOf(const Record::Value* value)
{
    if (const auto* number = value ? std::get_if<uint64_t>(value) : nullptr)
        return *number;
    const auto* time = value ? std::get_if<Nanoseconds>(value) : nullptr;
    return time ? time->value : std::nullopt;
}

Evidence::Evidence(const Record* motion, const Record* scene, const FrameTime& time,
                   const Intent* intent)
    : motion_(motion), scene_(scene), time_(time), intent_(intent)
{}

Fact Evidence::fact(Derived derived) const
{
    if (!derived_)
        derived_ = derive(motion_, scene_, time_);
    return (*derived_)[static_cast<size_t>(derived)];
}

Fact Evidence::fact(Asked asked) const
{
    if (!intent_)
        return {};
    if (asked == Asked::Intensity)
        return nameOf(intent_->intensity);
    if (intent_->mood.empty())
        return {};
    if (asked == Asked::Mood)
        return std::string_view(intent_->mood);
    const auto kind = moodKindOf(intent_->mood);
    return kind ? Fact(*kind) : Fact();
}

Fact Evidence::fact(const EvidenceField& field) const
{
    FieldHint none;
    return fact(field, none);
}

Fact Evidence::fact(const EvidenceField& field, FieldHint& hint) const
{
    switch (field.source) {
        case FieldSource::Motion:
            return factNear(motion_, field, hint);
        case FieldSource::Scene:
            return factNear(scene_, field, hint);
        case FieldSource::Derived:
            return fact(static_cast<Derived>(field.index));
        case FieldSource::Operator:
            return fact(static_cast<Asked>(field.index));
        case FieldSource::Change:
        case FieldSource::Forecast:
            break;
    }
    return {};
}

// Also finds what a record carries beyond the table: the readers of prompts may be curious.
Fact Evidence::anyFact(std::string_view path) const
{
    if (const EvidenceField* field = findEvidenceField(path))
        return fact(*field);
    constexpr std::string_view kMotion = "motion.", kScene = "scene.";
    if (path.substr(0, kMotion.size()) == kMotion)
        return factOf(motion_, path.substr(kMotion.size()));
    if (path.substr(0, kScene.size()) == kScene)
        return factOf(scene_, path.substr(kScene.size()));
    return {};
}

std::optional<double> Evidence::number(std::string_view path) const
{
    const Fact fact = anyFact(path);
    return fact.isNumber() ? std::optional(fact.number) : std::nullopt;
}

std::optional<std::string> Evidence::text(std::string_view path) const
{
    const Fact fact = anyFact(path);
    return fact.isText() ? std::optional(std::string(fact.text)) : std::nullopt;
}

// Exact, unlike the number that rules see: ids may exceed 2^53.
uint64_t Evidence::shotId() const
{
    const Record::Value* value = scene_ ? scene_->find("shot-id") : nullptr;
    const auto* id = value ? std::get_if<uint64_t>(value) : nullptr;
    return id ? *id : 0;
}

bool Evidence::sceneIsAnalysed() const
{
    return scene_ && scene_->find("state");
}

std::optional<uint64_t> Evidence::analysedPts() const
{
    return nanosecondsOf(scene_ ? scene_->find("analysed-pts") : nullptr);
}

std::optional<uint64_t> Evidence::shotStart() const
{
    return nanosecondsOf(scene_ ? scene_->find("shot-start") : nullptr);
}

const RecordList* Evidence::regions() const
{
    return motion_ ? motion_->list("regions") : nullptr;
}

bool Evidence::skipped() const
{
    return wasSkipped(motion_) || wasSkipped(scene_);
}

}  // namespace animatize
