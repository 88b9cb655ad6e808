#include "scene/analyses/framed.h"

#include <vector>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

struct View {
    std::vector<cv::Point> outline;
    double area = 0.0;  // pixels, holes filled
};

View largestBright(const cv::Mat& bright)
{
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(bright, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    View largest;
    for (const auto& outline : outlines)
        if (const double area = cv::contourArea(outline); area > largest.area)
            largest = {outline, area};
    return largest;
}

// The dark margin on its narrowest side, as a share of the picture; below it there may be none.
double marginOf(const cv::Rect& box, const cv::Size& size)
{
    const double left = box.x, right = size.width - box.x - box.width;
    return std::min(
        {left / size.width, right / size.width, static_cast<double>(box.y) / size.height});
}

}  // namespace

double framedOf(const AnalysisInput& input)
{
    const cv::Mat& luma = input.half();
    cv::Mat bright;
    cv::threshold(luma, bright, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    // What is seen through a door has dark things in it, too.
    cv::morphologyEx(bright, bright, cv::MORPH_CLOSE, cv::Mat::ones(7, 7, CV_8U));
    cv::morphologyEx(bright, bright, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
    const View view = largestBright(bright);
    const double share = view.area / static_cast<double>(luma.total());
    if (share < 0.06 || share > 0.6)
        return 0.0;
    const cv::Rect box = cv::boundingRect(view.outline);
    cv::Mat inside(luma.size(), CV_8U, cv::Scalar(0)), magnitude;
    cv::fillPoly(inside, view.outline, cv::Scalar(255));
    const double within = cv::mean(luma, inside)[0], around = cv::mean(luma, ~inside)[0];
    cv::erode(inside, inside, cv::Mat::ones(5, 5, CV_8U));
    cv::resize(input.gradients().magnitude, magnitude, luma.size(), 0, 0, cv::INTER_AREA);
    const double detail = cv::countNonZero(inside) > 0 ? cv::mean(magnitude, inside)[0] : 0.0;
    return ramp(marginOf(box, luma.size()), 0.02, 0.08) *
           ramp(view.area / static_cast<double>(box.area()), 0.6, 0.8) *
           ramp(around / std::max(within, 1.0), 0.5, 0.25) * ramp(detail, 0.004, 0.01);
}

}  // namespace animatize
