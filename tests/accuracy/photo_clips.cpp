#include "accuracy/photo_clips.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kPhotoWidth = 1920;
constexpr int kLeastExposures = 4, kMostExposures = 24;  // that a blurred frame is the mean of
const char* const kFolder = "/usr/share/backgrounds/mate/";

// Where the subject's middle is, in shares of the frame: it crosses the middle on a curve.
cv::Point2d subjectAt(const ClipPlan& plan, double seconds)
{
    const double angle = 2.0 * kPi * static_cast<double>(plan.seed % 16) / 16.0;
    const double along = 0.35 * (seconds - 0.5 * plan.frames / kFps);
    return {0.5 + along * std::cos(angle), 0.5 + along * std::sin(angle)};
}

cv::Mat subjectMask(const ClipPlan& plan, const cv::Point2d& at)
{
    cv::Mat mask(kHeight, kWidth, CV_8U, cv::Scalar(0));
    // Ellipse of the frame's shape: its area is pi/4 of its bounding box.
    const double side = std::sqrt(plan.cover * 4.0 / kPi);
    constexpr int kShift = 4;
    const double one = 1 << kShift;
    cv::ellipse(mask, cv::Point(cvRound(at.x * kWidth * one), cvRound(at.y * kHeight * one)),
                cv::Size(cvRound(side * kWidth * one / 2), cvRound(side * kHeight * one / 2)), 0, 0,
                360, cv::Scalar(255), cv::FILLED, cv::LINE_AA, kShift);
    return mask;
}

// Catmull and Rom's weights of the four samples around a position.
std::array<float, 4> cubic(double at)
{
    const auto t = static_cast<float>(at), u = 1.0f - t;
    return {-0.5f * t * u * u, 1.0f - 2.5f * t * t + 1.5f * t * t * t,
            1.0f - 2.5f * u * u + 1.5f * u * u * u, -0.5f * u * t * t};
}

float sampleAt(const cv::Mat& photo, double u, double v)
{
    const int left = static_cast<int>(std::floor(u)) - 1, top = static_cast<int>(std::floor(v)) - 1;
    const auto across = cubic(u - std::floor(u)), down = cubic(v - std::floor(v));
    const bool inside = left >= 0 && top >= 0 && left + 4 <= photo.cols && top + 4 <= photo.rows;
    float sum = 0.0f;
    for (int i = 0; i < 4; ++i) {
        const auto* row = photo.ptr<float>(
            inside ? top + i : cv::borderInterpolate(top + i, photo.rows, cv::BORDER_REFLECT_101));
        float part = 0.0f;
        for (int k = 0; k < 4; ++k)
            part +=
                across[static_cast<size_t>(k)] *
                row[inside ? left + k
                           : cv::borderInterpolate(left + k, photo.cols, cv::BORDER_REFLECT_101)];
        sum += down[static_cast<size_t>(i)] * part;
    }
    return sum;
}

// Not cv::warpAffine, which rounds positions to 1/32 pixel; and in floating point until the noise
// is in, because rounding all pixels at the same fraction looks like a jump of its own.
cv::Mat sample(const cv::Mat& photo, const cv::Matx23d& m)
{
    cv::Mat view(kHeight, kWidth, CV_32F);
    for (int y = 0; y < kHeight; ++y) {
        auto* row = view.ptr<float>(y);
        for (int x = 0; x < kWidth; ++x)
            row[x] = sampleAt(photo, m(0, 0) * x + m(0, 1) * y + m(0, 2),
                              m(1, 0) * x + m(1, 1) * y + m(1, 2));
    }
    return view;
}

// From pixels about the middle of the view to pixels of the photograph about its middle.
Similarity toPhoto(const CameraPose& pose)
{
    const double size = std::exp(-pose.zoom), angle = pose.roll * kPi / 180.0;
    return {size * std::cos(angle), size * std::sin(angle), pose.x, pose.y};
}

cv::Mat exposure(const ClipPlan& plan, double seconds)
{
    cv::Mat view = viewOf(*plan.scene, plan.course(seconds));
    if (plan.cover <= 0.0)
        return view;
    const cv::Point2d at = subjectAt(plan, seconds);
    const CameraPose behind{(0.5 - at.x) * kWidth, (0.5 - at.y) * kHeight, 0.0, 0.0};
    cv::Mat alpha;
    subjectMask(plan, at).convertTo(alpha, CV_32F, 1.0 / 255.0);
    view += alpha.mul(viewOf(*plan.subject, behind) - view);
    return view;
}

cv::Mat blurred(const ClipPlan& plan, double middle)
{
    const double open = plan.shutter / kFps;
    const Similarity along = between(plan.course, middle - open / 2, middle + open / 2);
    const double length = along.displacement(kWidth / 2.0, kHeight / 2.0);
    const int count = std::clamp(cvRound(length / 2.0), kLeastExposures, kMostExposures);
    cv::Mat sum(kHeight, kWidth, CV_32F, cv::Scalar(0));
    for (int i = 0; i < count; ++i)
        sum += exposure(plan, middle + open * ((i + 0.5) / count - 0.5));
    return sum / count;
}

}  // namespace

std::vector<Photo> photographs()
{
    std::vector<std::filesystem::path> paths;
    std::error_code missing;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(kFolder) + "nature", missing))
        if (entry.path().extension() == ".jpg")
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    paths.emplace_back(std::string(kFolder) + "abstract/Elephants_5640x3172.jpg");
    std::vector<Photo> photos;
    for (const auto& path : paths) {
        const cv::Mat large = cv::imread(path.string(), cv::IMREAD_GRAYSCALE);
        if (large.empty())
            continue;
        const double factor = static_cast<double>(kPhotoWidth) / large.cols;
        Photo photo{path.stem().string(), {}};
        cv::resize(large, photo.grey, {}, factor, factor, cv::INTER_AREA);
        photo.grey.convertTo(photo.grey, CV_32F);
        cv::GaussianBlur(photo.grey, photo.grey, {}, 0.6);
        photos.push_back(photo);
    }
    return photos;
}

std::vector<Move> moves()
{
    std::vector<Move> all{{"static"}};
    for (const double speed : {1.0, 4.0, 12.0}) {
        all.push_back({"pan-right", 0.05 * speed});
        all.push_back({"pan-left", -0.05 * speed});
        all.push_back({"tilt-up", 0.0, 0.05 * speed});
        all.push_back({"tilt-down", 0.0, -0.05 * speed});
        all.push_back({"zoom-in", 0.0, 0.0, 0.04 * speed});
        all.push_back({"zoom-out", 0.0, 0.0, -0.04 * speed});
        all.push_back({"roll-clockwise", 0.0, 0.0, 0.0, 3.0 * speed});
        all.push_back({"roll-counterclockwise", 0.0, 0.0, 0.0, -3.0 * speed});
    }
    return all;
}

CameraCourse steady(const Move& move, double middle)
{
    return [move, middle](double seconds) {
        const double t = seconds - middle;
        return CameraPose{move.pan * kWidth * t, -move.tilt * kHeight * t, move.zoom * t,
                          move.roll * t};
    };
}

Similarity between(const CameraCourse& course, double from, double to)
{
    return toPhoto(course(to)).inverse() * toPhoto(course(from));
}

cv::Mat viewOf(const Photo& photo, const CameraPose& pose)
{
    const Similarity s = toPhoto(pose);
    const double cx = (kWidth - 1) / 2.0, cy = (kHeight - 1) / 2.0;
    const double x = photo.grey.cols / 2.0 + s.tx, y = photo.grey.rows / 2.0 + s.ty;
    return sample(photo.grey,
                  {s.a, -s.b, x - s.a * cx + s.b * cy, s.b, s.a, y - s.b * cx - s.a * cy});
}

cv::Mat render(const ClipPlan& plan, int index)
{
    const double seconds = index / kFps;
    const cv::Mat light = plan.shutter > 0.0 ? blurred(plan, seconds) : exposure(plan, seconds);
    cv::Mat grey;
    test::withNoise(light, plan.noise, plan.seed * 1000 + static_cast<uint64_t>(index))
        .convertTo(grey, CV_8U);
    return grey;
}

}  // namespace animatize::accuracy
