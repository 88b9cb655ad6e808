#include "src/movement/measured.h"

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

Record::Value valueOf(const Given& given)
{
    if (const auto* number = std::get_if<double>(&given))
        return *number;
    if (const auto* flag = std::get_if<bool>(&given))
        return *flag;
    return std::get<std::string>(given);
}

// Fields such as "colours.warm" stand in nested records of one level.
Record recordOf(const std::string& name, const std::map<std::string, Given, std::less<>>& fields,
                const std::string& prefix)
{
    Record record(name);
    std::map<std::string, Record> nested;
    for (const auto& [path, given] : fields) {
        if (path.compare(0, prefix.size(), prefix) != 0)
            continue;
        const std::string inner = path.substr(prefix.size());
        const size_t dot = inner.find('.');
        if (dot == std::string::npos)
            record.add(inner, valueOf(given));
        else
            nested[inner.substr(0, dot)].add(inner.substr(dot + 1), valueOf(given));
    }
    for (auto& [inner, fieldsOfIt] : nested)
        record.add(inner, fieldsOfIt);
    return record;
}

RecordList listOf(const std::vector<GivenRegion>& regions)
{
    RecordList list;
    for (const GivenRegion& region : regions) {
        Record record("region");
        record.add("id", region.id).add("x", region.x).add("y", region.y);
        record.add("width", region.width).add("height", region.height);
        record.add("area", region.area > 0 ? region.area : region.width * region.height);
        record.add("vx", region.vx).add("vy", region.vy).add("age", region.age);
        list.push_back(record);
    }
    return list;
}

RecordList listOf(const std::vector<GivenObject>& objects)
{
    RecordList list;
    for (const GivenObject& object : objects) {
        Record record("object");
        record.add("class", object.label).add("confidence", object.confidence);
        record.add("x", object.x).add("y", object.y);
        record.add("width", object.width).add("height", object.height);
        list.push_back(record);
    }
    return list;
}

}  // namespace

void isText(const std::string& text, const std::string& expected)
{
    ck_assert_msg(text == expected, "\"%s\" instead of \"%s\"", text.c_str(), expected.c_str());
}

Measured& Measured::set(std::string_view field, Given value)
{
    fields_[std::string(field)] = std::move(value);
    return *this;
}

Measured& Measured::unset(std::string_view field)
{
    fields_.erase(std::string(field));
    return *this;
}

Measured& Measured::add(const GivenRegion& region)
{
    regions.push_back(region);
    return *this;
}

Measured& Measured::add(const GivenObject& object)
{
    nobody();
    objects->push_back(object);
    return *this;
}

Measured& Measured::nobody()
{
    if (!objects)
        objects.emplace();
    return *this;
}

Measured Measured::still()
{
    Measured measured;
    measured.set("motion.warming-up", false).set("motion.intensity", 0.0).set("motion.shadow", 0.0);
    measured.set("motion.camera-motion", "static").set("motion.steadiness", "locked");
    measured.set("motion.camera-pan", 0.0).set("motion.camera-tilt", 0.0);
    measured.set("motion.camera-zoom", 0.0).set("motion.camera-roll", 0.0);
    measured.set("motion.camera-confidence", 0.9).set("motion.pattern", "none");
    measured.scene_ = false;
    return measured;
}

Measured& Measured::scene()
{
    scene_ = true;
    set("scene.state", "normal").set("scene.scene-type", "urban");
    set("scene.scene-confidence", 0.8).set("scene.brightness", 0.45);
    set("scene.contrast", 0.5).set("scene.colourfulness", 0.3).set("scene.sharpness", 0.6);
    return set("scene.shot-id", 1.0);
}

Measured& Measured::without(std::string_view element)
{
    (element == "motion" ? motion_ : scene_) = false;
    return *this;
}

Measured& Measured::withoutRegions()
{
    regions.clear();
    return *this;
}

Measured& Measured::withoutObjects()
{
    objects.reset();
    return *this;
}

const Record* Measured::motionRecord()
{
    motionMade_ = recordOf("AnimatizeMotion", fields_, "motion.");
    motionMade_.add("frame-width", uint32_t{320}).add("frame-height", uint32_t{180});
    if (!regions.empty())
        motionMade_.add("regions", listOf(regions));
    return motion_ ? &motionMade_ : nullptr;
}

const Record* Measured::sceneRecord()
{
    auto fields = fields_;
    fields.erase("scene.shot-id");
    sceneMade_ = recordOf("AnimatizeScene", fields, "scene.");
    if (const auto id = fields_.find("scene.shot-id"); id != fields_.end())
        sceneMade_.add("shot-id", static_cast<uint64_t>(std::get<double>(id->second)));
    if (shotStartKnown)
        sceneMade_.add("shot-start", Nanoseconds{shotStart});
    if (objects)
        sceneMade_.add("objects", listOf(*objects));
    RecordList types;
    for (const auto& [name, confidence] : sceneTypes)
        types.emplace_back("scene-type").add("name", name).add("confidence", confidence);
    if (!types.empty())
        sceneMade_.add("scene-types", types);
    return scene_ ? &sceneMade_ : nullptr;
}

Evidence Measured::at(int index, double fps)
{
    return Evidence(motionRecord(), sceneRecord(), timeOf(index, fps), intent ? &*intent : nullptr);
}

}  // namespace animatize::test
