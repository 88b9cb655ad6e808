#include "scene/shot_detector.h"

#include <initializer_list>

#include "scenes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kFps = 25.0;

struct Found {
    std::vector<int> frames;  // first frames of new shots
    std::vector<double> scores;
    int longestDelay = 0;
    uint64_t flashes = 0;
};

Found detect(const Film& film, double threshold = 0.5, double fps = kFps)
{
    ShotDetector detector;
    CutTest test;
    Found found;
    const auto note = [&](const std::vector<Cut>& cuts, int now) {
        for (const Cut& cut : cuts) {
            found.frames.push_back(static_cast<int>(std::lround(cut.at.now * fps / 1e9)));
            found.scores.push_back(cut.score.value());
            found.longestDelay = std::max(found.longestDelay, now - found.frames.back());
        }
    };
    int index = 0;
    for (const cv::Mat& picture : film) {
        const ReducedPicture small = reduced(picture);
        note(detector.next(small, test.next(small), timeOf(index, fps), threshold), index);
        ++index;
    }
    note(detector.finish(threshold), index - 1);
    found.flashes = detector.flashes();
    return found;
}

void assertCuts(const Film& film, std::initializer_list<int> expected)
{
    const Found found = detect(film);
    ck_assert_uint_eq(found.frames.size(), expected.size());
    size_t i = 0;
    for (const int frame : expected)
        ck_assert_int_eq(found.frames[i++], frame);
    ck_assert_int_le(found.longestDelay, 2);
    for (const double score : found.scores) {
        ck_assert_double_gt(score, 0.3);
        ck_assert_double_le(score, 1.0);
    }
}

}  // namespace

START_TEST(cutsAreNamedAtTheirFrame)
{
    assertCuts(shot(1, 20) + shot(2, 15) + shot(3, 12), {20, 35});
}
END_TEST

START_TEST(aCutBetweenFastShotsIsFound)
{
    assertCuts(shot(1, 15, 0.06) + shot(2, 15, 0.06), {15});
}
END_TEST

START_TEST(aCutBetweenDrawnLandscapesIsFound)
{
    // Flat colours, light above and dark below in each: only colours and outlines tell them apart.
    assertCuts(drawn(1, 20) + drawn(2, 15) + drawn(3, 12), {20, 35});
}
END_TEST

START_TEST(aLampOfAnotherColourIsNoCut)
{
    Film film = shot(1, 30);
    for (int i = 15; i < 30; ++i)
        cv::multiply(film[i], cv::Scalar(1.0, 0.55, 0.4), film[i]);
    assertCuts(film, {});
}
END_TEST

START_TEST(aMovingCameraIsNoCut)
{
    assertCuts(shot(1, 30, 0.02), {});
    assertCuts(shot(2, 25, 0.08), {});
}
END_TEST

START_TEST(aWhipPanIsNoCut)
{
    // Half the width in ten frames, from standing to standing, blurred as by a shutter.
    const cv::Mat world = colourLeaves({960, 360}, 4);
    Film film;
    double x = 200.0;
    for (int i = 0; i < 30; ++i) {
        const double speed = i >= 10 && i < 20 ? 36.0 : 0.0;
        cv::Mat frame(kFilmSize, CV_32FC3, cv::Scalar::all(0));
        for (int part = 0; part < 6; ++part) {
            cv::Mat seen;
            view(world, {x + speed * part / 6.0, 180.0, 1.0, 0.0}, kFilmSize)
                .convertTo(seen, CV_32F);
            frame += seen / 6.0;
        }
        x += speed;
        frame.convertTo(frame, CV_8U);
        film.push_back(withNoise(frame, 2.0, 50 + static_cast<uint64_t>(i)));
    }
    assertCuts(film, {});
}
END_TEST

START_TEST(aCutInTheFirstFramesCounts)
{
    assertCuts(Film{plain(0)} + shot(1, 15), {1});
    assertCuts(Film{plain(0), plain(0)} + shot(1, 15), {2});
    for (const int at : {1, 2, 3, 4, 5})
        for (const uint64_t scene : {1, 3, 5})
            assertCuts(shot(scene + 1, at) + shot(scene, 15), {at});
}
END_TEST

START_TEST(aCutInTheLastFramesCounts)
{
    assertCuts(shot(1, 20) + shot(2, 2), {20});
    assertCuts(shot(1, 20) + shot(2, 1), {20});
}
END_TEST

START_TEST(blackAndWhiteAreShotsOfTheirOwn)
{
    const Film black(10, plain(0)), white(10, plain(255));
    assertCuts(shot(1, 10) + black + shot(2, 10), {10, 20});
    assertCuts(black + white, {10});
}
END_TEST

START_TEST(aFlashIsNoCut)
{
    for (const int length : {1, 2})
        for (const int kind : {0, 1, 2}) {
            Film film = shot(1, 30);
            for (int i = 12; i < 12 + length; ++i)
                film[i] = kind == 0   ? plain(255)
                          : kind == 1 ? brighter(film[i], 1.6, 60)
                                      : plain(0);
            assertCuts(film, {});
        }
}
END_TEST

START_TEST(aFlashInAFastPanIsNoCut)
{
    // When it is over, too little of what was before is still in the picture to be recognised.
    Film film = shot(1, 26, 0.05);
    film[12] = film[13] = plain(255);
    assertCuts(film, {});
}
END_TEST

START_TEST(aForeignFrameIsNoCut)
{
    for (const int length : {1, 2}) {
        Film film = shot(1, 30);
        for (int i = 12; i < 12 + length; ++i)
            film[i] = shot(2, 1)[0];
        assertCuts(film, {});
    }
}
END_TEST

START_TEST(flashesAreCounted)
{
    Film film = shot(1, 40);
    film[12] = film[25] = plain(255);
    ck_assert_uint_eq(detect(film).flashes, 2);
}
END_TEST

START_TEST(aFlashDoesNotHideTheCutBehindIt)
{
    Film film = shot(1, 20) + shot(2, 20);
    film[17] = plain(255);
    assertCuts(film, {20});
    film[18] = plain(255);
    assertCuts(film, {20});
    for (const uint64_t scene : {3, 4, 5}) {
        Film lit = shot(scene, 20) + shot(scene + 1, 20);
        lit[17] = brighter(lit[17], 1.6, 60.0);  // muzzle fire, three frames before
        assertCuts(lit, {20});
    }
    film[19] = plain(255);  // three white frames and the cut at their end: the flash is a guess
    ck_assert_uint_le(detect(film).frames.size(), 2);
}
END_TEST

START_TEST(aFlashOnTheCutIsOneCut)
{
    Film film = shot(1, 20) + shot(2, 20);
    film[19] = plain(255);
    assertCuts(film, {20});
}
END_TEST

START_TEST(aForeignFrameBeforeTheCutIsNoShot)
{
    Film film = shot(1, 20) + shot(2, 20);
    film[19] = brighter(shot(3, 1)[0], 0.35, 78.0);
    assertCuts(film, {20});  // the clearer of the two boundaries
}
END_TEST

START_TEST(aFlashInTheFirstFrameOfAShotDoesNotMoveTheCut)
{
    Film film = shot(1, 20) + shot(2, 20);
    film[20] = brighter(film[20], 1.2, 45.0);
    assertCuts(film, {20});
}
END_TEST

START_TEST(chaosIsNoCut)
{
    // An explosion: for some frames nothing looks like anything.
    Film film = shot(1, 40, 0.0);
    for (int i = 14; i < 24; ++i)
        film[i] = colourLeaves(kFilmSize, 100 + static_cast<uint64_t>(i));
    assertCuts(film, {});
}
END_TEST

START_TEST(stroboscopesAreNoCuts)
{
    Film film = shot(1, 40);
    for (int i = 10; i < 34; ++i)
        if (i % 4 < 2)
            film[i] = brighter(film[i], 0.3, 0.0);
    assertCuts(film, {});
}
END_TEST

START_TEST(lightsThatGoOutAreNoCut)
{
    Film film = shot(1, 30);
    for (int i = 15; i < 30; ++i)
        film[i] = brighter(film[i], 0.35, 0.0);
    assertCuts(film, {});
    for (int i = 15; i < 30; ++i)
        film[i] = brighter(shot(1, 30)[i], 0.7, 80.0);
    assertCuts(film, {});
}
END_TEST

START_TEST(aSubjectThatCrossesTheLensIsNoCut)
{
    Film film = shot(1, 40, 0.0);
    const cv::Mat coat = colourLeaves(kFilmSize, 77);
    for (int i = 10; i < 30; ++i) {
        // From left to right; for some frames it fills the picture.
        const int left = -320 + (i - 10) * 32;
        const cv::Rect place = cv::Rect(left, 0, 320, 180) & cv::Rect(0, 0, 320, 180);
        if (place.width > 0)
            coat(place - cv::Point(left, 0)).copyTo(film[i](place));
    }
    assertCuts(film, {});
}
END_TEST

START_TEST(burntInTextAndPumpingAreNoCuts)
{
    Film film = shot(1, 40);
    for (int i = 10; i < 40; ++i)
        cv::rectangle(film[i], {20, 130, 280, 40}, cv::Scalar::all(20), -1);
    for (int i = 0; i < 40; i += 12)
        cv::GaussianBlur(film[i], film[i], {}, 1.5);
    assertCuts(film, {});
}
END_TEST

START_TEST(noiseIsNoCut)
{
    Film film;
    for (uint64_t i = 0; i < 40; ++i)
        film.push_back(withNoise(plain(120), 60.0, i));
    assertCuts(film, {});
}
END_TEST

START_TEST(higherThresholdsFindFewerCuts)
{
    Film film;
    for (uint64_t scene = 1; scene <= 8; ++scene)
        film = film + shot(scene, 8, 0.03);
    size_t before = 100;
    for (const double threshold : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const size_t now = detect(film, threshold).frames.size();
        ck_assert_uint_le(now, before);
        before = now;
    }
    ck_assert_uint_ge(detect(film, 0.0).frames.size(), 7);
    ck_assert_uint_lt(before, 7);
}
END_TEST

START_TEST(longSingleFramesAreShots)
{
    // A picture a second.
    Film film;
    for (uint64_t scene = 1; scene <= 8; ++scene)
        film = film + shot(scene, 1);
    ck_assert_uint_eq(detect(film, 0.5, 1.0).frames.size(), 7);
    ck_assert_int_eq(detect(film, 0.5, 1.0).longestDelay, 0);
    // There and back again, and one that is shown for longer.
    const Film back = shot(1, 1) + shot(2, 3) + shot(1, 1);
    const Found found = detect(back, 0.5, 2.0);
    ck_assert_uint_eq(found.frames.size(), 2);
    ck_assert_int_eq(found.frames[0], 1);
    ck_assert_int_eq(found.frames[1], 4);
}
END_TEST

START_TEST(stillsWithoutTimeAreShotsEvenIfTheyAreAlike)
{
    ShotDetector detector;
    CutTest test;
    for (int i = 0; i < 4; ++i) {
        const ReducedPicture picture = reduced(shot(1, 1)[0]);
        const FrameTime time{static_cast<uint64_t>(i) * 40 * kMillisecond, std::nullopt, 0};
        const auto cuts = detector.next(picture, test.next(picture), time, 0.5);
        ck_assert_uint_eq(cuts.size(), i > 0 ? 1 : 0);
        ck_assert(cuts.empty() || (cuts[0].at.now == time.now && !cuts[0].score));
    }
}
END_TEST

START_TEST(changeIsMeasuredAgainstTheFrameBefore)
{
    ShotDetector detector;
    ck_assert(!detector.change());
    detector.next(reduced(plain(50)), {}, timeOf(0), 0.5);
    ck_assert(!detector.change());
    detector.next(reduced(plain(101)), {}, timeOf(1), 0.5);
    ck_assert_double_eq_tol(*detector.change(), 0.2, 0.01);
    detector.reset();
    ck_assert(!detector.change());
}
END_TEST

int main()
{
    return run("shot-detector", {cutsAreNamedAtTheirFrame,
                                 aCutBetweenFastShotsIsFound,
                                 aCutBetweenDrawnLandscapesIsFound,
                                 aLampOfAnotherColourIsNoCut,
                                 aMovingCameraIsNoCut,
                                 aWhipPanIsNoCut,
                                 aCutInTheFirstFramesCounts,
                                 aCutInTheLastFramesCounts,
                                 blackAndWhiteAreShotsOfTheirOwn,
                                 aFlashIsNoCut,
                                 aFlashInAFastPanIsNoCut,
                                 aForeignFrameIsNoCut,
                                 flashesAreCounted,
                                 aFlashDoesNotHideTheCutBehindIt,
                                 aFlashOnTheCutIsOneCut,
                                 aForeignFrameBeforeTheCutIsNoShot,
                                 aFlashInTheFirstFrameOfAShotDoesNotMoveTheCut,
                                 chaosIsNoCut,
                                 stroboscopesAreNoCuts,
                                 lightsThatGoOutAreNoCut,
                                 aSubjectThatCrossesTheLensIsNoCut,
                                 burntInTextAndPumpingAreNoCuts,
                                 noiseIsNoCut,
                                 higherThresholdsFindFewerCuts,
                                 longSingleFramesAreShots,
                                 stillsWithoutTimeAreShotsEvenIfTheyAreAlike,
                                 changeIsMeasuredAgainstTheFrameBefore});
}
