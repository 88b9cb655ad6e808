// The sky: found down to what stands in front of it, and not where there is none.
#include "generate/render/sky.h"

#include "src/generate/render/outdoors.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// The mask at a place of the picture, in shares.
float at(const cv::Mat_<float>& sky, double x, double y)
{
    return sky(std::min(int(y * sky.rows), sky.rows - 1),
               std::min(int(x * sky.cols), sky.cols - 1));
}

}  // namespace

START_TEST(theSkyReachesDownToTheWood)
{
    for (const cv::Size size : {cv::Size(640, 360), cv::Size(360, 640), cv::Size(1920, 1080)})
        for (const double horizon : {0.3, 0.5, 0.7}) {
            const cv::Mat_<float> sky = findSky(landscape(size, horizon));
            ck_assert(!sky.empty());
            ck_assert_int_eq(std::max(sky.cols, sky.rows), 160);
            for (const double x : {0.0, 0.2, 0.5, 0.99}) {
                ck_assert_float_eq(at(sky, x, 0.0), 1.0F);
                ck_assert_float_gt(at(sky, x, horizon - 0.12), 0.7F);
                for (const double y : {horizon, horizon + 0.05, horizon + 0.2, 0.99})
                    ck_assert_float_eq(at(sky, x, y), 0.0F);
            }
        }
}
END_TEST

START_TEST(whatStandsBeforeTheSkyIsNone)
{
    cv::Mat picture = landscape({640, 360}, 0.6);
    picture(cv::Rect(260, 90, 90, 200)) = cv::Scalar(120, 70, 50);  // a tower
    const cv::Mat_<float> sky = findSky(picture);
    for (const int x : {262, 300, 348})
        for (const int y : {95, 150, 250})
            ck_assert_float_eq(at(sky, x / 640.0, y / 360.0), 0.0F);
    ck_assert_float_gt(at(sky, 0.1, 0.4), 0.9F);
    ck_assert_float_gt(at(sky, 0.9, 0.4), 0.9F);
}
END_TEST

START_TEST(wiresAndBirdsAreNone)
{
    cv::Mat picture = landscape({960, 540}, 0.7);
    cv::line(picture, {100, 0}, {260, 400}, cv::Scalar(80, 120, 180), 1, cv::LINE_AA);
    cv::line(picture, {960, 60}, {500, 160}, cv::Scalar(250, 250, 250), 3, cv::LINE_AA);
    cv::circle(picture, {700, 250}, 4, cv::Scalar(30, 30, 30), -1, cv::LINE_AA);
    cv::circle(picture, {330, 300}, 30, cv::Scalar(200, 40, 30), -1, cv::LINE_AA);  // a balloon
    const cv::Mat_<float> sky = findSky(picture);
    for (const cv::Point2d& thing : {cv::Point2d(180, 200), cv::Point2d(730, 110),
                                     cv::Point2d(700, 250), cv::Point2d(330, 300)})
        ck_assert_float_lt(at(sky, thing.x / 960, thing.y / 540), 0.05F);
    for (const cv::Point2d& clear :
         {cv::Point2d(420, 60), cv::Point2d(550, 300), cv::Point2d(860, 200)})
        ck_assert_float_gt(at(sky, clear.x / 960, clear.y / 540), 0.95F);
}
END_TEST

START_TEST(theBorderIsSoft)
{
    const cv::Mat_<float> sky = findSky(landscape({640, 360}, 0.5));
    for (int row = 1; row < sky.rows; ++row)
        for (int column = 1; column < sky.cols; ++column) {
            ck_assert_float_le(std::abs(sky(row, column) - sky(row - 1, column)), 0.2F);
            ck_assert_float_le(std::abs(sky(row, column) - sky(row, column - 1)), 0.2F);
            ck_assert(sky(row, column) >= 0.0F && sky(row, column) <= 1.0F);
        }
}
END_TEST

START_TEST(whereThereIsNoSkyNoneIsFound)
{
    const cv::Size size(640, 360);
    cv::Mat brick = colourTexture(size.width, size.height, 3);
    cv::Mat lawn(size, CV_8UC3, cv::Scalar(70, 140, 50)), dark = landscape(size) * 0.1;
    cv::Mat ground = landscape(size, 0.0), narrow = landscape(size, 0.03);
    for (const cv::Mat& picture : {brick, lawn, ground, narrow, cv::Mat(dark)})
        ck_assert(findSky(picture).empty());
    for (const cv::Size tiny : {cv::Size(1, 1), cv::Size(31, 200), cv::Size(200, 31)})
        ck_assert(findSky(cv::Mat(tiny, CV_8UC3, cv::Scalar(120, 170, 230))).empty());
}
END_TEST

START_TEST(aCleanSkyMayFillThePicture)
{
    const cv::Mat_<float> sky = findSky(cv::Mat(90, 160, CV_8UC3, cv::Scalar(120, 170, 230)));
    ck_assert_double_eq(cv::norm(sky, cv::Mat(90, 160, CV_32F, cv::Scalar(1)), cv::NORM_INF), 0.0);
}
END_TEST

START_TEST(theSamePictureHasTheSameSky)
{
    const cv::Mat picture = landscape({640, 360});
    ck_assert_double_eq(cv::norm(findSky(picture), findSky(picture), cv::NORM_INF), 0.0);
}
END_TEST

int main()
{
    return run("sky", {theSkyReachesDownToTheWood, whatStandsBeforeTheSkyIsNone,
                       wiresAndBirdsAreNone, theBorderIsSoft, whereThereIsNoSkyNoneIsFound,
                       aCleanSkyMayFillThePicture, theSamePictureHasTheSameSky});
}
