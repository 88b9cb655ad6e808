// GlobalMotion: the similarity between two pictures that the scene, not a subject, agrees on.
//
// One corner per grid cell (the strongest corners of a picture all lie on its sharpest thing,
// which often is the subject), tracked forwards and back, RANSAC, weighted refit.
#pragma once

#include <vector>

#include "motion/corner_lattice.h"
#include "motion/flow_pyramid.h"
#include "motion/similarity.h"

namespace animatize {

struct GlobalMotion {
    static constexpr double kLeastConfidence = 0.2;

    Similarity similarity;    ///< square pixels, from the earlier picture to the later one
    double confidence = 0.0;  ///< 0..1; inlier share x spread x number of points
    double noise = 1.0;       ///< of one picture, grey levels (standard deviation)

    bool known() const { return confidence >= kLeastConfidence; }
};

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

/// From picture `a` to `b`; `guess` where the motion is likely to be, `noise` as last measured.
GlobalMotion globalMotion(const TrackedPicture& a, const TrackedPicture& b,
                          const PictureGeometry& geometry, const Similarity& guess, double noise);

}  // namespace animatize
