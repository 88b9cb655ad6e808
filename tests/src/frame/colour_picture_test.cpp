#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/colour.h"
#include "frame/reduced_picture.h"
#include "raw_frame.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

double worst(const cv::Mat& a, const cv::Mat& b)
{
    ck_assert(a.size() == b.size());
    return cv::norm(a, b, cv::NORM_INF);
}

// Writes a colour as the codes that limited-range BT.601 (the view's default) has for it.
void paint(RawFrame& frame, const cv::Vec3d& rgb)
{
    const double kr = frame.view().kr, kb = frame.view().kb;
    const double y = kr * rgb[0] + (1.0 - kr - kb) * rgb[1] + kb * rgb[2];
    const double u = (rgb[2] - y) / (2.0 * (1.0 - kb)), v = (rgb[0] - y) / (2.0 * (1.0 - kr));
    const double unit = isTenBit(frame.layout()) ? 4.0 : 1.0;
    for (int c = 0; c < 3; ++c) {
        const double yuv = c == 0 ? 16.0 + 219.0 * y : 128.0 + 224.0 * (c == 1 ? u : v);
        const double code = isRgb(frame.layout()) ? 16.0 + 219.0 * rgb[c] : yuv;
        frame.fill(c, static_cast<int>(std::lround(code * unit)));
    }
}

}  // namespace

START_TEST(coloursComeOutOfEveryPacking)
{
    const cv::Vec3d colours[] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1},
                                 {0, 0, 0}, {1, 1, 1}, {.5, .25, .75}};
    for (const Layout layout : kLayouts) {
        if (layout == Layout::Gray)
            continue;
        RawFrame frame(layout, 47, 31, 0);
        for (const cv::Vec3d& colour : colours) {
            paint(frame, colour);
            for (const cv::Mat& picture :
                 {reducedColour(frame.view(), 20), colourPicture(frame.view(), 64),
                  colourPicture(frame.view(), 24)}) {
                const cv::Vec3b got = picture.at<cv::Vec3b>(picture.rows / 2, picture.cols / 2);
                for (int c = 0; c < 3; ++c)
                    ck_assert_msg(std::abs(got[c] - 255.0 * colour[c]) <= 3.0,
                                  "%s: component %d is %d, not %f", nameOf(layout), c, got[c],
                                  255.0 * colour[c]);
            }
        }
    }
}
END_TEST

START_TEST(greyFramesAreGrey)
{
    RawFrame frame(Layout::Gray, 30, 20, 0);
    frame.fill(0, 126);
    const cv::Mat pictures[] = {reducedColour(frame.view(), 10), colourPicture(frame.view(), 30)};
    for (const cv::Mat& picture : pictures)
        ck_assert_double_eq(worst(picture, cv::Mat(picture.size(), CV_8UC3, cv::Scalar::all(128))),
                            0.0);
}
END_TEST

START_TEST(sizesKeepTheFramesShape)
{
    const RawFrame frame(Layout::I420, 1920, 1080, 0);
    ck_assert(reducedColour(frame.view(), 160).size() == cv::Size(160, 90));
    ck_assert(reducedColour(frame.view(), 4000).size() == cv::Size(1920, 1080));
    ck_assert(colourPicture(frame.view(), 1920).size() == cv::Size(1920, 1080));
    ck_assert(colourPicture(frame.view(), 1919).size() == cv::Size(960, 540));
    ck_assert(colourPicture(frame.view(), 640).size() == cv::Size(640, 360));
    const RawFrame odd(Layout::V210, 17, 13, 0);
    ck_assert(colourPicture(odd.view(), 8).size() == cv::Size(5, 4));
    ck_assert(colourPicture(odd.view(), 1).size() == cv::Size(1, 1));
    ck_assert(reducedColour(odd.view(), 0).size() == cv::Size(1, 1));
    const RawFrame line(Layout::Rgb, 900, 1, 0);
    ck_assert(colourPicture(line.view(), 100).size() == cv::Size(100, 1));
    ck_assert(reducedColour(line.view(), 100).size() == cv::Size(100, 1));
}
END_TEST

START_TEST(smallFramesAreCopiedExactly)
{
    const cv::Mat picture = colourTexture(161, 90, 3);
    ck_assert_double_eq(worst(colourPicture(imageView(picture), 161), picture), 0.0);
    ck_assert_double_eq(worst(reducedColour(imageView(picture), 161), picture), 0.0);
}
END_TEST

START_TEST(wholeFactorsAverageBoxes)
{
    const cv::Mat picture = colourTexture(322, 181, 5);
    const cv::Mat got = colourPicture(imageView(picture), 110);
    ck_assert(got.size() == cv::Size(107, 60));
    double error = 0.0;
    for (int y = 0; y < got.rows; ++y)
        for (int x = 0; x < got.cols; ++x) {
            const cv::Scalar mean = cv::mean(picture(cv::Rect(3 * x, 3 * y, 3, 3)));
            for (int c = 0; c < 3; ++c)
                error = std::max(error, std::abs(got.at<cv::Vec3b>(y, x)[c] - mean[c]));
        }
    ck_assert_double_le(error, 0.51);
}
END_TEST

START_TEST(shrunkLaterItIsTheSamePicture)
{
    const cv::Mat picture = colourTexture(322, 181, 5);
    for (const int longSide : {400, 322, 321, 110, 20, 1}) {
        const cv::Mat got = shrunkPicture(picture, longSide);
        ck_assert_double_le(worst(got, colourPicture(imageView(picture), longSide)), 1.0);
        ck_assert((got.data == picture.data) == (longSide >= 322));
    }
}
END_TEST

START_TEST(theSampledCopyIsCloseToTheAveragedOne)
{
    const cv::Mat picture = colourTexture(1280, 720, 6);
    cv::Mat averaged;
    cv::resize(picture, averaged, {160, 90}, 0, 0, cv::INTER_AREA);
    const cv::Mat sampled = reducedColour(imageView(picture), 160);
    ck_assert(sampled.size() == averaged.size());
    ck_assert_double_le(cv::norm(sampled, averaged, cv::NORM_L1) / (3.0 * 160 * 90), 2.0);
}
END_TEST

START_TEST(fieldsGetTheirRowsBack)
{
    FrameOptions options;
    options.interlaced = true;
    for (const Layout layout : {Layout::Rgb, Layout::I420}) {
        const RawFrame field(layout, 40, 15, 1, options);
        const cv::Mat whole = colourPicture(field.view(), 40);
        ck_assert(whole.size() == cv::Size(40, 30));
        ck_assert(colourPicture(field.view(), 20).size() == cv::Size(20, 15));
        ck_assert(reducedColour(field.view(), 20).size() == cv::Size(20, 15));
    }
    const RawFrame field(Layout::Rgb, 40, 15, 1, options);
    const cv::Mat whole = colourPicture(field.view(), 40);
    // Between two lines of the field, a quarter and three quarters of the way.
    for (int y = 1; y < 29; ++y) {
        const int near = y / 2, far = y % 2 ? near + 1 : near - 1;
        const double red = 0.75 * field.samples(0).at(7, near) + 0.25 * field.samples(0).at(7, far);
        const double full = std::clamp((red - 16) * 255.0 / 219.0, 0.0, 255.0);
        ck_assert_double_le(std::abs(whole.at<cv::Vec3b>(y, 7)[0] - full), 1.2);
    }
}
END_TEST

START_TEST(halfSizeChromaIsPutBackInPlace)
{
    RawFrame frame(Layout::I420, 64, 64, 0);
    frame.fill(0, 126);
    frame.fill(1, 128);
    frame.fill(2, 128);
    for (int y = 16; y < 32; ++y)
        for (int x = 16; x < 32; ++x)
            frame.set(2, x, y, 200);
    const cv::Mat picture = colourPicture(frame.view(), 64);
    ck_assert_int_gt(picture.at<cv::Vec3b>(34, 34)[0], 220);
    ck_assert_int_eq(picture.at<cv::Vec3b>(29, 34)[0], 128);
    ck_assert_int_eq(picture.at<cv::Vec3b>(34, 29)[0], 128);
    const cv::Mat half = colourPicture(frame.view(), 32);
    ck_assert_int_gt(half.at<cv::Vec3b>(16, 16)[0], 220);
    ck_assert_int_eq(half.at<cv::Vec3b>(15, 16)[0], 128);
}
END_TEST

START_TEST(theTwoMatricesAgree)
{
    ImageView view = RawFrame(Layout::I420, 4, 4, 0).view();
    view.kr = 0.2126;
    view.kb = 0.0722;
    ImageView full = view;
    full.rgb = true;
    full.black = 0;
    full.white = 255;
    // Codes -> full range R G B -> Y U V must be codes -> Y U V.
    const cv::Vec4f codes(100, 90, 170, 1);
    const cv::Vec3f rgb = rgbOfSamples(view) * codes;
    const cv::Vec3f there = yuvOfSamples(full) * cv::Vec4f(rgb[0], rgb[1], rgb[2], 1);
    const cv::Vec3f direct = yuvOfSamples(view) * codes;
    for (int c = 0; c < 3; ++c)
        ck_assert_float_eq_tol(there[c], direct[c], 1e-3f);
}
END_TEST

int main()
{
    return animatize::test::run(
        "colour-picture",
        {coloursComeOutOfEveryPacking, greyFramesAreGrey, sizesKeepTheFramesShape,
         smallFramesAreCopiedExactly, wholeFactorsAverageBoxes, shrunkLaterItIsTheSamePicture,
         theSampledCopyIsCloseToTheAveragedOne, fieldsGetTheirRowsBack,
         halfSizeChromaIsPutBackInPlace, theTwoMatricesAgree});
}
