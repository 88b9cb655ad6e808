#include <algorithm>
#include <cmath>
#include <string>

#include <opencv2/imgproc.hpp>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(320, 180);
constexpr double kNamed = 0.35;  // the evidence from which a name is given

double evidence(const cv::Mat& picture, const std::string& name,
                const std::vector<SceneObject>* objects = nullptr)
{
    const SceneRecord record = analysed(picture, std::nullopt, objects);
    const auto at = std::find(kSceneTypes.begin(), kSceneTypes.end(), name);
    return record.sceneEvidence[at - kSceneTypes.begin()];
}

void assertNameless(const cv::Mat& picture)
{
    for (const char* name : kSceneTypes)
        ck_assert_msg(evidence(picture, name) < kNamed, "called %s", name);
}

// From a light to a darker blue, as a clear sky is.
cv::Mat sky()
{
    cv::Mat picture(kSize, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        picture.row(y) = cv::Scalar(70 + y / 2, 120 + y / 2, 225);
    return picture;
}

// Detail of one colour.
cv::Mat foliage(cv::Scalar colour, uint64_t seed)
{
    cv::Mat picture;
    cv::cvtColor(grass(kSize, seed), picture, cv::COLOR_GRAY2RGB);
    picture.convertTo(picture, CV_32FC3, 1.0 / 128.0);
    cv::multiply(picture, colour, picture);
    picture.convertTo(picture, CV_8UC3);
    return picture;
}

cv::Mat landscape()
{
    cv::Mat picture = foliage({70, 130, 50}, 3);
    sky().rowRange(0, 70).copyTo(picture.rowRange(0, 70));
    return picture;
}

// Grey fronts with rows of windows, and a sky over them.
cv::Mat town(bool colour = true)
{
    cv::Mat picture = colour ? sky() : cv::Mat(kSize, CV_8UC3, cv::Scalar(200, 200, 200));
    for (int left = 0; left < kSize.width; left += 64) {
        const int top = 30 + (left / 64 * 37) % 50, grey = 120 + left / 8;
        cv::rectangle(picture, {left, top, 60, 180 - top}, cv::Scalar::all(grey), -1);
        for (int y = top + 8; y < 175; y += 16)
            for (int x = left + 6; x < left + 54; x += 12)
                cv::rectangle(picture, {x, y, 7, 9}, cv::Scalar::all(40), -1);
    }
    return picture;
}

// Flat lying waves under a sky.
cv::Mat sea()
{
    cv::Mat picture = sky();
    const cv::Mat waves = texture(40, 180, 5);
    cv::Mat wide;
    cv::resize(waves, wide, kSize, 0, 0, cv::INTER_LINEAR);
    for (int y = 60; y < kSize.height; ++y)
        for (int x = 0; x < kSize.width; ++x) {
            const int wave = (wide.at<uint8_t>(y, x) - 118) / 3;
            picture.at<cv::Vec3b>(y, x) = {cv::saturate_cast<uint8_t>(20 + wave),
                                           cv::saturate_cast<uint8_t>(80 + wave),
                                           cv::saturate_cast<uint8_t>(140 + wave)};
        }
    return picture;
}

// A corridor: four surfaces that flee to one point, a door, pictures on the walls.
cv::Mat room(const cv::Scalar& paint, const cv::Point& end)
{
    const cv::Point corners[] = {{0, 0}, {319, 0}, {319, 179}, {0, 179}};
    cv::Point inner[4];
    for (int i = 0; i < 4; ++i)
        inner[i] = end + (corners[i] - end) * 0.24;  // four times as far
    const double shades[] = {0.95, 0.6, 0.4, 0.8};   // ceiling, right, floor, left
    cv::Mat picture(kSize, CV_8UC3, paint * 0.7);
    for (int i = 0; i < 4; ++i)
        cv::fillConvexPoly(
            picture,
            std::vector<cv::Point>{corners[i], corners[(i + 1) % 4], inner[(i + 1) % 4], inner[i]},
            paint * shades[i], cv::LINE_AA);
    cv::rectangle(picture, {end.x - 12, end.y - 12, 22, 40}, paint * 0.3, cv::FILLED);
    for (const int x : {20, 44, 270, 300}) {
        const double near = std::abs(x - end.x) / 160.0;
        const int top = cvRound(end.y - 60 * near), bottom = cvRound(end.y + 30 * near);
        cv::rectangle(picture, cv::Rect({x, top}, cv::Point(x + 14, bottom)), paint * 0.25,
                      cv::FILLED);
    }
    return picture;
}

// Lamps and windows in the dark.
cv::Mat nightTown(uint64_t seed, int lamps)
{
    cv::RNG random(seed);
    cv::Mat picture = cv::Mat(kSize, CV_8UC3, cv::Scalar(8, 9, 16));
    picture.rowRange(120, 180) = cv::Scalar(26, 22, 20);
    for (int i = 0; i < lamps; ++i) {
        const int y = random.uniform(70, 150), x = random.uniform(8, 312);
        cv::rectangle(picture, {x, y, 5, 5}, cv::Scalar(255, 220, 150), cv::FILLED);
    }
    return picture;
}

}  // namespace

START_TEST(aBlueSkyIsSkyAndNotWater)
{
    ck_assert_double_ge(evidence(sky(), "sky"), 0.8);
    ck_assert_double_eq(evidence(sky(), "water"), 0.0);
}
END_TEST

START_TEST(landUnderASkyIsALandscape)
{
    ck_assert_double_ge(evidence(landscape(), "landscape"), 0.6);
    ck_assert_double_lt(evidence(landscape(), "urban"), 0.1);
    ck_assert_double_lt(evidence(landscape(), "water"), 0.1);
}
END_TEST

START_TEST(leavesEverywhereAreNature)
{
    ck_assert_double_ge(evidence(foliage({70, 130, 50}, 3), "nature"), 0.6);
}
END_TEST

START_TEST(aGreenWallIsNotNature)
{
    cv::Mat wall(kSize, CV_8UC3, cv::Scalar(60, 150, 60));
    wall.rowRange(90, 180) = cv::Scalar(50, 130, 55);
    assertNameless(wall);
}
END_TEST

START_TEST(housesUnderASkyAreUrban)
{
    ck_assert_double_ge(evidence(town(), "urban"), 0.5);
}
END_TEST

START_TEST(greyIsNotUrban)
{
    assertNameless(leaves(kSize, 4));
    cv::Mat lawn;
    cv::cvtColor(foliage({70, 130, 50}, 3), lawn, cv::COLOR_RGB2GRAY);
    assertNameless(lawn);
    cv::Mat monochrome;
    cv::cvtColor(town(false), monochrome, cv::COLOR_RGB2GRAY);
    assertNameless(monochrome);  // right angles alone may be a room or a page
}
END_TEST

START_TEST(ripplesAreWaterOnlyWhenTheyLieFlat)
{
    ck_assert_double_ge(evidence(sea(), "water"), 0.5);
    cv::Mat curtain;
    cv::rotate(sea(), curtain, cv::ROTATE_90_CLOCKWISE);
    ck_assert_double_lt(evidence(curtain, "water"), kNamed);
}
END_TEST

START_TEST(noiseAndStripesHaveNoName)
{
    assertNameless(withNoise(cv::Mat(kSize, CV_8UC3, cv::Scalar(90, 110, 160)), 40.0, 3));
    assertNameless(columns({{30, 60, 220}, {30, 160, 40}, {120, 120, 120}}));
}
END_TEST

START_TEST(aBigFaceIsACloseUp)
{
    const std::vector<SceneObject> close = {{"face", 0.9, 0.3, 0.2, 0.3, 0.5}};
    const std::vector<SceneObject> far = {{"face", 0.9, 0.3, 0.2, 0.06, 0.1}};
    const cv::Mat picture = texture(kSize.width, kSize.height, 4);
    ck_assert_double_ge(evidence(picture, "close-up", &close), 0.8);
    ck_assert_double_eq(evidence(picture, "close-up", &far), 0.0);
    ck_assert_double_eq(evidence(picture, "close-up"), 0.0);
}
END_TEST

START_TEST(upsideDownIsNoLandscape)
{
    cv::Mat turned;
    cv::flip(landscape(), turned, 0);
    ck_assert_double_lt(evidence(turned, "landscape"), 0.1);
    ck_assert_double_lt(evidence(turned, "sky"), 0.1);
}
END_TEST

START_TEST(aRoomIsAnInterior)
{
    for (const cv::Point end : {cv::Point(160, 85), cv::Point(130, 95), cv::Point(185, 80)})
        for (const cv::Scalar& paint : {cv::Scalar(190, 170, 130), cv::Scalar(180, 140, 130)}) {
            const cv::Mat picture = withNoise(room(paint, end), 2.0, 3);
            ck_assert_double_ge(evidence(picture, "interior"), 0.5);
            ck_assert_double_lt(evidence(picture, "urban"), kNamed);
            ck_assert_double_lt(evidence(picture, "landscape"), kNamed);
        }
}
END_TEST

START_TEST(linesAndWallsAloneAreNoInterior)
{
    ck_assert_double_lt(evidence(town(), "interior"), kNamed);
    ck_assert_double_lt(evidence(town(false), "interior"), kNamed);
    ck_assert_double_lt(evidence(sea(), "interior"), kNamed);
    ck_assert_double_lt(evidence(leaves(kSize, 4), "interior"), kNamed);
    // A street: the same lines under a blue sky in place of the ceiling.
    cv::Mat street = room({190, 170, 130}, {160, 85});
    cv::fillConvexPoly(street, std::vector<cv::Point>{{0, 0}, {319, 0}, {194, 61}, {126, 61}},
                       cv::Scalar(110, 160, 225));
    ck_assert_double_lt(evidence(street, "interior"), kNamed);
}
END_TEST

START_TEST(lightsInTheDarkAreNight)
{
    for (uint64_t seed = 1; seed <= 4; ++seed)
        ck_assert_double_ge(evidence(withNoise(nightTown(seed, 16), 2.0, seed), "night"), 0.6);
}
END_TEST

START_TEST(darknessAloneIsNoNight)
{
    ck_assert_double_lt(evidence(nightTown(1, 0), "night"), 0.01);
    ck_assert_double_lt(evidence(nightTown(1, 1), "night"), 0.1);
    cv::Mat twoLamps = nightTown(1, 0);
    for (const int x : {40, 280})
        cv::rectangle(twoLamps, {x, 90, 5, 5}, cv::Scalar(255, 220, 150), cv::FILLED);
    ck_assert_double_lt(evidence(twoLamps, "night"), 0.1);
    ck_assert_double_lt(evidence(town() * 0.2, "night"), kNamed);
    ck_assert_double_lt(evidence(colourLeaves(kSize, 3) * 0.15, "night"), kNamed);
    cv::Mat lamps = nightTown(1, 16);
    lamps += cv::Scalar::all(90);  // the same lights by day
    ck_assert_double_lt(evidence(lamps, "night"), 0.01);
}
END_TEST

START_TEST(aWideShotShowsItsWorldWhole)
{
    ck_assert_double_ge(evidence(landscape(), "wide"), 0.5);
    ck_assert_double_ge(evidence(town(), "wide"), 0.4);
    ck_assert_double_lt(evidence(foliage({70, 130, 50}, 3), "wide"), 0.1);
    const cv::Mat picture = texture(kSize.width, kSize.height, 4);
    const std::vector<SceneObject> small = {{"person", 0.8, 0.4, 0.5, 0.06, 0.2}};
    const std::vector<SceneObject> tall = {{"person", 0.8, 0.4, 0.1, 0.3, 0.8}};
    ck_assert_double_ge(evidence(picture, "wide", &small), 0.7);
    ck_assert_double_eq(evidence(picture, "wide", &tall), 0.0);
    // Somebody who fills the frame before a landscape makes no wide shot.
    ck_assert_double_eq(evidence(landscape(), "wide", &tall), 0.0);
}
END_TEST

START_TEST(aWhitePageIsNoSky)
{
    cv::Mat page(kSize, CV_8UC3, cv::Scalar(244, 246, 245));
    cv::circle(page, {160, 90}, 30, cv::Scalar(90, 200, 90), 4);
    page.rowRange(150, 180) = cv::Scalar(60, 150, 70);
    ck_assert_double_lt(evidence(page, "sky"), 0.1);
}
END_TEST

int main()
{
    return run("scene-type",
               {aBlueSkyIsSkyAndNotWater, landUnderASkyIsALandscape, leavesEverywhereAreNature,
                aGreenWallIsNotNature, housesUnderASkyAreUrban, greyIsNotUrban,
                ripplesAreWaterOnlyWhenTheyLieFlat, noiseAndStripesHaveNoName, aBigFaceIsACloseUp,
                upsideDownIsNoLandscape, aRoomIsAnInterior, linesAndWallsAloneAreNoInterior,
                lightsInTheDarkAreNight, darknessAloneIsNoNight, aWideShotShowsItsWorldWhole,
                aWhitePageIsNoSky});
}
