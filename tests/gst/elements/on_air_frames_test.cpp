// Generated frames on air: the metas they carry, where their pictures are from, how large they are.
#include <set>

#include "air_stream.h"

using namespace animatize;
using namespace animatize::test;

// Metas of others, of a tee's other branch too, and one AnimatizeKeyframe.
GST_START_TEST(allMetasLeaveAgain)
{
    static const char* tags[] = {"video", nullptr};
    gst_meta_register_custom("TestForeignMeta", tags, nullptr, nullptr, nullptr);
    AirStream stream("output=replace", smallVideo());
    stream.next();
    stream.take();
    const auto furnish = [](GstBuffer* buffer) {
        gst_buffer_add_custom_meta(buffer, "TestForeignMeta");
        gst_buffer_add_video_region_of_interest_meta(buffer, "face", 1, 2, 3, 4);
        gst_buffer_add_video_time_code_meta_full(buffer, 25, 1, nullptr,
                                                 GST_VIDEO_TIME_CODE_FLAGS_NONE, 1, 2, 3, 4, 0);
        const guint8 caption[] = {0xfc, 0x80, 0x80};
        gst_buffer_add_video_caption_meta(buffer, GST_VIDEO_CAPTION_TYPE_CEA708_RAW, caption, 3);
        GstBuffer* pixels = gst_buffer_new_allocate(nullptr, 4 * 4 * 4, nullptr);
        gst_buffer_memset(pixels, 0, 255, 64);
        gst_buffer_add_video_meta(pixels, GST_VIDEO_FRAME_FLAG_NONE,
                                  GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, 4, 4);
        GstVideoOverlayRectangle* rectangle = gst_video_overlay_rectangle_new_raw(
            pixels, 0, 0, 4, 4, GST_VIDEO_OVERLAY_FORMAT_FLAG_NONE);
        GstVideoOverlayComposition* overlay = gst_video_overlay_composition_new(rectangle);
        gst_buffer_add_video_overlay_composition_meta(buffer, overlay);
        gst_video_overlay_composition_unref(overlay);
        gst_video_overlay_rectangle_unref(rectangle);
        gst_buffer_unref(pixels);
        attachRegion(buffer);
        gst_buffer_add_video_meta(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_I420, 64, 48);
    };
    const BufferRef out = stream.next(furnish);
    ck_assert(generatedOn(out));
    ck_assert_int_eq(countMetas(out.get(), "AnimatizeKeyframe"), 1);
    ck_assert_int_eq(countMetas(out.get(), "TestForeignMeta"), 1);
    ck_assert_int_eq(countMetas(out.get(), "AnimatizeMotion"), 1);
    ck_assert(gst_buffer_get_video_time_code_meta(out.get()));
    ck_assert(gst_buffer_get_video_caption_meta(out.get()));
    ck_assert(gst_buffer_get_video_overlay_composition_meta(out.get()));
    ck_assert_uint_eq(gst_buffer_get_n_meta(out.get(), GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE),
                      1);
    // Where the pixels of the frame that came lay in memory is nothing of this frame's.
    ck_assert_uint_eq(gst_buffer_get_n_meta(out.get(), GST_VIDEO_META_API_TYPE), 0);
    ck_assert_uint_eq(gst_buffer_get_size(out.get()), 64 * 48 * 3 / 2);
}
GST_END_TEST

// A second one behind the first replaces what the first said, when it shows something itself.
GST_START_TEST(theMetaIsReplacedAndOtherwiseLeftAlone)
{
    Rig rig(
        "animatizegen name=a output=replace wait=true frames=1 ! animatizegen name=b "
        "output=replace wait=true frames=1");
    const GstVideoInfo info = smallVideo();
    rig.caps(info);
    GstElement* const bin = rig.harness()->element;
    std::set<std::string> seeds;
    for (int i = 0; i < 6; ++i) {
        GstElement* element = gst_bin_get_by_name(GST_BIN(bin), i < 3 ? "a" : "b");
        if (i % 3 == 1) {
            g_object_set(element, "seed", guint64(i), nullptr);
            g_signal_emit_by_name(element, "take");
        }
        gst_object_unref(element);
        BufferRef buffer = frame(info, moving(64, 48, i));
        stamp(buffer.get(), info, i);
        const BufferRef out = rig.push(std::move(buffer));
        ck_assert_int_eq(countMetas(out.get(), "AnimatizeKeyframe"), i > 0);
        if (i > 0)
            seeds.insert(std::to_string(uint64Of(generatedOn(out), "seed")));
    }
    ck_assert(seeds == (std::set<std::string>{"1", "4"}));
}
GST_END_TEST

GST_START_TEST(itIsSaidWhereThePictureIsFrom)
{
    AirStream stream("output=replace seed=5", smallVideo());
    stream.next([](GstBuffer* buffer) {
        attachShot(buffer, 3, 0.5);
        attachPrompt(buffer, "camera_movement", "pan", "left", "3-2");
    });
    stream.take();
    const BufferRef out = stream.next([](GstBuffer* buffer) { attachShot(buffer, 3, 0.1); });
    const GstStructure* meta = generatedOn(out);
    ck_assert_uint_eq(uintOf(meta, "version"), 1);
    ck_assert_uint_eq(uintOf(meta, "frame-width"), 64);
    ck_assert_uint_eq(uintOf(meta, "frame-height"), 48);
    ASSERT_TEXT(textOf(meta, "prompt-id"), "3-2");
    ck_assert_uint_eq(uint64Of(meta, "shot-id"), 3);
    ck_assert_uint_eq(uint64Of(meta, "source-pts"), 0);
    ck_assert_uint_eq(uintOf(meta, "index"), 0);
    ck_assert_uint_eq(uintOf(meta, "count"), 1);
    ASSERT_TEXT(textOf(meta, "backend"), "local");
    ASSERT_TEXT(textOf(meta, "model"), "animatize-2.5d");
    ck_assert_uint_eq(uint64Of(meta, "seed"), 5);
    ck_assert(!booleanOf(meta, "cached"));
    ck_assert_uint_eq(uintOf(meta, "attempts"), 1);
    ck_assert(gst_structure_has_field_typed(meta, "elapsed", G_TYPE_UINT64));
    ASSERT_TEXT(textOf(meta, "digital-source-type"), "algorithmicallyEnhanced");
    ck_assert(doubleOf(meta, "share") == 1.0);
    ck_assert(!gst_structure_has_field(meta, "quality"));
    assertFinite(meta);
}
GST_END_TEST

GST_START_TEST(theSameStreamGivesTheSameFramesTwice)
{
    const GstVideoInfo info = smallVideo();
    const auto run = [&] {
        AirStream stream("output=dissolve auto-take=true play-duration=600000000", info);
        std::vector<guint8> all;
        for (int i = 0; i < 100; ++i) {
            if (i == 70)
                stream.take();
            const BufferRef out = stream.next([&](GstBuffer* buffer) {
                attachShot(buffer, 1 + static_cast<guint64>(i) / 40, 0.1 * (i % 9));
                attachPrompt(buffer, "camera_movement", i % 40 < 20 ? "handheld" : "push_in", "in",
                             i % 40 < 20 ? "1" : "2");
            });
            const auto bytes = bytesOf(out.get());
            all.insert(all.end(), bytes.begin(), bytes.end());
            all.push_back(generatedOn(out) != nullptr);
        }
        ck_assert_uint_gt(stream.stat("shown"), 30);
        return all;
    };
    ck_assert(run() == run());
}
GST_END_TEST

// Larger than keyframes may be: on air nothing is scaled, and the keyframes are as always.
GST_START_TEST(largeFramesKeepTheirSize)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 2000, 40);
    AirStream stream("output=replace", info);
    stream.paint([](int) {
        return [](int x, int) { return Pixel{x % 2 ? 0.2 : 0.8}; };  // lost, were it ever scaled
    });
    stream.next();
    stream.take();
    const BufferRef out = stream.next();
    ck_assert(generatedOn(out));
    ck_assert(worstDifference(samplesOf(out.get(), info), samplesOf(stream.given(0).get(), info),
                              info) <= 2.0);
    stream.rig().endOfStream();
    const auto messages = stream.rig().messages("animatize-keyframe");
    ck_assert_uint_eq(messages.size(), 1);
    ck_assert_uint_eq(uintOf(messages[0].structure.get(), "frame-width"), 1000);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "on_air_frames",
                  {CASE(allMetasLeaveAgain), CASE(theMetaIsReplacedAndOtherwiseLeftAlone),
                   CASE(itIsSaidWhereThePictureIsFrom), CASE(theSameStreamGivesTheSameFramesTwice),
                   CASE(largeFramesKeepTheirSize)});
}
