#include "scene/analyses/subject.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/enclosed.h"

namespace animatize {
namespace {

constexpr int kSide = 64;
constexpr double kBlur = 2.5;
constexpr double kCentre = 1.5;  // of the blurs, in 64ths of the frame
constexpr double kSurround = 12.0;
constexpr double kStandsOut = 1.5;     // standard deviations above the mean
constexpr double kOpen = 20.0;         // levels: so much an open thing counts, too
constexpr double kLeastClosed = 12.0;  // levels: less is open
constexpr double kFilled = 0.5;        // of the blob's mean
constexpr double kMostOfFrame = 0.4;
constexpr double kLeastShare = 0.15;  // less on the best place: texture everywhere, no subject

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

// Squared distance of the colour of each place from that of its surroundings.
cv::Mat offSurroundings(const cv::Mat& yuv)
{
    cv::Mat colours, centre, surround, parts[3];
    yuv.convertTo(colours, CV_32F);
    cv::GaussianBlur(colours, centre, {}, kCentre);
    // A blur that wide needs only every fourth pixel.
    cv::resize(colours, surround, {kSide / 4, kSide / 4}, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(surround, surround, {}, kSurround / 4.0);
    cv::resize(surround, surround, {kSide, kSide}, 0, 0, cv::INTER_LINEAR);
    cv::split(centre - surround, parts);
    return parts[0].mul(parts[0]) + 2.0 * parts[1].mul(parts[1]) + 2.0 * parts[2].mul(parts[2]);
}

struct Blob {
    cv::Point2d centre;
    double mass = 0.0;
    int label = 0;
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
            best = {{sums[label].x / sums[label].z, sums[label].y / sums[label].z},
                    sums[label].z,
                    label};
    return best;
}

// CV_32F, sum 1. `closed`: how well each place is closed off from the border.
cv::Mat saliencyMap(const cv::Mat& square, const cv::Mat& closed)
{
    cv::Mat planes[3], residual(kSide, kSide, CV_32F, cv::Scalar(0));
    cv::split(square, planes);
    for (const cv::Mat& plane : planes) {
        const double weight = weightOf(plane);
        if (weight >= 1.0)
            residual += spectralResidual(plane) * weight;
    }
    cv::GaussianBlur(residual, residual, {}, kBlur);
    cv::pow(residual, 0.25, residual);
    cv::Mat map = residual.mul(offSurroundings(square)).mul(closed + kOpen);
    const double total = cv::sum(map)[0];
    if (total > 0.0)
        map /= total;
    return map;
}

// The middle of the thing that the blob lies on: what is as closed off from the border as the blob
// is, and connected to it. Nothing for a thing that is open, or that would fill the frame.
std::optional<cv::Point2d> filled(const cv::Mat& closed, const cv::Mat& blob)
{
    cv::Mat labels;
    const double level = cv::mean(closed, blob)[0];
    if (level < kLeastClosed)
        return std::nullopt;
    const int count = cv::connectedComponents(closed > kFilled * level, labels, 4, CV_32S);
    std::vector<int> shared(count);
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x)
            shared[labels.at<int>(y, x)] += blob.at<uint8_t>(y, x) ? 1 : 0;
    const auto most = std::max_element(shared.begin() + 1, shared.end());
    if (most == shared.end() || *most * 2 < cv::countNonZero(blob))
        return std::nullopt;
    const cv::Mat thing = labels == static_cast<int>(most - shared.begin());
    if (cv::countNonZero(thing) > kMostOfFrame * kSide * kSide)
        return std::nullopt;
    const cv::Moments moments = cv::moments(thing, true);
    return cv::Point2d(moments.m10 / moments.m00 + 0.5, moments.m01 / moments.m00 + 0.5);
}

}  // namespace

std::optional<Subject> salientSubject(const cv::Mat& thumb)
{
    cv::Mat square;
    cv::resize(thumb, square, {kSide, kSide}, 0, 0, cv::INTER_LINEAR);
    const cv::Mat closed = enclosed(square);
    const cv::Mat map = saliencyMap(square, closed);
    cv::Scalar mean, deviation;
    cv::meanStdDev(map, mean, deviation);
    const cv::Mat out = map > mean[0] + kStandsOut * deviation[0];
    cv::Mat labels;
    const int count = cv::connectedComponents(out, labels, 8, CV_32S);
    const Blob best = heaviest(map, labels, count);
    if (best.mass < kLeastShare)
        return std::nullopt;
    const cv::Point2d centre = filled(closed, labels == best.label).value_or(best.centre);
    return Subject{centre.x / kSide, centre.y / kSide, best.mass};
}

}  // namespace animatize
