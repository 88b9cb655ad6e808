#include "scene/scene_reader.h"

#include <algorithm>
#include <functional>
#include <string>
#include <thread>

#include "frame/serially.h"
#include "scene/analyses/analyses.h"

namespace animatize {
namespace {

constexpr unsigned kMostUseful = 3;

// Asked once: it is a system call.
unsigned usefulThreads()
{
    static const unsigned useful =
        std::clamp(std::thread::hardware_concurrency() / 2, 1U, kMostUseful);
    return useful;
}

size_t hashOf(double value)
{
    return std::hash<double>{}(value);
}

size_t hashOf(const SceneObject& object)
{
    size_t hash = std::hash<std::string>{}(object.label);
    for (const double value : {object.confidence, object.x, object.y, object.width, object.height})
        hash = mixedHash(hash, hashOf(value));
    return hash;
}

// Absent and empty are not the same.
size_t contextOf(const AnalysisInput& input)
{
    size_t hash = mixedHash(0, hashOf(input.change().value_or(-1.0)));
    hash = mixedHash(hash, input.objects() ? input.objects()->size() + 1 : 0);
    if (input.objects())
        for (const SceneObject& object : *input.objects())
            hash = mixedHash(hash, hashOf(object));
    const ParallaxMap* parallax = input.parallax();
    return parallax ? mixedHash(hash, contentHash(parallax->near) + parallax->circling) : hash;
}

ContentKey keyOf(const AnalysisInput& input)
{
    const ReducedPicture& picture = input.picture();
    return {mixedHash(contentHash(picture.luma), contentHash(picture.thumb)),
            contentHash(input.colour()),
            contextOf(input),
            picture.frameWidth,
            picture.frameHeight,
            picture.pixelAspect};
}

size_t bytesOf(const Record& record);

size_t bytesOf(const Record::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return text->capacity();
    if (const auto* nested = std::get_if<Record>(&value))
        return bytesOf(*nested);
    size_t bytes = 0;
    if (const auto* list = std::get_if<RecordList>(&value))
        for (const Record& one : *list)
            bytes += sizeof(Record) + bytesOf(one);
    return bytes;
}

size_t bytesOf(const Record& record)
{
    size_t bytes = record.name().capacity();
    for (const Field& field : record.fields())
        bytes += sizeof(Field) + field.name.capacity() + bytesOf(field.value);
    return bytes;
}

}  // namespace

size_t bytesOf(const SceneRecord& record)
{
    size_t bytes = sizeof(SceneRecord) + record.nearness.total() * record.nearness.elemSize() +
                   record.sceneTypes.size() * sizeof(SceneLabel);
    for (const Record* nested : {&record.light, &record.lens, &record.depth, &record.composition,
                                 &record.aesthetics, &record.colours})
        bytes += bytesOf(*nested);
    return bytes;
}

SceneReader::SceneReader(MetricScopeRef scope) : metrics_(std::move(scope), "analysis") {}

void SceneReader::useThreads(unsigned threads)
{
    const unsigned beside = (threads > 0 ? threads : usefulThreads()) - 1;
    if (!together_ || together_->threads() != beside)
        together_.emplace(beside);
}

// The analyses of one stage write to places of their own and read nothing of one another.
SceneRecord SceneReader::analyse(const AnalysisInput& input)
{
    SceneRecord record;
    std::vector<Together::Task> each;
    for (const Analysis& analysis : analyses())
        if (analysis.reads == Reads::State)
            each.emplace_back([&] { serially([&] { analysis.run(input, record); }); });
    const auto one = [&](Reads what) {
        for (const Analysis& analysis : analyses())
            if (analysis.reads == what)
                analysis.run(input, record);
    };
    one(Reads::Nothing);
    together_->run(each);
    one(Reads::Others);
    return record;
}

SceneRecord SceneReader::read(const AnalysisInput& input, uint64_t now)
{
    if (!together_)
        useThreads(0);
    const ContentKey key = keyOf(input);
    const SceneRecord* known = cache_.find(key, now);
    SceneRecord record = known ? *known : analyse(input);
    if (!known)
        cache_.insert(key, record, bytesOf(record), now);
    metrics_.take(cache_.counters());
    return record;
}

}  // namespace animatize
