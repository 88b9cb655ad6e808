#include <cmath>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "scene/analyses/depth.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(320, 180);

double measure(const cv::Mat& picture, const char* name)
{
    return analysed(picture).composition.number(name).value();
}

// A coloured ball before a soft background.
cv::Mat withSubject(double x, double y, uint64_t seed)
{
    cv::Mat picture;
    cv::GaussianBlur(colourTexture(kSize.width, kSize.height, seed), picture, {}, 8.0);
    picture = picture * 0.5 + cv::Scalar(20, 50, 60);
    cv::circle(picture, cv::Point(cvRound(x * kSize.width), cvRound(y * kSize.height)), 20,
               cv::Scalar(230, 120, 30), -1, cv::LINE_AA);
    return picture;
}

cv::Mat stripes(double degrees)
{
    cv::Mat wide(600, 600, CV_8U), turned;
    for (int y = 0; y < wide.rows; ++y)
        wide.row(y) = (y / 10) % 2 ? 200 : 60;
    const cv::Mat map = cv::getRotationMatrix2D({300, 300}, degrees, 1.0);
    cv::warpAffine(wide, turned, map, wide.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT);
    return turned(cv::Rect(140, 210, kSize.width, kSize.height)).clone();
}

// A bright view of this size and at this place in dark surroundings.
cv::Mat doorway(const cv::Rect& view, double detail)
{
    cv::Mat picture = colourTexture(kSize.width, kSize.height, 5) * 0.08;
    cv::Mat bright = colourTexture(view.width, view.height, 6) * detail;
    bright += cv::Scalar::all(200.0 * (1.0 - detail));
    bright.copyTo(picture(view));
    return picture;
}

}  // namespace

START_TEST(theSubjectIsFoundWhereItIs)
{
    uint64_t seed = 1;
    for (const double x : {0.2, 0.35, 0.5, 0.7, 0.85})
        for (const double y : {0.25, 0.5, 0.75}) {
            const SceneRecord record = analysed(withSubject(x, y, ++seed));
            ck_assert_double_eq_tol(record.composition.number("salient-x").value(), x, 0.03);
            ck_assert_double_eq_tol(record.composition.number("salient-y").value(), y, 0.04);
        }
}
END_TEST

START_TEST(thirdsAreFullOnACrossingAndNothingInTheMiddle)
{
    for (const double x : {1.0 / 3.0, 2.0 / 3.0})
        for (const double y : {1.0 / 3.0, 2.0 / 3.0})
            ck_assert_double_ge(measure(withSubject(x, y, 9), "thirds"), 0.85);
    ck_assert_double_le(measure(withSubject(0.5, 0.5, 9), "thirds"), 0.15);
}
END_TEST

START_TEST(textureEverywhereHasNoSubject)
{
    for (uint64_t seed = 1; seed <= 8; ++seed) {
        const SceneRecord record = analysed(grass(kSize, seed));
        ck_assert(!record.composition.number("salient-x"));
        ck_assert(!record.composition.number("thirds"));
    }
}
END_TEST

START_TEST(symmetryGrowsWithTheMirroredShare)
{
    const cv::Mat picture = leaves(kSize, 3);
    cv::Mat mirrored;
    cv::flip(picture, mirrored, 1);
    double before = -0.01;
    for (int rows = 20; rows <= kSize.height; rows += 20) {
        cv::Mat half = picture.clone();
        mirrored(cv::Rect(160, 0, 160, rows)).copyTo(half(cv::Rect(160, 0, 160, rows)));
        const double now = measure(half, "symmetry");
        ck_assert_double_ge(now, before - 0.01);
        before = std::max(before, now);
    }
    ck_assert_double_ge(before, 0.99);
    ck_assert_double_le(measure(picture, "symmetry"), 0.2);
}
END_TEST

START_TEST(aReflectionIsVerticalSymmetry)
{
    cv::Mat picture = leaves(kSize, 3), mirrored;
    cv::flip(picture, mirrored, 0);
    mirrored.rowRange(90, 180).copyTo(picture.rowRange(90, 180));
    ck_assert_double_ge(measure(picture, "symmetry-vertical"), 0.95);
    ck_assert_double_le(measure(picture, "symmetry"), 0.2);
}
END_TEST

START_TEST(darknessAndNoiseAreNotSymmetric)
{
    cv::Mat dark(kSize, CV_8U, cv::Scalar(10));
    ck_assert(!analysed(dark).composition.number("symmetry"));
    const cv::Mat noise = withNoise(cv::Mat(kSize, CV_8U, cv::Scalar(120)), 40.0, 5);
    ck_assert_double_le(measure(noise, "symmetry"), 0.15);
}
END_TEST

START_TEST(linesRunAsDrawn)
{
    ck_assert_double_ge(measure(stripes(0), "lines-horizontal"), 0.95);
    ck_assert_double_ge(measure(stripes(90), "lines-vertical"), 0.95);
    ck_assert_double_ge(measure(stripes(45), "lines-diagonal"), 0.95);
    ck_assert_double_ge(measure(stripes(12), "lines-horizontal"), 0.9);
}
END_TEST

START_TEST(linesAreSharesOfOne)
{
    const SceneRecord record = analysed(leaves(kSize, 12));
    double sum = 0.0;
    for (const char* name : {"lines-horizontal", "lines-vertical", "lines-diagonal"})
        sum += record.composition.number(name).value();
    ck_assert_double_eq_tol(sum, 1.0, 1e-9);
}
END_TEST

// Lines from around the frame towards a point, as `count` spokes that end before it.
static cv::Mat spokes(double x, double y, int count, uint64_t seed)
{
    cv::Mat picture(kSize * 2, CV_8U, cv::Scalar(120));
    const cv::Point2d to(x * picture.cols, y * picture.rows);
    for (int i = 0; i < count; ++i) {
        const double angle = 2.0 * CV_PI * (i + 0.37) / count;
        const cv::Point2d way(std::cos(angle), std::sin(angle));
        cv::line(picture, to + way * 60.0, to + way * 900.0, cv::Scalar(i % 2 ? 210 : 40), 5,
                 cv::LINE_AA);
    }
    return withNoise(picture, 3.0, seed);
}

START_TEST(leadingLinesPointToTheirVanishingPoint)
{
    uint64_t seed = 1;
    for (const double x : {0.3, 0.5, 0.75})
        for (const double y : {0.35, 0.6}) {
            const Record record = analysed(spokes(x, y, 14, ++seed)).composition;
            ck_assert_double_eq_tol(record.number("vanishing-x").value(), x, 0.02);
            ck_assert_double_eq_tol(record.number("vanishing-y").value(), y, 0.03);
            ck_assert_double_ge(record.number("leading-lines").value(), 0.7);
        }
}
END_TEST

START_TEST(whatLeadsNowhereHasNoVanishingPoint)
{
    for (uint64_t seed = 1; seed <= 8; ++seed)
        for (const cv::Mat& picture : {leaves(kSize, seed), grass(kSize, seed)})
            ck_assert(!analysed(picture).composition.number("vanishing-x"));
    ck_assert(!analysed(stripes(30)).composition.number("leading-lines"));
    ck_assert(!analysed(stripes(0)).composition.number("leading-lines"));
    // Two ways that cross are a cross, also when they are dashed.
    cv::Mat cross(kSize, CV_8U, cv::Scalar(120));
    for (int x = 0; x < 310; x += 45) {
        cv::line(cross, {x, 10 + x / 2}, {x + 30, 25 + x / 2}, cv::Scalar(30), 3, cv::LINE_AA);
        cv::line(cross, {x, 170 - x / 2}, {x + 30, 155 - x / 2}, cv::Scalar(220), 3, cv::LINE_AA);
    }
    ck_assert(!analysed(cross).composition.number("vanishing-x"));
}
END_TEST

START_TEST(aFewOfManyLinesDontLead)
{
    cv::Mat picture = spokes(0.5, 0.5, 5, 3);
    ck_assert(analysed(picture).composition.number("vanishing-x").has_value());
    cv::RNG random(4);
    for (int i = 0; i < 90; ++i) {
        const int x = random.uniform(0, 600), y = random.uniform(40, 320);
        const double angle = random.uniform(0.2, 2.9);
        const cv::Point way(cvRound(60 * std::cos(angle)), cvRound(60 * std::sin(angle)));
        cv::line(picture, {x, y}, cv::Point(x, y) + way, cv::Scalar(i % 2 ? 20 : 240), 4,
                 cv::LINE_AA);
    }
    ck_assert(!analysed(picture).composition.number("vanishing-x"));
}
END_TEST

START_TEST(negativeSpaceIsTheShareWithoutDetail)
{
    cv::Mat picture(kSize, CV_8U, cv::Scalar(120));
    ck_assert_double_le(measure(grass(kSize, 3), "negative-space"), 0.01);
    grass(kSize, 3).colRange(0, 80).copyTo(picture.colRange(0, 80));
    ck_assert_double_eq_tol(measure(withNoise(picture, 2.0, 3), "negative-space"), 0.75, 0.04);
}
END_TEST

// What is painted on a thing doesn't move its middle.
START_TEST(aThingIsFilledToItsOutline)
{
    for (const double x : {0.3, 0.6}) {
        cv::Mat picture;
        cv::GaussianBlur(colourTexture(kSize.width, kSize.height, 5), picture, {}, 8.0);
        picture = picture * 0.3 + cv::Scalar(60, 80, 90);
        const cv::Rect thing(cvRound(x * kSize.width) - 30, 60, 60, 60);
        cv::rectangle(picture, thing, cv::Scalar(200, 60, 40), cv::FILLED);
        cv::rectangle(picture, thing & cv::Rect(0, 0, thing.x + 20, 180), cv::Scalar(250, 240, 30),
                      cv::FILLED);
        const Record record = analysed(picture).composition;
        ck_assert_double_eq_tol(record.number("salient-x").value(), x, 0.015);
        ck_assert_double_eq_tol(record.number("salient-y").value(), 0.5, 0.02);
    }
}
END_TEST

START_TEST(edgesAndTextureGrowWithDetail)
{
    const cv::Mat picture = leaves(kSize, 3);
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 3.0);
    ck_assert_double_gt(measure(picture, "edge-density"), measure(soft, "edge-density") + 0.1);
    ck_assert_double_gt(measure(picture, "texture"), measure(soft, "texture") + 0.05);
}
END_TEST

START_TEST(lowSharpGroundIsNearerThanAHazyTop)
{
    cv::Mat picture = leaves(kSize, 3), soft;
    cv::GaussianBlur(picture, soft, {}, 4.0);
    soft = soft * 0.3 + 140;
    soft.rowRange(0, 90).copyTo(picture.rowRange(0, 90));
    const ReducedPicture small = reduced(picture);
    const ImageView view = imageView(picture);
    const cv::Mat near = nearness(AnalysisInput(small, view, std::nullopt, nullptr)).map;
    const double top = cv::mean(near.rowRange(0, 8))[0],
                 bottom = cv::mean(near.rowRange(10, 18))[0];
    ck_assert_double_gt(bottom, top + 0.35);
    double least = 0, most = 0;
    cv::minMaxLoc(near, &least, &most);
    ck_assert_double_ge(least, 0.0);
    ck_assert_double_le(most, 1.0);
}
END_TEST

START_TEST(focusSetsTwoThingsOfOneHeightApart)
{
    cv::Mat picture = leaves(kSize, 3), soft;
    cv::GaussianBlur(picture, soft, {}, 4.0);
    soft.colRange(160, 320).copyTo(picture.colRange(160, 320));
    const ReducedPicture small = reduced(picture);
    const ImageView view = imageView(picture);
    const cv::Mat near = nearness(AnalysisInput(small, view, std::nullopt, nullptr)).map;
    ck_assert_double_gt(cv::mean(near.colRange(0, 14))[0],
                        cv::mean(near.colRange(18, 32))[0] + 0.05);
}
END_TEST

START_TEST(theDepthRecordCallsItselfAProxy)
{
    const SceneRecord record = analysed(leaves(kSize, 3));
    ck_assert(record.depth.text("method")->find("proxy") != std::string::npos);
    ck_assert_double_gt(record.depth.number("variance").value(), 0.0);
    ck_assert_double_ge(record.depth.number("layers").value(), 1.0);
    ck_assert_double_le(record.depth.number("layers").value(), 3.0);
}
END_TEST

START_TEST(aViewThroughADoorIsFramed)
{
    ck_assert_double_ge(measure(doorway({120, 40, 80, 120}, 0.8), "framed"), 0.7);
    ck_assert_double_ge(measure(doorway({120, 40, 80, 140}, 0.8), "framed"), 0.7);  // to the ground
    ck_assert_double_le(measure(doorway({0, 40, 80, 120}, 0.8), "framed"), 0.05);   // at the side
    ck_assert_double_le(measure(doorway({120, 0, 80, 120}, 0.8), "framed"), 0.05);  // at the top
    ck_assert_double_le(measure(doorway({120, 40, 80, 120}, 0.0), "framed"), 0.2);  // a screen
    ck_assert_double_le(measure(doorway({150, 80, 20, 20}, 0.6), "framed"), 0.05);  // a lamp
    ck_assert_double_le(measure(colourTexture(kSize.width, kSize.height, 7), "framed"), 0.1);
}
END_TEST

START_TEST(aSlantedOrRaggedViewIsNoFrame)
{
    cv::Mat picture = colourTexture(kSize.width, kSize.height, 5) * 0.08;
    cv::Mat mask(kSize, CV_8U, cv::Scalar(0));
    cv::line(mask, {60, 150}, {260, 30}, cv::Scalar(255), 40);
    cv::Mat bright = colourTexture(kSize.width, kSize.height, 6) * 0.6 + cv::Scalar::all(80);
    bright.copyTo(picture, mask);
    ck_assert_double_le(measure(picture, "framed"), 0.1);
}
END_TEST

int main()
{
    return run("composition",
               {theSubjectIsFoundWhereItIs, thirdsAreFullOnACrossingAndNothingInTheMiddle,
                textureEverywhereHasNoSubject, symmetryGrowsWithTheMirroredShare,
                aReflectionIsVerticalSymmetry, darknessAndNoiseAreNotSymmetric, linesRunAsDrawn,
                linesAreSharesOfOne, leadingLinesPointToTheirVanishingPoint,
                whatLeadsNowhereHasNoVanishingPoint, aFewOfManyLinesDontLead,
                negativeSpaceIsTheShareWithoutDetail, aThingIsFilledToItsOutline,
                edgesAndTextureGrowWithDetail, aViewThroughADoorIsFramed,
                aSlantedOrRaggedViewIsNoFrame, lowSharpGroundIsNearerThanAHazyTop,
                focusSetsTwoThingsOfOneHeightApart, theDepthRecordCallsItselfAProxy});
}
