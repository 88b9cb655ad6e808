#include "motion/global_motion.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr int kCells = 225;           // 20 x 11: about 16 pixels each at 320 x 180
constexpr int kLeastCell = 6;         // pixels
constexpr double kModelError = 0.2;   // pixels by which a true scene leaves a similarity
constexpr double kTrackError = 0.05;  // pixels by which tracking misses without any noise
constexpr double kMostSigma = 0.4;    // pixels: beyond it a corner gives no hold
// Scharr's gradient of noise has 0.23 of its variance, a window 256 pixels.
constexpr double kNoiseHold = 0.23 * 256;
constexpr double kRegular = 0.3;  // quantile of differences that mismatched windows don't reach
constexpr double kSlack = 0.7;    // pixels between a point and its return
// The motion usually goes on as it was: a search on the finest level alone finds it, and finds
// little else. Only where that isn't sure the whole range is searched, and confirmed backwards.
constexpr int kAllLevels = 8;
constexpr double kSure = 0.5;
// Of two planes at different depths the one that was followed goes on: the camera doesn't jump.
constexpr double kStays = 1.5;
constexpr double kMemory = 0.8;                         // of noise, per frame
constexpr double kLeastNoise = 0.3, kMostNoise = 12.0;  // grey levels

int cellSize(const cv::Size& size)
{
    const double cell = std::sqrt(static_cast<double>(size.area()) / kCells);
    return std::max(kLeastCell, static_cast<int>(std::lround(cell)));
}

double quantile(std::vector<float>& values, double share)
{
    const auto at =
        values.begin() + static_cast<ptrdiff_t>(static_cast<double>(values.size()) * share);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// A scene is everywhere, a subject is compact: evenly spread points have a twelfth of the frame.
double confidenceOf(const SimilarityFit& fit, size_t tried, const PictureGeometry& geometry)
{
    const double share = fit.inliers / static_cast<double>(tried);
    const double spread = 12.0 * fit.area / (geometry.width * geometry.height);
    const double agreement = std::clamp((share - 0.1) / 0.3, 0.0, 1.0);
    const double coverage = std::clamp((spread - 0.3) / 0.4, 0.0, 1.0);
    const double support = std::min(1.0, fit.inliers / 16.0);
    // Noise alone agrees with anything, but only by chance.
    const double quality = std::clamp((fit.agreement - 0.7) / 0.1, 0.0, 1.0);
    return agreement * coverage * support * quality;
}

}  // namespace

// Cramer-Rao: noise of both pictures over the gradient energy of the window, less what of it is
// noise itself.
double cornerSigma(const Corner& corner, double noise)
{
    const double hold = corner.hold - kNoiseHold * noise * noise;
    return noise * std::sqrt(2.0 / std::max(1e-3, hold));
}

void TrackedPicture::build(const cv::Mat& luma)
{
    pyramid.build(luma);
    corners.build(pyramid);
}

void GlobalMotionFinder::chooseCorners(const TrackedPicture& picture)
{
    picture.corners.bestPerCell(cellSize(picture.pyramid.size), corners_);
    std::erase_if(corners_,
                  [&](const Corner& corner) { return cornerSigma(corner, noise_) > kMostSigma; });
}

// The windows' mean difference is 0.8 sigma of a difference of two noises.
double GlobalMotionFinder::noiseOf(const std::vector<Track>& tracks)
{
    scratch_.clear();
    for (const Track& one : tracks)
        if (one.found)
            scratch_.push_back(one.error);
    return scratch_.size() < 8 ? noise_ : quantile(scratch_, kRegular) / (0.8 * std::sqrt(2.0));
}

GlobalMotionFinder::Outcome GlobalMotionFinder::attempt(const TrackedPicture& a,
                                                        const TrackedPicture& b,
                                                        const PictureGeometry& geometry,
                                                        const std::optional<Similarity>& guess,
                                                        bool far)
{
    const Similarity expected = guess.value_or(Similarity{});
    from_.clear();
    expected_.clear();
    for (const Corner& corner : corners_) {
        from_.push_back(corner.at);
        expected_.emplace_back(geometry.toPixel(expected(geometry.toSquare(corner.at))));
    }
    TrackOptions options;
    options.levels = far ? kAllLevels : 0;
    const auto& tracks =
        far || !guess
            ? tracker_.trackBothWays(a.pyramid, b.pyramid, from_, expected_, options, kSlack)
            : tracker_.track(a.pyramid, b.pyramid, from_, expected_, options);
    const double noise = noiseOf(tracks);
    pairs_.clear();
    for (size_t i = 0; i < tracks.size(); ++i) {
        const double sigma = cornerSigma(corners_[i], noise);
        if (!tracks[i].found || sigma > kMostSigma)
            continue;
        pairs_.push_back({geometry.toSquare(from_[i]), geometry.toSquare(tracks[i].to),
                          std::hypot(sigma, kModelError),
                          1.0 / (sigma * sigma + kTrackError * kTrackError)});
    }
    const SimilarityFit fit = fitSimilarity(pairs_, guess, geometry.height / 6.0);
    const double confidence = fit.found ? confidenceOf(fit, corners_.size(), geometry) : 0.0;
    return {{fit.similarity, confidence, noise, fit.shiftError, fit.turnError}, fit.support};
}

GlobalMotion GlobalMotionFinder::find(const TrackedPicture& a, const TrackedPicture& b,
                                      const PictureGeometry& geometry,
                                      const std::optional<Similarity>& guess)
{
    pairs_.clear();
    if (a.empty() || b.empty() || a.pyramid.size != b.pyramid.size) {
        GlobalMotion unknown;
        unknown.noise = noise_;
        return unknown;
    }
    chooseCorners(a);
    Outcome found = attempt(a, b, geometry, guess, false);
    if (found.motion.confidence < kSure) {
        const Outcome far = attempt(a, b, geometry, std::nullopt, true);
        if (far.support > (found.motion.known() ? kStays : 1.0) * found.support)
            found = far;
    }
    if (found.motion.known())
        noise_ = std::clamp(kMemory * noise_ + (1.0 - kMemory) * found.motion.noise, kLeastNoise,
                            kMostNoise);
    found.motion.noise = noise_;
    return found.motion;
}

}  // namespace animatize
