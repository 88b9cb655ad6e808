// The fields of every meta and message as the contract has them: name, type, range, and whether
// they are always there.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "support/gst_suite.h"
#include "support/rig.h"

namespace animatize::test {

enum class There { Always, Sometimes, Perhaps };  // Perhaps: only where the picture has it

struct FieldRule {
    const char* name;
    GType type;
    There there = There::Always;
    bool share = false;  // 0..1
};
using Rules = std::vector<FieldRule>;

inline const GType kText = G_TYPE_STRING, kFlag = G_TYPE_BOOLEAN, kUint = G_TYPE_UINT,
                   kLong = G_TYPE_UINT64, kReal = G_TYPE_DOUBLE;

inline Rules join(std::initializer_list<Rules> parts)
{
    Rules all;
    for (const Rules& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

inline const Rules kOfEveryMeta = {
    {"version", kUint}, {"frame-width", kUint}, {"frame-height", kUint}};

inline const Rules kOfEveryMessage = {{"timestamp", kLong},
                                      {"stream-time", kLong},
                                      {"running-time", kLong},
                                      {"duration", kLong},
                                      {"json", kText}};

inline Rules motionFields()
{
    return {{"warming-up", kFlag},
            {"intensity", kReal, There::Always, true},
            {"shadow", kReal, There::Always, true},
            {"environment", kReal, There::Always, true},
            {"flow-magnitude", kReal, There::Sometimes},
            {"direction", kReal, There::Sometimes},
            {"camera-motion", kText, There::Sometimes},
            {"camera-pan", kReal, There::Sometimes},
            {"camera-tilt", kReal, There::Sometimes},
            {"camera-zoom", kReal, There::Sometimes},
            {"camera-roll", kReal, There::Sometimes},
            {"camera-confidence", kReal, There::Always, true},
            {"steadiness", kText, There::Sometimes},
            {"pattern", kText},
            {"event-id", kLong, There::Sometimes},
            {"regions", GST_TYPE_ARRAY}};
}

inline Rules regionFields()
{
    return {{"id", kLong},
            {"x", kReal, There::Always, true},
            {"y", kReal, There::Always, true},
            {"width", kReal, There::Always, true},
            {"height", kReal, There::Always, true},
            {"area", kReal, There::Always, true},
            {"vx", kReal, There::Sometimes},
            {"vy", kReal, There::Sometimes},
            {"age", kUint}};
}

inline Rules sceneFields()
{
    return {{"shot-id", kLong},
            {"shot-start", kLong},
            {"transition", kText},
            {"state", kText},
            {"scene-type", kText, There::Perhaps},
            {"scene-confidence", kReal, There::Perhaps, true},
            {"brightness", kReal, There::Always, true},
            {"contrast", kReal, There::Always, true},
            {"colourfulness", kReal, There::Always, true},
            {"sharpness", kReal, There::Always, true},
            {"objects", GST_TYPE_ARRAY, There::Perhaps},
            {"depth", GST_TYPE_STRUCTURE, There::Sometimes},
            {"composition", GST_TYPE_STRUCTURE, There::Sometimes},
            {"aesthetics", GST_TYPE_STRUCTURE, There::Sometimes},
            {"colours", GST_TYPE_STRUCTURE, There::Sometimes},
            {"light", GST_TYPE_STRUCTURE, There::Sometimes},
            {"lens", GST_TYPE_STRUCTURE, There::Sometimes},
            {"scene-types", GST_TYPE_ARRAY, There::Perhaps},
            {"keyframe-score", kReal, There::Sometimes, true},
            {"phash", kText, There::Sometimes},
            {"analysed-pts", kLong}};
}

inline Rules promptFields()
{
    return {{"prompt-id", kText},
            {"shot-id", kLong},
            {"start", kLong},
            {"text", kText},
            {"negative", kText, There::Perhaps},
            {"target", kText},
            {"source", kText},
            {"confidence", kReal, There::Always, true},
            {"movements", GST_TYPE_ARRAY},
            {"replaces", kText, There::Perhaps},
            {"camera-control", GST_TYPE_STRUCTURE, There::Perhaps}};
}

/// What only messages say.
inline Rules promptReasons()
{
    return {{"conflicts", GST_TYPE_ARRAY, There::Perhaps},
            {"dropped", GST_TYPE_ARRAY, There::Perhaps},
            {"prediction", GST_TYPE_STRUCTURE, There::Perhaps}};
}

inline Rules movementFields()
{
    return {
        {"category", kText}, {"name", kText},          {"direction", kText, There::Sometimes},
        {"rule", kText},     {"justification", kText}, {"confidence", kReal, There::Always, true}};
}

inline Rules keyframeFields()
{
    return {{"prompt-id", kText, There::Sometimes},
            {"shot-id", kLong},
            {"source-pts", kLong},
            {"index", kUint},
            {"count", kUint},
            {"backend", kText},
            {"model", kText},
            {"seed", kLong},
            {"cached", kFlag},
            {"attempts", kUint},
            {"elapsed", kLong},
            {"quality", kReal, There::Always, true},
            {"digital-source-type", kText}};
}

inline Rules motionMessageFields()
{
    return {{"event", kText},
            {"event-id", kLong},
            {"intensity", kReal, There::Always, true},
            {"peak", kReal, There::Always, true},
            {"x", kReal, There::Always, true},
            {"y", kReal, There::Always, true},
            {"width", kReal, There::Always, true},
            {"height", kReal, There::Always, true},
            {"zone", kText, There::Perhaps},
            {"reason", kText, There::Sometimes}};
}

inline Rules cameraMessageFields()
{
    return {{"motion", kText},
            {"pan", kReal, There::Sometimes},
            {"tilt", kReal, There::Sometimes},
            {"zoom", kReal, There::Sometimes},
            {"roll", kReal, There::Sometimes},
            {"steadiness", kText, There::Sometimes}};
}

inline Rules shotMessageFields()
{
    return {{"event", kText},
            {"shot-id", kLong},
            {"transition", kText},
            {"transition-start", kLong},
            {"transition-duration", kLong},
            {"score", kReal, There::Sometimes, true},
            {"keyframe-pts", kLong, There::Sometimes},
            {"keyframe-score", kReal, There::Sometimes, true},
            {"reason", kText, There::Sometimes}};
}

inline Rules summaryFields()
{
    return {{"element", kText},  {"frames", kLong},    {"analysed", kLong},
            {"skipped", kLong},  {"time-mean", kLong}, {"time-p50", kLong},
            {"time-p95", kLong}, {"time-p99", kLong},  {"time-max", kLong}};
}

// Holds many structures of one kind against its rules.
class Inspector {
  public:
    Inspector(std::string name, Rules rules) : name_(std::move(name)), rules_(std::move(rules)) {}

    void inspect(const GstStructure* structure)
    {
        ++count_;
        assertFinite(structure);
        for (const FieldRule& rule : rules_)
            inspect(structure, rule);
    }

    // Nothing is promised that never comes.
    void conclude() const
    {
        ck_assert_msg(count_ > 0, "no %s at all", name_.c_str());
        for (const FieldRule& rule : rules_)
            ck_assert_msg(rule.there == There::Perhaps || seen_.count(rule.name), "%s never has %s",
                          name_.c_str(), rule.name);
    }

    int count() const { return count_; }

  private:
    void inspect(const GstStructure* structure, const FieldRule& rule)
    {
        const GValue* value = gst_structure_get_value(structure, rule.name);
        ck_assert_msg(value || rule.there != There::Always, "%s lacks %s: %s", name_.c_str(),
                      rule.name, asText(structure).c_str());
        if (!value)
            return;
        seen_.insert(rule.name);
        ck_assert_msg(G_VALUE_TYPE(value) == rule.type, "%s of %s is a %s, not a %s", rule.name,
                      name_.c_str(), G_VALUE_TYPE_NAME(value), g_type_name(rule.type));
        if (rule.share)
            ck_assert_msg(g_value_get_double(value) >= 0.0 && g_value_get_double(value) <= 1.0,
                          "%s of %s is %f", rule.name, name_.c_str(), g_value_get_double(value));
    }

    const std::string name_;
    const Rules rules_;
    std::set<std::string> seen_;
    int count_ = 0;
};

inline void inspectList(Inspector& inspector, const GstStructure* structure, const char* field,
                        const char* itemName)
{
    const GValue* list = gst_structure_get_value(structure, field);
    for (guint i = 0; list && i < gst_value_array_get_size(list); ++i) {
        const GstStructure* item = gst_value_get_structure(gst_value_array_get_value(list, i));
        ASSERT_TEXT(gst_structure_get_name(item), itemName);
        inspector.inspect(item);
    }
}

inline void assertOneOf(const GstStructure* structure, const char* field,
                        const std::set<std::string>& allowed)
{
    if (gst_structure_has_field(structure, field))
        ck_assert_msg(allowed.count(textOf(structure, field)), "%s is %s", field,
                      textOf(structure, field).c_str());
}

}  // namespace animatize::test
