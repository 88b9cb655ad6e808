#include <algorithm>
#include <cmath>

#include "raw_frame.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSizes[] = {{1, 1},   {2, 2},     {17, 13},   {5, 1},     {1, 9},
                           {97, 64}, {320, 240}, {331, 241}, {1000, 650}};

// What the contract's words say, sample by sample and in doubles.
double luma(const RawFrame& frame, int left, int top, int width, int height)
{
    const ImageView& view = frame.view();
    const double weights[3] = {view.kr, 1.0 - view.kr - view.kb, view.kb};
    double sum = 0.0;
    for (int y = top; y < top + height; ++y)
        for (int x = left; x < left + width; ++x)
            for (int c = 0; c < (view.rgb ? 3 : 1); ++c)
                sum += (view.rgb ? weights[c] : 1.0) * frame.samples(c).eight(x, y, frame.layout());
    const double code = sum / (width * height);
    return std::clamp((code - view.black) * 255.0 / (view.white - view.black), 0.0, 255.0);
}

int boxWidth(const ImageView& view, int analysisWidth)
{
    const double longer = std::max(view.frameWidth, view.frameHeight);
    return std::min(view.width, std::max(1, static_cast<int>(std::lround(longer / analysisWidth))));
}

int boxHeight(const ImageView& view, int analysisWidth)
{
    const double longer = std::max(view.frameWidth, view.frameHeight);
    const double across = std::max(1.0, std::round(longer / analysisWidth));
    const auto down = static_cast<int>(std::lround(across * view.height / view.frameHeight));
    return std::min(view.height, std::max(1, down));
}

void assertAverages(const RawFrame& frame, int analysisWidth)
{
    const ImageView& view = frame.view();
    const int bw = boxWidth(view, analysisWidth), bh = boxHeight(view, analysisWidth);
    ReducedPicture picture;
    reduce(view, analysisWidth, picture);
    ck_assert_int_eq(picture.luma.cols, view.width / bw);
    ck_assert_int_eq(picture.luma.rows, view.height / bh);
    // The one rounding; luma of R G B is also rounded to a whole sum per column of a box.
    const double tolerance = 0.501 + (view.rgb ? 0.6 / bh : 0.0);
    for (int y = 0; y < picture.luma.rows; ++y)
        for (int x = 0; x < picture.luma.cols; ++x) {
            const double expected = luma(frame, x * bw, y * bh, bw, bh);
            const int got = picture.luma.at<uint8_t>(y, x);
            // An assertion that holds costs as much as a box of pixels.
            if (std::abs(got - expected) > tolerance)
                ck_abort_msg("%s %dx%d at %d,%d: %d, not %f", nameOf(frame.layout()), view.width,
                             view.height, x, y, got, expected);
        }
}

bool same(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0.0;
}

ReducedPicture reducedFrame(const RawFrame& frame, int analysisWidth = 320)
{
    ReducedPicture picture;
    reduce(frame.view(), analysisWidth, picture);
    return picture;
}

cv::Vec3b middleOfThumb(const RawFrame& frame)
{
    return reducedFrame(frame).thumb.at<cv::Vec3b>(18, 32);
}

}  // namespace

START_TEST(everyPackingAveragesWholeBoxes)
{
    for (const Layout layout : kLayouts)
        for (const cv::Size size : kSizes)
            for (const int width : {64, 320})
                assertAverages(RawFrame(layout, size.width, size.height, 7), width);
}
END_TEST

START_TEST(fullHdAveragesWholeBoxes)
{
    for (const Layout layout : {Layout::I420, Layout::Uyvy, Layout::Rgb, Layout::V210})
        assertAverages(RawFrame(layout, 1920, 1080, 3), 320);
}
END_TEST

START_TEST(everyFactorAveragesWholeBoxes)
{
    for (int factor = 1; factor <= 20; ++factor)
        for (const Layout layout : {Layout::I420, Layout::Yuy2, Layout::Bgrx, Layout::Uyvp})
            assertAverages(RawFrame(layout, 64 * factor + 3, 9 * factor, factor), 64);
}
END_TEST

START_TEST(theLargestBoxesDontOverflow)
{
    RawFrame frame(Layout::Gray, 16384, 256, 0);
    frame.fill(0, 235);
    const ReducedPicture picture = reducedFrame(frame, 64);
    ck_assert_int_eq(picture.luma.cols, 64);
    ck_assert_int_eq(picture.luma.rows, 1);
    double least = 0.0;
    cv::minMaxLoc(picture.luma, &least);
    ck_assert_double_eq(least, 255.0);
}
END_TEST

START_TEST(interlacedAndUpsideDownRowsAreFound)
{
    for (const Layout layout : kLayouts)
        for (const bool upsideDown : {false, true}) {
            FrameOptions options;
            options.interlaced = true;
            options.upsideDown = upsideDown;
            assertAverages(RawFrame(layout, 333, 120, 5, options), 64);
            options.interlaced = false;
            assertAverages(RawFrame(layout, 333, 120, 5, options), 64);
        }
}
END_TEST

START_TEST(bytesBetweenTheSamplesDontMatter)
{
    for (const Layout layout : kLayouts)
        for (const cv::Size size : {cv::Size(1, 1), cv::Size(17, 13), cv::Size(645, 37)}) {
            FrameOptions other;
            other.poison = 0x5a;
            other.padding = 5;
            const RawFrame a(layout, size.width, size.height, 1);
            const RawFrame b(layout, size.width, size.height, 1, other);
            const ReducedPicture first = reducedFrame(a), second = reducedFrame(b);
            ck_assert_msg(same(first.luma, second.luma), "luma of %s", nameOf(layout));
            ck_assert_msg(same(first.thumb, second.thumb), "thumb of %s", nameOf(layout));
            ck_assert_msg(fingerprint(a.view()) == fingerprint(b.view()), "fingerprint of %s",
                          nameOf(layout));
        }
}
END_TEST

START_TEST(aShiftByABoxShiftsThePictureByOne)
{
    const cv::Mat wide = texture(1920 + 12, 1080 + 6, 4);
    const auto cut = [&](int x, int y) {
        return reduced(wide(cv::Rect(x, y, 1920, 1080)).clone()).luma;
    };
    const cv::Mat still = cut(0, 0), across = cut(12, 0), down = cut(0, 6);
    ck_assert_int_eq(still.cols, 320);
    ck_assert(same(still(cv::Rect(2, 0, 318, 180)), across(cv::Rect(0, 0, 318, 180))));
    ck_assert(same(still(cv::Rect(0, 1, 320, 179)), down(cv::Rect(0, 0, 320, 179))));
    ck_assert(!same(still, across));
}
END_TEST

START_TEST(nominalBlackAndWhiteSpanTheScale)
{
    RawFrame frame(Layout::I420, 64, 36, 0);
    const std::pair<int, int> expected[] = {{0, 0},     {16, 0},    {17, 1},   {125, 127},
                                            {126, 128}, {235, 255}, {255, 255}};
    for (const auto& [code, value] : expected) {
        frame.fill(0, code);
        ck_assert_int_eq(reducedFrame(frame).luma.at<uint8_t>(9, 9), value);
        ck_assert_int_eq(middleOfThumb(frame)[0], value);
    }
    ImageView full = frame.view();
    full.black = 0;
    full.white = 255;
    frame.fill(0, 77);
    ReducedPicture picture;
    reduce(full, 320, picture);
    ck_assert_int_eq(picture.luma.at<uint8_t>(0, 0), 77);
}
END_TEST

START_TEST(aRangeOfNothingIsSurvived)
{
    RawFrame frame(Layout::Rgb, 8, 8, 0);
    ImageView view = frame.view();
    view.black = view.white = 128;
    view.chromaRange = 0;
    ReducedPicture picture;
    reduce(view, 320, picture);
    ck_assert_int_eq(picture.luma.rows, 8);
    ck_assert_int_eq(reducedColour(view, 8).rows, 8);
}
END_TEST

START_TEST(stepsAndSharesReferToTheFrame)
{
    const ReducedPicture hd = reducedFrame(RawFrame(Layout::Gray, 1920, 1080, 0));
    ck_assert_double_eq(hd.stepX, 6.0);
    ck_assert_double_eq(hd.stepY, 6.0);
    ck_assert_double_eq(hd.pixelAspect, 1.0);
    ck_assert_double_eq(hd.shareX(160), 0.5);
    ck_assert_double_eq(hd.shareY(90), 0.5);
    ck_assert_int_eq(hd.frameWidth, 1920);

    FrameOptions fields;
    fields.interlaced = true;
    RawFrame field(Layout::Gray, 1920, 540, 0, fields);
    const ReducedPicture half = reducedFrame(field);
    ck_assert_int_eq(half.luma.rows, 180);
    ck_assert_double_eq(half.stepY, 6.0);
    ck_assert_double_eq(half.shareY(90), 0.5);

    ImageView wide = field.view();
    wide.pixelAspect = 16.0 / 11.0;
    ReducedPicture picture;
    reduce(wide, 640, picture);  // boxes of 3 x 2 rows of the field, which are 4 of the frame
    ck_assert_double_eq(picture.stepX, 3.0);
    ck_assert_double_eq(picture.stepY, 4.0);
    ck_assert_double_eq_tol(picture.pixelAspect, 16.0 / 11.0 * 0.75, 1e-12);
}
END_TEST

START_TEST(aFrameThinnerThanABoxGivesOneColumn)
{
    const ReducedPicture column = reducedFrame(RawFrame(Layout::Gray, 1, 4096, 0), 64);
    ck_assert_int_eq(column.luma.cols, 1);
    ck_assert_int_eq(column.luma.rows, 64);
    ck_assert_double_eq(column.shareX(1), 1.0);
    ck_assert_double_eq(column.shareY(64), 1.0);
    ck_assert_double_eq(column.pixelAspect, 1.0 / 64.0);
}
END_TEST

START_TEST(theThumbShowsTheColours)
{
    for (const Layout layout : kLayouts) {
        if (isRgb(layout) || layout == Layout::Gray)
            continue;
        RawFrame frame(layout, 322, 182, 0);
        const int unit = isTenBit(layout) ? 4 : 1;
        frame.fill(0, 126 * unit);
        frame.fill(1, 240 * unit);
        frame.fill(2, 72 * unit);
        // 112 and -56 steps of 224 are 127.5 and -63.75 of 255.
        const cv::Vec3b cell = middleOfThumb(frame);
        ck_assert_msg(std::abs(cell[0] - 128) <= 1 && std::abs(cell[1] - 255) <= 1 &&
                          std::abs(cell[2] - 64) <= 1,
                      "%s: %d %d %d", nameOf(layout), cell[0], cell[1], cell[2]);
    }
    const cv::Vec3b grey = middleOfThumb(RawFrame(Layout::Gray, 100, 100, 0));
    ck_assert_int_eq(grey[1], 128);
    ck_assert_int_eq(grey[2], 128);
}
END_TEST

START_TEST(theThumbOfRgbIsThatOfItsYuv)
{
    for (const Layout layout : {Layout::Rgb, Layout::Bgrx, Layout::Xrgb}) {
        RawFrame red(layout, 40, 30, 0);
        red.fill(0, 235);
        red.fill(1, 16);
        red.fill(2, 16);
        const cv::Vec3b cell = middleOfThumb(red);
        ck_assert_int_le(std::abs(cell[0] - 76), 1);          // 0.299 * 255
        ck_assert_int_le(std::abs(cell[1] - (128 - 43)), 1);  // -0.299 / 1.772 * 255
        ck_assert_int_ge(cell[2], 254);                       // 0.5 * 255 above 128
    }
}
END_TEST

START_TEST(theThumbKeepsPlaces)
{
    RawFrame frame(Layout::I420, 640, 360, 0);
    frame.fill(0, 16);
    frame.fill(1, 128);
    frame.fill(2, 128);
    for (int y = 0; y < 90; ++y)
        for (int x = 240; x < 320; ++x)
            frame.set(2, x, y, 200);
    for (int y = 300; y < 360; ++y)
        for (int x = 0; x < 100; ++x)
            frame.set(0, x, y, 235);
    const cv::Mat thumb = reducedFrame(frame).thumb;
    ck_assert_int_eq(thumb.cols, 64);
    ck_assert_int_eq(thumb.rows, 36);
    ck_assert_int_gt(thumb.at<cv::Vec3b>(17, 48)[2], 200);
    ck_assert_int_eq(thumb.at<cv::Vec3b>(18, 48)[2], 128);
    ck_assert_int_eq(thumb.at<cv::Vec3b>(17, 47)[2], 128);
    ck_assert_int_eq(thumb.at<cv::Vec3b>(30, 9)[0], 255);
    ck_assert_int_eq(thumb.at<cv::Vec3b>(29, 9)[0], 0);
    ck_assert_int_eq(thumb.at<cv::Vec3b>(30, 10)[0], 0);
}
END_TEST

START_TEST(memoryIsReusedUnlessSomebodyKeptIt)
{
    const RawFrame first(Layout::I420, 640, 360, 1), second(Layout::I420, 640, 360, 2);
    ReducedPicture picture = reducedFrame(first);
    const uint8_t* memory = picture.luma.data;
    reduce(second.view(), 320, picture);
    ck_assert_ptr_eq(picture.luma.data, memory);

    const ReducedPicture kept = picture;
    const cv::Mat before = kept.luma.clone(), thumbBefore = kept.thumb.clone();
    reduce(first.view(), 320, picture);
    ck_assert(same(kept.luma, before));
    ck_assert(same(kept.thumb, thumbBefore));
    ck_assert(same(picture.luma, reducedFrame(first).luma));
}
END_TEST

START_TEST(aSmallerFrameAfterALargerOneIsRight)
{
    ReducedPicture picture;
    for (const int width : {1280, 64, 800}) {
        const RawFrame frame(Layout::Uyvp, width, 48, 3);
        reduce(frame.view(), 320, picture);
        ck_assert(same(picture.luma, reducedFrame(frame).luma));
    }
}
END_TEST

int main()
{
    return animatize::test::run(
        "reduced-picture",
        {everyPackingAveragesWholeBoxes, fullHdAveragesWholeBoxes, everyFactorAveragesWholeBoxes,
         theLargestBoxesDontOverflow, interlacedAndUpsideDownRowsAreFound,
         bytesBetweenTheSamplesDontMatter, aShiftByABoxShiftsThePictureByOne,
         nominalBlackAndWhiteSpanTheScale, aRangeOfNothingIsSurvived, stepsAndSharesReferToTheFrame,
         aFrameThinnerThanABoxGivesOneColumn, theThumbShowsTheColours, theThumbOfRgbIsThatOfItsYuv,
         theThumbKeepsPlaces, memoryIsReusedUnlessSomebodyKeptIt,
         aSmallerFrameAfterALargerOneIsRight});
}
