// Generated frames in every format of the contract: a camera that stands still gives the picture
// back, a fade is the mean of both, and rows may lie as badly in memory as they like.
#include <cmath>

#include "air_stream.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Size {
    int width, height;
};
constexpr Size kSizes[] = {{1, 1}, {2, 2}, {1, 9}, {7, 1}, {17, 13}, {64, 48}};
constexpr int kFormats = 26;

GstVideoFormat formatOf(int run)
{
    return formats()[static_cast<size_t>(run)];
}

std::string nameOf(const GstVideoInfo& info)
{
    return std::string(gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info))) + " " +
           std::to_string(GST_VIDEO_INFO_WIDTH(&info)) + "x" +
           std::to_string(GST_VIDEO_INFO_HEIGHT(&info));
}

/// The samples of the frame after a take, the picture being that of frame 0.
std::vector<int> firstShown(AirStream& stream)
{
    stream.next();
    stream.take();
    const BufferRef out = stream.next();
    ck_assert_msg(generatedOn(out) != nullptr, "%s", nameOf(stream.info()).c_str());
    return samplesOf(out.get(), stream.info());
}

/// Laid out as fields need it: planes of an odd height may be longer.
GstVideoInfo interlaced(GstVideoFormat format, const Size& size, GstVideoInterlaceMode mode)
{
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, format, mode, static_cast<guint>(size.width),
                                         static_cast<guint>(size.height));
    GST_VIDEO_INFO_FPS_N(&info) = 25;
    GST_VIDEO_INFO_FPS_D(&info) = 1;
    return info;
}

/// A picture on air has eight bits: of ten the lower two are lost, and another code by rounding.
double mostCodes(const GstVideoInfo& info)
{
    return GST_VIDEO_INFO_COMP_DEPTH(&info, 0) > 8 ? 3.0 : 2.0;
}

/// Frames of another colour each, in all components: what is mixed is known at every pixel.
void paintColours(AirStream& stream)
{
    stream.paint([](int index) {
        const Pixel first{0.7, 0.08, -0.06}, other{0.3 + 0.01 * index, -0.08, 0.06};
        return [=](int, int) { return index == 0 ? first : other; };
    });
}

}  // namespace

GST_START_TEST(aStillCameraGivesThePictureBack)
{
    for (const Size size : kSizes)
        for (const bool full : {false, true}) {
            GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height);
            setFullRange(info, full);
            AirStream stream("output=replace", info);
            const auto got = firstShown(stream);
            const double worst = worstDifference(got, samplesOf(stream.given(0).get(), info), info);
            ck_assert_msg(worst <= mostCodes(info), "%s, %s range: %g codes", nameOf(info).c_str(),
                          full ? "full" : "limited", worst);
            ck_assert_uint_eq(stream.rig().warnings().size(), 0);
        }
}
GST_END_TEST

// The same with a matrix that is not the format's usual one.
GST_START_TEST(coloursAreThoseOfTheCaps)
{
    for (const char* colorimetry : {"bt601", "bt709", "bt2020", "1:3:0:0", "0:0:0:0"}) {
        GstVideoInfo info = videoInfo(formatOf(__i__), 64, 48);
        if (GST_VIDEO_INFO_IS_RGB(&info))
            return;
        gst_video_colorimetry_from_string(&info.colorimetry, colorimetry);
        AirStream stream("output=replace", info);
        const auto got = firstShown(stream);
        const double worst = worstDifference(got, samplesOf(stream.given(0).get(), info), info);
        ck_assert_msg(worst <= mostCodes(info), "%s, %s: %g codes", nameOf(info).c_str(),
                      colorimetry, worst);
    }
}
GST_END_TEST

// Wherever the caps say that chroma lies, it goes back to where it was taken from: half a pixel
// aside a steep ramp of colour would be three codes off.
GST_START_TEST(chromaGoesBackToItsPlace)
{
    for (const auto site : {GST_VIDEO_CHROMA_SITE_UNKNOWN, GST_VIDEO_CHROMA_SITE_MPEG2,
                            GST_VIDEO_CHROMA_SITE_JPEG, GST_VIDEO_CHROMA_SITE_DV}) {
        GstVideoInfo info = videoInfo(formatOf(__i__), 16, 16);
        info.chroma_site = site;
        AirStream stream("output=replace", info);
        stream.paint([](int) {
            return [](int x, int) { return Pixel{0.5, (x - 7.5) / 40.0, (7.5 - x) / 60.0}; };
        });
        const auto got = firstShown(stream), was = samplesOf(stream.given(0).get(), info);
        const double code = GST_VIDEO_INFO_COMP_DEPTH(&info, 0) > 8 ? 256.0 : 1.0;
        for (size_t i = 0; i < got.size(); ++i)
            if (i / 4 % 16 >= 3 && i / 4 % 16 < 13)  // at the borders there is nothing beside it
                ck_assert_msg(std::abs(got[i] - was[i]) <= mostCodes(info) * code,
                              "%s, site %d: %d was %d", nameOf(info).c_str(), int{site}, got[i],
                              was[i]);
    }
}
GST_END_TEST

// In the middle of the fade: half of the live frame and half of the picture, in the format's own
// codes, at every size.
GST_START_TEST(theMiddleOfAFadeIsHalfOfBoth)
{
    for (const Size size : kSizes) {
        const GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height, 20);
        AirStream stream("output=dissolve", info), cut("output=replace", info);
        paintColours(stream);
        paintColours(cut);
        const auto picture = firstShown(cut);
        stream.next();
        stream.take();
        stream.next(5);
        const BufferRef out = stream.next();
        ck_assert(std::abs(doubleOf(generatedOn(out), "share") - 0.5) < 1e-9);
        const auto got = samplesOf(out.get(), info);
        const auto live = samplesOf(stream.given(6).get(), info);
        // Codes of ten bits are spread over sixteen: one is 64.
        const double code = GST_VIDEO_INFO_COMP_DEPTH(&info, 0) > 8 ? 65.0 : 1.0;
        for (size_t i = 0; i < got.size(); ++i)
            ck_assert_msg(std::abs(got[i] - (live[i] + picture[i]) / 2.0) <= code / 2.0 + 0.01,
                          "%s: %d, of %d and %d", nameOf(info).c_str(), got[i], live[i],
                          picture[i]);
    }
}
GST_END_TEST

// Rows of the frames that come are long and full of rubbish, and so are those that downstream
// wants.
GST_START_TEST(rowsMayLieAnywhere)
{
    for (const Size size : kSizes) {
        const GstVideoInfo info = videoInfo(formatOf(__i__), size.width, size.height, 20);
        const auto run = [&](bool padded) {
            AirStream stream("output=dissolve", info);
            if (padded) {
                stream.pad(0xa5);
                GstStructure* wishes = gst_structure_new(
                    "video-meta", "padding-top", G_TYPE_UINT, 3, "padding-bottom", G_TYPE_UINT, 5,
                    "padding-left", G_TYPE_UINT, 16, "padding-right", G_TYPE_UINT, 7,
                    "stride-align0", G_TYPE_UINT, 31, "stride-align1", G_TYPE_UINT, 31,
                    "stride-align2", G_TYPE_UINT, 31, "stride-align3", G_TYPE_UINT, 31, nullptr);
                gst_harness_add_propose_allocation_meta(stream.rig().harness(),
                                                        GST_VIDEO_META_API_TYPE, wishes);
                gst_structure_free(wishes);
            }
            stream.next();
            stream.take();
            std::vector<int> all;
            for (int i = 0; i < 12; ++i) {
                const BufferRef out = stream.next();
                const auto samples = samplesOf(out.get(), info);
                all.insert(all.end(), samples.begin(), samples.end());
                const GstVideoMeta* meta = gst_buffer_get_video_meta(out.get());
                if (padded && generatedOn(out)) {
                    ck_assert(meta != nullptr);
                    ck_assert_uint_ge(meta->offset[0], static_cast<gsize>(3 * meta->stride[0]));
                    ck_assert_int_eq(meta->stride[0] % 32, 0);
                }
            }
            return all;
        };
        ck_assert_msg(run(true) == run(false), "%s", nameOf(info).c_str());
    }
}
GST_END_TEST

// Both fields of a frame show one moment: the picture, as if it were progressive.
GST_START_TEST(interleavedFieldsMakeOnePicture)
{
    for (const auto mode : {GST_VIDEO_INTERLACE_MODE_INTERLEAVED, GST_VIDEO_INTERLACE_MODE_MIXED})
        for (const Size size : {Size{64, 48}, Size{17, 13}, Size{1, 1}}) {
            const GstVideoInfo info = interlaced(formatOf(__i__), size, mode);
            AirStream stream("output=dissolve", info);
            stream.setFlags(GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF);
            // Nothing that one field wouldn't show.
            stream.paint([&](int) {
                return [&](int x, int) { return Pixel{0.3 + 0.4 * x / info.width, 0.05, -0.05}; };
            });
            stream.next();
            stream.take();
            const auto all = stream.next(20);
            const BufferRef& out = all.back();
            ck_assert(generatedOn(out));
            ck_assert(GST_BUFFER_FLAG_IS_SET(out.get(), GST_VIDEO_BUFFER_FLAG_TFF));
            const double worst = worstDifference(samplesOf(out.get(), info),
                                                 samplesOf(stream.given(0).get(), info), info);
            ck_assert_msg(worst <= mostCodes(info), "%s: %g codes", nameOf(info).c_str(), worst);
        }
}
GST_END_TEST

// Fields that come one by one show their own lines, at their own times.
GST_START_TEST(alternateFieldsShowTheirLines)
{
    for (const Size size : {Size{64, 48}, Size{16, 13}}) {
        const GstVideoInfo info =
            interlaced(formatOf(__i__), size, GST_VIDEO_INTERLACE_MODE_ALTERNATE);
        AirStream stream("output=replace play-duration=400000000", info);
        std::string air;
        for (int i = 0; i < 30; ++i) {
            const bool top = i % 2 == 0;
            stream.setFlags(top ? GST_VIDEO_BUFFER_FLAG_TOP_FIELD
                                : GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD);
            if (i == 4)
                stream.take();
            const BufferRef out = stream.next([i](GstBuffer* buffer) {
                GST_BUFFER_PTS(buffer) = static_cast<guint64>(i) * 20 * GST_MSECOND;
                attachPrompt(buffer, "camera_movement", "pan", "left");
            });
            air += generatedOn(out) ? '#' : '.';
            ck_assert_uint_ge(gst_buffer_get_size(out.get()), GST_VIDEO_INFO_SIZE(&info));
            const auto samples = samplesOf(out.get(), info);
            ck_assert_uint_eq(samples.size(), static_cast<size_t>(size.width * 4) *
                                                  static_cast<size_t>((size.height + 1) / 2));
        }
        ASSERT_TEXT(air, std::string(4, '.') + std::string(20, '#') + std::string(6, '.'));
        ck_assert_uint_eq(stream.rig().warnings().size(), 0);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "on_air_formats",
        {CASES(aStillCameraGivesThePictureBack, kFormats),
         CASES(coloursAreThoseOfTheCaps, kFormats), CASES(chromaGoesBackToItsPlace, kFormats),
         CASES(theMiddleOfAFadeIsHalfOfBoth, kFormats), CASES(rowsMayLieAnywhere, kFormats),
         CASES(interleavedFieldsMakeOnePicture, kFormats),
         CASES(alternateFieldsShowTheirLines, kFormats)});
}
