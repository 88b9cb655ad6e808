// The label: where it stands, that it can be read on anything, and that nothing else changes.
#include "generate/provenance/label.h"

#include <cmath>
#include <limits>
#include <thread>

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

struct Shape {
    cv::Size size;
    double aspect;
};

// As they come: square, anamorphic, halved by 2:1, upright, small.
const Shape kShapes[] = {
    {{320, 240}, 1.0}, {{1280, 720}, 1.0},      {{1920, 1080}, 1.0},     {{960, 1080}, 2.0},
    {{352, 480}, 2.0}, {{720, 576}, 16.0 / 15}, {{720, 576}, 64.0 / 45}, {{1440, 1080}, 4.0 / 3},
    {{640, 180}, 0.5}, {{1080, 1920}, 1.0},     {{321, 241}, 1.0},       {{160, 90}, 1.0},
    {{90, 60}, 1.0},
};

cv::Mat grey(cv::Size size, int level)
{
    return {size, CV_8UC3, cv::Scalar::all(level)};
}

/// One channel of the label's place, drawn on grey of this level.
cv::Mat drawnOn(const Label& label, cv::Size size, int level)
{
    cv::Mat picture = grey(size, level), channel;
    label.draw(picture);
    cv::extractChannel(picture(label.place()), channel, 1);
    return channel;
}

/// The heart of the letters, as a mask.
cv::Mat lettersOf(const Label& label, cv::Size size)
{
    return drawnOn(label, size, 0) >= 110;
}

/// The outline next to them: dark on white, and no letter.
cv::Mat outlineOf(const Label& label, cv::Size size)
{
    return (drawnOn(label, size, 0) <= 30) & (drawnOn(label, size, 255) <= 160);
}

/// I420 with rows of their own padding, all bytes set.
struct Planes {
    Planes(cv::Size size, int luma, int blue, int red)
        : size(size),
          y(size.height, size.width + 13, CV_8UC1, cv::Scalar::all(luma)),
          u((size.height + 1) / 2, (size.width + 1) / 2 + 7, CV_8UC1, cv::Scalar::all(blue)),
          v(u.size(), CV_8UC1, cv::Scalar::all(red))
    {}

    PlanarTarget target()
    {
        return {y.data, static_cast<ptrdiff_t>(y.step), u.data,
                v.data, static_cast<ptrdiff_t>(u.step), 1,
                size};
    }

    cv::Size size;
    cv::Mat y, u, v;
};

START_TEST(itStandsAtTheLowerRightEdgeOfTheTitleSafeArea)
{
    for (const Shape& shape : kShapes) {
        const Label label(shape.size, shape.aspect);
        const cv::Rect place = label.place();
        const double right = 0.95 * shape.size.width, bottom = 0.95 * shape.size.height;
        ck_assert(!label.empty());
        ck_assert_double_le(place.br().x, right);
        ck_assert_double_le(place.br().y, bottom);
        ck_assert_double_gt(place.br().x, right - 2.0);
        ck_assert_double_gt(place.br().y, bottom - 2.0);
        ck_assert_int_ge(place.x, shape.size.width / 4);
        ck_assert_int_ge(place.y, shape.size.height / 3);
        ck_assert_int_eq((place.x | place.y | place.width | place.height) & 1, 0);
    }
}
END_TEST

START_TEST(onlyItsPlaceChanges)
{
    for (const Shape& shape : kShapes) {
        const Label label(shape.size, shape.aspect);
        const cv::Mat before = test::colourTexture(shape.size.width, shape.size.height, 2);
        cv::Mat after = before.clone();
        label.draw(after);
        ck_assert(cv::norm(before(label.place()), after(label.place()), cv::NORM_INF) > 100.0);
        before(label.place()).copyTo(after(label.place()));
        ck_assert(cv::norm(before, after, cv::NORM_INF) == 0.0);
    }
}
END_TEST

START_TEST(itCanBeReadOnAnyGrey)
{
    for (const Shape& shape : kShapes) {
        const Label label(shape.size, shape.aspect);
        const cv::Mat letters = lettersOf(label, shape.size);
        const cv::Mat outline = outlineOf(label, shape.size);
        for (int level = 0; level <= 255; level += 15) {
            const cv::Mat drawn = drawnOn(label, shape.size, level);
            const double contrast = cv::mean(drawn, letters)[0] - cv::mean(drawn, outline)[0];
            ck_assert_msg(contrast > 80.0, "%dx%d on %d: %g levels", shape.size.width,
                          shape.size.height, level, contrast);
        }
    }
}
END_TEST

START_TEST(itIsSemiTransparent)
{
    const Label label({1920, 1080}, 1.0);
    const cv::Mat black = drawnOn(label, {1920, 1080}, 0),
                  white = drawnOn(label, {1920, 1080}, 255);
    double brightest = 0.0, darkest = 0.0;
    cv::minMaxLoc(black, nullptr, &brightest);
    cv::minMaxLoc(white, &darkest);
    ck_assert(brightest > 200.0 && brightest < 230.0);
    ck_assert(darkest > 60.0 && darkest < 120.0);
}
END_TEST

START_TEST(everyLetterStandsAlone)
{
    cv::Mat numbered;
    const Label whole({1920, 1080}, 1.0);
    ck_assert(whole.text() == "AI generated");
    ck_assert_int_eq(cv::connectedComponents(lettersOf(whole, {1920, 1080}), numbered) - 1, 11);
    const Label brief({90, 60}, 1.0);
    ck_assert(brief.text() == "AI");
    ck_assert_int_eq(cv::connectedComponents(lettersOf(brief, {90, 60}), numbered, 4) - 1, 2);
}
END_TEST

START_TEST(capitalsHaveTheirShareOfThePicture)
{
    // 2.2 % of the height, and of the width where that is shorter; the A is at the left.
    const std::pair<cv::Size, double> cases[] = {
        {{1920, 1080}, 23.8}, {{1280, 720}, 15.8}, {{1080, 1920}, 23.8}, {{320, 240}, 7.0}};
    for (const auto& [size, wanted] : cases) {
        const Label label(size, 1.0);
        const cv::Mat letters = lettersOf(label, size);
        const cv::Rect box = cv::boundingRect(letters.colRange(0, letters.cols / 7));
        ck_assert_msg(std::abs(box.height - wanted * 1.13) <= 1.6, "%d lines at %d", box.height,
                      size.height);
    }
}
END_TEST

START_TEST(pixelsThatAreWideMakeNarrowWords)
{
    const Label square({1920, 1080}, 1.0), wide({960, 1080}, 2.0), narrow({3840, 1080}, 0.5);
    const cv::Rect one = cv::boundingRect(lettersOf(square, {1920, 1080}));
    const cv::Rect two = cv::boundingRect(lettersOf(wide, {960, 1080}));
    const cv::Rect half = cv::boundingRect(lettersOf(narrow, {3840, 1080}));
    ck_assert_int_le(std::abs(two.width * 2 - one.width), 4);
    ck_assert_int_le(std::abs(half.width - one.width * 2), 4);
    ck_assert_int_le(std::abs(two.height - one.height), 1);
    ck_assert_int_le(std::abs(half.height - one.height), 1);
    // Few wide pixels: letters grow until there are enough of them across.
    ck_assert_int_ge(Label({352, 240}, 2.0).place().width,
                     Label({352, 240}, 1.0).place().width - 2);
}
END_TEST

START_TEST(thePictureDecidesHowMuchIsSaid)
{
    ck_assert(Label({127, 90}, 1.0).text() == "AI generated");
    ck_assert(Label({126, 90}, 1.0).text() == "AI");
    ck_assert(Label({27, 27}, 1.0).text() == "AI");
    for (const cv::Size size : {cv::Size(26, 27), cv::Size(27, 26), cv::Size(1, 1), cv::Size(0, 0),
                                cv::Size(8192, 1), cv::Size(1, 8192)}) {
        const Label label(size, 1.0);
        ck_assert(label.empty() && label.text().empty() && label.place().empty());
        cv::Mat picture = grey(size, 9);
        label.draw(picture);
        ck_assert(picture.empty() || cv::norm(picture, grey(size, 9), cv::NORM_INF) == 0.0);
    }
}
END_TEST

START_TEST(largePicturesAndOddPixelsAreNoTrouble)
{
    const Label large({8192, 8192}, 1.0);
    ck_assert(large.text() == "AI generated");
    const cv::Size size(640, 360);
    const cv::Mat square = drawnOn(Label(size, 1.0), size, 50);
    for (const double odd : {0.0, -2.0, std::nan(""), std::numeric_limits<double>::infinity()})
        ck_assert(cv::norm(drawnOn(Label(size, odd), size, 50), square, cv::NORM_INF) == 0.0);
    for (const double extreme : {1e-9, 1e9}) {
        const Label label(size, extreme);
        ck_assert((label.place() & cv::Rect({}, size)) == label.place());
    }
}
END_TEST

START_TEST(planesAndPixelsGetTheSameLabel)
{
    for (const Shape& shape : kShapes) {
        const Label label(shape.size, shape.aspect);
        Planes planes(shape.size, 70, 128, 128);
        label.draw(planes.target(), 0, 255);
        ck_assert(cv::norm(planes.y(label.place()), drawnOn(label, shape.size, 70), cv::NORM_INF) ==
                  0.0);
        ck_assert(cv::norm(planes.u, cv::Mat(planes.u.size(), CV_8UC1, 128), cv::NORM_INF) == 0.0);
    }
}
END_TEST

START_TEST(whiteAndBlackAreThoseOfTheRange)
{
    const cv::Size size(1280, 720);
    const Label label(size, 1.0);
    double least = 0.0, most = 0.0;
    Planes dark(size, 16, 128, 128), bright(size, 235, 128, 128);
    label.draw(dark.target(), 16, 235);
    label.draw(bright.target(), 16, 235);
    cv::minMaxLoc(dark.y, &least, &most);
    ck_assert(least == 16.0 && most > 195.0 && most < 235.0);
    cv::minMaxLoc(bright.y, &least, &most);
    ck_assert(least < 120.0 && least > 16.0 && most == 235.0);
}
END_TEST

START_TEST(coloursFadeUnderIt)
{
    const cv::Size size(1280, 720);
    const Label label(size, 1.0);
    Planes planes(size, 100, 40, 250);
    label.draw(planes.target(), 16, 235);
    const cv::Rect place(label.place().x / 2, label.place().y / 2, label.place().width / 2,
                         label.place().height / 2);
    double least = 0.0, most = 0.0;
    cv::minMaxLoc(planes.u(place), &least, &most);
    ck_assert(least == 40.0 && most > 100.0 && most <= 128.0);
    cv::minMaxLoc(planes.v(place), &least, &most);
    ck_assert(most == 250.0 && least < 160.0 && least >= 128.0);
}
END_TEST

START_TEST(onlyItsPlaceChangesInPlanes)
{
    for (const Shape& shape : kShapes) {
        const Label label(shape.size, shape.aspect);
        Planes planes(shape.size, 1, 2, 3);
        label.draw(planes.target(), 16, 235);
        const cv::Rect place = label.place();
        const cv::Rect half(place.x / 2, place.y / 2, place.width / 2, place.height / 2);
        planes.y(place).setTo(1);
        planes.u(half).setTo(2);
        planes.v(half).setTo(3);
        const Planes before(shape.size, 1, 2, 3);
        ck_assert(cv::norm(planes.y, before.y, cv::NORM_INF) == 0.0);
        ck_assert(cv::norm(planes.u, before.u, cv::NORM_INF) == 0.0);
        ck_assert(cv::norm(planes.v, before.v, cv::NORM_INF) == 0.0);
    }
}
END_TEST

START_TEST(pairedChromaIsTheSameChroma)
{
    const cv::Size size(322, 241);
    const Label label(size, 1.0);
    Planes apart(size, 90, 60, 200);
    label.draw(apart.target(), 16, 235);
    const cv::Rect shown(0, 0, 161, 121);
    for (const int blue : {0, 1}) {  // NV12, NV21
        Planes luma(size, 90, 60, 200);
        cv::Mat pairs(shown.size(), CV_8UC2, blue == 0 ? cv::Scalar(60, 200) : cv::Scalar(200, 60));
        label.draw({luma.y.data, static_cast<ptrdiff_t>(luma.y.step), pairs.data + blue,
                    pairs.data + 1 - blue, static_cast<ptrdiff_t>(pairs.step), 2, size},
                   16, 235);
        cv::Mat chroma[2];
        cv::split(pairs, chroma);
        ck_assert(cv::norm(luma.y, apart.y, cv::NORM_INF) == 0.0);
        ck_assert(cv::norm(chroma[blue], apart.u(shown), cv::NORM_INF) == 0.0);
        ck_assert(cv::norm(chroma[1 - blue], apart.v(shown), cv::NORM_INF) == 0.0);
    }
}
END_TEST

START_TEST(picturesOfAnotherSizeOrKindStayAsTheyAre)
{
    const Label label({640, 360}, 1.0);
    for (cv::Mat picture : {cv::Mat(360, 641, CV_8UC3, cv::Scalar::all(5)),
                            cv::Mat(360, 640, CV_8UC1, cv::Scalar::all(5)),
                            cv::Mat(360, 640, CV_16UC3, cv::Scalar::all(5))}) {
        const cv::Mat before = picture.clone();
        label.draw(picture);
        ck_assert(cv::norm(picture, before, cv::NORM_INF) == 0.0);
    }
    Planes planes({320, 180}, 1, 2, 3);
    label.draw(planes.target(), 16, 235);
    ck_assert(cv::norm(planes.y, cv::Mat(planes.y.size(), CV_8UC1, 1), cv::NORM_INF) == 0.0);
}
END_TEST

START_TEST(rowsMayBeApart)
{
    const cv::Size size(640, 360);
    const Label label(size, 1.0);
    cv::Mat larger = grey({700, 400}, 80);
    cv::Mat inside = larger({{30, 20}, size});
    label.draw(inside);
    cv::Mat alone = grey(size, 80);
    label.draw(alone);
    ck_assert(cv::norm(inside, alone, cv::NORM_INF) == 0.0);
    inside.setTo(cv::Scalar::all(80));
    ck_assert(cv::norm(larger, grey({700, 400}, 80), cv::NORM_INF) == 0.0);
}
END_TEST

START_TEST(theSamePictureIsTheSameBytesOnAnyThread)
{
    const cv::Size size(640, 360);
    const Label shared(size, 1.0);
    cv::Mat pictures[4];
    std::vector<std::thread> threads;
    for (cv::Mat& picture : pictures)
        threads.emplace_back([&] {
            picture = test::colourTexture(640, 360, 4);
            for (int i = 0; i < 20; ++i)
                shared.draw(picture);
        });
    for (std::thread& thread : threads)
        thread.join();
    cv::Mat alone = test::colourTexture(640, 360, 4);
    const Label own(size, 1.0);
    for (int i = 0; i < 20; ++i)
        own.draw(alone);
    for (const cv::Mat& picture : pictures)
        ck_assert(cv::norm(picture, alone, cv::NORM_INF) == 0.0);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "label",
        {itStandsAtTheLowerRightEdgeOfTheTitleSafeArea, onlyItsPlaceChanges, itCanBeReadOnAnyGrey,
         itIsSemiTransparent, everyLetterStandsAlone, capitalsHaveTheirShareOfThePicture,
         pixelsThatAreWideMakeNarrowWords, thePictureDecidesHowMuchIsSaid,
         largePicturesAndOddPixelsAreNoTrouble, planesAndPixelsGetTheSameLabel,
         whiteAndBlackAreThoseOfTheRange, coloursFadeUnderIt, onlyItsPlaceChangesInPlanes,
         pairedChromaIsTheSameChroma, picturesOfAnotherSizeOrKindStayAsTheyAre, rowsMayBeApart,
         theSamePictureIsTheSameBytesOnAnyThread});
}
