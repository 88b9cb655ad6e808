// Every field of every meta and message against the contract: name, type, range, and that it is
// really filled in somewhere in a film that has everything in it.
#include <cmath>
#include <map>

#include "record_fields.h"
#include "record_film.h"
#include "support/gst_suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const std::set<std::string> kCameraMotions = {
    "static",   "pan-left",       "pan-right",
    "tilt-up",  "tilt-down",      "zoom-in",
    "zoom-out", "roll-clockwise", "roll-counterclockwise"};
const std::set<std::string> kSteadiness = {"locked", "smooth", "handheld", "shaky"};

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
    add("animatize-prompt", join({promptFields(), promptReasons()}));
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
    return runGst(argc, argv, "records",
                  {CASE(metasHaveTheFieldsOfTheContract), CASE(messagesHaveTheFieldsOfTheContract),
                   CASE(theFilmIsUnderstood), CASE(regionsAreRegionsOfInterestToo),
                   CASE(zonesNameTheirEvents), CASE(aFileThatCantBeWrittenIsAWarning)});
}
