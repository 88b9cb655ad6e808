#include "support/rendered.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

namespace animatize::test {
namespace {

constexpr double kPi = 3.14159265358979323846;

// One octave: random values on a coarse grid, smoothly enlarged to the full size.
cv::Mat octave(cv::RNG& random, cv::Size size, int cells)
{
    cv::Mat grid(std::max(4, cells * size.height / size.width), std::max(4, cells), CV_32F);
    random.fill(grid, cv::RNG::UNIFORM, -1.0, 1.0);
    cv::Mat large;
    cv::resize(grid, large, size, 0, 0, cv::INTER_CUBIC);
    return large;
}

// -0.5..0.5, another one for every pixel and position: all pixels of a pan lie at the same
// fraction of a texture pixel and would all be rounded the same way, which looks like a jump.
double dither(double u, double v)
{
    const double mixed = std::sin(u * 12.9898 + v * 78.233) * 43758.5453;
    return mixed - std::floor(mixed) - 0.5;
}

// Bilinear. cv::warpAffine rounds positions to 1/32 pixel, which is more than what is measured.
void sample(const cv::Mat& texture, double u, double v, uint8_t* into)
{
    const int left = static_cast<int>(std::floor(u)), top = static_cast<int>(std::floor(v));
    const double fx = u - left, fy = v - top;
    const int border = cv::BORDER_REFLECT_101, channels = texture.channels();
    const int x0 = cv::borderInterpolate(left, texture.cols, border) * channels;
    const int x1 = cv::borderInterpolate(left + 1, texture.cols, border) * channels;
    const uint8_t* upper = texture.ptr(cv::borderInterpolate(top, texture.rows, border));
    const uint8_t* lower = texture.ptr(cv::borderInterpolate(top + 1, texture.rows, border));
    for (int i = 0; i < channels; ++i) {
        const double above = upper[x0 + i] * (1 - fx) + upper[x1 + i] * fx;
        const double below = lower[x0 + i] * (1 - fx) + lower[x1 + i] * fx;
        const double value = above * (1 - fy) + below * fy;
        into[i] = cv::saturate_cast<uint8_t>(value + 0.999 * dither(u, v));
    }
}

}  // namespace

cv::Mat texture(int width, int height, uint64_t seed)
{
    cv::RNG random(seed * 7919 + 17);
    cv::Mat sum(height, width, CV_32F, cv::Scalar(0));
    double weight = 1.0;
    for (int cells = 4; cells <= width / 3; cells *= 2, weight *= 0.75)
        sum += weight * octave(random, {width, height}, cells);
    cv::Mat picture;
    sum.convertTo(picture, CV_8U, 42.0, 118.0);
    return picture;
}

cv::Mat colourTexture(int width, int height, uint64_t seed)
{
    std::vector<cv::Mat> planes;
    for (uint64_t plane = 0; plane < 3; ++plane)
        planes.push_back(texture(width, height, seed * 31 + plane));
    cv::Mat picture;
    cv::merge(planes, picture);
    return picture;
}

cv::Mat view(const cv::Mat& texture, const Pose& pose, cv::Size size)
{
    // The camera turned clockwise sees the content turned counter-clockwise, and the inverse
    // map (view -> texture) turns by the camera's own angle.
    const double angle = pose.roll * kPi / 180.0;
    const double c = std::cos(angle) / pose.scale, s = std::sin(angle) / pose.scale;
    const double cx = (size.width - 1) / 2.0, cy = (size.height - 1) / 2.0;
    cv::Mat seen(size, texture.type());
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double u = pose.x + c * (x - cx) - s * (y - cy);
            const double v = pose.y + s * (x - cx) + c * (y - cy);
            sample(texture, u, v, seen.ptr(y) + x * seen.channels());
        }
    }
    return seen;
}

ImageView imageView(const cv::Mat& picture)
{
    ImageView view;
    view.width = view.frameWidth = picture.cols;
    view.height = view.frameHeight = picture.rows;
    view.black = 0;
    view.white = 255;
    view.chromaRange = 255;
    view.rgb = picture.channels() == 3;
    for (int i = 0; i < picture.channels(); ++i)
        view.components[i] = {picture.data + i, static_cast<ptrdiff_t>(picture.step),
                              picture.channels(), picture.cols, picture.rows};
    return view;
}

ReducedPicture reduced(const cv::Mat& picture, int analysisWidth)
{
    ReducedPicture result;
    reduce(imageView(picture), analysisWidth, result);
    return result;
}

FrameTime timeOf(int index, double fps)
{
    const auto at = static_cast<uint64_t>(index * 1e9 / fps);
    return {at, at, static_cast<uint64_t>(1e9 / fps)};
}

cv::Mat withNoise(const cv::Mat& picture, double sigma, uint64_t seed)
{
    cv::RNG random(seed + 1);
    cv::Mat noise(picture.size(), CV_MAKETYPE(CV_32F, picture.channels()));
    random.fill(noise, cv::RNG::NORMAL, 0.0, sigma);
    cv::Mat sum, result;
    picture.convertTo(sum, noise.type());
    sum += noise;
    sum.convertTo(result, picture.type());
    return result;
}

}  // namespace animatize::test
