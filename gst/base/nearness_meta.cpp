#include "gst/base/nearness_meta.h"

#include "gst/base/map_meta.h"

namespace animatize {
namespace {

const MapMeta& kind()
{
    static const MapMeta meta("AnimatizeNearness", CV_32FC1, 64);
    return meta;
}

}  // namespace

void attachNearness(GstBuffer* buffer, const cv::Mat& near)
{
    kind().attach(buffer, {near});
}

cv::Mat nearnessOn(GstBuffer* buffer)
{
    return kind().on(buffer).cells;
}

void registerNearnessMeta()
{
    kind();
}

}  // namespace animatize
