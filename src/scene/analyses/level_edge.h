// An edge that runs from one side of the picture to the other, nearly level: the horizon of a sea,
// a plain, a far shore.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

struct LevelEdge {
    double roll = 0.0;   ///< degrees on square pixels, content counter-clockwise
    double score = 0.0;  ///< 0..1: how much of the line steps the same way
    double rival =
        0.0;  ///< the same of the best line turned otherwise; looked for where the rest is sure
    double share = 0.0;  ///< of the columns that lie on the edge
    double least = 0.0;  ///< the same in the two worst eighths of the width

    bool sure() const;
};

/// `luma` CV_8UC1, about 160 pixels wide. Lines of 17 degrees and less are looked at.
LevelEdge findLevelEdge(const cv::Mat& luma, double aspect);

}  // namespace animatize
