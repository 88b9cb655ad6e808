#include "support/film.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "support/frames.h"
#include "support/rendered.h"

namespace animatize::test {

Film::Film() : first_(colourTexture(640, 480, 3)), second_(colourTexture(640, 480, 8)) {}

GstVideoInfo Film::info() const
{
    return videoInfo(GST_VIDEO_FORMAT_RGB, kWidth, kHeight);
}

// The thing is brighter than the scene and steps by two pixels a frame; the pan is 0.26 widths/s.
cv::Mat Film::picture(int index) const
{
    const bool cut = index >= kCut;
    const Pose pose{250.0 + 2.0 * std::clamp(index - kPans, 0, kCut - kPans), 240.0};
    cv::Mat seen = view(cut ? second_ : first_, cut ? Pose{320.0, 240.0} : pose, {kWidth, kHeight});
    if (index >= kMoves && index < kPans)
        cv::rectangle(seen, {20 + 2 * (index - kMoves), 50, 40, 40}, {250, 240, 120}, cv::FILLED);
    return seen;
}

BufferRef Film::frame(int index, GstClockTime start) const
{
    const cv::Mat seen = picture(index);
    const GstVideoInfo video = info();
    BufferRef buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&video), nullptr));
    for (int y = 0; y < kHeight; ++y)
        gst_buffer_fill(buffer.get(), static_cast<gsize>(y) * static_cast<gsize>(video.stride[0]),
                        seen.ptr(y), static_cast<gsize>(kWidth) * 3);
    stamp(buffer.get(), video, index);
    GST_BUFFER_PTS(buffer.get()) += start;
    return buffer;
}

}  // namespace animatize::test
