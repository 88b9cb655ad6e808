// The robust fit of a similarity; see similarity.h.
#include "motion/similarity.h"

#include <algorithm>
#include <optional>

namespace animatize {
namespace {

constexpr int kMostRounds = 200;
constexpr int kLeastRounds = 24;
constexpr int kRefits = 6;
constexpr double kGate = 9.0;           // squared residual over variance: three sigma
constexpr double kMostScaleStep = 1.5;  // no camera zooms further between two frames
constexpr double kContinuity = 1.5;     // by which a motion that goes on outweighs another
constexpr double kMissed = 0.001;       // accepted probability of no sample without outliers

// Numerical Recipes' linear congruential generator: enough to pick samples, equal everywhere.
class Lcg {
  public:
    size_t below(size_t limit)
    {
        state_ = state_ * 1664525u + 1013904223u;
        return static_cast<size_t>((static_cast<uint64_t>(state_) * limit) >> 32);
    }

  private:
    uint32_t state_ = 20240229u;
};

double residual(const Similarity& s, const PointPair& pair)
{
    const cv::Point2d d = s(pair.from) - pair.to;
    return (d.x * d.x + d.y * d.y) / (pair.sigma * pair.sigma);
}

std::optional<Similarity> through(const PointPair& p, const PointPair& q, double baseline)
{
    const cv::Point2d e = q.from - p.from, d = q.to - p.to;
    const double length = e.x * e.x + e.y * e.y;
    if (length < baseline * baseline)
        return std::nullopt;
    Similarity s;
    s.a = (e.x * d.x + e.y * d.y) / length;
    s.b = (e.x * d.y - e.y * d.x) / length;
    s.tx = p.to.x - s.a * p.from.x + s.b * p.from.y;
    s.ty = p.to.y - s.b * p.from.x - s.a * p.from.y;
    const double scale = s.scale();
    const bool possible = scale < kMostScaleStep && scale > 1.0 / kMostScaleStep;
    return possible ? std::optional(s) : std::nullopt;
}

struct Score {
    double support = -1.0;
    double area = 0.0;
    int inliers = 0;
    double agreement = 0.0;
};

// How many pairs agree (each by how well, as in MSAC), times how widely they are spread: the
// scene lies all around, a subject is compact even where it is sharper than the scene.
Score score(const Similarity& s, const std::vector<PointPair>& pairs)
{
    double sum = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
    int inliers = 0;
    for (const PointPair& pair : pairs) {
        const double agreement = 1.0 - residual(s, pair) / kGate;
        if (agreement <= 0.0)
            continue;
        ++inliers;
        const double wx = agreement * pair.from.x, wy = agreement * pair.from.y;
        sum += agreement;
        x += wx;
        y += wy;
        xx += wx * pair.from.x;
        yy += wy * pair.from.y;
        xy += wx * pair.from.y;
    }
    if (inliers < 3)
        return {0.0, 0.0, inliers, 0.0};
    const double varianceX = xx / sum - x * x / (sum * sum);
    const double varianceY = yy / sum - y * y / (sum * sum);
    const double covariance = xy / sum - x * y / (sum * sum);
    const double area = std::max(0.0, varianceX * varianceY - covariance * covariance);
    return {sum * area, std::sqrt(area), inliers, sum / inliers};
}

int roundsNeeded(int inliers, size_t count)
{
    const double share = static_cast<double>(inliers) / static_cast<double>(count);
    const double miss = 1.0 - share * share;
    if (miss <= 0.0)
        return kLeastRounds;
    const double rounds = std::log(kMissed) / std::log(std::min(miss, 0.9999));
    return static_cast<int>(std::clamp(rounds, double{kLeastRounds}, double{kMostRounds}));
}

struct Best {
    Similarity similarity;
    Score score;

    void offer(const Similarity& s, const std::vector<PointPair>& pairs)
    {
        const Score its = animatize::score(s, pairs);
        if (its.support > score.support)
            *this = {s, its};
    }
};

Best consensus(const std::vector<PointPair>& pairs, double baseline)
{
    Best best;
    best.offer(Similarity{}, pairs);
    Lcg random;
    for (int round = 0; round < roundsNeeded(best.score.inliers, pairs.size()); ++round) {
        const PointPair& p = pairs[random.below(pairs.size())];
        const PointPair& q = pairs[random.below(pairs.size())];
        if (const auto s = through(p, q, baseline))
            best.offer(*s, pairs);
    }
    return best;
}

// Tukey's biweight: like least squares near the model, no influence beyond the gate.
double influence(const Similarity& s, const PointPair& pair)
{
    const double closeness = std::max(0.0, 1.0 - residual(s, pair) / kGate);
    return closeness * closeness * pair.weight;
}

// Weighted moments of the pairs. A similarity is a complex line y = (a + ib) x + t, so slope and
// offset follow from means and covariances.
struct Moments {
    double sum = 0.0, squares = 0.0;  // of the weights
    cv::Point2d from, to;             // means
    double dot = 0.0, cross = 0.0, spread = 0.0, targets = 0.0;

    Moments(const std::vector<PointPair>& pairs, const Similarity& model);
};

Moments::Moments(const std::vector<PointPair>& pairs, const Similarity& model)
{
    for (const PointPair& pair : pairs) {
        const double weight = influence(model, pair);
        const cv::Point2d &p = pair.from, &q = pair.to;
        sum += weight;
        squares += weight * weight;
        from += weight * p;
        to += weight * q;
        dot += weight * (p.x * q.x + p.y * q.y);
        cross += weight * (p.x * q.y - p.y * q.x);
        spread += weight * (p.x * p.x + p.y * p.y);
        targets += weight * (q.x * q.x + q.y * q.y);
    }
    if (sum <= 0.0)
        return;
    from *= 1.0 / sum;
    to *= 1.0 / sum;
    dot -= sum * from.dot(to);
    cross -= sum * from.cross(to);
    spread -= sum * from.dot(from);
    targets -= sum * to.dot(to);
}

// Iteratively reweighted least squares, and how sure it is.
void refit(const std::vector<PointPair>& pairs, SimilarityFit& fit)
{
    Similarity& s = fit.similarity;
    for (int round = 0; round < kRefits; ++round) {
        const Moments m(pairs, s);
        if (m.sum <= 0.0 || m.spread <= 1e-9 * m.sum)
            return;
        s.a = m.dot / m.spread;
        s.b = m.cross / m.spread;
        s.tx = m.to.x - s.a * m.from.x + s.b * m.from.y;
        s.ty = m.to.y - s.b * m.from.x - s.a * m.from.y;
        const double left = m.targets - (m.dot * m.dot + m.cross * m.cross) / m.spread;
        const double count = m.sum * m.sum / m.squares;
        const double variance = 0.5 * std::max(0.0, left) / m.sum / std::max(1.0, count - 2.0);
        fit.turnError = std::sqrt(variance * m.sum / m.spread);
        fit.shiftError = std::hypot(std::sqrt(variance), cv::norm(m.from) * fit.turnError);
    }
}

SimilarityFit refined(const std::vector<PointPair>& pairs, const Similarity& similarity)
{
    SimilarityFit fit;
    fit.similarity = similarity;
    refit(pairs, fit);
    const Score its = score(fit.similarity, pairs);
    fit.found = its.inliers >= 3;
    fit.inliers = its.inliers;
    fit.area = its.area;
    fit.agreement = its.agreement;
    fit.support = its.support;
    return fit;
}

}  // namespace

Similarity Similarity::inverse() const
{
    const double square = a * a + b * b;
    Similarity result{a / square, -b / square, 0.0, 0.0};
    const cv::Point2d t = result({tx, ty});
    result.tx = -t.x;
    result.ty = -t.y;
    return result;
}

double Similarity::displacement(double halfWidth, double halfHeight) const
{
    const double turn = std::hypot(a - 1.0, b) * std::hypot(halfWidth, halfHeight);
    return std::hypot(tx, ty) + turn;
}

Similarity operator*(const Similarity& second, const Similarity& first)
{
    const cv::Point2d t = second({first.tx, first.ty});
    return {second.a * first.a - second.b * first.b, second.a * first.b + second.b * first.a, t.x,
            t.y};
}

PictureGeometry::PictureGeometry(const ReducedPicture& picture)
    : centreX(picture.frameWidth / picture.stepX / 2.0),
      centreY(picture.frameHeight / picture.stepY / 2.0),
      aspect(picture.pixelAspect),
      width(picture.frameWidth / picture.stepX * picture.pixelAspect),
      height(picture.frameHeight / picture.stepY)
{}

cv::Matx23d PictureGeometry::pixelMap(const Similarity& s) const
{
    const cv::Point2d origin = toPixel(s(toSquare({0, 0})));
    return {s.a, -s.b / aspect, origin.x, s.b * aspect, s.a, origin.y};
}

SimilarityFit fitSimilarity(const std::vector<PointPair>& pairs,
                            const std::optional<Similarity>& guess, double baseline)
{
    if (pairs.size() < 3)
        return {};
    SimilarityFit fit = refined(pairs, consensus(pairs, baseline).similarity);
    if (guess) {
        const SimilarityFit next = refined(pairs, *guess);
        if (next.found && kContinuity * next.support > fit.support)
            fit = next;
    }
    return fit;
}

}  // namespace animatize
