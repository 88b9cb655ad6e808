// The candidate of a shot: which frames are copied, and how often.
#include "generate/best_frame.h"

#include <limits>

#include "support/suite.h"

namespace animatize {
namespace {

/// A stream of offers that counts its copies; the picture says which frame it was.
struct Stream {
    BestFrame best;
    int copies = 0;

    void offer(uint64_t ms, double score)
    {
        const uint64_t now = ms * kMillisecond;
        best.offer(score, {now, now, 0}, [&] {
            ++copies;
            return Still{cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(static_cast<double>(ms / 100))),
                         cv::Mat(2, 2, CV_32F, cv::Scalar::all(static_cast<double>(ms))),
                         {}};
        });
    }
    uint64_t pts() const { return best.current()->pts.value.value() / kMillisecond; }
};

START_TEST(theFirstFrameIsTaken)
{
    Stream stream;
    ck_assert(!stream.best.current());
    stream.offer(400, 0.0);
    ck_assert_uint_eq(stream.pts(), 400);
    ck_assert_double_eq(stream.best.current()->score, 0.0);
    ck_assert_uint_eq(stream.best.current()->still.image.data[0], 4);
    ck_assert_float_eq(stream.best.current()->still.nearness.at<float>(1, 1), 400.0F);
}
END_TEST

START_TEST(onlyAClearlyHigherScoreReplacesIt)
{
    Stream stream;
    stream.offer(0, 0.50);
    stream.offer(1000, 0.54);
    stream.offer(2000, 0.20);
    ck_assert_uint_eq(stream.pts(), 0);
    stream.offer(3000, 0.56);
    ck_assert_uint_eq(stream.pts(), 3000);
    ck_assert_int_eq(stream.copies, 2);
}
END_TEST

START_TEST(nearZeroATenthIsNotEnough)
{
    Stream stream;
    stream.offer(0, 0.001);
    stream.offer(1000, 0.005);
    ck_assert_uint_eq(stream.pts(), 0);
    stream.offer(2000, 0.02);
    ck_assert_uint_eq(stream.pts(), 2000);
}
END_TEST

START_TEST(aRisingScoreIsCopiedFourTimesASecond)
{
    Stream stream;
    double score = 0.01;
    for (uint64_t ms = 0; ms < 1000; ms += 20)
        stream.offer(ms, score *= 1.2);
    ck_assert_int_eq(stream.copies, 4);
    ck_assert_uint_eq(stream.pts(), 780);  // 0 260 520 780: the offers 250 ms apart
}
END_TEST

START_TEST(flickeringShotsAreCopiedFourTimesInAnySecond)
{
    Stream stream;
    std::vector<uint64_t> taken;
    for (uint64_t ms = 0; ms < 3000; ms += 40) {
        const int before = stream.copies;
        stream.offer(ms, 0.5);
        if (stream.copies > before)
            taken.push_back(ms);
        stream.best.take();
    }
    ck_assert_uint_ge(taken.size(), 12);
    for (size_t i = 4; i < taken.size(); ++i)
        ck_assert_uint_ge(taken[i] - taken[i - 4], 1000);
}
END_TEST

START_TEST(anotherShotStartsAtOnce)
{
    Stream stream;
    stream.offer(0, 0.9);
    const auto first = stream.best.take();
    ck_assert_double_eq(first->score, 0.9);
    ck_assert(!stream.best.take());
    stream.offer(40, 0.1);
    ck_assert_uint_eq(stream.pts(), 40);
    stream.offer(80, 0.8);
    ck_assert_uint_eq(stream.pts(), 40);
    stream.offer(300, 0.8);
    ck_assert_uint_eq(stream.pts(), 300);
}
END_TEST

START_TEST(timeMayJumpBack)
{
    Stream stream;
    for (uint64_t ms = 10000; ms < 11000; ms += 250)
        stream.offer(ms, 0.1 * static_cast<double>(ms - 9800));
    ck_assert_int_eq(stream.copies, 4);
    stream.best.take();
    stream.offer(0, 0.5);
    ck_assert_uint_eq(stream.pts(), 0);
}
END_TEST

START_TEST(whatIsNoOfferChangesNothing)
{
    Stream stream;
    stream.offer(0, std::numeric_limits<double>::quiet_NaN());
    stream.offer(0, std::numeric_limits<double>::infinity());
    ck_assert_int_eq(stream.copies, 0);
    stream.offer(0, 0.3);
    stream.best.offer(0.9, {kSecond, kSecond, 0}, [] { return Still(); });
    ck_assert_uint_eq(stream.pts(), 0);
    ck_assert_double_eq(stream.best.current()->score, 0.3);
}
END_TEST

START_TEST(withoutATimestampThePtsIsUnknown)
{
    BestFrame best;
    best.offer(0.5, {kSecond, std::nullopt, 0}, [] {
        return Still{cv::Mat(2, 2, CV_8UC3), {}, {}};
    });
    ck_assert(best.current().has_value());
    ck_assert(!best.current()->pts.value);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("best-frame", {theFirstFrameIsTaken, onlyAClearlyHigherScoreReplacesIt,
                                    nearZeroATenthIsNotEnough, aRisingScoreIsCopiedFourTimesASecond,
                                    flickeringShotsAreCopiedFourTimesInAnySecond,
                                    anotherShotStartsAtOnce, timeMayJumpBack,
                                    whatIsNoOfferChangesNothing, withoutATimestampThePtsIsUnknown});
}
