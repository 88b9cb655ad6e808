// The rhythm of the cuts: from the lengths of the shots that were seen whole.
#include "movement/cut_rhythm.h"

#include <cmath>
#include <vector>

#include "frame/frame_time.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Stream {
    CutRhythm rhythm;
    uint64_t start = 0, shot = 0;

    /// A shot of `seconds` has begun; the next call ends it.
    void shots(const std::vector<double>& lengths)
    {
        for (const double seconds : lengths) {
            rhythm.add(++shot, start);
            start += static_cast<uint64_t>(seconds * 1e9);
        }
        rhythm.add(++shot, start);
    }
    std::optional<NextCut> after(double seconds) const
    {
        return rhythm.next(start + static_cast<uint64_t>(seconds * 1e9));
    }
};

}  // namespace

START_TEST(fewShotsHaveNoRhythm)
{
    Stream stream;
    stream.shots({9.0, 2.0, 2.0, 2.0});
    ck_assert(!stream.rhythm.median());
    ck_assert(!stream.rhythm.regularity());
    ck_assert(!stream.after(1.0));
    stream.shots({});
    ck_assert(!stream.rhythm.median());
}
END_TEST

// The first shot may have begun before anybody looked.
START_TEST(theFirstShotIsNotCounted)
{
    Stream stream;
    stream.shots({100.0, 2.0, 3.0, 4.0, 5.0});
    ck_assert_double_eq_tol(*stream.rhythm.median(), std::sqrt(3.0 * 4.0), 1e-9);
}
END_TEST

START_TEST(evenShotsAreRegularAndTheNextCutIsDueThen)
{
    Stream stream;
    stream.shots(std::vector<double>(20, 3.0));
    ck_assert_double_eq_tol(*stream.rhythm.median(), 3.0, 1e-6);
    ck_assert_double_eq_tol(*stream.rhythm.regularity(), 1.0, 1e-6);
    const NextCut early = *stream.after(0.0), late = *stream.after(2.5);
    ck_assert_double_eq_tol(early.seconds, 3.0, 0.1);
    ck_assert_double_lt(late.seconds, 1.0);
    ck_assert_double_lt(early.withinSecond, 0.02);
    ck_assert_double_gt(late.withinSecond, 0.5);
    ck_assert_double_gt(early.confidence, 0.8);
}
END_TEST

START_TEST(unevenShotsAreNeitherRegularNorSure)
{
    Stream even, uneven;
    even.shots(std::vector<double>(12, 2.0));
    uneven.shots({1, 0.5, 8, 2, 0.7, 6, 1.2, 3, 0.4, 9, 1.0, 5.0});
    ck_assert_double_lt(*uneven.rhythm.regularity(), 0.3);
    ck_assert_double_lt(uneven.after(0.2)->confidence, even.after(0.2)->confidence - 0.2);
}
END_TEST

START_TEST(probabilitiesAreSharesAtAnyTime)
{
    Stream stream;
    stream.shots({3.0, 1.0, 2.0, 1.5, 2.5, 0.5});
    for (int tenth = 0; tenth < 600; ++tenth) {
        const auto cut = stream.after(tenth / 10.0);
        if (!cut)
            continue;
        ck_assert(std::isfinite(cut->seconds) && cut->seconds > 0.0);
        ck_assert(cut->confidence >= 0.0 && cut->confidence <= 1.0);
        ck_assert(cut->withinSecond >= 0.0 && cut->withinSecond <= 1.0);
    }
    ck_assert(!stream.after(1e7));
}
END_TEST

// Only the last shots count: a film that slows down has the rhythm that it has now.
START_TEST(theHistoryIsBounded)
{
    Stream stream;
    stream.shots(std::vector<double>(100, 1.0));
    stream.shots(std::vector<double>(30, 6.0));
    ck_assert_double_eq_tol(*stream.rhythm.median(), 6.0, 1e-6);
}
END_TEST

START_TEST(streamsThatRunBackwardsOrHaveNoShotsAreHarmless)
{
    CutRhythm rhythm;
    for (int i = 0; i < 10; ++i)
        rhythm.add(0, static_cast<uint64_t>(i) * kSecond);
    ck_assert(!rhythm.next(20 * kSecond));
    for (uint64_t i = 0; i < 10; ++i)
        rhythm.add(i + 1, (20 - i) * kSecond);
    ck_assert(!rhythm.median());
    Stream stream;
    stream.shots(std::vector<double>(8, 2.0));
    ck_assert(!stream.rhythm.next(0));
}
END_TEST

int main()
{
    return run(
        "movement/cut-rhythm",
        {fewShotsHaveNoRhythm, theFirstShotIsNotCounted, evenShotsAreRegularAndTheNextCutIsDueThen,
         unevenShotsAreNeitherRegularNorSure, probabilitiesAreSharesAtAnyTime, theHistoryIsBounded,
         streamsThatRunBackwardsOrHaveNoShotsAreHarmless});
}
