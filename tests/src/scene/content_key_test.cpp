#include "scene/content_key.h"

#include <set>

#include "support/suite.h"

namespace animatize::test {
namespace {

cv::Mat slope(int rows, int columns)
{
    cv::Mat picture(rows, columns, CV_8U);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            picture.at<uint8_t>(y, x) = static_cast<uint8_t>(3 * x + 7 * y);
    return picture;
}

}  // namespace

START_TEST(theSamePixelsHaveTheSameHashWhereverTheyLie)
{
    const cv::Mat picture = slope(18, 32);
    cv::Mat larger(40, 50, CV_8U, cv::Scalar(9));
    cv::Mat part = larger(cv::Rect(5, 6, 32, 18));
    picture.copyTo(part);
    ck_assert(!part.isContinuous());
    ck_assert_uint_eq(contentHash(picture), contentHash(picture.clone()));
    ck_assert_uint_eq(contentHash(part.clone()), contentHash(picture));
}
END_TEST

START_TEST(everyPixelAndTheShapeCount)
{
    std::set<size_t> hashes;
    cv::Mat picture = slope(18, 32);
    hashes.insert(contentHash(picture));
    for (int i = 0; i < 18 * 32; ++i) {
        picture.data[i] ^= 1;
        hashes.insert(contentHash(picture));
        picture.data[i] ^= 1;
    }
    hashes.insert(contentHash(picture.reshape(0, 32)));
    hashes.insert(contentHash(picture.reshape(4)));
    hashes.insert(contentHash({}));
    ck_assert_uint_eq(hashes.size(), 1 + 18 * 32 + 3);
}
END_TEST

START_TEST(keysAreEqualOnlyWhenAllOfThemIs)
{
    const ContentKey key{1, 2, 3, 640, 360, 1.0};
    ck_assert(key == (ContentKey{1, 2, 3, 640, 360, 1.0}));
    for (const ContentKey& other :
         {ContentKey{9, 2, 3, 640, 360, 1.0}, ContentKey{1, 9, 3, 640, 360, 1.0},
          ContentKey{1, 2, 9, 640, 360, 1.0}, ContentKey{1, 2, 3, 640, 180, 1.0},
          ContentKey{1, 2, 3, 640, 360, 2.0}})
        ck_assert((key < other) != (other < key));
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("content-key", {theSamePixelsHaveTheSameHashWhereverTheyLie,
                               everyPixelAndTheShapeCount, keysAreEqualOnlyWhenAllOfThemIs});
}
