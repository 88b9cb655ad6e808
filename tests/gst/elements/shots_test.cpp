// animatizeanalyze and the boundaries of shots: what is said of cuts, dissolves, fades and stills,
// and the event that asks encoders for key frames.
#include <algorithm>
#include <map>

#include <gst/video/video-event.h>
#include <opencv2/core.hpp>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rendered.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kWidth = 192, kHeight = 144;
constexpr GstClockTime kFrame = GST_SECOND / 25;

GstVideoInfo rgb(int fps = 25)
{
    return videoInfo(GST_VIDEO_FORMAT_RGB, kWidth, kHeight, fps);
}

// A slow pan over a scene of its own for each seed.
cv::Mat picture(uint64_t scene, int index)
{
    static std::map<uint64_t, cv::Mat> worlds;
    cv::Mat& world = worlds[scene];
    if (world.empty())
        world = colourTexture(640, 480, 3 + 5 * scene);
    return view(world, {250.0 + 0.3 * index, 240.0}, {kWidth, kHeight});
}

BufferRef bufferOf(const cv::Mat& seen, const GstVideoInfo& info)
{
    BufferRef buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr));
    for (int y = 0; y < kHeight; ++y)
        gst_buffer_fill(buffer.get(), static_cast<gsize>(y) * static_cast<gsize>(info.stride[0]),
                        seen.ptr(y), static_cast<gsize>(kWidth) * 3);
    return buffer;
}

cv::Mat mixed(const cv::Mat& from, const cv::Mat& to, double share)
{
    cv::Mat result;
    cv::addWeighted(from, 1.0 - share, to, share, 0.0, result);
    return result;
}

void push(Rig& rig, const std::vector<cv::Mat>& film, GstClockTime start = 0)
{
    const GstVideoInfo info = rgb();
    for (size_t i = 0; i < film.size(); ++i) {
        BufferRef buffer = bufferOf(film[i], info);
        stamp(buffer.get(), info, static_cast<int>(i));
        GST_BUFFER_PTS(buffer.get()) += start;
        rig.push(std::move(buffer));
    }
}

void show(Rig& rig, const std::vector<cv::Mat>& film)
{
    rig.caps(rgb());
    push(rig, film);
}

std::vector<cv::Mat> twoShots(int first, int second)
{
    std::vector<cv::Mat> film;
    for (int i = 0; i < first + second; ++i)
        film.push_back(picture(i < first ? 1 : 2, i));
    return film;
}

struct KeyUnit {
    GstClockTime timestamp, stream, running;
    guint count;
};

std::vector<KeyUnit> keyUnits(Rig& rig)
{
    std::vector<KeyUnit> units;
    while (GstEvent* event = gst_harness_try_pull_event(rig.harness())) {
        KeyUnit unit{};
        gboolean all = TRUE;
        if (gst_video_event_is_force_key_unit(event)) {
            ck_assert(gst_video_event_parse_downstream_force_key_unit(
                event, &unit.timestamp, &unit.stream, &unit.running, &all, &unit.count));
            ck_assert(!all);
            units.push_back(unit);
        }
        gst_event_unref(event);
    }
    return units;
}

}  // namespace

GST_START_TEST(everyNewShotAsksForAKeyFrame)
{
    Rig rig("animatizeanalyze force-key-units=true");
    auto film = twoShots(20, 20);
    for (int i = 0; i < 15; ++i)
        film.push_back(picture(3, i));
    show(rig, film);
    const auto units = keyUnits(rig);
    ck_assert_uint_eq(units.size(), 2);
    for (guint i = 0; i < 2; ++i) {
        ck_assert_uint_eq(units[i].running, (i + 1) * 20 * kFrame);
        ck_assert_uint_eq(units[i].timestamp, units[i].running);
        ck_assert_uint_eq(units[i].stream, units[i].running);
        ck_assert_uint_eq(units[i].count, i + 1);
    }
}
GST_END_TEST

GST_START_TEST(theKeyFrameHasARunningTime)
{
    Rig rig("animatizeanalyze force-key-units=true");
    rig.caps(rgb());
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = 100 * GST_SECOND;
    segment.time = 7 * GST_SECOND;
    segment.base = 3 * GST_SECOND;
    rig.segment(segment);
    push(rig, twoShots(12, 12), 100 * GST_SECOND);
    const auto units = keyUnits(rig);
    ck_assert_uint_eq(units.size(), 1);
    ck_assert_uint_eq(units[0].timestamp, 100 * GST_SECOND + 12 * kFrame);
    ck_assert_uint_eq(units[0].running, 3 * GST_SECOND + 12 * kFrame);
    ck_assert_uint_eq(units[0].stream, 7 * GST_SECOND + 12 * kFrame);
}
GST_END_TEST

GST_START_TEST(noKeyFrameIsForcedUnasked)
{
    Rig rig("animatizeanalyze");
    show(rig, twoShots(20, 20));
    ck_assert_uint_eq(keyUnits(rig).size(), 0);
    ck_assert_uint_eq(rig.messages("animatize-shot").size(), 3);
}
GST_END_TEST

GST_START_TEST(aDissolveIsToldWithItsStartAndLength)
{
    std::vector<cv::Mat> film;
    for (int i = 0; i < 55; ++i) {
        const double share = std::clamp((i - 19) / 11.0, 0.0, 1.0);
        film.push_back(mixed(picture(1, i), picture(2, i), share));
    }
    Rig rig("animatizeanalyze force-key-units=true");
    show(rig, film);
    const auto shots = rig.messages("animatize-shot");
    ck_assert_uint_eq(shots.size(), 3);
    const GstStructure* begin = shots[2].structure.get();
    ASSERT_TEXT(textOf(shots[1].structure.get(), "reason"), "dissolve");
    ASSERT_TEXT(textOf(begin, "transition"), "dissolve");
    const guint64 from = uint64Of(begin, "transition-start");
    ck_assert_uint_ge(from, 19 * kFrame);
    ck_assert_uint_le(from, 21 * kFrame);
    ck_assert_uint_eq(from + uint64Of(begin, "transition-duration"), uint64Of(begin, "timestamp"));
    const auto units = keyUnits(rig);
    ck_assert_uint_eq(units.size(), 1);
    ck_assert_uint_eq(units[0].running, uint64Of(begin, "running-time"));
}
GST_END_TEST

GST_START_TEST(aFadeThroughBlackIsOneBoundary)
{
    const cv::Mat black(kHeight, kWidth, CV_8UC3, cv::Scalar::all(0));
    std::vector<cv::Mat> film;
    for (int i = 0; i < 70; ++i) {
        const double light = std::clamp(i < 32 ? (30 - i) / 11.0 : (i - 32) / 11.0, 0.0, 1.0);
        film.push_back(mixed(black, picture(i < 32 ? 1 : 2, i), light));
    }
    Rig rig("animatizeanalyze");
    show(rig, film);
    const auto shots = rig.messages("animatize-shot");
    ck_assert_uint_eq(shots.size(), 3);
    const GstStructure* begin = shots[2].structure.get();
    ASSERT_TEXT(textOf(begin, "transition"), "fade");
    ck_assert_uint_eq(uint64Of(begin, "timestamp"), 33 * kFrame);  // the first that isn't black
    ck_assert_uint_eq(uint64Of(begin, "transition-start"), 20 * kFrame);
    const guint64 length = uint64Of(begin, "transition-duration");
    ck_assert_uint_ge(length, 22 * kFrame);
    ck_assert_uint_le(length, 24 * kFrame);
}
GST_END_TEST

GST_START_TEST(everyStillIsAShotWithOneRecord)
{
    // As multifilesrc gives them: a rate of 0/1, and a time on the first at most.
    GstVideoInfo info = rgb();
    GST_VIDEO_INFO_FPS_N(&info) = 0;
    GST_VIDEO_INFO_FPS_D(&info) = 1;
    Rig rig("animatizeanalyze interval=0");
    rig.caps(info);
    for (uint64_t i = 0; i < 5; ++i) {
        BufferRef buffer = bufferOf(picture(1 + i / 2, 0), info);  // two may be the same
        if (i == 0)
            GST_BUFFER_PTS(buffer.get()) = 0;
        const BufferRef out = rig.push(std::move(buffer));
        const GstStructure* scene = metaOf(out, "AnimatizeScene");
        ck_assert_uint_eq(uint64Of(scene, "shot-id"), i + 1);
        ck_assert(gst_structure_has_field(scene, "brightness"));
    }
    rig.endOfStream();
    ck_assert_uint_eq(rig.messages("animatize-shot").size(), 10);
}
GST_END_TEST

GST_START_TEST(aFrozenPictureIsOneShotWithOneRecord)
{
    Rig rig("animatizeanalyze");
    show(rig, std::vector<cv::Mat>(60, picture(1, 0)));
    const auto scenes = rig.messages("animatize-scene");
    ck_assert_uint_eq(scenes.size(), 2);  // what it is, and after a second that it stands still
    ck_assert_str_eq(gst_structure_get_string(scenes[0].structure.get(), "state"), "normal");
    ck_assert_str_eq(gst_structure_get_string(scenes[1].structure.get(), "state"), "frozen");
    rig.endOfStream();
    const auto summary = rig.messages("animatize-summary");
    ck_assert_uint_eq(summary.size(), 1);
    ck_assert_uint_eq(uint64Of(summary[0].structure.get(), "analyses"), 1);
    ck_assert_uint_eq(uint64Of(summary[0].structure.get(), "shots"), 1);
}
GST_END_TEST

GST_START_TEST(everyFrameOfAnAnalysedShotCarriesTheDepthMap)
{
    Rig rig("animatizeanalyze");
    rig.caps(rgb());
    int index = 0;
    for (const cv::Mat& seen : twoShots(12, 12)) {
        BufferRef buffer = bufferOf(seen, rgb());
        stamp(buffer.get(), rgb(), index++);
        const BufferRef out = rig.push(std::move(buffer));
        int maps = 0;
        gpointer state = nullptr;
        while (GstMeta* meta = gst_buffer_iterate_meta(out.get(), &state))
            maps += std::string(g_type_name(meta->info->type)) == "AnimatizeNearnessMeta";
        ck_assert_int_eq(maps, 1);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "shots",
                  {CASE(everyNewShotAsksForAKeyFrame), CASE(theKeyFrameHasARunningTime),
                   CASE(noKeyFrameIsForcedUnasked), CASE(aDissolveIsToldWithItsStartAndLength),
                   CASE(aFadeThroughBlackIsOneBoundary), CASE(everyStillIsAShotWithOneRecord),
                   CASE(aFrozenPictureIsOneShotWithOneRecord),
                   CASE(everyFrameOfAnAnalysedShotCarriesTheDepthMap)});
}
