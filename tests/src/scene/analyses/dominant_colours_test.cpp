#include "scene/analyses/dominant_colours.h"

#include "analysed.h"
#include "scene/analyses/css_colours.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

cv::Scalar rgbOf(uint32_t packed)
{
    return cv::Scalar(packed >> 16, packed >> 8 & 255, packed & 255);
}

}  // namespace

START_TEST(everyNamedColourHasItsName)
{
    for (const NamedColour& colour : kCssColours) {
        const auto found = dominantColours(cv::Mat(90, 160, CV_8UC3, rgbOf(colour.rgb)));
        ck_assert_uint_eq(found.size(), 1);
        ck_assert_str_eq(found[0].name.c_str(), colour.name);
        ck_assert_uint_eq(found[0].rgb, colour.rgb);
        ck_assert_double_eq(found[0].share, 1.0);
    }
}
END_TEST

START_TEST(sharesAreThoseOfTheFields)
{
    cv::Mat picture(100, 100, CV_8UC3, rgbOf(0x1e90ff));
    picture.rowRange(50, 80) = rgbOf(0xff6347);
    picture.rowRange(80, 100) = rgbOf(0x556b2f);
    const auto found = dominantColours(withNoise(picture, 4.0, 3));
    ck_assert_uint_eq(found.size(), 3);
    const char* names[] = {"dodgerblue", "tomato", "darkolivegreen"};
    const double shares[] = {0.5, 0.3, 0.2};
    for (size_t i = 0; i < 3; ++i) {
        ck_assert_str_eq(found[i].name.c_str(), names[i]);
        ck_assert_double_eq_tol(found[i].share, shares[i], 0.01);
    }
}
END_TEST

START_TEST(aSpeckIsNoDominantColour)
{
    cv::Mat picture(100, 100, CV_8UC3, rgbOf(0x808080));
    picture(cv::Rect(0, 0, 20, 20)) = rgbOf(0xff0000);
    ck_assert_uint_eq(dominantColours(picture).size(), 1);
}
END_TEST

START_TEST(manyColoursAreAtMostFiveAndNoneTwice)
{
    const auto found = dominantColours(colourLeaves({160, 90}, 3));
    ck_assert_uint_le(found.size(), 5);
    double before = 1.0, sum = 0.0;
    for (size_t i = 0; i < found.size(); ++i) {
        ck_assert_double_le(found[i].share, before);
        ck_assert_double_ge(found[i].share, 0.05);
        before = found[i].share;
        sum += before;
        for (size_t k = 0; k < i; ++k)
            ck_assert(found[k].name != found[i].name);
    }
    ck_assert_double_le(sum, 1.0 + 1e-9);
}
END_TEST

START_TEST(theRecordHasThem)
{
    const SceneRecord record = analysed(columns({{30, 144, 255}, {255, 99, 71}}));
    const RecordList* list = record.colours.list("dominant");
    ck_assert_uint_eq(list->size(), 2);
    ck_assert(list->front().text("rgb") == "#1e90ff" || list->front().text("rgb") == "#ff6347");
    ck_assert_double_eq_tol(list->front().number("share").value(), 0.5, 0.01);
}
END_TEST

int main()
{
    return run("dominant-colours",
               {everyNamedColourHasItsName, sharesAreThoseOfTheFields, aSpeckIsNoDominantColour,
                manyColoursAreAtMostFiveAndNoneTwice, theRecordHasThem});
}
