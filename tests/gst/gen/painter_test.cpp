// A moment of a shot as a video frame: which lines a field gets, what a frame too small gets, and
// the same pixels every time.
#include "gst/gen/painter.h"

#include "generate/render/planar_still.h"
#include "gst/base/mapped_frame.h"
#include "src/generate/render/moves.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rendered.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int sampleIn(const GstVideoFrame& frame, guint component, int x, int y)
{
    return static_cast<const guint8*>(GST_VIDEO_FRAME_COMP_DATA(
        &frame, component))[y * GST_VIDEO_FRAME_COMP_STRIDE(&frame, component) +
                            x * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component)];
}

/// A frame of a buffer for as long as this lives.
class Target {
  public:
    explicit Target(const GstVideoInfo& info, guint flags = 0)
        : buffer_(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info) + 16, nullptr))
    {
        gst_buffer_memset(buffer_.get(), 0, 0x77, GST_VIDEO_INFO_SIZE(&info));
        GST_BUFFER_FLAG_SET(buffer_.get(), flags);
        ck_assert(gst_video_frame_map(&frame_, &info, buffer_.get(), GST_MAP_READWRITE));
    }
    ~Target() { gst_video_frame_unmap(&frame_); }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    GstVideoFrame& operator*() { return frame_; }
    int luma(int x, int y) const
    {
        return GST_VIDEO_FRAME_COMP_DATA(&frame_,
                                         0)[y * GST_VIDEO_FRAME_COMP_STRIDE(&frame_, 0) + x];
    }
    int sample(guint component, int x, int y) const { return sampleIn(frame_, component, x, y); }
    std::vector<guint8> bytes() const
    {
        const auto* data = static_cast<const guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame_, 0));
        return {data, data + GST_VIDEO_FRAME_SIZE(&frame_)};
    }

  private:
    BufferRef buffer_;
    GstVideoFrame frame_{};
};

GstVideoInfo alternate(GstVideoFormat format, int width, int height)
{
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, format, GST_VIDEO_INTERLACE_MODE_ALTERNATE,
                                         static_cast<guint>(width), static_cast<guint>(height));
    return info;
}

std::unique_ptr<Painter> painterFor(const GstVideoInfo& info)
{
    auto painter = makePainter(info);
    ck_assert(bool(painter));
    return std::move(*painter);
}

/// Rows of grey 3 y.
MoveRenderer rows(int width, int height)
{
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        picture.row(y) = cv::Scalar::all(3 * y);
    return {{picture, 1.0, {}, {}}, {}, 1};
}

}  // namespace

// An odd picture has one line less below than above: the last one stands there twice.
GST_START_TEST(aFieldGetsItsLines)
{
    for (const int height : {48, 13}) {
        const GstVideoInfo info = alternate(GST_VIDEO_FORMAT_GRAY8, 16, height);
        const auto painter = painterFor(info);
        const MoveRenderer shot = rows(16, height);
        for (const bool top : {true, false, true}) {
            Target field(
                info, top ? GST_VIDEO_BUFFER_FLAG_TOP_FIELD : GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD);
            painter->paint(shot, 0.0, false, *field);
            for (int y = 0; y < (height + 1) / 2; ++y)
                ck_assert_int_eq(field.luma(7, y), 3 * std::min(2 * y + (top ? 0 : 1), height - 1));
        }
    }
}
GST_END_TEST

GST_START_TEST(aFrameGetsAllOfThem)
{
    for (const auto mode : {GST_VIDEO_INTERLACE_MODE_PROGRESSIVE,
                            GST_VIDEO_INTERLACE_MODE_INTERLEAVED, GST_VIDEO_INTERLACE_MODE_MIXED}) {
        GstVideoInfo info;
        gst_video_info_set_interlaced_format(&info, GST_VIDEO_FORMAT_GRAY8, mode, 16, 48);
        Target frame(info, GST_VIDEO_BUFFER_FLAG_INTERLACED);
        painterFor(info)->paint(rows(16, 48), 0.0, false, *frame);
        for (int y = 0; y < 48; ++y)
            ck_assert_int_eq(frame.luma(3, y), 3 * y);
    }
}
GST_END_TEST

// One painter for many frames, of moves and of shots that take turns; a few rows as well as many.
GST_START_TEST(whatWasPaintedBeforeLeavesNothing)
{
    for (const GstVideoFormat format : formats())
        for (const int height : {1, 2, 3, 5, 40}) {
            const GstVideoInfo info = videoInfo(format, 24, height);
            const MoveRenderer one({colourTexture(24, height, 1), 1.0, {}, {}},
                                   {camera("pan", "left", 0.1)}, 1);
            const MoveRenderer other({colourTexture(24, height, 2), 1.0, {}, {}}, {}, 1);
            const auto alone = [&](const MoveRenderer& shot, double t) {
                Target frame(info);
                painterFor(info)->paint(shot, t, false, *frame);
                return frame.bytes();
            };
            const auto painter = painterFor(info);
            for (const double t : {0.0, 1.0, 0.5})
                for (const MoveRenderer* shot : {&one, &other}) {
                    Target frame(info);
                    painter->paint(*shot, t, false, *frame);
                    ck_assert_msg(frame.bytes() == alone(*shot, t), "%s, %d rows",
                                  gst_video_format_to_string(format), height);
                }
        }
}
GST_END_TEST

// Nominal white and black of R G B that has room below and above them.
GST_START_TEST(limitedRgbStaysLimited)
{
    GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_RGB, 20, 20);
    setFullRange(info, false);
    for (const int grey : {0, 128, 255}) {
        const cv::Mat picture(20, 20, CV_8UC3, cv::Scalar::all(grey));
        Target frame(info);
        painterFor(info)->paint({{picture, 1.0, {}, {}}, {}, 1}, 0.0, false, *frame);
        ck_assert_int_eq(frame.luma(30, 10), cvRound(16 + grey * 219 / 255.0));
    }
}
GST_END_TEST

// Pixels that nobody has get no colour of their own, and those that are there are opaque.
GST_START_TEST(whatIsPaintedIsOpaque)
{
    const MoveRenderer shot({cv::Mat(4, 4, CV_8UC3, cv::Scalar(200, 100, 50)), 1.0, {}, {}}, {}, 1);
    const struct {
        GstVideoFormat format;
        std::vector<guint8> pixel;
    } formats[] = {{GST_VIDEO_FORMAT_RGBA, {200, 100, 50, 255}},
                   {GST_VIDEO_FORMAT_ARGB, {255, 200, 100, 50}},
                   {GST_VIDEO_FORMAT_ABGR, {255, 50, 100, 200}},
                   {GST_VIDEO_FORMAT_BGRA, {50, 100, 200, 255}}};
    for (const auto& [format, pixel] : formats) {
        const GstVideoInfo info = videoInfo(format, 4, 4);
        Target frame(info);
        painterFor(info)->paint(shot, 0.0, false, *frame);
        const auto bytes = frame.bytes();
        for (size_t i = 0; i < 64; ++i)
            ck_assert_uint_eq(bytes[i], pixel[i % 4]);
    }
}
GST_END_TEST

namespace {

constexpr GstVideoFormat kPlanar[] = {GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_YV12,
                                      GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_NV21};

/// A shot of a frame in its own planes that stands still.
MoveRenderer planarShot(const GstVideoInfo& info, const BufferRef& frame)
{
    MappedFrame mapped;
    ck_assert(mapped.map(frame.get(), info));
    StillScene scene;
    scene.planar = planarStill(mapped.view())->picture;
    return {scene, {}, 1};
}

}  // namespace

// No way through R G B loses a bit where the format can be rendered itself.
GST_START_TEST(planarFormatsComeBackBitForBit)
{
    for (const GstVideoFormat format : kPlanar)
        for (const auto& [width, height] : {std::pair(64, 36), {33, 17}}) {
            const GstVideoInfo info = videoInfo(format, width, height);
            const BufferRef given = frame(info, moving(width, height, 2));
            Target target(info);
            painterFor(info)->paint(planarShot(info, given), 0.0, false, *target);
            GstVideoFrame source;
            ck_assert(gst_video_frame_map(&source, &info, given.get(), GST_MAP_READ));
            for (guint c = 0; c < 3; ++c)
                for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&source, c); ++y)
                    for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH(&source, c); ++x)
                        ck_assert_int_eq(target.sample(c, x, y), sampleIn(source, c, x, y));
            gst_video_frame_unmap(&source);
        }
}
GST_END_TEST

// Its corner and nothing else, in every way of painting.
GST_START_TEST(theLabelIsDrawnWhenAskedFor)
{
    for (const GstVideoFormat format : {GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_NV12,
                                        GST_VIDEO_FORMAT_RGB, GST_VIDEO_FORMAT_YUY2}) {
        const GstVideoInfo info = videoInfo(format, 320, 180);
        const BufferRef given = frame(info, grey(0.3));
        const bool planar = format == GST_VIDEO_FORMAT_I420 || format == GST_VIDEO_FORMAT_NV12;
        const MoveRenderer shot =
            planar ? planarShot(info, given)
                   : MoveRenderer({cv::Mat(180, 320, CV_8UC3, cv::Scalar::all(77)), 1.0, {}, {}},
                                  {}, 1);
        Target plain(info), labelled(info);
        const auto painter = painterFor(info);
        painter->paint(shot, 0.0, false, *plain);
        painter->paint(shot, 0.0, true, *labelled);
        int changed = 0;
        for (int y = 0; y < 180; ++y)
            for (int x = 0; x < 320; ++x) {
                const bool same = plain.sample(0, x, y) == labelled.sample(0, x, y);
                ck_assert(same || (x > 160 && y > 140));
                changed += !same;
            }
        ck_assert_int_gt(changed, 100);
    }
}
GST_END_TEST

GST_START_TEST(whatNoConverterMakesIsAnError)
{
    GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 16, 16);
    info.finfo = gst_video_format_get_info(GST_VIDEO_FORMAT_ENCODED);
    const auto painter = makePainter(info);
    ck_assert(!painter);
    ck_assert(painter.error().message.find("live picture") != std::string::npos);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "painter",
                  {CASE(aFieldGetsItsLines), CASE(aFrameGetsAllOfThem),
                   CASE(whatWasPaintedBeforeLeavesNothing), CASE(limitedRgbStaysLimited),
                   CASE(whatIsPaintedIsOpaque), CASE(planarFormatsComeBackBitForBit),
                   CASE(theLabelIsDrawnWhenAskedFor), CASE(whatNoConverterMakesIsAnError)});
}
