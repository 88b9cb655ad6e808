#include "motion/region_tracker.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kRemembered = 0.4;    // seconds
constexpr double kSmoothing = 0.15;    // seconds
constexpr size_t kEnoughPoints = 3;    // for a velocity from points and not from the middle
constexpr double kLeastOverlap = 0.1;  // intersection over union
constexpr double kReach = 0.6;         // of the mean size, where nothing overlaps
constexpr int kLeastWay = 4;           // frames before something is known to go somewhere
constexpr double kOutOfPlace = 0.6;    // of its size
constexpr double kStraight = 0.6;      // of its way
constexpr int kEstablished = 2;        // frames before the middle of a blob gives a velocity

cv::Point2d sizeOf(const Blob& blob, const PictureGeometry& geometry)
{
    return {blob.box.width * geometry.aspect, static_cast<double>(blob.box.height)};
}

cv::Point2d middleOf(const Blob& blob, const PictureGeometry& geometry)
{
    const cv::Point2d half((blob.box.width - 1) / 2.0, (blob.box.height - 1) / 2.0);
    return geometry.toSquare(cv::Point2d(blob.box.tl()) + half);
}

double overlapOf(const cv::Point2d& c, const cv::Point2d& s, const cv::Point2d& d,
                 const cv::Point2d& t)
{
    const double w =
        std::min(c.x + s.x / 2, d.x + t.x / 2) - std::max(c.x - s.x / 2, d.x - t.x / 2);
    const double h =
        std::min(c.y + s.y / 2, d.y + t.y / 2) - std::max(c.y - s.y / 2, d.y - t.y / 2);
    const double both = std::max(0.0, w) * std::max(0.0, h);
    return both / (s.x * s.y + t.x * t.y - both);
}

}  // namespace

void RegionTracker::predict(const Similarity& camera, double seconds)
{
    for (Track& track : tracks_) {
        track.centre = camera(track.centre);
        track.origin = camera(track.origin);
        track.seenAt = camera(track.seenAt);
        track.size *= camera.scale();
        if (track.moving)
            track.centre += seconds * cv::Point2d(track.vx.value(), track.vy.value());
        track.missing += seconds;
    }
}

std::vector<RegionTracker::Pair> RegionTracker::pairs(const std::vector<Blob>& blobs,
                                                      const PictureGeometry& geometry) const
{
    std::vector<Pair> found;
    for (size_t t = 0; t < tracks_.size(); ++t) {
        for (size_t b = 0; b < blobs.size(); ++b) {
            const cv::Point2d size = sizeOf(blobs[b], geometry), at = middleOf(blobs[b], geometry);
            const Track& track = tracks_[t];
            const double overlap = overlapOf(track.centre, track.size, at, size);
            const double reach =
                kReach * 0.25 * (size.x + size.y + track.size.x + track.size.y) + 2.0;
            const double nearness = 1.0 - cv::norm(track.centre - at) / reach;
            if (overlap >= kLeastOverlap || nearness > 0.0)
                found.push_back({overlap + 0.2 * std::max(0.0, nearness), t, b});
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Pair& a, const Pair& b) { return a.score > b.score; });
    return found;
}

void RegionTracker::follow(Track& track, const Blob& blob, const PictureGeometry& geometry,
                           double seconds)
{
    const cv::Point2d at = middleOf(blob, geometry);
    const cv::Point2d before = track.seenAt;
    std::optional<cv::Point2d> step;
    if (blob.steps.size() >= kEnoughPoints)
        step = medianOf(blob.steps);
    else if (track.age >= kEstablished)
        step = at - track.centre +
               (track.moving ? seconds * cv::Point2d(track.vx.value(), track.vy.value())
                             : cv::Point2d());
    if (step && seconds > 0.0) {
        track.vx.add(step->x / seconds, seconds, kSmoothing);
        track.vy.add(step->y / seconds, seconds, kSmoothing);
        track.moving = true;
    }
    if (track.age == 0)
        track.origin = at;
    else
        track.way += cv::norm(at - before);
    const double gone = cv::norm(at - track.origin);
    track.goes |= track.age >= kLeastWay && gone > kStraight * track.way &&
                  gone > kOutOfPlace * std::max(track.size.x, track.size.y);
    track.centre = track.seenAt = at;
    track.size = sizeOf(blob, geometry);
    track.missing = 0.0;
    ++track.age;
}

std::vector<TrackedRegion> RegionTracker::next(const std::vector<Blob>& blobs,
                                               const PictureGeometry& geometry,
                                               const Similarity& camera, double seconds)
{
    predict(camera, seconds);
    std::vector<Track*> owner(blobs.size(), nullptr);
    std::vector<bool> taken(tracks_.size(), false);
    tracks_.reserve(tracks_.size() + blobs.size());  // owner points into it
    for (const Pair& pair : pairs(blobs, geometry)) {
        if (taken[pair.track] || owner[pair.blob])
            continue;
        taken[pair.track] = true;
        owner[pair.blob] = &tracks_[pair.track];
    }
    std::vector<TrackedRegion> regions;
    for (size_t b = 0; b < blobs.size(); ++b) {
        if (!owner[b]) {
            tracks_.emplace_back();
            tracks_.back().id = nextId_++;
            owner[b] = &tracks_.back();
        }
        follow(*owner[b], blobs[b], geometry, seconds);
        TrackedRegion region{owner[b]->id, owner[b]->age, owner[b]->goes, std::nullopt};
        if (owner[b]->moving)
            region.velocity = cv::Point2d(owner[b]->vx.value(), owner[b]->vy.value());
        regions.push_back(region);
    }
    std::erase_if(tracks_, [](const Track& track) { return track.missing > kRemembered; });
    // Those seen least recently go first; what is seen now always fits.
    std::stable_sort(tracks_.begin(), tracks_.end(),
                     [](const Track& a, const Track& b) { return a.missing < b.missing; });
    if (tracks_.size() > kMostTracks)
        tracks_.resize(kMostTracks);
    return regions;
}

}  // namespace animatize
