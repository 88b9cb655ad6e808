// animatizemotion as its users meet it: events in relative units, zones, and the messages of the
// element that it takes the place of.
#include <cmath>
#include <map>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kFps = 25, kFrames = 80;
constexpr int kAppears = 36, kGone = 60;  // frames
constexpr GstClockTime kFrame = GST_SECOND / kFps;

std::vector<double> wave(int size, double waves)
{
    std::vector<double> values(static_cast<size_t>(size));
    for (int i = 0; i < size; ++i)
        values[static_cast<size_t>(i)] = std::sin(waves * (i + 0.5) / size);
    return values;
}

bool isThere(int index)
{
    return index >= kAppears && index < kGone;
}

// A patterned ground; a checked square, a fifth of the height, crosses it from left to right
// between kAppears and kGone.
Paint crossing(int width, int height, int index)
{
    const double left = -0.05 + 0.04 * (index - kAppears);
    return [=, there = isThere(index), across = wave(width, 70), down = wave(height, 31)](int x,
                                                                                          int y) {
        const double u = ((x + 0.5) / height - left) / 0.2, v = ((y + 0.5) / height - 0.4) / 0.2;
        if (there && u >= 0 && u < 1 && v >= 0 && v < 1)
            return Pixel{(static_cast<int>(u * 4) + static_cast<int>(v * 4)) % 2 ? 0.95 : 0.7};
        const double ripple = across[static_cast<size_t>(x)] * down[static_cast<size_t>(y)];
        return Pixel{0.3 + 0.08 * ripple + 0.1 * (x + 0.5) / width};
    };
}

// Without the square a frame looks as all the others do.
BufferRef picture(const GstVideoInfo& info, int index)
{
    static std::map<int, BufferRef> empty;
    const int width = GST_VIDEO_INFO_WIDTH(&info), height = GST_VIDEO_INFO_HEIGHT(&info);
    if (isThere(index))
        return frame(info, crossing(width, height, index));
    BufferRef& still = empty[width];
    if (!still)
        still = frame(info, crossing(width, height, index));
    return BufferRef(gst_buffer_copy(still.get()));
}

void show(Rig& rig, const GstVideoInfo& info, int index)
{
    BufferRef buffer = picture(info, index);
    stamp(buffer.get(), info, index);
    rig.push(std::move(buffer));
}

struct Posted {
    guint64 frame;  ///< pts of the frame that decided it
    Message message;
};

// Shows the clip; the messages of one name with the frame at which they came.
std::vector<Posted> watch(Rig& rig, int width, int height, const char* name)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, width, height, kFps);
    rig.caps(info);
    std::vector<Posted> posted;
    for (int i = 0; i < kFrames; ++i) {
        show(rig, info, i);
        for (Message& message : rig.messages(name))
            posted.push_back({static_cast<guint64>(i) * kFrame, std::move(message)});
    }
    return posted;
}

const GstStructure* of(const Posted& posted)
{
    return posted.message.structure.get();
}

void assertClose(const GstStructure* a, const GstStructure* b, const char* field, double tolerance)
{
    const double one = doubleOf(a, field), other = doubleOf(b, field);
    ck_assert_msg(std::abs(one - other) <= tolerance, "%s: %f and %f", field, one, other);
}

// The same frames decided the same events, of the same place and size.
void assertSameEvents(const std::vector<Posted>& small, const std::vector<Posted>& large)
{
    ck_assert_uint_eq(small.size(), large.size());
    for (size_t i = 0; i < small.size(); ++i) {
        ASSERT_TEXT(textOf(of(small[i]), "event"), textOf(of(large[i]), "event"));
        const auto apart = static_cast<gint64>(small[i].frame - large[i].frame);
        ck_assert_int_le(std::abs(apart), kFrame);
        for (const char* field : {"x", "y", "width", "height"})
            assertClose(of(small[i]), of(large[i]), field, 0.03);
        assertClose(of(small[i]), of(large[i]), "peak", 0.01);
    }
}

}  // namespace

GST_START_TEST(anySizeOfPictureGivesTheSameEvents)
{
    // The square is 0.0225 of the frame.
    for (const char* settings :
         {"", "min-area=0.015", "min-area=0.05", "min-duration=400000000 hold-time=200000000",
          "sensitivity=0.2", "zones=\"left:0,0 0.3,0 0.3,1 0,1\""}) {
        Rig small(std::string("animatizemotion ") + settings);
        Rig large(std::string("animatizemotion ") + settings);
        const auto few = watch(small, 320, 180, "animatize-motion");
        assertSameEvents(few, watch(large, 1920, 1080, "animatize-motion"));
        const bool tooSmall = std::string(settings) == "min-area=0.05";
        ck_assert_msg(few.size() == (tooSmall ? 0u : 2u), "%zu messages with %s", few.size(),
                      settings);
    }
}
GST_END_TEST

GST_START_TEST(anEventBeginsAFrameAfterTheLeastDurationAtMost)
{
    for (const guint64 least : {guint64{0}, guint64{100}, guint64{320}, guint64{600}}) {
        Rig rig("animatizemotion min-duration=" + std::to_string(least * GST_MSECOND));
        const auto posted = watch(rig, 320, 180, "animatize-motion");
        ck_assert_uint_eq(posted.size(), 2);
        const guint64 onset = uint64Of(of(posted[0]), "timestamp");
        ck_assert_uint_ge(onset, kAppears * kFrame);
        ck_assert_uint_le(onset, (kAppears + 2) * kFrame);
        ck_assert_uint_ge(posted[0].frame, onset + least * GST_MSECOND);
        ck_assert_uint_le(posted[0].frame, onset + least * GST_MSECOND + kFrame);
    }
}
GST_END_TEST

GST_START_TEST(theEndTellsHowItWas)
{
    Rig rig("animatizemotion hold-time=300000000");
    const auto posted = watch(rig, 320, 180, "animatize-motion");
    ck_assert_uint_eq(posted.size(), 2);
    const GstStructure* end = of(posted[1]);
    ASSERT_TEXT(textOf(end, "reason"), "still");
    const guint64 last = uint64Of(end, "timestamp") + uint64Of(end, "duration");
    ck_assert_uint_ge(last, (kGone - 2) * kFrame);
    ck_assert_uint_le(last, (kGone + 1) * kFrame);
    // The hold time is waited for, and not counted.
    ck_assert_uint_ge(posted[1].frame, last + 300 * GST_MSECOND);
    ck_assert_uint_le(posted[1].frame, last + 300 * GST_MSECOND + kFrame);
    ck_assert(std::abs(doubleOf(end, "peak") - 0.0225) < 0.008);
    ck_assert(std::abs(doubleOf(end, "y") - 0.4) < 0.03);
    ck_assert(doubleOf(end, "width") > 0.5);
}
GST_END_TEST

GST_START_TEST(zonesChangeWhilePlaying)
{
    Rig rig("animatizemotion zones=\"far:0.9,0.9 1,0.9 1,1 0.9,1\"");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 320, 180, kFps);
    rig.caps(info);
    std::vector<std::string> zones;
    for (int i = 0; i < kFrames; ++i) {
        if (i == kAppears + 8)
            g_object_set(rig.element("animatizemotion"), "zones",
                         "near:0,0.3 1,0.3 1,0.7 0,0.7;-sky:0,0 1,0 1,0.2 0,0.2", nullptr);
        show(rig, info, i);
        for (const Message& message : rig.messages("animatize-motion")) {
            ck_assert_int_ge(i, kAppears + 8);
            zones.push_back(textOf(message.structure.get(), "zone"));
        }
    }
    ck_assert_uint_eq(zones.size(), 2);
    ASSERT_TEXT(zones[0], "near");
}
GST_END_TEST

GST_START_TEST(zonesThatCantBeReadLeaveTheOldOnes)
{
    Rig rig("animatizemotion zones=\"all:0,0 1,0 1,1 0,1\"");
    rig.caps(videoInfo(GST_VIDEO_FORMAT_GRAY8, 320, 180, kFps));
    g_object_set(rig.element("animatizemotion"), "zones", "door:0.1,0.2 0.4", nullptr);
    ck_assert_uint_eq(rig.warnings().size(), 1);
    ck_assert_msg(rig.warnings()[0].find("door") != std::string::npos, "%s",
                  rig.warnings()[0].c_str());
    gchar* zones = nullptr;
    g_object_get(rig.element("animatizemotion"), "zones", &zones, nullptr);
    ASSERT_TEXT(zones, "all:0,0 1,0 1,1 0,1");
    g_free(zones);
}
GST_END_TEST

GST_START_TEST(whoListensToMotioncellsHearsTheSame)
{
    Rig rig("animatizemotion compatibility=motioncells");
    const auto posted = watch(rig, 320, 180, "motion");
    ck_assert_uint_eq(posted.size(), 2);
    ck_assert_uint_eq(uint64Of(of(posted[0]), "motion_begin"), posted[0].frame);
    // Row 4 or 5 of ten: the square lies between 0.4 and 0.6 of the height.
    const std::string cells = textOf(of(posted[0]), "motion_cells_indices");
    ck_assert_msg(cells.rfind("4:", 0) == 0 && cells.find(",5:") != std::string::npos, "%s",
                  cells.c_str());
    const guint64 finished = uint64Of(of(posted[1]), "motion_finished");
    ck_assert_uint_ge(finished, (kGone - 2) * kFrame);
    ck_assert_uint_le(finished, (kGone + 1) * kFrame);
    ck_assert_int_eq(gst_structure_n_fields(of(posted[0])), 2);
}
GST_END_TEST

GST_START_TEST(everyMovingFrameIfTheyWantIt)
{
    Rig every("animatizemotion compatibility=motioncells-all");
    const auto posted = watch(every, 320, 180, "motion");
    ck_assert_uint_ge(posted.size(), kGone - kAppears - 6);
    for (size_t i = 1; i + 1 < posted.size(); ++i)
        ck_assert_uint_eq(uint64Of(of(posted[i]), "motion"), posted[i].frame);
    Rig none("animatizemotion");
    ck_assert_uint_eq(watch(none, 320, 180, "motion").size(), 0);
}
GST_END_TEST

GST_START_TEST(aRunningEventIsFinishedForThemToo)
{
    Rig rig("animatizemotion compatibility=motioncells");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 320, 180, kFps);
    rig.caps(info);
    for (int i = 0; i < kAppears + 12; ++i) {
        show(rig, info, i);
    }
    rig.flush();
    const auto posted = rig.messages("motion");
    ck_assert_uint_eq(posted.size(), 2);
    ck_assert_uint_eq(uint64Of(posted[1].structure.get(), "motion_finished"),
                      (kAppears + 11) * kFrame);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "motion",
                  {CASE(anySizeOfPictureGivesTheSameEvents),
                   CASE(anEventBeginsAFrameAfterTheLeastDurationAtMost), CASE(theEndTellsHowItWas),
                   CASE(zonesChangeWhilePlaying), CASE(zonesThatCantBeReadLeaveTheOldOnes),
                   CASE(whoListensToMotioncellsHearsTheSame), CASE(everyMovingFrameIfTheyWantIt),
                   CASE(aRunningEventIsFinishedForThemToo)});
}
