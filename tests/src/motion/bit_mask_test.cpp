#include "motion/bit_mask.h"

#include <opencv2/imgproc.hpp>

#include "support/suite.h"

namespace animatize::test {
namespace {

const cv::Size kSizes[] = {{320, 180}, {64, 9}, {63, 5}, {65, 40},
                           {130, 7},   {1, 1},  {3, 50}, {7, 1}};

// About `percent` of the pixels, in clumps of two.
cv::Mat speckled(const cv::Size& size, int percent, uint64_t seed)
{
    cv::RNG dice(seed);
    cv::Mat mask(size, CV_8U, cv::Scalar(0));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (dice.uniform(0, 100) < percent)
                mask.at<uint8_t>(y, x) = mask.at<uint8_t>(y, x / 2) = 255;
    return mask;
}

bool same(const BitMask& mask, const cv::Mat& expected)
{
    cv::Mat is;
    mask.unpack(is);
    return cv::countNonZero(is != expected) == 0;
}

BitMask packed(const cv::Mat& picture)
{
    BitMask mask;
    mask.pack(picture);
    return mask;
}

}  // namespace

START_TEST(whatIsPackedComesOutAgain)
{
    for (const cv::Size& size : kSizes) {
        const cv::Mat mask = speckled(size, 40, 1);
        const BitMask bits = packed(mask);
        ck_assert(same(bits, mask));
        ck_assert_int_eq(bits.count(), cv::countNonZero(mask));
    }
    cv::Mat ramp(1, 200, CV_8U);
    for (int x = 0; x < ramp.cols; ++x)
        ramp.at<uint8_t>(x) = static_cast<uint8_t>(x);
    BitMask bits;
    bits.pack(ramp, 150);
    ck_assert_int_eq(bits.count(), 50);
    ck_assert(!bits.at(149, 0) && bits.at(150, 0));
}
END_TEST

START_TEST(aMajorityIsTheMedianOfAMask)
{
    for (const cv::Size& size : kSizes) {
        for (const int percent : {20, 45, 60, 90}) {
            const cv::Mat mask = speckled(size, percent, static_cast<uint64_t>(percent));
            cv::Mat median;
            BitMask three = packed(mask), five = packed(mask);
            three.majority3();
            cv::medianBlur(mask, median, 3);
            ck_assert(same(three, median));
            five.majority5();
            cv::medianBlur(mask, median, 5);
            ck_assert(same(five, median));
        }
    }
}
END_TEST

START_TEST(dilationErosionAndClosingAreThoseOfOpenCv)
{
    for (const cv::Size& size : kSizes) {
        const cv::Mat mask = speckled(size, 30, 9);
        for (const int radius : {1, 3}) {
            const cv::Mat brush =
                cv::getStructuringElement(cv::MORPH_RECT, {2 * radius + 1, 2 * radius + 1});
            BitMask wide = packed(mask), thin = packed(mask), closed = packed(mask);
            cv::Mat expected;
            wide.dilate(radius);
            cv::dilate(mask, expected, brush);
            ck_assert(same(wide, expected));
            thin.erode(radius);
            cv::erode(mask, expected, brush);
            ck_assert(same(thin, expected));
            closed.close(radius);
            cv::morphologyEx(mask, expected, cv::MORPH_CLOSE, brush);
            ck_assert(same(closed, expected));
        }
    }
}
END_TEST

START_TEST(masksAreCombined)
{
    const cv::Mat a = speckled({100, 20}, 40, 3), b = speckled({100, 20}, 40, 4);
    BitMask both = packed(a), either = packed(a), rest = packed(a);
    both.intersect(packed(b));
    either.unite(packed(b));
    rest.remove(packed(b));
    ck_assert(same(both, a & b));
    ck_assert(same(either, a | b));
    ck_assert(same(rest, a & ~b));
    either.clear();
    ck_assert_int_eq(either.count(), 0);
    either.release();
    ck_assert(either.empty());
    either.majority5();  // nothing happens
    ck_assert(either.empty());
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("bit-mask", {whatIsPackedComesOutAgain, aMajorityIsTheMedianOfAMask,
                            dilationErosionAndClosingAreThoseOfOpenCv, masksAreCombined});
}
