#include "gst/base/frame_clock.h"

#include <algorithm>

namespace animatize {

void FrameClock::setRate(const GstVideoInfo& info)
{
    const int n = GST_VIDEO_INFO_FPS_N(&info), d = GST_VIDEO_INFO_FPS_D(&info);
    frameDuration_ = n > 0 ? gst_util_uint64_scale_int(GST_SECOND, d, n) : 0;
    countedDuration_ = frameDuration_ ? frameDuration_ : GST_SECOND / 25;
}

bool FrameClock::breaks(GstBuffer* buffer) const
{
    if (!lastPts_ || !GST_BUFFER_PTS_IS_VALID(buffer))
        return false;
    const uint64_t pts = GST_BUFFER_PTS(buffer);
    if (pts < *lastPts_)
        return true;
    const uint64_t usual =
        std::max(frameDuration_,
                 uint64_t{GST_BUFFER_DURATION_IS_VALID(buffer) ? GST_BUFFER_DURATION(buffer) : 0});
    return usual > 0 && pts - *lastPts_ > std::max<uint64_t>(GST_SECOND, 10 * usual);
}

FrameTime FrameClock::next(GstBuffer* buffer)
{
    FrameTime time;
    time.duration =
        GST_BUFFER_DURATION_IS_VALID(buffer) ? GST_BUFFER_DURATION(buffer) : frameDuration_;
    if (GST_BUFFER_PTS_IS_VALID(buffer)) {
        time.pts = time.now = counted_ = GST_BUFFER_PTS(buffer);
        lastPts_ = time.pts;
    } else {
        time.now = counted_;
    }
    counted_ += countedDuration_;
    return time;
}

}  // namespace animatize
