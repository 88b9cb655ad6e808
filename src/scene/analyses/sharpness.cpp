// sharpness: the slope of edges over their height. A step that takes one pixel of the small
// picture is 1 whatever its contrast and however many steps there are; a blurred one takes
// longer. Measured at one scale of the frame, so that its resolution doesn't matter.
#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"

namespace animatize {
namespace {

constexpr int kReach = 9;             // pixels across which the height of an edge is taken
constexpr int kLeastHeight = 24;      // of 255: lower ones are noise
constexpr double kSteepest = 0.5;     // a step of one pixel in central differences
constexpr double kUnresolved = 0.08;  // the slope of an even ramp across the reach

// The mean slope of the steeper half of the edges, over their height.
double slopeOf(const cv::Mat& luma, const cv::Mat& magnitude)
{
    const cv::Mat window = cv::Mat::ones(kReach, kReach, CV_8U);
    cv::Mat high, low, steepest;
    cv::dilate(luma, high, window);
    cv::erode(luma, low, window);
    cv::dilate(magnitude, steepest, window);
    std::vector<float> slopes;
    slopes.reserve(luma.total() / 4);
    for (int y = 0; y < luma.rows; y += 2)
        for (int x = 0; x < luma.cols; x += 2) {
            const int height = high.at<uint8_t>(y, x) - low.at<uint8_t>(y, x);
            if (height >= kLeastHeight)
                slopes.push_back(steepest.at<float>(y, x) * 255.0F / static_cast<float>(height));
        }
    if (slopes.empty())
        return 0.0;
    std::nth_element(slopes.begin(), slopes.begin() + slopes.size() / 2, slopes.end());
    return slopes[slopes.size() / 2];
}

}  // namespace

void analyseSharpness(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    const double slope = slopeOf(input.luma(), input.gradients().magnitude);
    record.sharpness = ramp(slope, kUnresolved, kSteepest);
}

}  // namespace animatize
