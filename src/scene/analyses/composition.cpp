// composition: how the picture is built.
//
// salient-x, salient-y: centroid of the most salient thing, absent when nothing stands out.
// thirds: 1 when it lies on a crossing of the thirds, 0 as far from them as the centre is.
// symmetry, symmetry-vertical: correlation of the gradients with those of the picture mirrored
//   left to right, and top to bottom: 1 for a mirror image, 0 for none.
// lines-horizontal, lines-vertical, lines-diagonal: shares of the edges that run within 22.5
//   degrees of the axes, and between them; together 1.
// horizon-roll: degrees by which the content is turned counter-clockwise; absent where neither a
//   horizon nor upright lines show it.
// leading-lines, vanishing-x, vanishing-y: the share of the slanted edges' length that leads to
//   one point, and that point; absent where no lines do.
// framed: a view that dark surroundings close off, as through a door (framed.h).
// negative-space: share of the frame without detail, in cells of 1/32 of the width.
// edge-density: share of the pixels on an edge. texture: mean local deviation (5 x 5 pixels).
#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"
#include "scene/analyses/edges.h"
#include "scene/analyses/framed.h"
#include "scene/analyses/horizon.h"
#include "scene/analyses/leading_lines.h"
#include "scene/analyses/subject.h"

namespace animatize {
namespace {

constexpr double kFullTexture = 48.0;  // levels
constexpr double kCalm = 0.012;        // of the full range per pixel: noise stays below

double thirdsOf(const Subject& subject)
{
    constexpr double kCentre = 0.2357022603955158;  // distance of the centre: sqrt(2) / 6
    const double x = std::min(std::abs(subject.x - 1.0 / 3.0), std::abs(subject.x - 2.0 / 3.0));
    const double y = std::min(std::abs(subject.y - 1.0 / 3.0), std::abs(subject.y - 2.0 / 3.0));
    return std::max(0.0, 1.0 - std::hypot(x, y) / kCentre);
}

// Mirroring turns the sign of the gradients across the axis. `flip` as in cv::flip.
double mirrorCorrelation(const cv::Mat& x, const cv::Mat& y, int flip)
{
    cv::Mat mirroredX, mirroredY;
    cv::flip(x, mirroredX, flip);
    cv::flip(y, mirroredY, flip);
    const double across = x.dot(mirroredX), along = y.dot(mirroredY);
    const double energy = x.dot(x) + y.dot(y);
    const double same = flip == 1 ? along - across : across - along;
    return energy > 0.0 ? std::max(0.0, same / energy) : 0.0;
}

void addSymmetry(const AnalysisInput& input, Record& record)
{
    const cv::Size size(ReducedPicture::kThumbWidth, ReducedPicture::kThumbHeight);
    cv::Mat small, x, y;
    cv::resize(input.luma(), small, size, 0, 0, cv::INTER_AREA);
    cv::Sobel(small, x, CV_32F, 1, 0);
    cv::Sobel(small, y, CV_32F, 0, 1);
    record.add("symmetry", mirrorCorrelation(x, y, 1));
    record.add("symmetry-vertical", mirrorCorrelation(x, y, 0));
}

void addLines(const Gradients& gradients, Record& record)
{
    const EdgeShares edges = edgeShares(gradients, 22.5);
    if (edges.density > 0.0) {
        record.add("lines-horizontal", edges.horizontal);
        record.add("lines-vertical", edges.vertical);
        record.add("lines-diagonal", std::max(0.0, 1.0 - edges.horizontal - edges.vertical));
    }
    record.add("edge-density", edges.density);
}

void addLeadingLines(const AnalysisInput& input, Record& record)
{
    const double height = input.half().rows / (input.half().cols * input.pixelAspect());
    if (const auto lines = findLeadingLines(input.segments(), height)) {
        record.add("leading-lines", lines->share);
        record.add("vanishing-x", lines->to.x);
        record.add("vanishing-y", lines->to.y / height);
    }
}

double negativeSpaceOf(const cv::Mat& magnitude)
{
    cv::Mat cells;
    cv::resize(magnitude, cells, {AnalysisInput::kColumns, AnalysisInput::kRows}, 0, 0,
               cv::INTER_AREA);
    return cv::countNonZero(cells < kCalm) / static_cast<double>(cells.total());
}

double textureOf(const cv::Mat& luma)
{
    cv::Mat mean, squares, deviation;
    cv::boxFilter(luma, mean, CV_32F, {5, 5});
    cv::sqrBoxFilter(luma, squares, CV_32F, {5, 5});
    cv::Mat variance = squares - mean.mul(mean);
    cv::max(variance, 0.0, variance);
    cv::sqrt(variance, deviation);
    return std::min(1.0, cv::mean(deviation)[0] / kFullTexture);
}

}  // namespace

void analyseComposition(const AnalysisInput& input, SceneRecord& record)
{
    if (!input.hasStructure())
        return;
    record.composition = Record("composition");
    if (const std::optional<Subject> subject = salientSubject(input.thumb())) {
        record.composition.add("thirds", thirdsOf(*subject));
        record.composition.add("salient-x", subject->x);
        record.composition.add("salient-y", subject->y);
    }
    addSymmetry(input, record.composition);
    addLines(input.gradients(), record.composition);
    addLeadingLines(input, record.composition);
    record.composition.add("horizon-roll", horizonRoll(input));
    record.composition.add("framed", framedOf(input));
    record.composition.add("negative-space", negativeSpaceOf(input.gradients().magnitude));
    record.composition.add("texture", textureOf(input.luma()));
}

}  // namespace animatize
