#include "motion/blob_follower.h"

#include <algorithm>

namespace animatize {
namespace {

constexpr size_t kFollowed = 16;  // blobs
constexpr int kWindow = 11;       // small, so that little of the scene around is in it
constexpr double kSlack = 0.7;    // pixels between a point and its return

}  // namespace

void BlobFollower::choosePoints(const BlobMap& map, const cv::Mat& mask, const TrackedPicture& now)
{
    blobOf_.clear();
    from_.clear();
    for (size_t i = 0; i < std::min(kFollowed, map.blobs.size()); ++i) {
        now.corners.bestWithin(map.blobs[i].box, mask, Blob::kMostSteps, corners_);
        for (const Corner& corner : corners_) {
            blobOf_.push_back(i);
            from_.push_back(corner.at);
        }
    }
}

void BlobFollower::follow(BlobMap& map, const cv::Mat& mask, const TrackedPicture& before,
                          const TrackedPicture& now, const PictureGeometry& geometry,
                          const Similarity& camera)
{
    if (map.blobs.empty() || before.empty() || now.empty())
        return;
    choosePoints(map, mask, now);
    const Similarity back = camera.inverse();
    guess_.clear();
    for (const cv::Point2f& point : from_)
        guess_.emplace_back(geometry.toPixel(back(geometry.toSquare(point))));
    TrackOptions options;
    options.window = kWindow;
    const auto& tracks =
        tracker_.trackBothWays(now.pyramid, before.pyramid, from_, guess_, options, kSlack);
    for (size_t i = 0; i < from_.size(); ++i) {
        if (!tracks[i].found)
            continue;
        const cv::Point2d still = camera(geometry.toSquare(tracks[i].to));
        map.blobs[blobOf_[i]].steps.push_back(geometry.toSquare(from_[i]) - still);
    }
}

}  // namespace animatize
