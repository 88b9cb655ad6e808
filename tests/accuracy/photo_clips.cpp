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
constexpr double kNoise = 3.0;
const char* const kFolder = "/usr/share/backgrounds/mate/";

// Where the subject's middle is, in shares of the frame: it crosses the middle on a curve.
cv::Point2d subjectAt(const ClipPlan& plan, int index)
{
    const double angle = 2.0 * kPi * static_cast<double>(plan.seed % 16) / 16.0;
    const double along = 0.35 * (index - 0.5 * plan.frames) / kFps;
    return {0.5 + along * std::cos(angle), 0.5 + along * std::sin(angle)};
}

cv::Mat subjectMask(const ClipPlan& plan, int index)
{
    cv::Mat mask(kHeight, kWidth, CV_8U, cv::Scalar(0));
    if (plan.cover <= 0.0)
        return mask;
    // Ellipse of the frame's shape: its area is pi/4 of its bounding box.
    const double side = std::sqrt(plan.cover * 4.0 / kPi);
    const cv::Point2d at = subjectAt(plan, index);
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
    const double t = at, u = 1.0 - at;
    return {static_cast<float>(-0.5 * t * u * u),
            static_cast<float>(1.0 - 2.5 * t * t + 1.5 * t * t * t),
            static_cast<float>(1.0 - 2.5 * u * u + 1.5 * u * u * u),
            static_cast<float>(-0.5 * u * t * t)};
}

float sampleAt(const cv::Mat& photo, double u, double v)
{
    const int left = static_cast<int>(std::floor(u)) - 1, top = static_cast<int>(std::floor(v)) - 1;
    const auto across = cubic(u - std::floor(u)), down = cubic(v - std::floor(v));
    // Beyond the border the picture is mirrored.
    std::array<int, 4> columns;
    for (int k = 0; k < 4; ++k)
        columns[static_cast<size_t>(k)] =
            left >= 0 && left + 4 <= photo.cols
                ? left + k
                : cv::borderInterpolate(left + k, photo.cols, cv::BORDER_REFLECT_101);
    float sum = 0.0f;
    for (int i = 0; i < 4; ++i) {
        const bool inside = top + i >= 0 && top + i < photo.rows;
        const auto* row = photo.ptr<float>(
            inside ? top + i : cv::borderInterpolate(top + i, photo.rows, cv::BORDER_REFLECT_101));
        float part = 0.0f;
        for (size_t k = 0; k < 4; ++k)
            part += across[k] * row[columns[k]];
        sum += down[static_cast<size_t>(i)] * part;
    }
    return sum;
}

// Not cv::warpAffine, which rounds positions to 1/32 pixel; and in floating point until the noise
// is in, because rounding all pixels at the same fraction looks like a jump of its own.
cv::Mat sample(const cv::Mat& photo, const cv::Matx23d& viewToPhoto)
{
    const cv::Matx23d& m = viewToPhoto;
    cv::Mat view(kHeight, kWidth, CV_32F);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            view.at<float>(y, x) = sampleAt(photo, m(0, 0) * x + m(0, 1) * y + m(0, 2),
                                            m(1, 0) * x + m(1, 1) * y + m(1, 2));
    return view;
}

// The camera's path is symmetric about the photo's middle, so that it stays on the photo.
cv::Matx23d cameraMap(const ClipPlan& plan, int index)
{
    const double t = (index - 0.5 * (plan.frames - 1)) / kFps;
    const double scale = std::exp(plan.move.zoom * t);
    const double angle = plan.move.roll * t * kPi / 180.0;
    const double c = std::cos(angle) / scale, s = std::sin(angle) / scale;
    const double x = plan.scene->grey.cols / 2.0 + plan.move.pan * kWidth * t;
    const double y = plan.scene->grey.rows / 2.0 - plan.move.tilt * kHeight * t;
    const double cx = (kWidth - 1) / 2.0, cy = (kHeight - 1) / 2.0;
    return {c, -s, x - c * cx + s * cy, s, c, y - s * cx - c * cy};
}

cv::Mat subjectView(const ClipPlan& plan, int index)
{
    const cv::Point2d at = subjectAt(plan, index);
    const double x = plan.subject->grey.cols / 2.0 - at.x * kWidth;
    const double y = plan.subject->grey.rows / 2.0 - at.y * kHeight;
    return sample(plan.subject->grey, {1, 0, x, 0, 1, y});
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

ClipFrame render(const ClipPlan& plan, int index)
{
    ClipFrame frame;
    frame.grey = sample(plan.scene->grey, cameraMap(plan, index));
    frame.subject = subjectMask(plan, index);
    if (plan.cover > 0.0) {
        cv::Mat alpha;
        frame.subject.convertTo(alpha, CV_32F, 1.0 / 255.0);
        frame.grey += alpha.mul(subjectView(plan, index) - frame.grey);
    }
    const uint64_t seed = plan.seed * 1000 + static_cast<uint64_t>(index);
    test::withNoise(frame.grey, kNoise, seed).convertTo(frame.grey, CV_8U);
    return frame;
}

cv::Point2d moved(const Move& move, const cv::Point2d& p)
{
    // Content turns against the camera: clockwise camera, counter-clockwise content (y down).
    const double scale = std::exp(move.zoom / kFps), angle = -move.roll / kFps * kPi / 180.0;
    const double c = scale * std::cos(angle), s = scale * std::sin(angle);
    return {c * p.x - s * p.y - move.pan * kWidth / kFps,
            s * p.x + c * p.y + move.tilt * kHeight / kFps};
}

}  // namespace animatize::accuracy
