// GlobalMotion: the similarity between two pictures that the scene, not a subject, agrees on.
//
// One corner per grid cell (the strongest corners of a picture all lie on its sharpest thing,
// which often is the subject), tracked from where they are expected, RANSAC, weighted refit.
#pragma once

#include <optional>
#include <vector>

#include "motion/corner_lattice.h"
#include "motion/flow_pyramid.h"
#include "motion/similarity.h"

namespace animatize {

/// A picture with all that registering it needs.
struct TrackedPicture {
    FlowPyramid pyramid;
    CornerLattice corners;

    void build(const cv::Mat& luma);
    void clear()
    {
        pyramid.clear();
        corners.build(pyramid);
    }
    bool empty() const { return pyramid.empty(); }
};

/// Pixels by which the tracking of a corner misses at this noise (grey levels), one way.
double cornerSigma(const Corner& corner, double noise);

struct GlobalMotion {
    static constexpr double kLeastConfidence = 0.2;

    Similarity similarity;    ///< square pixels, from the earlier picture to the later one
    double confidence = 0.0;  ///< 0..1; inlier share x spread x number of points
    double noise = 1.0;       ///< of one picture, grey levels (standard deviation)
    double shiftError = 0.0, turnError = 0.0;  ///< standard errors, as in SimilarityFit

    bool known() const { return confidence >= kLeastConfidence; }
};

/// Keeps its memory for the next pair of pictures, and what it learnt about their noise.
class GlobalMotionFinder {
  public:
    explicit GlobalMotionFinder(double noise = 1.0) : noise_(noise) {}

    /// Takes the noise that somebody else measured, grey levels.
    void expectNoise(double noise) { noise_ = noise; }
    /// From picture `a` to `b`. `guess`: the motion before, which usually goes on.
    GlobalMotion find(const TrackedPicture& a, const TrackedPicture& b,
                      const PictureGeometry& geometry, const std::optional<Similarity>& guess);
    /// The corners that were followed in the last find(), those of subjects too, lost ones left
    /// out; square pixels.
    const std::vector<PointPair>& pairs() const { return pairs_; }

  private:
    struct Outcome {
        GlobalMotion motion;
        double support = 0.0;
    };
    void chooseCorners(const TrackedPicture& picture);
    Outcome attempt(const TrackedPicture& a, const TrackedPicture& b,
                    const PictureGeometry& geometry, const std::optional<Similarity>& guess,
                    bool far);
    double noiseOf(const std::vector<Track>& tracks);

    double noise_ = 1.0;  ///< grey levels, from the windows
    PointTracker tracker_;
    std::vector<Corner> corners_;
    std::vector<cv::Point2f> from_, expected_;
    std::vector<PointPair> pairs_;
    std::vector<float> scratch_;
};

}  // namespace animatize
