// Similarity: how the picture moved as a whole, and the robust fit that finds it.
//
// Coordinates are square pixels about the middle of the frame (PictureGeometry makes them), y
// down. The fit: RANSAC over pairs of points with a fixed seed (same points, same answer), then
// iteratively reweighted least squares, which is linear in a, b, tx, ty.
#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/reduced_picture.h"

namespace animatize {

/// x' = a x - b y + tx, y' = b x + a y + ty.
struct Similarity {
    double a = 1.0, b = 0.0, tx = 0.0, ty = 0.0;

    cv::Point2d operator()(const cv::Point2d& p) const
    {
        return {a * p.x - b * p.y + tx, b * p.x + a * p.y + ty};
    }
    double scale() const { return std::hypot(a, b); }
    /// Radians by which the content turns counter-clockwise, as displayed (y down).
    double counterClockwise() const { return -std::atan2(b, a); }
    Similarity inverse() const;
    /// How far the corner of a frame of this half-size moves, as a bound in square pixels.
    double displacement(double halfWidth, double halfHeight) const;
};

/// First `first`, then `second`.
Similarity operator*(const Similarity& second, const Similarity& first);

/// Between pixels of the reduced luma and square pixels about the middle of the frame.
struct PictureGeometry {
    double centreX = 0.0, centreY = 0.0;  ///< middle of the frame, in luma pixels (edges whole)
    double aspect = 1.0;                  ///< width / height of one luma pixel, as displayed
    double width = 1.0, height = 1.0;     ///< of the frame, in square pixels

    PictureGeometry() = default;
    explicit PictureGeometry(const ReducedPicture& picture);
    bool operator==(const PictureGeometry&) const = default;

    /// From and to coordinates where the middle of the first pixel is 0, 0 (as OpenCV has it).
    cv::Point2d toSquare(const cv::Point2d& p) const
    {
        return {(p.x + 0.5 - centreX) * aspect, p.y + 0.5 - centreY};
    }
    cv::Point2d toPixel(const cv::Point2d& p) const
    {
        return {p.x / aspect + centreX - 0.5, p.y + centreY - 0.5};
    }
    /// The same motion as a matrix over luma pixels, for cv::warpAffine.
    cv::Matx23d pixelMap(const Similarity& similarity) const;
};

/// A point seen in two pictures.
struct PointPair {
    cv::Point2d from, to;
    double sigma = 1.0;   ///< pixels (> 0) by which a point of the scene may miss a similarity
    double weight = 1.0;  ///< in the final fit, in any unit
};

struct SimilarityFit {
    bool found = false;
    Similarity similarity;
    int inliers = 0;
    double agreement = 0.0;  ///< mean of theirs: 1 = exact, 0.78 = as sigma says, 0.5 = by chance
    double area = 0.0;       ///< that they spread over: root of their covariance's determinant
    double support = 0.0;    ///< what the fit was chosen by; compares fits of the same corners
    /// Standard errors, from how the pairs scatter: of tx and ty, pixels; of a and b.
    double shiftError = 0.0, turnError = 0.0;
};

/// The similarity that most pairs agree on; one near `guess` needs fewer than others do, so that
/// the answer doesn't change between a scene and a subject of about the same weight. `baseline` is
/// the least distance between the two points of a sample.
SimilarityFit fitSimilarity(const std::vector<PointPair>& pairs,
                            const std::optional<Similarity>& guess, double baseline);

}  // namespace animatize
