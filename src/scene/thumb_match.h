// How much of one small picture can be found in another, wherever it moved and however bright
// it became: the question behind cuts ("nothing of it was there") and flashes ("it is back").
//
// The detail of the brightness (without what the neighbourhood has in common: skies are bright and
// grounds dark in every landscape) is cut into blocks; each looks for itself in the other picture
// a few pixels around its place. Colours look for themselves around their place as well, because
// a drawing may have hardly any detail. What stays unexplained, over what there is to explain, is
// about 0.1 for motion, 0.5 for a whip pan or an explosion, and 0.8 or more for another scene.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace animatize {

/// A thumbnail, taken apart: CV_8UC1, kThumbHeight x kThumbWidth each.
struct Thumb {
    cv::Mat luma, u, v;
    cv::Mat detail;  ///< luma without its neighbourhood, around 128
};

Thumb splitThumb(const cv::Mat& yuv);

/// Mean absolute difference of brightness plus half of that of U and V, in levels (0..510).
double levelDifference(const Thumb& a, const Thumb& b);

/// Where `picture` lies on the straight line from `a` to `b`.
struct LinePosition {
    double along = 0.0;  ///< 0 = a, 1 = b
    double aside = 0.0;  ///< squared distance from the line, its length = 1
};

/// A mixture of both lies on the line; nothing where a and b are alike.
std::optional<LinePosition> onLine(const Thumb& a, const Thumb& b, const Thumb& picture);

/// Mean of both ways, 0 = all of it found; no value where neither has anything to find.
std::optional<double> unexplained(const Thumb& a, const Thumb& b);

/// The same after both were brought to one contrast: lights that go out are no other scene.
std::optional<double> unexplainedAtOneContrast(const Thumb& a, const Thumb& b);

/// Whether `a` shows what `b` showed: found again, or as flat and as bright.
bool resembles(const Thumb& a, const Thumb& b);

}  // namespace animatize
