// Generated shots in place of the frames that come: from when to when, and that nothing else about
// the stream changes.
#include <cmath>
#include <set>

#include "air_stream.h"

using namespace animatize;
using namespace animatize::test;

namespace {

std::string times(char what, int count)
{
    return std::string(static_cast<size_t>(count), what);
}

bool said(AirStream& stream, const char* what)
{
    for (const std::string& warning : stream.rig().warnings())
        if (warning.find(what) != std::string::npos)
            return true;
    return false;
}

// Frames with a prompt for a pan: the picture moves.
void pan(GstBuffer* buffer)
{
    attachPrompt(buffer, "camera_movement", "pan", "left");
}

}  // namespace

GST_START_TEST(nothingIsShownUntilSomebodyTakes)
{
    AirStream stream("output=replace", smallVideo());
    for (int i = 0; i < 20; ++i) {
        const BufferRef out = stream.next();
        ck_assert(stream.isWhatCameIn(out));
        ck_assert(!generatedOn(out));
    }
    ck_assert_uint_eq(stream.stat("shown"), 0);
    ck_assert_uint_eq(stream.rig().warnings().size(), 0);
}
GST_END_TEST

// Two seconds are 50 frames, also where the rate is not a whole number.
GST_START_TEST(aTakeShowsAsManyFramesAsItsDurationHas)
{
    AirStream stream("output=replace", smallVideo());
    std::string air = airOf(stream.next(10));
    stream.take();
    air += airOf(stream.next(70));
    ASSERT_TEXT(air, times('.', 10) + times('#', 50) + times('.', 20));
    ck_assert_uint_eq(stream.stat("shown"), 50);

    GstVideoInfo ntsc = smallVideo(30000);
    GST_VIDEO_INFO_FPS_D(&ntsc) = 1001;
    AirStream odd("output=replace play-duration=1001000000", ntsc);
    odd.next();
    odd.take();
    ASSERT_TEXT(airOf(odd.next(40)), times('#', 30) + times('.', 10));
}
GST_END_TEST

// Times, offsets and flags are those of the frames that came, one for one.
GST_START_TEST(cadenceIsUnbroken)
{
    AirStream stream("output=dissolve play-duration=1000000000", smallVideo());
    int index = 0, shown = 0;
    const auto offsets = [&index](GstBuffer* buffer) {
        GST_BUFFER_DTS(buffer) = GST_BUFFER_PTS(buffer);
        GST_BUFFER_OFFSET(buffer) = 100 + static_cast<guint64>(index);
        GST_BUFFER_OFFSET_END(buffer) = 101 + static_cast<guint64>(index);
        if (index % 7 == 0)
            GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_MARKER);
        if (index % 5 == 0)
            GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_GAP);
    };
    for (; index < 60; ++index) {
        if (index == 10 || index == 40)
            stream.take();
        const BufferRef out = stream.next(offsets);
        const bool generated = generatedOn(out) != nullptr;
        shown += generated;
        ck_assert_uint_eq(GST_BUFFER_PTS(out.get()),
                          static_cast<guint64>(index) * 40 * GST_MSECOND);
        ck_assert_uint_eq(GST_BUFFER_DTS(out.get()), GST_BUFFER_PTS(out.get()));
        ck_assert_uint_eq(GST_BUFFER_DURATION(out.get()), 40 * GST_MSECOND);
        ck_assert_uint_eq(GST_BUFFER_OFFSET(out.get()), 100 + static_cast<guint64>(index));
        ck_assert_uint_eq(GST_BUFFER_OFFSET_END(out.get()), 101 + static_cast<guint64>(index));
        ck_assert(GST_BUFFER_FLAG_IS_SET(out.get(), GST_BUFFER_FLAG_MARKER) == (index % 7 == 0));
        // What is generated is a picture, also where the stream had none.
        ck_assert(GST_BUFFER_FLAG_IS_SET(out.get(), GST_BUFFER_FLAG_GAP) ==
                  (index % 5 == 0 && !generated));
    }
    ck_assert_int_eq(shown, 2 * 24 - 5);
}
GST_END_TEST

GST_START_TEST(aReleaseEndsItBeforeItsTime)
{
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    std::string air = airOf(stream.next(20));
    stream.release();
    air += airOf(stream.next(10));
    ASSERT_TEXT(air, times('#', 20) + times('.', 10));
    // Half a second more where it dissolves, less the frame at whose time nothing is left of it.
    stream.setOutput("dissolve");
    stream.take();
    air = airOf(stream.next(25));
    stream.release();
    air += airOf(stream.next(20));
    ASSERT_TEXT(air, "." + times('#', 24 + 13) + times('.', 7));
}
GST_END_TEST

// The last word before a frame counts.
GST_START_TEST(takesAndReleasesBetweenTwoFrames)
{
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    stream.release();
    ASSERT_TEXT(airOf(stream.next(3)), "...");
    stream.release();
    stream.take();
    ASSERT_TEXT(airOf(stream.next(3)), "###");
}
GST_END_TEST

GST_START_TEST(aTakeBeforeTheStreamWaitsForItsFirstFrame)
{
    AirStream stream("output=replace", smallVideo());
    stream.take();
    ASSERT_TEXT(airOf(stream.next(3)), "###");
}
GST_END_TEST

// The move runs over the whole of play-duration, and begins with the best frame itself.
GST_START_TEST(theMoveFillsTheDuration)
{
    const GstVideoInfo info = smallVideo();
    const auto framesOf = [&](const char* duration) {
        AirStream stream(std::string("output=replace play-duration=") + duration, info);
        stream.next(pan);
        stream.take();
        std::vector<std::vector<int>> frames;
        for (int i = 0; i < 50; ++i)
            frames.push_back(samplesOf(stream.next(pan).get(), info));
        return frames;
    };
    const auto slow = framesOf("2000000000"), fast = framesOf("1000000000");
    const std::vector<int> still = samplesOf(frame(info, tame(64, 48, 0)).get(), info);
    // Colours come back nearly as they were, luma within two codes.
    for (size_t i = 1; i < still.size(); i += 4)
        ck_assert_int_le(std::abs(slow[0][i] - still[i]), 2);
    for (size_t i = 0; i < 25; ++i)
        ck_assert_msg(slow[2 * i] == fast[i], "frame %zu", i);
    ck_assert(slow[49] != slow[25]);
    ck_assert(slow[25] != slow[0]);
}
GST_END_TEST

// At 20 frames/s there is a frame in the middle of the fade.
GST_START_TEST(aDissolveMixesByTime)
{
    const GstVideoInfo info = smallVideo(20);
    AirStream stream("output=dissolve", info);
    stream.next();
    stream.take();
    for (int i = 0; i < 42; ++i) {
        const BufferRef out = stream.next();
        const double share = i <= 10 ? i / 10.0 : std::min(1.0, (40 - i) / 10.0);
        ck_assert((generatedOn(out) != nullptr) == (share > 0.0));
        if (share <= 0.0) {
            ck_assert(stream.isWhatCameIn(out));
            continue;
        }
        ck_assert(std::abs(doubleOf(generatedOn(out), "share") - share) < 1e-9);
        const auto live = samplesOf(stream.given(i + 1).get(), info);
        const auto still = samplesOf(stream.given(0).get(), info);
        const auto got = samplesOf(out.get(), info);
        for (size_t k = 1; k < got.size(); k += 4)  // luma
            ck_assert_msg(std::abs(got[k] - live[k] - share * (still[k] - live[k])) <=
                              0.5 + 2.0 * share + 1e-6,
                          "frame %d: %d, of %d and %d", i, got[k], live[k], still[k]);
    }
}
GST_END_TEST

// The generated continuation of the shot that ends covers the beginning of the next.
GST_START_TEST(autoTakePlaysTheShotThatEnds)
{
    AirStream stream("output=replace auto-take=true play-duration=400000000", smallVideo());
    std::string air, shots;
    for (int i = 0; i < 60; ++i) {
        const guint64 shot = i < 20 ? 1 : i < 40 ? 2 : 3;
        const BufferRef out =
            stream.next([&](GstBuffer* buffer) { attachShot(buffer, shot, 0.5); });
        const GstStructure* meta = generatedOn(out);
        air += meta ? '#' : '.';
        shots += meta ? std::to_string(uint64Of(meta, "shot-id")) : "";
    }
    const std::string shown = times('#', 10) + times('.', 10);
    ASSERT_TEXT(air, times('.', 20) + shown + shown);
    ASSERT_TEXT(shots, times('1', 10) + times('2', 10));
    ck_assert_uint_eq(stream.rig().warnings().size(), 0);
}
GST_END_TEST

// Shots shorter than what is played: the one follows the other, without the live picture between.
GST_START_TEST(shortShotsFollowEachOther)
{
    for (const char* output : {"replace", "dissolve"}) {
        AirStream stream(std::string("auto-take=true output=") + output, smallVideo());
        std::string air;
        for (int i = 0; i < 80; ++i)
            air += generatedOn(stream.next([&](GstBuffer* buffer) {
                attachShot(buffer, 1 + static_cast<guint64>(i) / 20, 0.5);
            }))
                       ? '#'
                       : '.';
        const bool cuts = std::string(output) == "replace";
        ASSERT_TEXT(air, times('.', cuts ? 20 : 21) + times('#', cuts ? 60 : 59));
    }
}
GST_END_TEST

// The better frame of a shot takes the other's place, also on air.
GST_START_TEST(theBestFrameSoFarIsPlayed)
{
    AirStream stream("output=replace play-duration=100000000", smallVideo());
    const double scores[] = {0.2, 0.6, 0.3};
    std::string sources;
    for (int i = 0; i < 75; ++i) {
        if (i % 25 == 20)
            stream.take();
        const BufferRef out = stream.next(
            [&](GstBuffer* buffer) { attachShot(buffer, 1, i % 25 == 0 ? scores[i / 25] : 0.0); });
        if (i % 25 == 20)
            sources += std::to_string(uint64Of(generatedOn(out), "source-pts") / GST_SECOND) + " ";
    }
    ASSERT_TEXT(sources, "0 1 1 ");
}
GST_END_TEST

GST_START_TEST(withoutAPictureTheLivePictureStaysAndItIsSaid)
{
    AirStream stream("output=replace", smallVideo());
    stream.take();
    const BufferRef out = stream.next([](GstBuffer* buffer) {
        attachShot(buffer, 1, 0.5);
        GstStructure* scene =
            gst_custom_meta_get_structure(gst_buffer_get_custom_meta(buffer, "AnimatizeScene"));
        gst_structure_remove_field(scene, "keyframe-score");
    });
    ck_assert(!generatedOn(out));
    ck_assert(said(stream, "nothing to take yet"));
    ASSERT_TEXT(airOf(stream.next(3)), "...");
}
GST_END_TEST

GST_START_TEST(inPassthroughATakeShowsNothingAndItIsSaid)
{
    AirStream stream("", smallVideo());
    stream.next();
    stream.take();
    for (int i = 0; i < 5; ++i)
        ck_assert(stream.isWhatCameIn(stream.next()));
    ck_assert(said(stream, "output"));
    // The order is spent: it doesn't wait for another output.
    stream.setOutput("replace");
    ASSERT_TEXT(airOf(stream.next(3)), "...");
}
GST_END_TEST

GST_START_TEST(theOutputCanBeChangedWhileItPlays)
{
    AirStream stream("", smallVideo());
    stream.next(5);
    stream.setOutput("replace");
    stream.next(5);
    stream.take();
    std::string air = airOf(stream.next(5));
    stream.setOutput("passthrough");
    air += airOf(stream.next(5));
    stream.setOutput("dissolve");
    air += airOf(stream.next(5));
    ASSERT_TEXT(air, "#####..........");
    stream.take();
    ASSERT_TEXT(airOf(stream.next(5)), ".####");
    // What plays keeps the duration and the fade that it was taken with.
    stream.set("play-duration", guint64(GST_SECOND / 5));
    stream.setOutput("replace");
    ASSERT_TEXT(airOf(stream.next(46)), times('#', 45) + ".");
    stream.take();
    ASSERT_TEXT(airOf(stream.next(7)), "#####..");
}
GST_END_TEST

// A stream that isn't held up plays the shot from when it is ready, for as long as any other.
GST_START_TEST(liveItPlaysWhenItIsReady)
{
    AirStream stream("output=replace play-duration=400000000", smallVideo(), true);
    stream.take();
    int shown = 0;
    for (int i = 0; i < 2000 && shown < 10; ++i) {
        shown += generatedOn(stream.next()) != nullptr;
        g_usleep(1000);
    }
    ck_assert_int_eq(shown, 10);
    ASSERT_TEXT(airOf(stream.next(5)), ".....");
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "on_air",
        {CASE(nothingIsShownUntilSomebodyTakes), CASE(aTakeShowsAsManyFramesAsItsDurationHas),
         CASE(cadenceIsUnbroken), CASE(aReleaseEndsItBeforeItsTime),
         CASE(takesAndReleasesBetweenTwoFrames), CASE(aTakeBeforeTheStreamWaitsForItsFirstFrame),
         CASE(theMoveFillsTheDuration), CASE(aDissolveMixesByTime),
         CASE(autoTakePlaysTheShotThatEnds), CASE(shortShotsFollowEachOther),
         CASE(theBestFrameSoFarIsPlayed), CASE(withoutAPictureTheLivePictureStaysAndItIsSaid),
         CASE(inPassthroughATakeShowsNothingAndItIsSaid), CASE(theOutputCanBeChangedWhileItPlays),
         CASE(liveItPlaysWhenItIsReady)});
}
