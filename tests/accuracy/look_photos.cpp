#include "accuracy/look_photos.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

const cv::Size kSize(1280, 720);
constexpr double kGamma = 2.4;
const char* const kDrawing = "GreenTraditional";  // no photograph

// The middle of it, at the shape of a film.
cv::Mat framed(const cv::Mat& photograph)
{
    const double scale = std::max(static_cast<double>(kSize.width) / photograph.cols,
                                  static_cast<double>(kSize.height) / photograph.rows);
    cv::Mat small;
    cv::resize(photograph, small, {}, scale, scale, cv::INTER_AREA);
    const cv::Point corner((small.cols - kSize.width) / 2, (small.rows - kSize.height) / 2);
    cv::Mat frame;
    cv::cvtColor(small(cv::Rect(corner, kSize)), frame, cv::COLOR_BGR2RGB);
    return frame;
}

// Gain of each pixel in linear light.
cv::Mat gained(const cv::Mat& picture, const cv::Mat& gain)
{
    cv::Mat result, factor;
    cv::pow(gain, 1.0 / kGamma, factor);
    picture.convertTo(result, CV_32F);
    cv::Mat channels[3];
    cv::split(result, channels);
    for (cv::Mat& channel : channels)
        channel = channel.mul(factor);
    cv::merge(channels, 3, result);
    result.convertTo(result, CV_8U);
    return result;
}

// Linear sRGB of a glowing body (B. Kang and others' fit of the Planckian locus), green = 1.
cv::Vec3d glowing(double kelvin)
{
    const double t = 1000.0 / kelvin;
    const double x = kelvin < 4000.0
                         ? ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
                         : ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390;
    const double y = kelvin < 4000.0
                         ? ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
                         : ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483;
    const double X = x / y, Z = (1.0 - x - y) / y;
    const double r = 3.2404542 * X - 1.5371385 - 0.4985314 * Z;
    const double g = -0.9692660 * X + 1.8760108 + 0.0415560 * Z;
    const double b = 0.0556434 * X - 0.2040259 + 1.0572252 * Z;
    return {r / g, 1.0, b / g};
}

}  // namespace

std::vector<ColourPhoto> colourPhotographs()
{
    std::vector<std::filesystem::path> paths;
    std::error_code missing;
    for (const char* folder : {"nature", "abstract", "desktop"})
        for (const auto& entry : std::filesystem::directory_iterator(
                 std::string("/usr/share/backgrounds/mate/") + folder, missing))
            if (entry.path().extension() == ".jpg" &&
                entry.path().stem() != "Elephants_3840x2160" &&
                entry.path().stem() != "Elephants_5640x3172")
                paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end(),
              [](const auto& a, const auto& b) { return a.filename() < b.filename(); });
    std::vector<ColourPhoto> photos;
    for (size_t i = 0; i < paths.size(); ++i)
        if (const cv::Mat large = cv::imread(paths[i].string(), cv::IMREAD_REDUCED_COLOR_2);
            !large.empty() && paths[i].stem() != kDrawing)
            photos.push_back({paths[i].stem().string(), framed(large), i % 2 == 1});
    return photos;
}

SceneRecord lookAt(const cv::Mat& picture)
{
    const ReducedPicture small = test::reduced(picture);
    const ImageView view = test::imageView(picture);
    const AnalysisInput input(small, view, std::nullopt, nullptr);
    SceneRecord record;
    for (const Analysis& analysis : analyses())
        analysis.run(input, record);
    return record;
}

cv::Mat blurred(const cv::Mat& picture, double sigma)
{
    if (sigma <= 0.0)
        return picture;
    cv::Mat result;
    cv::GaussianBlur(picture, result, {}, sigma);
    return result;
}

cv::Mat grainy(const cv::Mat& picture, double sigma, uint64_t seed)
{
    if (sigma <= 0.0)
        return picture;
    cv::Mat noise(picture.size(), CV_32F), result, three;
    cv::RNG random(seed * 977 + 11);
    random.fill(noise, cv::RNG::NORMAL, 0.0, sigma);
    cv::merge(std::vector<cv::Mat>{noise, noise, noise}, three);
    picture.convertTo(result, CV_32F);
    result += three;
    result.convertTo(result, CV_8U);
    return result;
}

cv::Mat exposed(const cv::Mat& picture, double stops)
{
    return gained(picture, cv::Mat(picture.size(), CV_32F, cv::Scalar(std::exp2(stops))));
}

cv::Mat rolled(const cv::Mat& picture, double degrees)
{
    const double angle = std::abs(degrees) * CV_PI / 180.0;
    const double aspect = static_cast<double>(picture.cols) / picture.rows;
    const double zoom = std::cos(angle) + std::sin(angle) * aspect;
    const cv::Point2f middle((picture.cols - 1) / 2.0F, (picture.rows - 1) / 2.0F);
    cv::Mat result;
    cv::warpAffine(picture, result, cv::getRotationMatrix2D(middle, degrees, zoom), picture.size(),
                   cv::INTER_LANCZOS4);
    return result;
}

cv::Mat underSky(const cv::Mat& picture)
{
    cv::Mat result = picture.clone();
    const int horizon = picture.rows * 2 / 5;
    for (int y = 0; y < horizon; ++y)
        result.row(y) = cv::Scalar(120, 160, 215) + cv::Scalar(90, 60, 25) * y / horizon;
    return grainy(result, 1.5, 7);
}

cv::Mat halfGrey(const cv::Mat& picture)
{
    cv::Mat result = picture.clone(), grey;
    const cv::Mat left = result.colRange(0, picture.cols * 2 / 5);
    cv::cvtColor(left, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, left, cv::COLOR_GRAY2RGB);
    return result;
}

cv::Mat vignetted(const cv::Mat& picture, double loss)
{
    cv::Mat gain(picture.size(), CV_32F);
    const double x0 = picture.cols / 2.0, y0 = picture.rows / 2.0;
    for (int y = 0; y < gain.rows; ++y)
        for (int x = 0; x < gain.cols; ++x) {
            const double r2 = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (x0 * x0 + y0 * y0);
            gain.at<float>(y, x) = static_cast<float>(1.0 - loss * r2);
        }
    return gained(picture, gain);
}

cv::Mat lit(const cv::Mat& picture, double kelvin)
{
    const cv::Vec3d light = glowing(kelvin), white = glowing(6500.0);
    cv::Mat table(1, 256, CV_8UC3), result;
    const double loudest = std::max({light[0] / white[0], 1.0, light[2] / white[2]});
    for (int i = 0; i < 256; ++i)
        for (int c = 0; c < 3; ++c) {
            const double gain = light[c] / white[c] / loudest;
            const double value = i / 255.0;
            const double linear =
                value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
            const double out = linear * gain;
            const double coded =
                out <= 0.0031308 ? 12.92 * out : 1.055 * std::pow(out, 1.0 / 2.4) - 0.055;
            table.at<cv::Vec3b>(0, i)[c] = cv::saturate_cast<uint8_t>(255.0 * coded);
        }
    cv::LUT(picture, table, result);
    return result;
}

cv::Mat shaded(const cv::Mat& picture, double stops)
{
    cv::Mat gain(picture.size(), CV_32F);
    for (int x = 0; x < gain.cols; ++x)
        gain.col(x) = std::exp2(stops * ((x + 0.5) / gain.cols - 0.5));
    return gained(picture, gain);
}

cv::Mat dragged(const cv::Mat& picture, double length, double degrees)
{
    const int side = 2 * static_cast<int>(length / 2.0) + 3;
    cv::Mat kernel(side, side, CV_32F, cv::Scalar(0)), result;
    const double angle = degrees * CV_PI / 180.0;
    constexpr int kSteps = 400;
    for (int i = 0; i < kSteps; ++i) {
        const double at = length * ((i + 0.5) / kSteps - 0.5);
        kernel.at<float>(cvRound(side / 2 - at * std::sin(angle)),
                         cvRound(side / 2 + at * std::cos(angle))) += 1.0F / kSteps;
    }
    cv::filter2D(picture, result, -1, kernel);
    return result;
}

cv::Mat shallow(const cv::Mat& picture, double radius)
{
    const int side = 2 * cvRound(radius) + 1;
    cv::Mat disc(side, side, CV_32F, cv::Scalar(0)), soft,
        mask(picture.size(), CV_32FC3, cv::Scalar::all(0));
    cv::circle(disc, {side / 2, side / 2}, cvRound(radius), cv::Scalar(1), cv::FILLED);
    cv::filter2D(picture, soft, -1, disc / cv::sum(disc)[0]);
    cv::ellipse(mask, {picture.cols / 2, picture.rows / 2}, {picture.cols / 5, picture.rows / 3}, 0,
                0, 360, cv::Scalar::all(1), cv::FILLED);
    cv::GaussianBlur(mask, mask, {}, 6.0);
    cv::Mat a, b, result;
    picture.convertTo(a, CV_32F);
    soft.convertTo(b, CV_32F);
    result = b + mask.mul(a - b);
    result.convertTo(result, CV_8U);
    return result;
}

}  // namespace animatize::accuracy
