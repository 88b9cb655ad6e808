#include "air_stream.h"

#include <algorithm>
#include <cstdlib>

namespace animatize::test {
namespace {

bool unpacksToWords(const GstVideoInfo& info)
{
    return GST_VIDEO_FORMAT_INFO_DEPTH(gst_video_format_get_info(info.finfo->unpack_format), 0) > 8;
}

template <typename T>
void appendRow(const GstVideoFrame& frame, int y, std::vector<int>& samples)
{
    const GstVideoFormatInfo* format = frame.info.finfo;
    const auto width = static_cast<size_t>(GST_VIDEO_FRAME_WIDTH(&frame));
    std::vector<T> row((width + 16) * 4);
    format->unpack_func(format, GST_VIDEO_PACK_FLAG_NONE, row.data(), frame.data, frame.info.stride,
                        0, y, static_cast<gint>(width));
    samples.insert(samples.end(), row.begin(), row.begin() + static_cast<ptrdiff_t>(width * 4));
}

}  // namespace

std::vector<int> samplesOf(GstBuffer* buffer, const GstVideoInfo& info)
{
    GstVideoFrame frame;
    ck_assert(gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ));
    std::vector<int> samples;
    for (int y = 0; y < GST_VIDEO_INFO_FIELD_HEIGHT(&info); ++y)
        unpacksToWords(info) ? appendRow<guint16>(frame, y, samples)
                             : appendRow<guint8>(frame, y, samples);
    gst_video_frame_unmap(&frame);
    return samples;
}

double worstDifference(const std::vector<int>& one, const std::vector<int>& other,
                       const GstVideoInfo& info)
{
    ck_assert_uint_eq(one.size(), other.size());
    int worst = 0;
    for (size_t i = 0; i < one.size(); ++i)
        worst = std::max(worst, std::abs(one[i] - other[i]));
    return unpacksToWords(info) ? worst / 256.0 : worst;
}

}  // namespace animatize::test
