// Every field of every meta and message against the contract: name, type, range, and that it is
// really filled in somewhere in a film that has everything in it.
#include <cmath>
#include <map>
#include <set>

#include <json-glib/json-glib.h>

#include "support/film.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

enum class There { Always, Sometimes, Perhaps };  // Perhaps: only where the picture has it

struct FieldRule {
    const char* name;
    GType type;
    There there = There::Always;
    bool share = false;  // 0..1
};
using Rules = std::vector<FieldRule>;

const GType kText = G_TYPE_STRING, kFlag = G_TYPE_BOOLEAN, kUint = G_TYPE_UINT,
            kLong = G_TYPE_UINT64, kReal = G_TYPE_DOUBLE;

Rules join(std::initializer_list<Rules> parts)
{
    Rules all;
    for (const Rules& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

const Rules kOfEveryMeta = {{"version", kUint}, {"frame-width", kUint}, {"frame-height", kUint}};

const Rules kOfEveryMessage = {{"timestamp", kLong},
                               {"stream-time", kLong},
                               {"running-time", kLong},
                               {"duration", kLong},
                               {"json", kText}};

Rules motionFields()
{
    return {{"warming-up", kFlag},
            {"intensity", kReal, There::Always, true},
            {"shadow", kReal, There::Always, true},
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

Rules regionFields()
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

Rules sceneFields()
{
    return {{"shot-id", kLong},
            {"shot-start", kLong},
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
            {"keyframe-score", kReal, There::Sometimes, true},
            {"phash", kText, There::Sometimes},
            {"analysed-pts", kLong}};
}

Rules promptFields()
{
    return {{"prompt-id", kText},
            {"shot-id", kLong},
            {"start", kLong},
            {"text", kText},
            {"negative", kText, There::Perhaps},
            {"target", kText},
            {"source", kText},
            {"confidence", kReal, There::Always, true},
            {"movements", GST_TYPE_ARRAY}};
}

Rules movementFields()
{
    return {
        {"category", kText}, {"name", kText},          {"direction", kText, There::Sometimes},
        {"rule", kText},     {"justification", kText}, {"confidence", kReal, There::Always, true}};
}

Rules keyframeFields()
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

Rules motionMessageFields()
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

Rules cameraMessageFields()
{
    return {{"motion", kText},
            {"pan", kReal, There::Sometimes},
            {"tilt", kReal, There::Sometimes},
            {"zoom", kReal, There::Sometimes},
            {"roll", kReal, There::Sometimes},
            {"steadiness", kText, There::Sometimes}};
}

Rules shotMessageFields()
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

Rules summaryFields()
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

void inspectList(Inspector& inspector, const GstStructure* structure, const char* field,
                 const char* itemName)
{
    const GValue* list = gst_structure_get_value(structure, field);
    for (guint i = 0; list && i < gst_value_array_get_size(list); ++i) {
        const GstStructure* item = gst_value_get_structure(gst_value_array_get_value(list, i));
        ASSERT_TEXT(gst_structure_get_name(item), itemName);
        inspector.inspect(item);
    }
}

void assertOneOf(const GstStructure* structure, const char* field,
                 const std::set<std::string>& allowed)
{
    if (gst_structure_has_field(structure, field))
        ck_assert_msg(allowed.count(textOf(structure, field)), "%s is %s", field,
                      textOf(structure, field).c_str());
}

const std::set<std::string> kCameraMotions = {
    "static",   "pan-left",       "pan-right",
    "tilt-up",  "tilt-down",      "zoom-in",
    "zoom-out", "roll-clockwise", "roll-counterclockwise"};
const std::set<std::string> kSteadiness = {"locked", "smooth", "handheld", "shaky"};

const std::string kLine =
    "animatizemotion name=motion ! animatizeanalyze name=analyze detect-objects=false ! "
    "animatizeprompt name=prompt interval=1000000000 ! animatizegen name=gen frames=2 wait=true";

// Shows the film to the chain; `look` sees each frame that comes out.
template <typename Look>
void show(Rig& rig, Look&& look, GstClockTime start = 0)
{
    const Film film;
    rig.caps(film.info());
    for (int i = 0; i < Film::kFrames; ++i) {
        const BufferRef out = rig.push(film.frame(i, start));
        look(out, i);
    }
    rig.endOfStream();
}

}  // namespace

GST_START_TEST(metasHaveTheFieldsOfTheContract)
{
    Inspector motion("AnimatizeMotion", join({kOfEveryMeta, motionFields()}));
    Inspector scene("AnimatizeScene", join({kOfEveryMeta, sceneFields()}));
    Inspector prompt("AnimatizePrompt", join({kOfEveryMeta, promptFields()}));
    Inspector region("region", regionFields()), movement("movement", movementFields());
    Rig rig(kLine);
    show(rig, [&](const BufferRef& out, int index) {
        const GstStructure* m = metaOf(out, "AnimatizeMotion");
        motion.inspect(m);
        inspectList(region, m, "regions", "region");
        assertOneOf(m, "camera-motion", kCameraMotions);
        assertOneOf(m, "steadiness", kSteadiness);
        assertOneOf(m, "pattern", {"none", "localized", "distributed"});
        const GstStructure* s = metaOf(out, "AnimatizeScene");
        scene.inspect(s);
        assertOneOf(s, "state", {"normal", "black", "white", "flat", "bars", "frozen"});
        ck_assert_uint_le(uint64Of(s, "analysed-pts"), GST_BUFFER_PTS(out.get()));
        ck_assert_uint_ge(uint64Of(s, "analysed-pts"), uint64Of(s, "shot-start"));
        ck_assert_uint_eq(textOf(s, "phash").size(), 16);
        ck_assert_uint_eq(strspn(textOf(s, "phash").c_str(), "0123456789abcdef"), 16);
        const GstStructure* p = metaOf(out, "AnimatizePrompt");
        ck_assert_msg(p || index < 5, "no prompt on frame %d", index);
        if (!p)
            return;
        prompt.inspect(p);
        inspectList(movement, p, "movements", "movement");
        assertOneOf(p, "source", {"rules", "llm", "cache"});
        for (const GstStructure* meta : {m, s, p})
            ck_assert_uint_eq(uintOf(meta, "version"), 1);
    });
    for (const Inspector* inspector : {&motion, &scene, &prompt, &region, &movement})
        inspector->conclude();
    ck_assert_int_eq(motion.count(), Film::kFrames);
}
GST_END_TEST

GST_START_TEST(messagesHaveTheFieldsOfTheContract)
{
    std::map<std::string, Inspector> inspectors;
    const auto add = [&](const std::string& name, const Rules& rules) {
        inspectors.emplace(name, Inspector(name, join({kOfEveryMessage, rules})));
    };
    add("animatize-motion", motionMessageFields());
    add("animatize-camera", cameraMessageFields());
    add("animatize-shot", shotMessageFields());
    add("animatize-scene", sceneFields());
    add("animatize-prompt", promptFields());
    add("animatize-keyframe", keyframeFields());
    add("animatize-summary", summaryFields());
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    for (const Message& message : rig.messages()) {
        const GstStructure* structure = message.structure.get();
        const auto inspector = inspectors.find(gst_structure_get_name(structure));
        ck_assert_msg(inspector != inspectors.end(), "what is %s?", asText(structure).c_str());
        inspector->second.inspect(structure);
        assertOneOf(structure, "motion", kCameraMotions);
        assertOneOf(structure, "steadiness", kSteadiness);
        assertOneOf(structure, "event", {"begin", "update", "end"});
        assertOneOf(structure, "transition", {"start", "cut", "dissolve", "fade"});
    }
    for (const auto& [name, inspector] : inspectors)
        inspector.conclude();
    ck_assert_int_eq(inspectors.at("animatize-summary").count(), 4);
    ck_assert_int_eq(inspectors.at("animatize-keyframe").count(), 4);  // two shots, two each
}
GST_END_TEST

GST_START_TEST(theFilmIsUnderstood)
{
    Rig rig(kLine);
    const auto at = [](const GstStructure* structure, const char* field) {
        return static_cast<int>(uint64Of(structure, field) / (40 * GST_MSECOND));
    };
    show(rig, [](const BufferRef&, int) {});
    const auto motion = rig.messages("animatize-motion");
    ck_assert_msg(motion.size() >= 2, "%zu messages about motion", motion.size());
    ck_assert_int_ge(at(motion.front().structure.get(), "timestamp"), Film::kMoves - 1);
    ck_assert_int_le(at(motion.front().structure.get(), "timestamp"), Film::kMoves + 3);
    bool panned = false;
    for (const Message& message : rig.messages("animatize-camera"))
        if (textOf(message.structure.get(), "motion") == "pan-right")
            panned = at(message.structure.get(), "timestamp") >= Film::kPans;
    ck_assert_msg(panned, "nobody saw the pan");
    std::vector<std::string> shots;
    for (const Message& message : rig.messages("animatize-shot")) {
        const GstStructure* shot = message.structure.get();
        const bool begins = textOf(shot, "event") == "begin";
        shots.push_back(begins ? textOf(shot, "transition") : textOf(shot, "reason"));
        if (begins && shots.back() == "cut")
            ck_assert_int_eq(at(shot, "timestamp"), Film::kCut);
    }
    const std::vector<std::string> wanted = {"start", "cut", "cut", "eos"};
    ck_assert_msg(shots == wanted, "%zu messages about shots", shots.size());
}
GST_END_TEST

namespace {

// A segment whose every number differs.
GstSegment oddSegment()
{
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = segment.position = 10 * GST_SECOND;
    segment.stop = 40 * GST_SECOND;
    segment.time = 100 * GST_SECOND;
    segment.base = 1000 * GST_SECOND;
    return segment;
}

}  // namespace

GST_START_TEST(messagesSayTheTimeInFourWays)
{
    Rig rig(kLine);
    const Film film;
    rig.caps(film.info());
    rig.segment(oddSegment());
    for (int i = 0; i < Film::kFrames; ++i)
        rig.push(film.frame(i, 11 * GST_SECOND));
    rig.endOfStream();
    int count = 0;
    for (const Message& message : rig.messages()) {
        const GstStructure* structure = message.structure.get();
        const guint64 pts = uint64Of(structure, "timestamp");
        ck_assert_msg(pts >= 11 * GST_SECOND && pts < 18 * GST_SECOND, "%s",
                      asText(structure).c_str());
        ck_assert_uint_eq(uint64Of(structure, "stream-time"), pts + 90 * GST_SECOND);
        ck_assert_uint_eq(uint64Of(structure, "running-time"), pts + 990 * GST_SECOND);
        const guint64 duration = uint64Of(structure, "duration");
        ck_assert(!GST_CLOCK_TIME_IS_VALID(duration) || duration <= 7 * GST_SECOND);
        ++count;
    }
    ck_assert_int_gt(count, 20);
}
GST_END_TEST

GST_START_TEST(shotsSpanTheirFrames)
{
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    std::vector<std::pair<guint64, guint64>> spans;
    for (const Message& message : rig.messages("animatize-shot"))
        if (textOf(message.structure.get(), "event") == "end")
            spans.emplace_back(uint64Of(message.structure.get(), "timestamp"),
                               uint64Of(message.structure.get(), "duration"));
    const guint64 frame = 40 * GST_MSECOND;
    const std::vector<std::pair<guint64, guint64>> wanted = {
        {0, Film::kCut * frame}, {Film::kCut * frame, (Film::kFrames - Film::kCut) * frame}};
    ck_assert_uint_eq(spans.size(), 2);
    for (size_t i = 0; i < 2; ++i) {
        ck_assert_uint_eq(spans[i].first, wanted[i].first);
        ck_assert_uint_eq(spans[i].second, wanted[i].second);
    }
}
GST_END_TEST

// Posted before the buffer that decided them is pushed: the message is there when the buffer comes.
GST_START_TEST(messagesComeBeforeTheirBuffer)
{
    Rig rig("animatizeanalyze detect-objects=false");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48);
    rig.caps(info);
    gst_harness_add_probe(
        rig.harness(), "animatizeanalyze", "src", GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo*, gpointer rig) {
            ck_assert_msg(!static_cast<Rig*>(rig)->messages("animatize-shot").empty(),
                          "the first buffer came before the message about the first shot");
            return GST_PAD_PROBE_REMOVE;
        },
        &rig, nullptr);
    BufferRef buffer = frame(info, moving(64, 48, 0));
    stamp(buffer.get(), info, 0);
    rig.push(std::move(buffer));
}
GST_END_TEST

GST_START_TEST(timecodeAndWallClockTravelAlong)
{
    struct Clock {
        const char* caps;
        guint64 offset;
    };
    for (const Clock& clock :
         {Clock{"timestamp/x-unix", 0}, Clock{"timestamp/x-ntp", 2208988800u * GST_SECOND}}) {
        Rig rig(kLine);
        const Film film;
        rig.caps(film.info());
        const CapsRef caps(gst_caps_new_empty_simple(clock.caps));
        constexpr guint64 kNoon = 1700000000 * GST_SECOND;
        for (int i = 0; i < 50; ++i) {
            BufferRef buffer = film.frame(i);
            const guint64 at = kNoon + static_cast<guint64>(i) * 40 * GST_MSECOND;
            gst_buffer_add_reference_timestamp_meta(buffer.get(), caps.get(), at + clock.offset,
                                                    GST_CLOCK_TIME_NONE);
            gst_buffer_add_video_time_code_meta_full(
                buffer.get(), 25, 1, nullptr, GST_VIDEO_TIME_CODE_FLAGS_NONE, 10, 0,
                static_cast<guint>(i / 25), static_cast<guint>(i % 25), 0);
            rig.push(std::move(buffer));
        }
        int count = 0;
        for (const Message& message : rig.messages()) {
            const GstStructure* structure = message.structure.get();
            const guint64 pts = uint64Of(structure, "timestamp");
            const guint64 index = pts / (40 * GST_MSECOND);
            ck_assert_uint_eq(uint64Of(structure, "utc"), kNoon + pts);
            const CharRef wanted(g_strdup_printf("10:00:%02d:%02d", static_cast<int>(index / 25),
                                                 static_cast<int>(index % 25)));
            ASSERT_TEXT(textOf(structure, "timecode"), wanted.get());
            ++count;
        }
        ck_assert_int_gt(count, 3);
    }
}
GST_END_TEST

GST_START_TEST(withoutClocksNothingIsInvented)
{
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    for (const Message& message : rig.messages())
        for (const char* field : {"timecode", "utc"})
            ck_assert(!gst_structure_has_field(message.structure.get(), field));
}
GST_END_TEST

namespace {

void assertSame(const char* name, const GValue* value, JsonNode* node);

// Every field is in the JSON as it is in the structure, except times that are unknown.
void assertSame(const GstStructure* structure, JsonObject* object)
{
    for (gint i = 0; i < gst_structure_n_fields(structure); ++i) {
        const char* name = gst_structure_nth_field_name(structure, static_cast<guint>(i));
        const GValue* value = gst_structure_get_value(structure, name);
        if (std::string(name) == "json")
            continue;
        const bool unknown =
            G_VALUE_HOLDS_UINT64(value) && g_value_get_uint64(value) == GST_CLOCK_TIME_NONE;
        ck_assert_msg(json_object_has_member(object, name) != unknown, "%s", name);
        if (!unknown)
            assertSame(name, value, json_object_get_member(object, name));
    }
}

void assertSame(const char* name, const GValue* value, JsonNode* node)
{
    if (G_VALUE_HOLDS_STRING(value)) {
        ASSERT_TEXT(json_node_get_string(node), g_value_get_string(value));
    } else if (G_VALUE_HOLDS_BOOLEAN(value)) {
        ck_assert_int_eq(json_node_get_boolean(node), g_value_get_boolean(value));
    } else if (G_VALUE_HOLDS_UINT(value)) {
        ck_assert_int_eq(json_node_get_int(node), g_value_get_uint(value));
    } else if (G_VALUE_HOLDS_UINT64(value)) {
        ck_assert_uint_eq(static_cast<guint64>(json_node_get_int(node)), g_value_get_uint64(value));
    } else if (G_VALUE_HOLDS_DOUBLE(value)) {
        const double wanted = g_value_get_double(value), got = json_node_get_double(node);
        ck_assert_msg(std::abs(got - wanted) <= 1e-5 * std::abs(wanted), "%s: %g, not %g", name,
                      got, wanted);
    } else if (GST_VALUE_HOLDS_STRUCTURE(value)) {
        assertSame(gst_value_get_structure(value), json_node_get_object(node));
    } else {
        JsonArray* array = json_node_get_array(node);
        ck_assert_uint_eq(json_array_get_length(array), gst_value_array_get_size(value));
        for (guint i = 0; i < gst_value_array_get_size(value); ++i)
            assertSame(name, gst_value_array_get_value(value, i), json_array_get_element(array, i));
    }
}

}  // namespace

GST_START_TEST(theLineOfJsonSaysTheSame)
{
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    for (const Message& message : rig.messages()) {
        const GstStructure* structure = message.structure.get();
        const std::string text = textOf(structure, "json");
        ck_assert_msg(text.find('\n') == std::string::npos, "more than a line: %s", text.c_str());
        JsonParser* parser = json_parser_new();
        ck_assert_msg(json_parser_load_from_data(parser, text.c_str(), -1, nullptr), "%s",
                      text.c_str());
        JsonObject* object = json_node_get_object(json_parser_get_root(parser));
        ASSERT_TEXT(json_object_get_string_member(object, "schema"), "animatize/1");
        const std::string type = json_object_get_string_member(object, "type");
        ASSERT_TEXT(("animatize-" + type), gst_structure_get_name(structure));
        ck_assert_uint_eq(static_cast<guint64>(json_object_get_int_member(object, "pts")),
                          uint64Of(structure, "timestamp"));
        assertSame(structure, object);
        g_object_unref(parser);
    }
}
GST_END_TEST

GST_START_TEST(postMessagesCanBeSwitchedOff)
{
    Rig rig(
        "animatizemotion post-messages=false ! animatizeanalyze post-messages=false ! "
        "animatizeprompt post-messages=false ! animatizegen post-messages=false frames=1 "
        "wait=true");
    int metas = 0;
    show(rig, [&metas](const BufferRef& out, int) {
        metas += metaOf(out, "AnimatizeScene") != nullptr;
    });
    ck_assert_uint_eq(rig.messages().size(), 0);
    ck_assert_int_eq(metas, Film::kFrames);
}
GST_END_TEST

namespace {

int countRois(const BufferRef& out, const char* type)
{
    int count = 0;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(
               out.get(), &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
        count += reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta)->roi_type ==
                 g_quark_from_string(type);
    return count;
}

void assertNear(double got, double wanted)
{
    ck_assert_msg(std::abs(got - wanted) <= 1e-9, "%f, not %f", got, wanted);
}

void assertRoiOf(const BufferRef& out, const GstStructure* region)
{
    const guint64 id = uint64Of(region, "id");
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(
               out.get(), &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)) {
        auto* roi = reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta);
        if (static_cast<guint64>(roi->id) != id % (guint64{1} << 31))
            continue;
        ck_assert_uint_eq(roi->x,
                          static_cast<guint>(std::lround(doubleOf(region, "x") * Film::kWidth)));
        ck_assert_uint_eq(
            roi->h, static_cast<guint>(std::lround(doubleOf(region, "height") * Film::kHeight)));
        ck_assert_uint_le(roi->x + roi->w, Film::kWidth);
        ck_assert_uint_le(roi->y + roi->h, Film::kHeight);
        const GstStructure* box = gst_video_region_of_interest_meta_get_param(roi, "detection");
        assertNear(doubleOf(box, "x_min"), doubleOf(region, "x"));
        assertNear(doubleOf(box, "x_max"), doubleOf(region, "x") + doubleOf(region, "width"));
        assertNear(doubleOf(box, "y_max"), doubleOf(region, "y") + doubleOf(region, "height"));
        doubleOf(box, "confidence");
        gint delta = 1;
        ck_assert(gst_structure_get_int(
            gst_video_region_of_interest_meta_get_param(roi, "roi/vaapi"), "delta-qp", &delta));
        ck_assert_int_eq(delta, 0);
        return;
    }
    ck_abort_msg("region %" G_GUINT64_FORMAT " has no region of interest", id);
}

}  // namespace

GST_START_TEST(regionsAreRegionsOfInterestToo)
{
    for (const bool attached : {true, false}) {
        Rig rig(std::string("animatizemotion attach-roi=") + (attached ? "true" : "false"));
        int seen = 0;
        show(rig, [&](const BufferRef& out, int) {
            const GValue* regions =
                gst_structure_get_value(metaOf(out, "AnimatizeMotion"), "regions");
            const guint count = gst_value_array_get_size(regions);
            seen += static_cast<int>(count);
            ck_assert_int_eq(countRois(out, "motion"), attached ? static_cast<int>(count) : 0);
            for (guint i = 0; attached && i < count; ++i)
                assertRoiOf(out, gst_value_get_structure(gst_value_array_get_value(regions, i)));
        });
        ck_assert_int_gt(seen, 10);
    }
}
GST_END_TEST

GST_START_TEST(zonesNameTheirEvents)
{
    Rig rig("animatizemotion zones=\"left:0,0 0.5,0 0.5,1 0,1; right:0.5,0 1,0 1,1 0.5,1\"");
    show(rig, [](const BufferRef&, int) {});
    std::set<std::string> zones;
    for (const Message& message : rig.messages("animatize-motion"))
        zones.insert(textOf(message.structure.get(), "zone"));
    ck_assert_msg(zones.count("left"), "nothing in the zone where it moved");
    for (const std::string& zone : zones)
        ck_assert_msg(zone == "left" || zone == "right", "zone %s", zone.c_str());
}
GST_END_TEST

GST_START_TEST(aFileThatCantBeWrittenIsAWarning)
{
    Rig rig(
        "animatizeanalyze detect-objects=false ! animatizegen frames=2 wait=true "
        "location=/dev/null/frame-%05d.png");
    show(rig, [](const BufferRef&, int) {});
    // That is no failed generation, so nothing tells of one; a person has to mend the folder.
    ck_assert_uint_eq(rig.messages("animatize-generation").size(), 0);
    ck_assert_uint_ge(rig.warnings().size(), 1);
    ck_assert_msg(rig.warnings()[0].find("/dev/null/frame-") != std::string::npos, "%s",
                  rig.warnings()[0].c_str());
    // The pictures are there all the same, without a file.
    const auto keyframes = rig.messages("animatize-keyframe");
    ck_assert_uint_eq(keyframes.size(), 4);
    for (const Message& message : keyframes)
        ck_assert(!gst_structure_has_field(message.structure.get(), "location"));
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "records",
        {CASE(metasHaveTheFieldsOfTheContract), CASE(messagesHaveTheFieldsOfTheContract),
         CASE(theFilmIsUnderstood), CASE(messagesSayTheTimeInFourWays), CASE(shotsSpanTheirFrames),
         CASE(messagesComeBeforeTheirBuffer), CASE(timecodeAndWallClockTravelAlong),
         CASE(withoutClocksNothingIsInvented), CASE(theLineOfJsonSaysTheSame),
         CASE(postMessagesCanBeSwitchedOff), CASE(regionsAreRegionsOfInterestToo),
         CASE(zonesNameTheirEvents), CASE(aFileThatCantBeWrittenIsAWarning)});
}
