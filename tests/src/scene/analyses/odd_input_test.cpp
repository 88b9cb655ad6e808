#include <cmath>
#include <set>
#include <string>

#include "analysed.h"
#include "scene/analyses/analyses.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void assertShare(double value)
{
    ck_assert(std::isfinite(value));
    ck_assert_double_ge(value, 0.0);
    ck_assert_double_le(value, 1.0);
}

void assertDegrees(double value)
{
    ck_assert_double_ge(value, -15.0);
    ck_assert_double_le(value, 15.0);
}

void checkNumber(const std::string& name, double value)
{
    if (name == "horizon-roll")
        assertDegrees(value);
    else if (name == "motion-blur-direction")
        ck_assert(value == 0.0 || value == 45.0 || value == 90.0 || value == 135.0);
    else
        assertShare(value);
}

void assertShares(const Record& record)
{
    for (const Field& field : record.fields())
        if (const auto* value = std::get_if<double>(&field.value))
            checkNumber(field.name, *value);
}

void assertLight(const Record& light)
{
    for (const Field& field : light.fields())
        if (const auto* value = std::get_if<double>(&field.value)) {
            ck_assert(std::isfinite(*value));
            if (field.name == "colour-temperature")
                ck_assert(*value >= 2000.0 && *value <= 15000.0);
            else if (field.name == "contrast-ratio")
                ck_assert(*value >= 1.0 && *value <= 21.0 + 1e-9);
            else
                assertShare(*value);
        }
}

void assertSane(const SceneRecord& record)
{
    for (const double value :
         {record.brightness, record.contrast, record.colourfulness, record.sharpness})
        assertShare(value);
    assertShare(record.keyframeScore.value());
    for (const double value : record.sceneEvidence)
        assertShare(value);
    for (const Record* nested :
         {&record.depth, &record.composition, &record.aesthetics, &record.colours, &record.lens})
        assertShares(*nested);
    assertLight(record.light);
}

}  // namespace

START_TEST(everySizeHasValidNumbers)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(2, 2), cv::Size(1, 200), cv::Size(200, 1),
                                cv::Size(17, 13), cv::Size(64, 2000), cv::Size(3000, 16)}) {
        assertSane(analysed(cv::Mat(size, CV_8U, cv::Scalar(70))));
        const cv::Mat picture =
            colourTexture(std::max(16, size.width), std::max(16, size.height), 2);
        assertSane(analysed(picture(cv::Rect({}, size)).clone()));
        assertSane(analysed(withNoise(cv::Mat(size, CV_8UC3, cv::Scalar(70, 90, 200)), 60.0, 3)));
    }
}
END_TEST

START_TEST(thinPicturesHaveNoComposition)
{
    ck_assert(analysed(texture(320, 180, 2).rowRange(0, 8).clone()).composition.empty());
}
END_TEST

START_TEST(theTableIsComplete)
{
    std::set<std::string> names;
    for (const Analysis& analysis : analyses()) {
        ck_assert(analysis.run != nullptr);
        ck_assert_uint_gt(std::string(analysis.caption).size(), 10);
        names.insert(analysis.name);
    }
    ck_assert_uint_eq(names.size(), analyses().size());
}
END_TEST

START_TEST(aLargePictureIsAnalysedSmall)
{
    const cv::Mat picture = texture(1280, 720, 2);
    ReducedPicture large;
    const ImageView view = imageView(picture);
    reduce(view, 1280, large);
    const AnalysisInput input(large, view, std::nullopt, nullptr);
    ck_assert_int_eq(large.luma.cols, 1280);
    ck_assert_int_eq(input.luma().cols, 320);
    ck_assert_int_eq(input.luma().rows, 180);
}
END_TEST

int main()
{
    return run("odd-input", {everySizeHasValidNumbers, thinPicturesHaveNoComposition,
                             theTableIsComplete, aLargePictureIsAnalysedSmall});
}
