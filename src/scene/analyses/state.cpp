// state: signals that are no picture. Judged on the thumbnail, whose cells average the camera's
// noise away. Whether a picture is frozen no single one can tell: freeze_detector.h does.
#include <algorithm>
#include <vector>

#include "scene/analyses/analyses.h"
#include "scene/analyses/bars.h"

namespace animatize {
namespace {

struct Range {
    double low = 0, high = 0, mean = 0;
};

// All but the outermost 1 % of the cells, on each side.
Range rangeOf(const cv::Mat& plane)
{
    std::vector<uint8_t> sorted(plane.begin<uint8_t>(), plane.end<uint8_t>());
    std::sort(sorted.begin(), sorted.end());
    const size_t cut = sorted.size() / 100;
    return {double(sorted[cut]), double(sorted[sorted.size() - 1 - cut]), cv::mean(plane)[0]};
}

}  // namespace

void analyseState(const AnalysisInput& input, SceneRecord& record)
{
    cv::Mat planes[3];
    cv::split(input.thumb(), planes);
    const Range light = rangeOf(planes[0]), u = rangeOf(planes[1]), v = rangeOf(planes[2]);
    const double chroma = std::max(u.high - u.low, v.high - v.low);
    if (light.mean < 8.0 && light.high < 24.0)
        record.state = "black";
    else if (light.mean > 246.0 && light.low > 230.0)
        record.state = "white";
    else if (light.high - light.low < 8.0 && chroma < 16.0)
        record.state = "flat";
    else if (showsBars(input.thumb()))
        record.state = "bars";
    else
        record.state = "normal";
}

}  // namespace animatize
