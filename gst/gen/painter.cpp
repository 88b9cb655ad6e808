#include "gst/gen/painter.h"

#include <algorithm>

#include "frame/serially.h"
#include "generate/provenance/label.h"

namespace animatize {
namespace {

struct Free {
    void operator()(GstVideoConverter* converter) const { gst_video_converter_free(converter); }
};
using ConverterRef = std::unique_ptr<GstVideoConverter, Free>;

bool isAlternate(const GstVideoInfo& info)
{
    return GST_VIDEO_INFO_INTERLACE_MODE(&info) == GST_VIDEO_INTERLACE_MODE_ALTERNATE;
}

/// What is left open in caps is taken as it was when the picture was copied (MappedFrame): the
/// matrix of BT.601, limited range for Y U V and full range otherwise. Chroma was enlarged about
/// the middle of its pixels, and goes back the same way.
GstVideoInfo settled(GstVideoInfo info)
{
    double kr = 0.0, kb = 0.0;
    GstVideoColorimetry& colour = info.colorimetry;
    if (!GST_VIDEO_INFO_IS_RGB(&info) && !gst_video_color_matrix_get_Kr_Kb(colour.matrix, &kr, &kb))
        colour.matrix = GST_VIDEO_COLOR_MATRIX_BT601;
    if (colour.range == GST_VIDEO_COLOR_RANGE_UNKNOWN)
        colour.range = GST_VIDEO_INFO_IS_YUV(&info) ? GST_VIDEO_COLOR_RANGE_16_235
                                                    : GST_VIDEO_COLOR_RANGE_0_255;
    info.chroma_site = GST_VIDEO_CHROMA_SITE_NONE;
    return info;
}

/// A field by itself is a progressive picture of half the height.
GstVideoInfo asPicture(GstVideoInfo info)
{
    if (isAlternate(info)) {
        info.height = GST_VIDEO_INFO_FIELD_HEIGHT(&info);
        info.interlace_mode = GST_VIDEO_INTERLACE_MODE_PROGRESSIVE;
    }
    return info;
}

/// GstVideoConverter takes all R G B to be of one range: what is limited is made so before.
bool isLimitedRgb(const GstVideoInfo& info)
{
    return GST_VIDEO_INFO_IS_RGB(&info) && info.colorimetry.range == GST_VIDEO_COLOR_RANGE_16_235;
}

GstVideoInfo rgbFor(const GstVideoInfo& video)
{
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, GST_VIDEO_FORMAT_RGB,
                                         GST_VIDEO_INFO_INTERLACE_MODE(&video),
                                         static_cast<guint>(GST_VIDEO_INFO_WIDTH(&video)),
                                         static_cast<guint>(GST_VIDEO_INFO_HEIGHT(&video)));
    info.colorimetry = video.colorimetry;
    info.colorimetry.matrix = GST_VIDEO_COLOR_MATRIX_RGB;
    if (!isLimitedRgb(video))
        info.colorimetry.range = GST_VIDEO_COLOR_RANGE_0_255;
    info.fps_n = video.fps_n;
    info.fps_d = video.fps_d;
    return info;
}

ConverterRef converterTo(const GstVideoInfo& video)
{
    GstVideoInfo from = rgbFor(video), to = video;
    GstStructure* how = gst_structure_new(
        "how", GST_VIDEO_CONVERTER_OPT_DITHER_METHOD, GST_TYPE_VIDEO_DITHER_METHOD,
        GST_VIDEO_DITHER_NONE, GST_VIDEO_CONVERTER_OPT_THREADS, G_TYPE_UINT, 1u, nullptr);
    return ConverterRef(gst_video_converter_new(&from, &to, how));
}

Label labelFor(const GstVideoInfo& video)
{
    const double aspect = static_cast<double>(GST_VIDEO_INFO_PAR_N(&video)) /
                          std::max(1, GST_VIDEO_INFO_PAR_D(&video));
    return {{GST_VIDEO_INFO_WIDTH(&video), GST_VIDEO_INFO_HEIGHT(&video)}, aspect};
}

class RgbPainter final : public Painter {
  public:
    RgbPainter(const GstVideoInfo& video, ConverterRef converter)
        : label_(labelFor(video)),
          alternates_(isAlternate(video)),
          to_(asPicture(settled(video))),
          from_(rgbFor(to_)),
          converter_(std::move(converter))
    {}

    void paint(const MoveRenderer& shot, double t, bool label, GstVideoFrame& into) override
    {
        shot.render(t, picture_);
        if (label)
            label_.draw(picture_);
        if (isLimitedRgb(to_))
            serially([&] { picture_.convertTo(picture_, -1, 219.0 / 255.0, 16.0); });
        if (alternates_)
            takeField(GST_VIDEO_FRAME_FLAG_IS_SET(&into, GST_VIDEO_FRAME_FLAG_TFF));
        convert(alternates_ ? field_ : picture_, into);
    }

  private:
    /// Every other row. Both fields have as many; an odd picture ends with its last row twice.
    void takeField(bool top)
    {
        field_.create(GST_VIDEO_INFO_HEIGHT(&to_), picture_.cols, picture_.type());
        for (int y = 0; y < field_.rows; ++y) {
            const int row = std::min(2 * y + (top ? 0 : 1), picture_.rows - 1);
            picture_.row(row).copyTo(field_.row(y));
        }
    }

    void convert(const cv::Mat& picture, const GstVideoFrame& into)
    {
        GstVideoFrame target = into;
        target.info = to_;
        std::copy_n(into.info.stride, GST_VIDEO_MAX_PLANES, target.info.stride);
        std::copy_n(into.info.offset, GST_VIDEO_MAX_PLANES, target.info.offset);
        if (alternates_)
            target.flags = GST_VIDEO_FRAME_FLAG_NONE;
        GstVideoFrame source{};
        source.info = from_;
        source.flags = target.flags;
        source.data[0] = picture.data;
        source.info.stride[0] = static_cast<gint>(picture.step);
        if (picture.rows < kFewRows)
            converter_ = converterTo(to_);
        gst_video_converter_frame(converter_.get(), &source, &target);
    }

    /// A converter keeps the last rows that it made, and takes them for the first ones of the next
    /// frame where that has no others.
    static constexpr int kFewRows = 16;

    const Label label_;
    const bool alternates_;
    const GstVideoInfo to_, from_;
    ConverterRef converter_;
    cv::Mat picture_, field_;
};

bool isPlanarFormat(const GstVideoInfo& info)
{
    switch (GST_VIDEO_INFO_FORMAT(&info)) {
        case GST_VIDEO_FORMAT_I420:
        case GST_VIDEO_FORMAT_YV12:
        case GST_VIDEO_FORMAT_NV12:
        case GST_VIDEO_FORMAT_NV21:
            return GST_VIDEO_INFO_INTERLACE_MODE(&info) == GST_VIDEO_INTERLACE_MODE_PROGRESSIVE;
        default:
            return false;
    }
}

/// Shots that aren't planar (their frame was kept before it was known that they play) take the way
/// of all other formats.
class PlanarPainter final : public Painter {
  public:
    PlanarPainter(const GstVideoInfo& video, std::unique_ptr<Painter> other)
        : label_(labelFor(video)),
          fullRange_(settled(video).colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255),
          other_(std::move(other))
    {}

    void paint(const MoveRenderer& shot, double t, bool label, GstVideoFrame& into) override
    {
        if (!shot.isPlanar())
            return other_->paint(shot, t, label, into);
        const PlanarTarget target = targetIn(into);
        shot.render(t, target);
        if (label)
            label_.draw(target, fullRange_ ? 0 : 16, fullRange_ ? 255 : 235);
    }

  private:
    static PlanarTarget targetIn(GstVideoFrame& frame)
    {
        const auto data = [&frame](guint c) {
            return static_cast<uint8_t*>(GST_VIDEO_FRAME_COMP_DATA(&frame, c));
        };
        return {data(0),
                GST_VIDEO_FRAME_COMP_STRIDE(&frame, 0),
                data(1),
                data(2),
                GST_VIDEO_FRAME_COMP_STRIDE(&frame, 1),
                GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, 1),
                {GST_VIDEO_FRAME_WIDTH(&frame), GST_VIDEO_FRAME_HEIGHT(&frame)}};
    }

    const Label label_;
    const bool fullRange_;
    const std::unique_ptr<Painter> other_;
};

}  // namespace

Result<std::unique_ptr<Painter>> makePainter(const GstVideoInfo& info)
{
    ConverterRef converter = converterTo(asPicture(settled(info)));
    if (!converter)
        return Error{std::string("Generated frames can't be made as ") +
                     gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info)) +
                     ", so the live picture is shown."};
    std::unique_ptr<Painter> any = std::make_unique<RgbPainter>(info, std::move(converter));
    if (!isPlanarFormat(info))
        return any;
    return std::unique_ptr<Painter>(std::make_unique<PlanarPainter>(info, std::move(any)));
}

}  // namespace animatize
