#include "scene/analyses/segments.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr size_t kMost = 512;
constexpr float kLeast = 4.0F;      // levels per pixel
constexpr float kAlike = 0.92388F;  // cosine of 22.5 degrees
// Seeds come in bands, the clearest edges first: they know their direction best.
constexpr std::array<float, 3> kBands = {24.0F, 10.0F, kLeast};
constexpr double kSlender = 7.0;  // least length over width (standard deviation)

// The sums that a line is fitted to; weights are the gradients' lengths.
struct Moments {
    double weight = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    void add(const cv::Point2d& at, double w)
    {
        weight += w;
        x += w * at.x;
        y += w * at.y;
        xx += w * at.x * at.x;
        yy += w * at.y * at.y;
        xy += w * at.x * at.y;
    }
    cv::Point2d middle() const { return {x / weight, y / weight}; }
};

struct Axis {
    cv::Point2d direction;
    double width = 0.0;  // standard deviation across
};

Axis axisOf(const Moments& m)
{
    const cv::Point2d middle = m.middle();
    const double xx = m.xx / m.weight - middle.x * middle.x;
    const double yy = m.yy / m.weight - middle.y * middle.y;
    const double xy = m.xy / m.weight - middle.x * middle.y;
    const double angle = 0.5 * std::atan2(2.0 * xy, xx - yy);
    const double least = 0.5 * (xx + yy - std::hypot(xx - yy, 2.0 * xy));
    return {{std::cos(angle), std::sin(angle)}, std::sqrt(std::max(0.0, least))};
}

class Grower {
  public:
    Grower(const cv::Mat& luma, double aspect, double shortest)
        : aspect_(aspect), shortest_(shortest), taken_(luma.size(), CV_8U, cv::Scalar(0))
    {
        cv::Sobel(luma, x_, CV_32F, 1, 0, 3, 0.125);
        cv::Sobel(luma, y_, CV_32F, 0, 1, 3, 0.125);
        cv::magnitude(x_, y_, magnitude_);
        // The border belongs to nobody, so that neighbours need no bounds.
        cv::rectangle(taken_, cv::Rect({}, taken_.size()), cv::Scalar(1));
        pixels_.reserve(1024);
    }

    std::vector<Segment> all()
    {
        for (const float band : kBands)
            for (int row = 1; row + 1 < taken_.rows; ++row)
                sweep(row, band);
        return std::move(found_);
    }

  private:
    void sweep(int row, float band)
    {
        const auto* magnitude = magnitude_.ptr<float>(row);
        const auto* taken = taken_.ptr<uint8_t>(row);
        for (int column = 1; column + 1 < taken_.cols; ++column) {
            if (taken[column] || magnitude[column] < band || found_.size() >= kMost)
                continue;
            grow({column, row});
            if (static_cast<double>(pixels_.size()) >= shortest_)
                keep();
        }
    }

    void take(const cv::Point& at)
    {
        taken_.at<uint8_t>(at) = 1;
        pixels_.push_back(at);
        sum_ += {x_.at<float>(at), y_.at<float>(at)};
    }

    void grow(const cv::Point& seed)
    {
        pixels_.clear();
        sum_ = {};
        take(seed);
        for (size_t next = 0; next < pixels_.size(); ++next)
            spread(pixels_[next]);
    }

    void spread(const cv::Point from)
    {
        const cv::Point2f mean = sum_ * (1.0F / std::max(1e-6F, std::sqrt(sum_.dot(sum_))));
        for (int y = from.y - 1; y <= from.y + 1; ++y) {
            const auto* magnitude = magnitude_.ptr<float>(y);
            for (int x = from.x - 1; x <= from.x + 1; ++x)
                if (magnitude[x] >= kLeast && !taken_.at<uint8_t>(y, x) &&
                    isAlike(mean, {x, y}, magnitude[x]))
                    take({x, y});
        }
    }

    bool isAlike(const cv::Point2f& mean, const cv::Point& at, float magnitude) const
    {
        return mean.x * x_.at<float>(at) + mean.y * y_.at<float>(at) >= kAlike * magnitude;
    }

    // The region's line, if it is one.
    void keep()
    {
        Moments moments;
        for (const cv::Point& at : pixels_)
            moments.add(square(at), magnitude_.at<float>(at));
        const Axis axis = axisOf(moments);
        const cv::Point2d middle = moments.middle();
        double first = 0.0, last = 0.0;
        for (const cv::Point& at : pixels_) {
            const double along = (square(at) - middle).dot(axis.direction);
            first = std::min(first, along);
            last = std::max(last, along);
        }
        const double length = last - first, unit = 1.0 / (taken_.cols * aspect_);
        if (length >= shortest_ && length >= kSlender * axis.width)
            found_.push_back({(middle + axis.direction * first) * unit,
                              (middle + axis.direction * last) * unit, length * unit});
    }

    cv::Point2d square(const cv::Point& at) const { return {(at.x + 0.5) * aspect_, at.y + 0.5}; }

    const double aspect_, shortest_;
    cv::Mat x_, y_, magnitude_, taken_;
    std::vector<cv::Point> pixels_;  ///< of the region that grows
    cv::Point2f sum_;                ///< of its gradients
    std::vector<Segment> found_;
};

}  // namespace

std::vector<Segment> lineSegments(const cv::Mat& luma, double aspect, double shortest)
{
    if (luma.cols < 3 || luma.rows < 3)
        return {};
    return Grower(luma, aspect, shortest).all();
}

}  // namespace animatize
