// The row sampler against the formula, and each way of it against the other.
#include "generate/render/row_sampler.h"

#include <cmath>

#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kOne = 1 << kPlace;

/// A texture of so many components, and rows of places in it.
class Sampling {
  public:
    Sampling(int components, uint64_t seed) : random_(seed)
    {
        picture_.create(40, 60, CV_8UC(components));
        random_.fill(picture_, cv::RNG::UNIFORM, 0, 256);
        texture_ = Texture(picture_);
    }

    /// Nodes that wander: about `scale` samples from one sample to the next, and `slope` down.
    RowPlaces wander(int run, int count, double scale, double slope)
    {
        RowPlaces places(run, count);
        double x = random_.uniform(0.0, 4.0), y = random_.uniform(0.0, 39.0);
        for (size_t i = 0; i < places.x.size(); ++i) {
            places.x[i] = cvRound(std::clamp(x, 0.0, 59.0) * kOne);
            places.y[i] = cvRound(std::clamp(y, -1.0, 39.0) * kOne);
            x += run * scale * random_.uniform(0.9, 1.1);
            y += run * slope * random_.uniform(0.9, 1.1);
        }
        return places;
    }

    std::vector<std::vector<uchar>> sampled(RowSampler sampler, const RowPlaces& places, int first,
                                            int end) const
    {
        std::vector<std::vector<uchar>> rows(size_t(texture_.components()),
                                             std::vector<uchar>(size_t(end) + 16, 77));
        std::vector<uchar*> out;
        for (std::vector<uchar>& row : rows)
            out.push_back(row.data());
        sampler(texture_, places, first, end, out.data());
        return rows;
    }

    /// What lies at a place, exactly.
    double truth(int component, double x, double y) const
    {
        const auto at = [&](int row, int column) {
            return double(picture_.ptr(std::clamp(
                row, 0,
                picture_.rows - 1))[std::clamp(column, 0, picture_.cols - 1) * picture_.channels() +
                                    component]);
        };
        const int column = cvFloor(x), row = cvFloor(y);
        const double right = x - column, down = y - row;
        return (1 - down) * ((1 - right) * at(row, column) + right * at(row, column + 1)) +
               down * ((1 - right) * at(row + 1, column) + right * at(row + 1, column + 1));
    }

    cv::RNG random_;
    cv::Mat picture_;
    Texture texture_;
};

double between(const std::vector<int>& nodes, int run, int i)
{
    const size_t node = size_t(i / run);
    return (nodes[node] + double(nodes[node + 1] - nodes[node]) * (i % run) / run) / kOne;
}

const int kRuns[] = {1, 2, 4, 8};
/// Along a row, aslant, and so far apart that nothing is close together.
const cv::Point2d kWays[] = {{1.0, 0.0}, {0.7, 0.02}, {1.4, -0.1}, {1.0, 0.3},
                             {3.0, 0.0}, {0.5, 2.0},  {-0.9, 0.1}, {0.0, 0.0}};

}  // namespace

START_TEST(samplesAreBilinear)
{
    for (int components = 1; components <= 3; ++components) {
        Sampling sampling(components, 5);
        for (const int run : kRuns)
            for (const cv::Point2d& way : kWays) {
                const RowPlaces places = sampling.wander(run, 40, way.x, way.y);
                const auto rows = sampling.sampled(rowSampler(), places, 0, 40);
                for (int c = 0; c < components; ++c)
                    for (int i = 0; i < 40; ++i) {
                        const double seen = rows[size_t(c)][size_t(i)];
                        // A weight is 1/128, cut off: two of them, of 255 codes at most.
                        ck_assert_double_eq_tol(
                            seen,
                            sampling.truth(c, between(places.x, run, i), between(places.y, run, i)),
                            2 * 255.0 / 128 + 0.6);
                    }
            }
    }
}
END_TEST

START_TEST(wholePlacesAreTheSamplesThemselves)
{
    Sampling sampling(3, 6);
    RowPlaces places(8, 56);
    for (size_t i = 0; i < places.x.size(); ++i) {
        places.x[i] = std::min(int(8 * i) + 2, 60) * kOne;
        places.y[i] = 17 * kOne;
    }
    const auto rows = sampling.sampled(rowSampler(), places, 0, 56);
    for (int i = 0; i < 56; ++i)
        for (int c = 0; c < 3; ++c)
            ck_assert_int_eq(rows[size_t(c)][size_t(i)],
                             sampling.picture_.at<cv::Vec3b>(17, i + 2)[c]);
}
END_TEST

START_TEST(whatIsPlainStaysPlain)
{
    for (const int code : {0, 1, 127, 254, 255}) {
        Sampling sampling(1, 7);
        sampling.texture_ = Texture(cv::Mat(40, 60, CV_8UC1, cv::Scalar(code)));
        for (const cv::Point2d& way : kWays) {
            const RowPlaces places = sampling.wander(8, 48, way.x, way.y);
            for (const RowSampler sampler : {sampleAnywhere, rowSampler()}) {
                const auto rows = sampling.sampled(sampler, places, 0, 48);
                for (size_t i = 0; i < 48; ++i)
                    ck_assert_int_eq(rows[0][i], code);
            }
        }
    }
}
END_TEST

START_TEST(everyWayMakesTheSameBytes)
{
    const RowSampler wide = avx2RowSampler() ? avx2RowSampler() : sampleAnywhere;
    for (int components = 1; components <= 3; ++components) {
        Sampling sampling(components, 8);
        for (int round = 0; round < 20; ++round)
            for (const int run : kRuns)
                for (const cv::Point2d& way : kWays) {
                    const RowPlaces places = sampling.wander(run, 61, way.x, way.y);
                    for (const int first : {0, 8, 24})
                        for (const int end : {1, 7, 8, 12, 25, 61})
                            ck_assert(sampling.sampled(wide, places, first, end) ==
                                      sampling.sampled(sampleAnywhere, places, first, end));
                }
    }
}
END_TEST

START_TEST(nothingIsWrittenBeside)
{
    Sampling sampling(2, 9);
    for (const RowSampler sampler : {sampleAnywhere, rowSampler()})
        for (const int first : {0, 16})
            for (int end = first; end < 40; ++end) {
                const RowPlaces places = sampling.wander(8, 40, 1.1, 0.05);
                const auto rows = sampling.sampled(sampler, places, first, end);
                for (const std::vector<uchar>& row : rows)
                    for (size_t i = 0; i < row.size(); ++i)
                        ck_assert(row[i] == 77 || (int(i) >= first && int(i) < end));
            }
}
END_TEST

START_TEST(theLastPlacesOfAPictureCanBeRead)
{
    // From one outside to one outside, where the edge goes on; with the sanitizer, whatever is
    // read.
    Sampling sampling(1, 10);
    for (const int y : {-kOne, 40 * kOne})
        for (const RowSampler sampler : {sampleAnywhere, rowSampler()}) {
            RowPlaces places(8, 62);
            for (size_t i = 0; i < places.x.size(); ++i) {
                places.x[i] = std::min(int(8 * i) - 1, 60) * kOne;
                places.y[i] = y;
            }
            const auto rows = sampling.sampled(sampler, places, 0, 56);
            for (int i = 1; i < 56; ++i)
                ck_assert_int_eq(rows[0][size_t(i)],
                                 sampling.picture_.at<uchar>(y < 0 ? 0 : 39, i - 1));
        }
}
END_TEST

int main()
{
    return run("row-sampler", {samplesAreBilinear, wholePlacesAreTheSamplesThemselves,
                               whatIsPlainStaysPlain, everyWayMakesTheSameBytes,
                               nothingIsWrittenBeside, theLastPlacesOfAPictureCanBeRead});
}
