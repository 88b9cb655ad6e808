// A service's picture on air: how it takes the place of the provisional one, what is said of it,
// and on which frames the label is drawn.
#include "gst/gen/on_air.h"

#include <algorithm>

#include "gst/base/custom_meta.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr AirSettings kCuts{true, {2 * kSecond, 0}, false, true, true};

/// Grey frames; the best one is 60, a service's 180, the live ones 240.
struct Air {
    GstPad* pad = gst_pad_new("src", GST_PAD_SRC);
    std::vector<std::string> warnings;
    OnAir onAir{pad, [this](const std::string& sentence) { warnings.push_back(sentence); }};
    const GstVideoInfo info;

    explicit Air(int side = 16) : info(videoInfo(GST_VIDEO_FORMAT_GRAY8, side, side, 20))
    {
        registerCustomMetas();
        onAir.open();
        onAir.setVideo(capsOf(info).get(), info);
        KeyframeJob job;
        job.image = cv::Mat(side, side, CV_8UC3, cv::Scalar::all(60));
        job.shotId = 4;
        onAir.offer(std::move(job));
    }
    ~Air()
    {
        onAir.close();
        gst_object_unref(pad);
    }

    static Keyframe remote()
    {
        Keyframe keyframe;
        keyframe.image = cv::Mat(32, 32, CV_8UC3, cv::Scalar::all(180));
        keyframe.shotId = 4;
        keyframe.backend = "flux";
        keyframe.digitalSourceType = "trainedAlgorithmicMedia";
        return keyframe;
    }

    BufferRef at(uint64_t ms, const AirSettings& settings = kCuts)
    {
        onAir.frame(ms * kMillisecond, settings, false);
        BufferRef buffer(gst_buffer_new_allocate(nullptr, info.size, nullptr));
        gst_buffer_memset(buffer.get(), 0, 240, info.size);
        return onAir.show(std::move(buffer));
    }
    int greyAt(uint64_t ms, const AirSettings& settings = kCuts)
    {
        return bytesOf(at(ms, settings).get())[100];
    }
    std::string backendAt(uint64_t ms)
    {
        return textOf(metaOf(at(ms), "AnimatizeKeyframe"), "backend");
    }
};

}  // namespace

GST_START_TEST(aServicesPictureFadesInOverTheProvisionalOne)
{
    Air air;
    air.onAir.take();
    ck_assert_int_eq(air.greyAt(0), 60);
    air.onAir.arrived(Air::remote(), 200 * kMillisecond);
    ck_assert_int_eq(air.greyAt(200), 60);
    ck_assert_int_eq(air.greyAt(450), 120);
    ck_assert_int_eq(air.greyAt(600), 156);
    ck_assert_int_eq(air.greyAt(700), 180);
    ck_assert_int_eq(air.greyAt(1999), 180);
    ck_assert_int_eq(air.greyAt(2000), 240);
    ck_assert_uint_eq(air.warnings.size(), 0);
}
GST_END_TEST

// While both fade: the mean of the two pictures, over the live one.
GST_START_TEST(threePicturesAreMixed)
{
    Air air;
    AirSettings fades = kCuts;
    fades.play.fade = 500 * kMillisecond;
    air.onAir.take();
    ck_assert_int_eq(air.greyAt(0, fades), 240);
    air.onAir.arrived(Air::remote(), 0);
    ck_assert_int_eq(air.greyAt(0, fades), 240);
    ck_assert_int_eq(air.greyAt(250, fades), 180);  // half of 240, half of 120
}
GST_END_TEST

// Of a field both pictures show the lines of that field.
GST_START_TEST(fieldsAreMixedWithTheirLikes)
{
    Air air;
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, GST_VIDEO_FORMAT_GRAY8,
                                         GST_VIDEO_INTERLACE_MODE_ALTERNATE, 16, 16);
    air.onAir.setVideo(capsOf(info).get(), info);
    KeyframeJob job;
    Keyframe remote = Air::remote();
    job.image = cv::Mat(16, 16, CV_8UC3);
    for (int y = 0; y < 16; ++y)
        job.image.row(y) = cv::Scalar::all(y % 2 ? 200 : 20);
    remote.image = cv::Mat(job.image / 2);
    job.shotId = 4;
    air.onAir.endShot(0, kCuts);
    air.onAir.offer(std::move(job));
    air.onAir.take();
    air.at(0);
    air.onAir.arrived(remote, 100 * kMillisecond);
    air.at(100);
    for (const bool top : {true, false}) {
        air.onAir.frame(350 * kMillisecond, kCuts, false);
        BufferRef buffer(gst_buffer_new_allocate(nullptr, 256, nullptr));
        GST_BUFFER_FLAG_SET(buffer.get(), top ? GST_VIDEO_BUFFER_FLAG_TOP_FIELD
                                              : GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD);
        const auto bytes = bytesOf(air.onAir.show(std::move(buffer)).get());
        for (size_t i = 1; i < 128; ++i)  // the first one has the label
            ck_assert_uint_eq(bytes[i], top ? 15 : 150);
    }
}
GST_END_TEST

GST_START_TEST(itIsSaidAsSoonAsItIsSeen)
{
    Air air;
    air.onAir.take();
    ASSERT_TEXT(air.backendAt(0), "local");
    air.onAir.arrived(Air::remote(), 100 * kMillisecond);
    ASSERT_TEXT(air.backendAt(100), "local");
    ASSERT_TEXT(air.backendAt(110), "flux");
    ASSERT_TEXT(textOf(metaOf(air.at(200), "AnimatizeKeyframe"), "digital-source-type"),
                "trainedAlgorithmicMedia");
}
GST_END_TEST

GST_START_TEST(theLabelIsOnServicesPicturesOnly)
{
    Air air(96);
    const auto isLabelled = [&](uint64_t ms, const AirSettings& settings = kCuts) {
        const auto bytes = bytesOf(air.at(ms, settings).get());
        return std::count(bytes.begin(), bytes.end(), bytes[0]) != std::ptrdiff_t(bytes.size());
    };
    air.onAir.take();
    ck_assert(!isLabelled(0));
    air.onAir.arrived(Air::remote(), 100 * kMillisecond);
    ck_assert(!isLabelled(100));
    for (const uint64_t ms : {uint64_t{200}, uint64_t{400}, uint64_t{1900}})  // comes in with it
        ck_assert(isLabelled(ms));
    // Switched off, and behind the end.
    AirSettings bare = kCuts;
    bare.label = false;
    ck_assert(!isLabelled(1950, bare));
    ck_assert(!isLabelled(2000));
}
GST_END_TEST

// A live frame that can't be read can't be mixed: it goes on as it is.
GST_START_TEST(whatCantBeMixedIsShownAsItCame)
{
    Air air;
    AirSettings fades = kCuts;
    fades.play.fade = 500 * kMillisecond;
    air.onAir.take();
    air.at(0, fades);
    air.onAir.frame(250 * kMillisecond, fades, false);
    BufferRef small(gst_buffer_new_allocate(nullptr, 10, nullptr));
    GstBuffer* const came = small.get();
    const BufferRef out = air.onAir.show(std::move(small));
    ck_assert(out.get() == came);
    ck_assert_uint_eq(air.warnings.size(), 1);
    ck_assert_uint_eq(air.onAir.missed(), 1);
}
GST_END_TEST

GST_START_TEST(aShotThatCantBeMadeIsSaid)
{
    Air air;
    KeyframeJob broken;
    broken.image = cv::Mat(16, 16, CV_32FC2, cv::Scalar::all(0));
    broken.shotId = 4;
    broken.movements.push_back({});
    broken.movements[0].category = "camera_movement";
    broken.movements[0].name = "pan";
    broken.movements[0].direction = "left";
    air.onAir.endShot(0, kCuts);
    air.onAir.offer(std::move(broken));
    air.onAir.take();
    ck_assert_int_eq(air.greyAt(0), 240);
    ck_assert_uint_eq(air.warnings.size(), 1);
    ck_assert(air.warnings[0].find("can't be played") != std::string::npos);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "on_air",
                  {CASE(aServicesPictureFadesInOverTheProvisionalOne), CASE(threePicturesAreMixed),
                   CASE(fieldsAreMixedWithTheirLikes), CASE(itIsSaidAsSoonAsItIsSeen),
                   CASE(theLabelIsOnServicesPicturesOnly), CASE(whatCantBeMixedIsShownAsItCame),
                   CASE(aShotThatCantBeMadeIsSaid)});
}
