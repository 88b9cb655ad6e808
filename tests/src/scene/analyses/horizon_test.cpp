#include "scene/analyses/horizon.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(640, 360);

std::optional<double> rollOf(const cv::Mat& picture, double pixelAspect = 1.0)
{
    ReducedPicture small = reduced(picture);
    small.pixelAspect = pixelAspect;
    const ImageView view = imageView(picture);
    return horizonRoll(AnalysisInput(small, view, std::nullopt, nullptr));
}

// What a camera that is level sees, turned counter-clockwise; no border shows.
cv::Mat turned(const cv::Mat& wide, double degrees)
{
    const cv::Point2f centre(static_cast<float>(wide.cols - 1) / 2.0F,
                             static_cast<float>(wide.rows - 1) / 2.0F);
    cv::Mat result;
    cv::warpAffine(wide, result, cv::getRotationMatrix2D(centre, degrees, 1.0), wide.size(),
                   cv::INTER_CUBIC, cv::BORDER_REFLECT);
    const cv::Rect middle((wide.cols - kSize.width) / 2, (wide.rows - kSize.height) / 2,
                          kSize.width, kSize.height);
    return result(middle).clone();
}

cv::Mat wideTexture(uint64_t seed)
{
    return texture(860, 620, seed);
}

// A sea of waves under a sky of clouds, `step` levels apart.
cv::Mat sea(double level, double step, uint64_t seed)
{
    cv::Mat picture = wideTexture(seed) * 0.15 + 100.0, sky;
    cv::GaussianBlur(wideTexture(seed + 1), sky, {}, 12.0);
    sky = sky * 0.15 + 100.0 + step;
    sky.rowRange(0, cvRound(level * sky.rows))
        .copyTo(picture.rowRange(0, cvRound(level * sky.rows)));
    return picture;
}

// A front of windows, which lean towards each other as for a camera that looks up.
cv::Mat houseFront(double lean)
{
    cv::Mat front(620, 860, CV_8UC1, cv::Scalar(170)), seen;
    for (int x = 30; x < 830; x += 80)
        for (int y = 40; y < 600; y += 110)
            cv::rectangle(front, {x, y, 45, 80}, cv::Scalar(60 + (x + y) % 50), cv::FILLED);
    const auto by = static_cast<float>(lean);
    const cv::Point2f from[] = {{0, 0}, {860, 0}, {860, 620}, {0, 620}};
    const cv::Point2f to[] = {{by, 0}, {860 - by, 0}, {860 + by, 620}, {-by, 620}};
    cv::warpPerspective(front, seen, cv::getPerspectiveTransform(from, to), front.size(),
                        cv::INTER_LINEAR, cv::BORDER_REFLECT);
    return seen;
}

}  // namespace

START_TEST(theHorizonOfASeaIsMeasured)
{
    uint64_t seed = 1;
    for (const double level : {0.4, 0.5, 0.62})
        for (const double degrees : {-12.0, -5.0, -1.0, 0.0, 0.5, 3.0, 8.0, 12.0}) {
            const auto roll = rollOf(turned(sea(level, 40.0, ++seed), degrees));
            ck_assert(roll.has_value());
            ck_assert_double_eq_tol(*roll, degrees, 0.3);
        }
}
END_TEST

START_TEST(aFaintHorizonUnderNoiseIsMeasured)
{
    for (const double degrees : {-6.0, 2.0, 9.0}) {
        const cv::Mat picture = sea(0.5, 40.0, 40) * 0.4 + 60.0;
        const auto roll = rollOf(withNoise(turned(picture, degrees), 3.0, 5));
        ck_assert(roll.has_value());
        ck_assert_double_eq_tol(*roll, degrees, 0.6);
    }
}
END_TEST

START_TEST(uprightsTellTheRollAlsoWhenTheyConverge)
{
    for (const double lean : {0.0, 50.0, -50.0})
        for (const double degrees : {-8.0, -3.0, 0.0, 4.0, 9.0}) {
            const auto roll = rollOf(turned(houseFront(lean), degrees));
            ck_assert(roll.has_value());
            ck_assert_double_eq_tol(*roll, degrees, 1.0);
        }
}
END_TEST

START_TEST(picturesWithoutAHorizonClaimNone)
{
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        ck_assert(!rollOf(leaves(kSize, seed)));
        ck_assert(!rollOf(grass(kSize, seed)));
        ck_assert(!rollOf(texture(kSize.width, kSize.height, seed)));
    }
    cv::Mat ball(kSize, CV_8U, cv::Scalar(70));
    cv::circle(ball, {320, 180}, 120, cv::Scalar(190), cv::FILLED, cv::LINE_AA);
    ck_assert(!rollOf(ball));
}
END_TEST

START_TEST(aSmoothGradientHasNoHorizon)
{
    for (const double degrees : {0.0, 7.0}) {
        cv::Mat ramp(620, 860, CV_8U);
        for (int y = 0; y < ramp.rows; ++y)
            ramp.row(y) = y * 255 / ramp.rows;
        ck_assert(!rollOf(turned(ramp, degrees)));
        ck_assert(!rollOf(withNoise(turned(ramp, degrees), 2.0, 4)));
    }
}
END_TEST

START_TEST(twoEdgesThatDisagreeAreNoHorizon)
{
    cv::Mat picture = turned(sea(0.4, 40.0, 3), 6.0), other = turned(sea(0.7, 40.0, 4), -7.0);
    other.rowRange(180, 360).copyTo(picture.rowRange(180, 360));
    ck_assert(!rollOf(picture));
}
END_TEST

START_TEST(anEdgeThatEndsIsNoHorizon)
{
    cv::Mat picture = sea(0.5, 40.0, 3);
    const cv::Mat whole = turned(picture, 3.0);
    ck_assert(rollOf(whole).has_value());
    cv::Mat part = turned(wideTexture(5) * 0.15 + 120.0, 0.0);
    whole.colRange(0, 520).copyTo(part.colRange(0, 520));
    ck_assert(!rollOf(part));
}
END_TEST

START_TEST(anglesAreThoseOfSquarePixels)
{
    const cv::Mat picture = turned(sea(0.5, 40.0, 3), 8.0);
    const double wide = std::atan(std::tan(8.0 * CV_PI / 180.0) / 2.0) * 180.0 / CV_PI;
    ck_assert_double_eq_tol(rollOf(picture, 2.0).value(), wide, 0.3);
}
END_TEST

START_TEST(theRecordHasTheRollOnlyWhereItIsKnown)
{
    const SceneRecord known = analysed(turned(sea(0.5, 40.0, 3), 4.0));
    ck_assert_double_eq_tol(known.composition.number("horizon-roll").value(), 4.0, 0.3);
    ck_assert(!analysed(leaves(kSize, 3)).composition.number("horizon-roll"));
}
END_TEST

int main()
{
    return run("horizon", {theHorizonOfASeaIsMeasured, aFaintHorizonUnderNoiseIsMeasured,
                           uprightsTellTheRollAlsoWhenTheyConverge,
                           picturesWithoutAHorizonClaimNone, aSmoothGradientHasNoHorizon,
                           twoEdgesThatDisagreeAreNoHorizon, anEdgeThatEndsIsNoHorizon,
                           anglesAreThoseOfSquarePixels, theRecordHasTheRollOnlyWhereItIsKnown});
}
