// Every format of the contract in every size: what is seen doesn't depend on how the pixels lie in
// memory, and black is 0 and white is 1 in all of them.
#include <cmath>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Size {
    int width, height;
};
constexpr Size kSizes[] = {{1, 1}, {2, 2}, {17, 13}, {320, 240}, {1920, 1080}};
constexpr const char* kMetas[] = {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"};

// Without detectors: their answers come when they come.
const std::string kMotion = "animatizemotion";
const std::string kAnalyze = "animatizeanalyze detect-objects=false interval=0";
const std::string kPrompt = "animatizeprompt";
const std::string kGen = "animatizegen";
const std::string kChain = kMotion + " ! " + kAnalyze + " ! " + kPrompt + " ! " + kGen;

std::string nameOf(const GstVideoInfo& info)
{
    return std::string(gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info))) + " " +
           std::to_string(GST_VIDEO_INFO_WIDTH(&info)) + "x" +
           std::to_string(GST_VIDEO_INFO_HEIGHT(&info));
}

// All that the elements say about these frames, as text.
std::string seen(const std::string& launch, const GstVideoInfo& info,
                 const std::vector<GstBuffer*>& frames)
{
    Rig rig(launch);
    rig.caps(info);
    std::string text;
    for (size_t i = 0; i < frames.size(); ++i) {
        BufferRef copy(gst_buffer_copy(frames[i]));
        stamp(copy.get(), info, static_cast<int>(i));
        const BufferRef out = rig.push(std::move(copy));
        for (const char* name : kMetas)
            if (const GstStructure* meta = metaOf(out, name)) {
                assertFinite(meta);
                ck_assert_uint_eq(uintOf(meta, "frame-width"), GST_VIDEO_INFO_WIDTH(&info));
                ck_assert_uint_eq(uintOf(meta, "frame-height"), GST_VIDEO_INFO_HEIGHT(&info));
                text += asText(meta) + "\n";
            }
    }
    ck_assert_msg(rig.warnings().empty() && rig.errors().empty(), "%s: there was a complaint",
                  nameOf(info).c_str());
    return text;
}

void assertPaddingIsIgnored(const std::string& launch, const GstVideoInfo& info)
{
    const int width = GST_VIDEO_INFO_WIDTH(&info), height = GST_VIDEO_INFO_HEIGHT(&info);
    std::vector<BufferRef> kept;
    std::vector<GstBuffer*> tight, padded;
    for (int i = 0; i < 3; ++i) {
        kept.push_back(frame(info, moving(width, height, i)));
        tight.push_back(kept.back().get());
        kept.push_back(paddedFrame(info, moving(width, height, i), i % 2 ? 0x5a : 0xff));
        padded.push_back(kept.back().get());
    }
    const std::string wanted = seen(launch, info, tight), got = seen(launch, info, padded);
    ck_assert_msg(launch == kGen || launch == kPrompt || !wanted.empty(), "nothing was said");
    ck_assert_msg(got == wanted, "%s, %s\ntight:\n%s\npadded:\n%s", launch.c_str(),
                  nameOf(info).c_str(), wanted.c_str(), got.c_str());
}

double brightnessOf(const GstVideoInfo& info, const Paint& paint)
{
    Rig rig(kAnalyze);
    rig.caps(info);
    BufferRef buffer = frame(info, paint);
    stamp(buffer.get(), info, 0);
    const BufferRef out = rig.push(std::move(buffer));
    return doubleOf(metaOf(out, "AnimatizeScene"), "brightness");
}

GstVideoFormat formatOf(int run)
{
    return formats()[static_cast<size_t>(run)];
}

constexpr int kFormats = 26;

}  // namespace

GST_START_TEST(strideAndOffsetDontMatter)
{
    for (const Size size : kSizes) {
        const GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height);
        assertPaddingIsIgnored(kChain, info);
        if (size.width > 320)
            continue;
        for (const std::string& element : {kMotion, kAnalyze, kPrompt, kGen})
            assertPaddingIsIgnored(element, info);
    }
}
GST_END_TEST

GST_START_TEST(blackIsZeroAndWhiteIsOne)
{
    for (const bool fullRange : {false, true})
        for (const Size size : {Size{1, 1}, Size{17, 13}, Size{64, 48}})
            for (const double luma : {0.0, 0.5, 1.0}) {
                GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height);
                setFullRange(info, fullRange);
                const double got = brightnessOf(info, grey(luma));
                ck_assert_msg(std::abs(got - luma) <= 0.01, "%s, %s range: %f reads as %f",
                              nameOf(info).c_str(), fullRange ? "full" : "limited", luma, got);
            }
}
GST_END_TEST

// Brightness, not the mean of the bytes: the mean of a gradient in colour is that of its luma.
GST_START_TEST(everyFormatShowsTheSamePicture)
{
    const auto picture = [](int x, int) { return Pixel{0.25 + 0.5 * x / 319.0, 0.05, -0.05}; };
    const double got = brightnessOf(videoInfo(formatOf(__i__), 320, 240), picture);
    ck_assert_msg(std::abs(got - 0.5) <= 0.01, "the mean of 0.25 .. 0.75 reads as %f", got);
}
GST_END_TEST

// A buffer that is shorter than its caps say is passed on, said, and not looked at.
GST_START_TEST(halfAFrameIsPassedOnUnread)
{
    for (const Size size : kSizes) {
        const GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height);
        Rig rig(kChain);
        rig.caps(info);
        BufferRef whole = frame(info, grey(0.5));
        stamp(whole.get(), info, 0);
        rig.push(std::move(whole));
        BufferRef half = frame(info, grey(0.5));
        gst_buffer_set_size(half.get(), static_cast<gssize>(gst_buffer_get_size(half.get()) / 2));
        stamp(half.get(), info, 1);
        const BufferRef out = rig.push(std::move(half));
        const GstStructure* motion = metaOf(out, "AnimatizeMotion");
        ck_assert_msg(booleanOf(motion, "skipped"), "%s: half a frame was analysed",
                      nameOf(info).c_str());
        ck_assert_msg(!rig.warnings().empty(), "%s: half a frame, and nobody says so",
                      nameOf(info).c_str());
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "formats",
        {CASES(strideAndOffsetDontMatter, kFormats), CASES(blackIsZeroAndWhiteIsOne, kFormats),
         CASES(everyFormatShowsTheSamePicture, kFormats),
         CASES(halfAFrameIsPassedOnUnread, kFormats)});
}
