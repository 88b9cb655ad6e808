#include "motion/blobs.h"

#include <algorithm>
#include <cstdint>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr size_t kFollowed = 16;    // blobs
constexpr size_t kPointsOfOne = 6;  // per blob
constexpr int kWindow = 11;         // small, so that little of the scene around is in it
constexpr double kSlack = 0.7;      // pixels between a point and its return

struct Followed {
    size_t blob;
    cv::Point2f at;
};

std::vector<Followed> pointsOf(const BlobMap& map, const cv::Mat& mask, const TrackedPicture& now)
{
    std::vector<Followed> points;
    for (size_t i = 0; i < std::min(kFollowed, map.blobs.size()); ++i) {
        const cv::Rect& box = map.blobs[i].box;
        for (const Corner& corner : now.corners.bestWithin(box, mask, kPointsOfOne))
            points.push_back({i, corner.at});
    }
    return points;
}

double middle(std::vector<double>& values)
{
    const auto at = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace

cv::Point2d medianOf(const std::vector<cv::Point2d>& points)
{
    std::vector<double> x, y;
    for (const cv::Point2d& p : points) {
        x.push_back(p.x);
        y.push_back(p.y);
    }
    return {middle(x), middle(y)};
}

BlobMap findBlobs(const cv::Mat& mask, int leastPixels)
{
    BlobMap map;
    if (mask.empty() || cv::countNonZero(mask) < leastPixels)
        return map;
    cv::Mat stats, centres;
    const int type = mask.total() / 4 <= UINT16_MAX ? CV_16U : CV_32S;  // the small one is faster
    const int count = cv::connectedComponentsWithStats(mask, map.labels, stats, centres, 8, type);
    for (int label = 1; label < count; ++label) {
        const int* s = stats.ptr<int>(label);
        if (s[cv::CC_STAT_AREA] < leastPixels)
            continue;
        Blob blob;
        blob.label = label;
        blob.box = {s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH],
                    s[cv::CC_STAT_HEIGHT]};
        blob.pixels = s[cv::CC_STAT_AREA];
        blob.centre = {centres.at<double>(label, 0), centres.at<double>(label, 1)};
        map.pixels += blob.pixels;
        map.blobs.push_back(blob);
    }
    std::stable_sort(map.blobs.begin(), map.blobs.end(),
                     [](const Blob& a, const Blob& b) { return a.pixels > b.pixels; });
    if (map.blobs.size() > BlobMap::kMost)
        map.blobs.resize(BlobMap::kMost);
    return map;
}

void followBlobs(BlobMap& map, const cv::Mat& mask, const TrackedPicture& before,
                 const TrackedPicture& now, const PictureGeometry& geometry,
                 const Similarity& camera)
{
    if (map.blobs.empty() || before.empty() || now.empty())
        return;
    const Similarity back = camera.inverse();
    const std::vector<Followed> points = pointsOf(map, mask, now);
    std::vector<cv::Point2f> from, guess;
    for (const Followed& point : points) {
        from.push_back(point.at);
        guess.emplace_back(geometry.toPixel(back(geometry.toSquare(point.at))));
    }
    TrackOptions options;
    options.window = kWindow;
    const auto tracks = trackBothWays(now.pyramid, before.pyramid, from, guess, options, kSlack);
    for (size_t i = 0; i < points.size(); ++i) {
        if (!tracks[i].found)
            continue;
        const cv::Point2d still = camera(geometry.toSquare(tracks[i].to));
        map.blobs[points[i].blob].steps.push_back(geometry.toSquare(from[i]) - still);
    }
}

}  // namespace animatize
