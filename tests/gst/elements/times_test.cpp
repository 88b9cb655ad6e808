// Fields and times that are out of the ordinary: interlaced material, no frame rate, no timestamps.
#include <cmath>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kTop = 0.8, kBottom = 0.2;
constexpr int kFormats = 26;
const std::string kAnalyze = "animatizeanalyze detect-objects=false interval=0";

// The top field is bright, the bottom field dark.
Pixel twoFields(int, int y)
{
    return {y % 2 ? kBottom : kTop};
}

GstVideoInfo interlaced(GstVideoFormat format, GstVideoInterlaceMode mode, GstVideoFieldOrder order)
{
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, format, mode, 64, 48);
    GST_VIDEO_INFO_FPS_N(&info) = 25;
    GST_VIDEO_INFO_FPS_D(&info) = 1;
    GST_VIDEO_INFO_FIELD_ORDER(&info) = order;
    return info;
}

double brightnessOf(Rig& rig, BufferRef buffer)
{
    const BufferRef out = rig.push(std::move(buffer));
    return doubleOf(metaOf(out, "AnimatizeScene"), "brightness");
}

void assertBrightness(const GstVideoInfo& info, const Paint& paint, guint flags, double wanted)
{
    Rig rig(kAnalyze);
    rig.caps(info);
    BufferRef buffer = frame(info, paint);
    stamp(buffer.get(), info, 0);
    GST_BUFFER_FLAG_SET(buffer.get(), flags);
    const double got = brightnessOf(rig, std::move(buffer));
    ck_assert_msg(std::abs(got - wanted) <= 0.01, "%s reads as %f instead of %f",
                  gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info)), got, wanted);
}

GstVideoFormat formatOf(int run)
{
    return formats()[static_cast<size_t>(run)];
}

}  // namespace

GST_START_TEST(theFirstFieldIsTheOneThatCounts)
{
    const GstVideoFormat format = formatOf(__i__);
    const auto mode = GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
    assertBrightness(interlaced(format, mode, GST_VIDEO_FIELD_ORDER_TOP_FIELD_FIRST), twoFields, 0,
                     kTop);
    assertBrightness(interlaced(format, mode, GST_VIDEO_FIELD_ORDER_BOTTOM_FIELD_FIRST), twoFields,
                     0, kBottom);
    assertBrightness(interlaced(format, mode, GST_VIDEO_FIELD_ORDER_UNKNOWN), twoFields,
                     GST_VIDEO_BUFFER_FLAG_TFF, kTop);
    assertBrightness(interlaced(format, mode, GST_VIDEO_FIELD_ORDER_UNKNOWN), twoFields, 0,
                     kBottom);
}
GST_END_TEST

GST_START_TEST(mixedMaterialSaysItOnTheBuffer)
{
    const GstVideoInfo info =
        interlaced(formatOf(__i__), GST_VIDEO_INTERLACE_MODE_MIXED, GST_VIDEO_FIELD_ORDER_UNKNOWN);
    assertBrightness(info, twoFields, 0, (kTop + kBottom) / 2);
    assertBrightness(info, twoFields, GST_VIDEO_BUFFER_FLAG_INTERLACED, kBottom);
    assertBrightness(info, twoFields, GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF,
                     kTop);
}
GST_END_TEST

// One field per buffer, half as many rows as the caps say.
GST_START_TEST(alternateFieldsAreWholePictures)
{
    const GstVideoInfo info = interlaced(formatOf(__i__), GST_VIDEO_INTERLACE_MODE_ALTERNATE,
                                         GST_VIDEO_FIELD_ORDER_UNKNOWN);
    const CapsRef caps = capsOf(info);
    ck_assert(gst_caps_features_contains(gst_caps_get_features(caps.get(), 0),
                                         GST_CAPS_FEATURE_FORMAT_INTERLACED));
    const auto halves = [](int, int y) { return Pixel{y < 12 ? kTop : kBottom}; };
    assertBrightness(info, halves, GST_VIDEO_BUFFER_FLAG_TOP_FIELD, (kTop + kBottom) / 2);
    assertBrightness(info, halves, GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD, (kTop + kBottom) / 2);
}
GST_END_TEST

GST_START_TEST(interlacedFramesMayBeOneLineHigh)
{
    for (const int height : {1, 2, 3})
        for (const auto mode :
             {GST_VIDEO_INTERLACE_MODE_INTERLEAVED, GST_VIDEO_INTERLACE_MODE_ALTERNATE}) {
            GstVideoInfo info;
            gst_video_info_set_interlaced_format(&info, formatOf(__i__), mode, 3,
                                                 static_cast<guint>(height));
            GST_VIDEO_INFO_FPS_N(&info) = 25;
            Rig rig(chain());
            rig.caps(info);
            for (int i = 0; i < 3; ++i) {
                BufferRef buffer = frame(info, grey(0.5));
                stamp(buffer.get(), info, i);
                GST_BUFFER_FLAG_SET(buffer.get(), i % 2 ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD
                                                        : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
                const BufferRef out = rig.push(std::move(buffer));
                ck_assert(!gst_structure_has_field(metaOf(out, "AnimatizeScene"), "skipped"));
            }
        }
}
GST_END_TEST

namespace {

enum class Stamped { Yes, No };

// A square that crosses a still scene for three seconds; the last frame and the events.
struct Watched {
    BufferRef last;
    std::vector<Message> events;
    bool everRegions = false, everSpeed = false;
};

const GstStructure* regionOf(const GstStructure* motion, guint index)
{
    const GValue* regions = gst_structure_get_value(motion, "regions");
    ck_assert(regions && GST_VALUE_HOLDS_ARRAY(regions));
    return index < gst_value_array_get_size(regions)
               ? gst_value_get_structure(gst_value_array_get_value(regions, index))
               : nullptr;
}

Watched watch(Rig& rig, const GstVideoInfo& info, Stamped stamped)
{
    Watched watched;
    rig.caps(info);
    for (int i = 0; i < 75; ++i) {
        BufferRef buffer = frame(info, moving(160, 120, i < 35 ? 0 : (i - 35) / 4));
        if (stamped == Stamped::Yes)
            stamp(buffer.get(), info, i);
        watched.last = rig.push(std::move(buffer));
        const GstStructure* motion = metaOf(watched.last, "AnimatizeMotion");
        assertFinite(motion);
        if (const GstStructure* region = regionOf(motion, 0)) {
            watched.everRegions = true;
            watched.everSpeed = watched.everSpeed || gst_structure_has_field(region, "vx");
        }
        for (const char* speed :
             {"flow-magnitude", "camera-pan", "camera-tilt", "camera-zoom", "camera-roll"})
            watched.everSpeed = watched.everSpeed || gst_structure_has_field(motion, speed);
    }
    watched.events = rig.messages("animatize-motion");
    return watched;
}

}  // namespace

GST_START_TEST(withoutTimestampsThereAreNoSpeeds)
{
    Rig rig("animatizemotion ! animatizeanalyze ! animatizeprompt ! animatizegen");
    const Watched watched = watch(rig, videoInfo(GST_VIDEO_FORMAT_GRAY8, 160, 120), Stamped::No);
    ck_assert_msg(watched.everRegions, "nothing was seen to move");
    ck_assert_msg(!watched.everSpeed, "a speed without timestamps");
    ck_assert_msg(!watched.events.empty(), "no event without timestamps");
    for (const Message& message : watched.events) {
        ck_assert_uint_eq(uint64Of(message.structure.get(), "timestamp"), GST_CLOCK_TIME_NONE);
        const std::string json = textOf(message.structure.get(), "json");
        ck_assert_msg(json.find("\"timestamp\"") == std::string::npos, "%s", json.c_str());
    }
    ck_assert(!GST_BUFFER_PTS_IS_VALID(watched.last.get()));
}
GST_END_TEST

GST_START_TEST(noFrameRateIsNoObstacle)
{
    Rig rig(chain());
    const Watched watched =
        watch(rig, videoInfo(GST_VIDEO_FORMAT_GRAY8, 160, 120, 0), Stamped::Yes);
    ck_assert_msg(watched.everRegions && watched.everSpeed, "nothing was seen to move");
    ck_assert(!watched.events.empty());
    const GstStructure* begin = watched.events.front().structure.get();
    ASSERT_TEXT(textOf(begin, "event"), "begin");
    // It starts to move at frame 39, 40 ms each.
    const double onset = static_cast<double>(uint64Of(begin, "timestamp")) / GST_SECOND;
    ck_assert_msg(std::abs(onset - 1.56) <= 0.09, "motion begins at %f s", onset);
}
GST_END_TEST

// Counted at 25 frames/s where neither rate nor timestamps say anything: the warm-up comes to its
// end.
GST_START_TEST(neitherRateNorTimestamps)
{
    Rig rig(chain());
    const Watched watched = watch(rig, videoInfo(GST_VIDEO_FORMAT_GRAY8, 160, 120, 0), Stamped::No);
    ck_assert(!booleanOf(metaOf(watched.last, "AnimatizeMotion"), "warming-up"));
    ck_assert(watched.everRegions && !watched.everSpeed);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "times",
        {CASES(theFirstFieldIsTheOneThatCounts, kFormats),
         CASES(mixedMaterialSaysItOnTheBuffer, kFormats),
         CASES(alternateFieldsAreWholePictures, kFormats),
         CASES(interlacedFramesMayBeOneLineHigh, kFormats), CASE(withoutTimestampsThereAreNoSpeeds),
         CASE(noFrameRateIsNoObstacle), CASE(neitherRateNorTimestamps)});
}
