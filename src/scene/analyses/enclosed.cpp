#include "scene/analyses/enclosed.h"

#include <algorithm>

namespace animatize {
namespace {

// One channel: the distance, and the least and greatest level on the way that gave it.
class Barriers {
  public:
    explicit Barriers(const cv::Mat& plane)
        : plane_(plane), least_(plane.clone()), most_(plane.clone()), distance_(plane.size(), 255)
    {
        distance_.row(0).setTo(0);
        distance_.row(plane.rows - 1).setTo(0);
        distance_.col(0).setTo(0);
        distance_.col(plane.cols - 1).setTo(0);
    }

    void scanDown()
    {
        for (int y = 1; y + 1 < plane_.rows; ++y)
            for (int x = 1; x + 1 < plane_.cols; ++x)
                come({x, y}, {x - 1, y}, {x, y - 1});
    }

    void scanUp()
    {
        for (int y = plane_.rows - 2; y > 0; --y)
            for (int x = plane_.cols - 2; x > 0; --x)
                come({x, y}, {x + 1, y}, {x, y + 1});
    }

    const cv::Mat_<uint8_t>& distance() const { return distance_; }

  private:
    void come(const cv::Point& at, const cv::Point& a, const cv::Point& b)
    {
        from(at, a);
        from(at, b);
    }

    void from(const cv::Point& at, const cv::Point& neighbour)
    {
        const uint8_t least = std::min(plane_(at), least_(neighbour));
        const uint8_t most = std::max(plane_(at), most_(neighbour));
        const auto barrier = static_cast<uint8_t>(most - least);
        if (barrier >= distance_(at))
            return;
        distance_(at) = barrier;
        least_(at) = least;
        most_(at) = most;
    }

    cv::Mat_<uint8_t> plane_, least_, most_, distance_;
};

}  // namespace

cv::Mat enclosed(const cv::Mat& picture)
{
    cv::Mat planes[3], sum(picture.size(), CV_32F, cv::Scalar(0));
    cv::split(picture, planes);
    for (const cv::Mat& plane : planes) {
        Barriers barriers(plane);
        for (int round = 0; round < 2; ++round) {
            barriers.scanDown();
            barriers.scanUp();
        }
        cv::accumulate(barriers.distance(), sum);
    }
    return sum;
}

}  // namespace animatize
