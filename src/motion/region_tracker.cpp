#include "motion/region_tracker.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kRemembered = 1.0;       // seconds
constexpr size_t kEnoughPoints = 3;       // for a velocity from points and not from the middle
constexpr double kPlace = 2.0;            // pixels by which the middle of a blob is off
constexpr double kPartedPlace = 8.0;      // the same of a part of a blob
constexpr double kStep = 0.4;             // pixels by which a step is off
constexpr double kAcceleration = 150.0;   // pixels per second squared
constexpr double kFirstSpeed = 150.0;     // pixels per second
constexpr double kLeastOverlap = 0.1;     // intersection over union
constexpr double kReach = 0.6;            // of the mean size, where nothing overlaps
constexpr double kReachPerSecond = 60.0;  // pixels, since it was last seen
constexpr double kLooks = 0.5;            // what the same looks weigh against a full overlap
constexpr double kLeastLooks = 0.5;       // where nothing overlaps
constexpr double kLooksMemory = 0.2;      // share of the new
constexpr uint32_t kEstablished = 2;      // frames before the middle of a blob gives a velocity
constexpr uint32_t kLeastWay = 4;         // frames before something is known to go somewhere
constexpr double kGap = 2.5;              // frames unseen after which a way isn't followed on
constexpr double kOutOfPlace = 0.6;       // of its size
constexpr double kStraight = 0.6;         // of its way
// Regions that meet in a blob: of what age, how much of them in it, how much smaller than it,
// how far they will be apart in a second (of their size), and what another blob may have.
constexpr uint32_t kMetAge = 5;
constexpr double kMetInside = 0.5, kMetSmaller = 0.85, kMetApart = 0.6, kMetElsewhere = 0.4;
constexpr double kLongestMet = 0.5;  // seconds unseen

constexpr size_t kNobody = SIZE_MAX;

cv::Point2d sizeOf(const Blob& blob, const PictureGeometry& geometry)
{
    return {blob.box.width * geometry.aspect, static_cast<double>(blob.box.height)};
}

cv::Point2d middleOf(const Blob& blob, const PictureGeometry& geometry)
{
    const cv::Point2d half((blob.box.width - 1) / 2.0, (blob.box.height - 1) / 2.0);
    return geometry.toSquare(cv::Point2d(blob.box.tl()) + half);
}

double sharedArea(const cv::Point2d& c, const cv::Point2d& s, const cv::Point2d& d,
                  const cv::Point2d& t)
{
    const double w =
        std::min(c.x + s.x / 2, d.x + t.x / 2) - std::max(c.x - s.x / 2, d.x - t.x / 2);
    const double h =
        std::min(c.y + s.y / 2, d.y + t.y / 2) - std::max(c.y - s.y / 2, d.y - t.y / 2);
    return std::max(0.0, w) * std::max(0.0, h);
}

double overlapOf(const cv::Point2d& c, const cv::Point2d& s, const cv::Point2d& d,
                 const cv::Point2d& t)
{
    const double both = sharedArea(c, s, d, t);
    return both / (s.x * s.y + t.x * t.y - both);
}

// Intersection of the two histograms, 0..1.
double sameLooks(const Appearance& a, const Appearance& b)
{
    double shared = 0.0;
    for (size_t i = 0; i < a.size(); ++i)
        shared += std::min(a[i], b[i]);
    return shared;
}

}  // namespace

void AxisFilter::start(double place)
{
    *this = AxisFilter{};
    place_ = place;
    pp_ = kPlace * kPlace;
    ss_ = kFirstSpeed * kFirstSpeed;
}

void AxisFilter::predict(double seconds)
{
    const double t = seconds, q = kAcceleration * kAcceleration;
    place_ += t * speed_;
    pp_ += t * (2.0 * ps_ + t * ss_) + q * t * t * t * t / 4.0;
    ps_ += t * ss_ + q * t * t * t / 2.0;
    ss_ += q * t * t;
}

void AxisFilter::seePlace(double place, double sigma)
{
    correct(place - place_, pp_ + sigma * sigma, pp_, ps_);
}

void AxisFilter::seeSpeed(double speed, double sigma)
{
    correct(speed - speed_, ss_ + sigma * sigma, ps_, ss_);
}

// `off` of variance `sum` was seen; `p` and `s` are its covariances with place and speed.
void AxisFilter::correct(double off, double sum, double p, double s)
{
    place_ += p / sum * off;
    speed_ += s / sum * off;
    pp_ -= p * p / sum;
    ps_ -= p * s / sum;
    ss_ -= s * s / sum;
}

void RegionTracker::predict(const Similarity& camera, double seconds)
{
    for (Track& track : tracks_) {
        const cv::Point2d centre = camera(track.centre());
        track.x.moveTo(centre.x);
        track.y.moveTo(centre.y);
        track.origin = camera(track.origin);
        track.seenAt = camera(track.seenAt);
        track.size *= camera.scale();
        track.x.predict(seconds);
        track.y.predict(seconds);
        track.missing += seconds;
    }
}

// 0: it can't be.
double RegionTracker::likeness(const Track& track, const Blob& blob,
                               const PictureGeometry& geometry)
{
    const cv::Point2d size = sizeOf(blob, geometry), at = middleOf(blob, geometry);
    const double overlap = overlapOf(track.centre(), track.size, at, size);
    const double reach = kReach * 0.25 * (size.x + size.y + track.size.x + track.size.y) + 2.0 +
                         kReachPerSecond * track.missing;
    const double nearness = 1.0 - cv::norm(track.centre() - at) / reach;
    const double looks = sameLooks(track.appearance, blob.appearance);
    const bool apart = overlap < kLeastOverlap;
    if (apart && (nearness <= 0.0 || (looks > 0.0 && looks < kLeastLooks)))
        return 0.0;
    return overlap + 0.2 * std::max(0.0, nearness) + kLooks * looks;
}

void RegionTracker::findPairs(const std::vector<Blob>& blobs, const PictureGeometry& geometry)
{
    pairs_.clear();
    for (size_t t = 0; t < tracks_.size(); ++t) {
        for (size_t b = 0; b < blobs.size(); ++b) {
            const double score = likeness(tracks_[t], blobs[b], geometry);
            if (score > 0.0)
                pairs_.push_back({score, t, b});
        }
    }
    std::sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) {
        if (a.score != b.score)
            return a.score > b.score;
        return a.track != b.track ? a.track < b.track : a.blob < b.blob;
    });
}

void RegionTracker::follow(Track& track, const Blob& blob, const PictureGeometry& geometry,
                           double seconds)
{
    const cv::Point2d at = middleOf(blob, geometry);
    if (track.age == 0) {
        track.x.start(at.x);
        track.y.start(at.y);
        track.origin = track.seenAt = at;
        track.appearance = blob.appearance;
    }
    const double sigma = blob.parted ? kPartedPlace : kPlace;
    track.x.seePlace(at.x, sigma);
    track.y.seePlace(at.y, sigma);
    const bool stepped = blob.steps.size() >= kEnoughPoints && seconds > 0.0;
    if (stepped && !blob.parted) {
        const cv::Point2d step = medianOf(blob.steps);
        track.x.seeSpeed(step.x / seconds, kStep / seconds);
        track.y.seeSpeed(step.y / seconds, kStep / seconds);
    }
    track.moving |= stepped || (track.age >= kEstablished && seconds > 0.0);
    if (track.missing > kGap * seconds) {  // it may be another thing: its way begins anew
        track.origin = track.seenAt = at;
        track.way = 0.0;
        track.steps = 0;
        track.goes = false;
    }
    track.way += cv::norm(at - track.seenAt);
    const double gone = cv::norm(at - track.origin);
    track.goes |= track.steps >= kLeastWay && gone > kStraight * track.way &&
                  gone > kOutOfPlace * std::max(track.size.x, track.size.y);
    track.seenAt = at;
    if (!blob.parted || track.age == 0) {
        track.size = sizeOf(blob, geometry);
        for (size_t i = 0; i < track.appearance.size(); ++i)
            track.appearance[i] +=
                static_cast<float>(kLooksMemory) * (blob.appearance[i] - track.appearance[i]);
    }
    track.missing = 0.0;
    ++track.steps;
    ++track.age;
}

// Into met_ and boxes_: the regions that `blob` is made of, the oldest first.
void RegionTracker::findMet(const BlobMap& map, const Blob& blob, const PictureGeometry& geometry,
                            const Similarity& camera, double seconds)
{
    met_.clear();
    boxes_.clear();
    const cv::Point2d at = middleOf(blob, geometry), size = sizeOf(blob, geometry);
    for (size_t t = 0; t < tracks_.size(); ++t) {
        const Track& track = tracks_[t];
        if (track.age < kMetAge || track.missing > kLongestMet)
            continue;
        const cv::Point2d centre = camera(track.centre()) + seconds * track.speed();
        const cv::Point2d extent = camera.scale() * track.size;
        const double area = extent.x * extent.y;
        if (area > kMetSmaller * size.x * size.y ||
            sharedArea(centre, extent, at, size) < kMetInside * area)
            continue;
        const bool elsewhere =
            std::any_of(map.blobs.begin(), map.blobs.end(), [&](const Blob& other) {
                return other.label != blob.label &&
                       overlapOf(centre, extent, middleOf(other, geometry),
                                 sizeOf(other, geometry)) > kMetElsewhere;
            });
        const bool together = std::any_of(met_.begin(), met_.end(), [&](size_t m) {
            const Track& other = tracks_[m];
            return cv::norm(other.speed() - track.speed()) <
                   kMetApart * 0.25 * (track.size.x + track.size.y + other.size.x + other.size.y);
        });
        if (elsewhere || together)
            continue;
        met_.push_back(t);
        const cv::Point2d middle = geometry.toPixel(centre);
        const cv::Size2d box(extent.x / geometry.aspect, extent.y);
        boxes_.emplace_back(middle.x - box.width / 2.0, middle.y - box.height / 2.0, box.width,
                            box.height);
    }
}

void RegionTracker::part(BlobMap& map, const PictureGeometry& geometry, const Similarity& camera,
                         double seconds)
{
    if (tracks_.size() < 2)
        return;
    const size_t count = map.blobs.size();
    for (size_t b = 0; b < count; ++b) {
        findMet(map, map.blobs[b], geometry, camera, seconds);
        if (boxes_.size() > 1)
            map.part(b, boxes_);
    }
    map.order();
}

const std::vector<TrackedRegion>& RegionTracker::next(const std::vector<Blob>& blobs,
                                                      const PictureGeometry& geometry,
                                                      const Similarity& camera, double seconds)
{
    predict(camera, seconds);
    findPairs(blobs, geometry);
    owner_.assign(blobs.size(), kNobody);
    taken_.assign(tracks_.size(), 0);
    for (const Pair& pair : pairs_) {
        if (taken_[pair.track] || owner_[pair.blob] != kNobody)
            continue;
        taken_[pair.track] = 1;
        owner_[pair.blob] = pair.track;
    }
    regions_.clear();
    for (size_t b = 0; b < blobs.size(); ++b) {
        if (owner_[b] == kNobody) {
            owner_[b] = tracks_.size();
            tracks_.emplace_back();
            tracks_.back().id = nextId_++;
        }
        Track& track = tracks_[owner_[b]];
        follow(track, blobs[b], geometry, seconds);
        regions_.push_back({track.id, track.age, track.goes, std::nullopt});
        if (track.moving)
            regions_.back().velocity = track.speed();
    }
    forget();
    return regions_;
}

// Those seen least recently go first; what is seen now always fits.
void RegionTracker::forget()
{
    std::erase_if(tracks_, [](const Track& track) { return track.missing > kRemembered; });
    std::sort(tracks_.begin(), tracks_.end(), [](const Track& a, const Track& b) {
        return a.missing != b.missing ? a.missing < b.missing : a.id < b.id;
    });
    if (tracks_.size() > kMostTracks)
        tracks_.resize(kMostTracks);
}

}  // namespace animatize
