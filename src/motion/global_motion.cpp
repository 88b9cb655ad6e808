#include "motion/global_motion.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr int kCells = 225;           // 20 x 11: about 16 pixels each at 320 x 180
constexpr int kLeastCell = 6;         // pixels
constexpr double kModelError = 0.2;   // pixels by which a true scene leaves a similarity
constexpr double kTrackError = 0.05;  // pixels by which tracking misses without any noise
constexpr double kMostSigma = 0.5;    // pixels: beyond it a corner gives no hold
constexpr double kSlack = 0.7;        // pixels between a point and its return
// The motion usually goes on as it was: a short search finds it, and finds little else. Only where
// that isn't sure the whole range is searched.
constexpr int kNearLevels = 1, kAllLevels = 8;
constexpr double kSure = 0.5;

int cellSize(const cv::Size& size)
{
    const double cell = std::sqrt(static_cast<double>(size.area()) / kCells);
    return std::max(kLeastCell, static_cast<int>(std::lround(cell)));
}

// Cramer-Rao: noise of both pictures over the gradient energy of the window.
double uncertainty(const Corner& corner, double noise)
{
    const double variance = 2.0 * noise * noise / std::max(1e-3f, corner.hold);
    return std::sqrt(variance);
}

PointPair pairOf(const cv::Point2d& from, const cv::Point2d& to, double sigma)
{
    return {from, to, std::hypot(sigma, kModelError),
            1.0 / (sigma * sigma + kTrackError * kTrackError)};
}

std::vector<Corner> usableCorners(const TrackedPicture& picture, double noise)
{
    std::vector<Corner> corners = picture.corners.bestPerCell(cellSize(picture.pyramid.size));
    std::erase_if(corners,
                  [&](const Corner& corner) { return uncertainty(corner, noise) > kMostSigma; });
    return corners;
}

double median(std::vector<float>& values)
{
    const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// A scene is everywhere, a subject is compact: evenly spread points have a twelfth of the frame.
double confidenceOf(const SimilarityFit& fit, size_t tried, const PictureGeometry& geometry)
{
    const double share = fit.inliers / static_cast<double>(tried);
    const double spread = 12.0 * fit.area / (geometry.width * geometry.height);
    const double agreement = std::clamp((share - 0.1) / 0.3, 0.0, 1.0);
    const double coverage = std::clamp((spread - 0.3) / 0.4, 0.0, 1.0);
    const double support = std::min(1.0, fit.inliers / 16.0);
    return agreement * coverage * support;
}

// The windows' mean difference is 0.8 sigma of a difference of two noises.
double noiseOf(const std::vector<Track>& tracks, double before)
{
    std::vector<float> errors;
    for (const Track& one : tracks)
        if (one.found)
            errors.push_back(one.error);
    if (errors.size() < 8)
        return before;
    const double now = median(errors) / (0.8 * std::sqrt(2.0));
    return std::clamp(0.8 * before + 0.2 * now, 0.3, 12.0);
}

struct Attempt {
    const TrackedPicture& a;
    const TrackedPicture& b;
    const PictureGeometry& geometry;
    std::vector<Corner> corners;
    double noise;

    struct Outcome {
        GlobalMotion motion;
        double support = 0.0;
    };
    Outcome from(const Similarity& guess, int levels) const;
};

Attempt::Outcome Attempt::from(const Similarity& guess, int levels) const
{
    std::vector<cv::Point2f> from, expected;
    for (const Corner& corner : corners) {
        from.push_back(corner.at);
        expected.emplace_back(geometry.toPixel(guess(geometry.toSquare(corner.at))));
    }
    TrackOptions options;
    options.levels = levels;
    const auto tracks = trackBothWays(a.pyramid, b.pyramid, from, expected, options, kSlack);
    std::vector<PointPair> pairs;
    for (size_t i = 0; i < tracks.size(); ++i)
        if (tracks[i].found)
            pairs.push_back(pairOf(geometry.toSquare(from[i]), geometry.toSquare(tracks[i].to),
                                   uncertainty(corners[i], noise)));
    const SimilarityFit fit = fitSimilarity(pairs, {Similarity{}, guess}, geometry.height / 6.0);
    const double confidence = fit.found ? confidenceOf(fit, corners.size(), geometry) : 0.0;
    return {{fit.similarity, confidence, noiseOf(tracks, noise)}, fit.support};
}

}  // namespace

void TrackedPicture::build(const cv::Mat& luma)
{
    pyramid.build(luma);
    corners.build(pyramid);
}

GlobalMotion globalMotion(const TrackedPicture& a, const TrackedPicture& b,
                          const PictureGeometry& geometry, const Similarity& guess, double noise)
{
    if (a.empty() || b.empty() || a.pyramid.size != b.pyramid.size) {
        GlobalMotion unknown;
        unknown.noise = noise;
        return unknown;
    }
    const Attempt attempt{a, b, geometry, usableCorners(a, noise), noise};
    const Attempt::Outcome near = attempt.from(guess, kNearLevels);
    if (near.motion.confidence >= kSure)
        return near.motion;
    const Attempt::Outcome far = attempt.from(Similarity{}, kAllLevels);
    return far.support > near.support ? far.motion : near.motion;
}

}  // namespace animatize
