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
        return {0.0, 0.0, inliers};
    const double varianceX = xx / sum - x * x / (sum * sum);
    const double varianceY = yy / sum - y * y / (sum * sum);
    const double covariance = xy / sum - x * y / (sum * sum);
    const double area = std::max(0.0, varianceX * varianceY - covariance * covariance);
    return {sum * area, std::sqrt(area), inliers};
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

Best consensus(const std::vector<PointPair>& pairs, const std::vector<Similarity>& guesses,
               double baseline)
{
    Best best;
    for (const Similarity& guess : guesses)
        best.offer(guess, pairs);
    Lcg random;
    for (int round = 0; round < roundsNeeded(best.score.inliers, pairs.size()); ++round) {
        const PointPair& p = pairs[random.below(pairs.size())];
        const PointPair& q = pairs[random.below(pairs.size())];
        if (const auto s = through(p, q, baseline))
            best.offer(*s, pairs);
    }
    return best;
}

// Closed form of the weighted least squares: a similarity is a complex line y = (a + ib) x + t,
// so slope and offset follow from weighted means and covariances.
std::optional<Similarity> weightedFit(const std::vector<PointPair>& pairs,
                                      const std::vector<double>& weights)
{
    double sum = 0.0;
    cv::Point2d from, to;
    for (size_t i = 0; i < pairs.size(); ++i) {
        sum += weights[i];
        from += weights[i] * pairs[i].from;
        to += weights[i] * pairs[i].to;
    }
    if (sum <= 0.0)
        return std::nullopt;
    from *= 1.0 / sum;
    to *= 1.0 / sum;
    double dot = 0.0, cross = 0.0, spread = 0.0;
    for (size_t i = 0; i < pairs.size(); ++i) {
        const cv::Point2d e = pairs[i].from - from, d = pairs[i].to - to;
        dot += weights[i] * (e.x * d.x + e.y * d.y);
        cross += weights[i] * (e.x * d.y - e.y * d.x);
        spread += weights[i] * (e.x * e.x + e.y * e.y);
    }
    if (spread <= 0.0)
        return std::nullopt;
    Similarity s{dot / spread, cross / spread, 0.0, 0.0};
    s.tx = to.x - s.a * from.x + s.b * from.y;
    s.ty = to.y - s.b * from.x - s.a * from.y;
    return s;
}

// Tukey's biweight: like least squares near the model, no influence beyond the gate.
Similarity refit(const std::vector<PointPair>& pairs, Similarity s)
{
    std::vector<double> weights(pairs.size());
    for (int round = 0; round < kRefits; ++round) {
        for (size_t i = 0; i < pairs.size(); ++i) {
            const double closeness = std::max(0.0, 1.0 - residual(s, pairs[i]) / kGate);
            weights[i] = closeness * closeness * pairs[i].weight;
        }
        const auto better = weightedFit(pairs, weights);
        if (!better)
            break;
        s = *better;
    }
    return s;
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
                            const std::vector<Similarity>& guesses, double baseline)
{
    SimilarityFit fit;
    if (pairs.size() < 3)
        return fit;
    const Best best = consensus(pairs, guesses, baseline);
    if (best.score.inliers < 3)
        return fit;
    fit.found = true;
    fit.similarity = refit(pairs, best.similarity);
    const Score its = score(fit.similarity, pairs);
    fit.inliers = its.inliers;
    fit.area = its.area;
    fit.support = its.support;
    return fit;
}

}  // namespace animatize
