// Sprites on frames of every format of the contract, wherever their samples lie, beside
// GStreamer's own unpackers.
#include "gst/overlay/frame_shape.h"

#include "gst/base/mapped_frame.h"
#include "laid_over.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/sprite_codes.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kFormats = 26;

struct Size {
    int width, height;
};

GstVideoFormat formatOf(int run)
{
    return formats()[static_cast<size_t>(run)];
}

Paint colours(std::minstd_rand& random)
{
    const double a = static_cast<double>(random() % 100) / 100.0;
    return [a](int x, int y) {
        return Pixel{0.2 + 0.6 * ((x * 7 + y * 3) % 10) / 10.0, 0.2 * a - 0.1, 0.1 - 0.2 * a};
    };
}

void lay(GstBuffer* buffer, const GstVideoInfo& info, const std::vector<Sprite>& sprites)
{
    const FrameShape shape = frameShape(info);
    FrameMapping mapping(buffer, info, true);
    ck_assert(static_cast<bool>(mapping));
    SpriteBlender blender(shape);
    for (const FieldPlanes& field : fieldsOf(*mapping, shape))
        blender.blend(sprites, field.rows, field.planes);
}

/// `flags` say which field it is.
void assertLaidRight(const GstVideoInfo& info, bool padded, guint flags, std::minstd_rand& random)
{
    const Paint paint = colours(random);
    const auto made = [&] {
        BufferRef buffer = padded ? paddedFrame(info, paint, 0x5a) : frame(info, paint);
        GST_BUFFER_FLAG_SET(buffer.get(), flags);
        return buffer;
    };
    const BufferRef before = made(), after = made();
    const int width = GST_VIDEO_INFO_WIDTH(&info), height = GST_VIDEO_INFO_HEIGHT(&info);
    const int across = 1 + static_cast<int>(random() % 21),
              down = 1 + static_cast<int>(random() % 9);
    const cv::Point at(static_cast<int>(random() % static_cast<guint>(width + 6)) - 5,
                       static_cast<int>(random() % static_cast<guint>(height + 6)) - 5);
    const Sprite sprite = spriteOf(across, down, at, random);
    lay(after.get(), info, {sprite});
    const double worst = worstLaid(info, before.get(), after.get(), {sprite});
    ck_assert_msg(worst <= 1.0, "%s, %s: %dx%d at %d,%d is %g codes off", nameOf(info).c_str(),
                  padded ? "padded" : "tight", across, down, at.x, at.y, worst);
}

GstVideoInfo interlaced(GstVideoFormat format, int width, int height, GstVideoInterlaceMode mode)
{
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, format, mode, static_cast<guint>(width),
                                         static_cast<guint>(height));
    GST_VIDEO_INFO_FPS_N(&info) = 25;
    return info;
}

}  // namespace

GST_START_TEST(everyFormatIsWithinACode)
{
    std::minstd_rand random(1);
    for (const Size size : {Size{1, 1}, Size{2, 2}, Size{7, 1}, Size{17, 13}, Size{48, 20}})
        for (const bool full : {false, true})
            for (const bool padded : {false, true})
                for (int i = 0; i < 6; ++i) {
                    GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height);
                    setFullRange(info, full);
                    assertLaidRight(info, padded, 0, random);
                }
}
GST_END_TEST

GST_START_TEST(coloursAreThoseOfTheCaps)
{
    std::minstd_rand random(2);
    for (const char* colorimetry : {"bt601", "bt709", "bt2020", "1:3:0:0", "0:0:0:0"}) {
        GstVideoInfo info = videoInfo(formatOf(__i__), 32, 12);
        if (GST_VIDEO_INFO_IS_RGB(&info))
            return;
        gst_video_colorimetry_from_string(&info.colorimetry, colorimetry);
        for (int i = 0; i < 6; ++i)
            assertLaidRight(info, false, 0, random);
    }
}
GST_END_TEST

// Chroma of one field is shared by rows of that field. Whose height is no multiple of four may
// have no room for the last row of chroma; here it has.
GST_START_TEST(fieldsKeepTheirColoursApart)
{
    std::minstd_rand random(3);
    constexpr guint kFlags = GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF;
    for (const auto mode : {GST_VIDEO_INTERLACE_MODE_INTERLEAVED, GST_VIDEO_INTERLACE_MODE_MIXED})
        for (const int height : {4, 12, 20})
            for (int i = 0; i < 8; ++i)
                assertLaidRight(interlaced(formatOf(__i__), 23, height, mode), i % 2, kFlags,
                                random);
}
GST_END_TEST

GST_START_TEST(aFieldAloneGetsItsOwnRows)
{
    std::minstd_rand random(4);
    for (const auto field : {GST_VIDEO_BUFFER_FLAG_TOP_FIELD, GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD})
        for (const int height : {2, 12, 24})
            for (int i = 0; i < 8; ++i)
                assertLaidRight(
                    interlaced(formatOf(__i__), 23, height, GST_VIDEO_INTERLACE_MODE_ALTERNATE),
                    i % 2, field, random);
}
GST_END_TEST

// Interlaced frames of any height are drawn on without a byte beside them being touched.
GST_START_TEST(nothingBesideTheFrameIsTouched)
{
    std::minstd_rand random(5);
    for (const Size size : {Size{1, 1}, Size{3, 2}, Size{5, 3}, Size{9, 6}, Size{13, 10}})
        for (const bool fields : {false, true}) {
            const GstVideoInfo info = interlaced(formatOf(__i__), size.width, size.height,
                                                 fields ? GST_VIDEO_INTERLACE_MODE_INTERLEAVED
                                                        : GST_VIDEO_INTERLACE_MODE_PROGRESSIVE);
            std::vector<std::vector<guint8>> left;
            for (const guint8 poison : {guint8{0x00}, guint8{0xff}}) {
                const BufferRef buffer = paddedFrame(info, grey(0.5), poison);
                std::vector<guint8> before = bytesOf(buffer.get());
                const auto white = std::make_shared<cv::Mat>(size.height, size.width, CV_8UC4,
                                                             cv::Scalar::all(255));
                lay(buffer.get(), info, {{white, {0, 0}}});
                const auto after = bytesOf(buffer.get());
                ck_assert(before != after);
                // The poison is still where it was: bytes that differ between both are padding.
                left.push_back(after);
            }
            const BufferRef clean = paddedFrame(info, grey(0.5), 0x00);
            const BufferRef dirty = paddedFrame(info, grey(0.5), 0xff);
            const auto low = bytesOf(clean.get()), high = bytesOf(dirty.get());
            for (size_t i = 0; i < low.size(); ++i)
                if (low[i] == 0x00 && high[i] == 0xff)
                    ck_assert_msg(left[0][i] == 0x00 && left[1][i] == 0xff, "%s: byte %zu",
                                  nameOf(info).c_str(), i);
        }
}
GST_END_TEST

GST_START_TEST(copiesAreWhole)
{
    std::minstd_rand random(6);
    for (const Size size : {Size{1, 1}, Size{3, 3}, Size{17, 13}}) {
        const GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height);
        const BufferRef from = paddedFrame(info, colours(random), 0x5a);
        // Tight rows of UYVP have no room for the last V of an odd width.
        const bool tight = GST_VIDEO_INFO_FORMAT(&info) != GST_VIDEO_FORMAT_UYVP;
        const BufferRef into = tight ? frame(info, grey(0.1)) : paddedFrame(info, grey(0.1), 9);
        {
            FrameMapping source(from.get(), info, false), target(into.get(), info, true);
            copySamples(*source, *target, frameShape(info));
        }
        ck_assert_msg(worstLaid(info, from.get(), into.get(), {}) == 0.0, "%s",
                      nameOf(info).c_str());
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "frame_shape",
        {CASES(everyFormatIsWithinACode, kFormats), CASES(coloursAreThoseOfTheCaps, kFormats),
         CASES(fieldsKeepTheirColoursApart, kFormats), CASES(aFieldAloneGetsItsOwnRows, kFormats),
         CASES(nothingBesideTheFrameIsTouched, kFormats), CASES(copiesAreWhole, kFormats)});
}
