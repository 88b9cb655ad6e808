#include "scene/analyses/subject.h"

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr int kSide = 64;
constexpr double kBlur = 2.5;
constexpr double kStandsOut = 1.5;    // standard deviations above the mean
constexpr double kLeastShare = 0.25;  // less on the best place: texture everywhere, no subject

// |F^-1(exp(log|F| - smoothed log|F| + i arg F))|^2
cv::Mat spectralResidual(const cv::Mat& plane)
{
    cv::Mat real, spectrum;
    plane.convertTo(real, CV_32F);
    cv::dft(real, spectrum, cv::DFT_COMPLEX_OUTPUT);
    cv::Mat parts[2], magnitude, logarithm, smooth;
    cv::split(spectrum, parts);
    cv::magnitude(parts[0], parts[1], magnitude);
    magnitude += 1.0;  // waves that aren't there stay finite
    cv::log(magnitude, logarithm);
    cv::blur(logarithm, smooth, {3, 3});
    cv::exp(logarithm - smooth, smooth);
    cv::divide(smooth, magnitude, smooth);
    cv::multiply(parts[0], smooth, parts[0]);
    cv::multiply(parts[1], smooth, parts[1]);
    cv::merge(parts, 2, spectrum);
    cv::idft(spectrum, spectrum, cv::DFT_SCALE);
    cv::split(spectrum, parts);
    return parts[0].mul(parts[0]) + parts[1].mul(parts[1]);
}

// Colour counts by how much there is of it: the noise of a grey picture's chroma draws no eye.
double weightOf(const cv::Mat& plane)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(plane, mean, deviation);
    return deviation[0];
}

struct Blob {
    cv::Point2d centre;
    double mass = 0.0;
};

Blob heaviest(const cv::Mat& map, const cv::Mat& labels, int count)
{
    std::vector<cv::Point3d> sums(count);
    for (int y = 0; y < map.rows; ++y)
        for (int x = 0; x < map.cols; ++x) {
            const double mass = map.at<float>(y, x);
            sums[labels.at<int>(y, x)] += cv::Point3d(mass * (x + 0.5), mass * (y + 0.5), mass);
        }
    Blob best;
    for (int label = 1; label < count; ++label)
        if (sums[label].z > best.mass)
            best = {{sums[label].x / sums[label].z, sums[label].y / sums[label].z}, sums[label].z};
    return best;
}

}  // namespace

cv::Mat saliencyMap(const cv::Mat& thumb)
{
    cv::Mat square, planes[3];
    cv::resize(thumb, square, {kSide, kSide}, 0, 0, cv::INTER_LINEAR);
    cv::split(square, planes);
    cv::Mat sum(kSide, kSide, CV_32F, cv::Scalar(0));
    for (const cv::Mat& plane : planes) {
        const double weight = weightOf(plane);
        if (weight >= 1.0)
            sum += spectralResidual(plane) * weight;
    }
    cv::GaussianBlur(sum, sum, {}, kBlur);
    const double total = cv::sum(sum)[0];
    if (total > 0.0)
        sum /= total;
    return sum;
}

std::optional<Subject> salientSubject(const cv::Mat& thumb)
{
    const cv::Mat map = saliencyMap(thumb);
    cv::Scalar mean, deviation;
    cv::meanStdDev(map, mean, deviation);
    const cv::Mat out = map > mean[0] + kStandsOut * deviation[0];
    cv::Mat labels;
    const int count = cv::connectedComponents(out, labels, 8, CV_32S);
    const Blob best = heaviest(map, labels, count);
    if (best.mass < kLeastShare)
        return std::nullopt;
    return Subject{best.centre.x / kSide, best.centre.y / kSide, best.mass};
}

}  // namespace animatize
