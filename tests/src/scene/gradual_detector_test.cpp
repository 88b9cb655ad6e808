#include "scene/gradual_detector.h"

#include <cstdlib>
#include <string>

#include "scenes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Found {
    std::string kind;
    int from = 0, to = 0, shot = 0;  // frames: the transition's first and last, the shot's first
    int delay = 0;                   // frames from the end of the transition to the decision
    double score = 0.0;
};

std::vector<Found> detect(const Film& film, double fps = 25.0)
{
    GradualDetector detector;
    std::vector<Found> found;
    const auto frameOf = [fps](uint64_t now) {
        return static_cast<int>(std::lround(static_cast<double>(now) * fps / 1e9));
    };
    const auto note = [&](const std::optional<GradualTransition>& one, int now) {
        if (one)
            found.push_back({one->kind, frameOf(one->start.now), frameOf(one->end.now) - 1,
                             frameOf(one->at.now), now - frameOf(one->end.now), one->score});
    };
    int index = 0;
    for (const cv::Mat& picture : film) {
        note(detector.next(splitThumb(reduced(picture).thumb), timeOf(index, fps)), index);
        ++index;
    }
    note(detector.finish(), index - 1);
    return found;
}

/// `clean` frames of each, and between them `frames` that are mixtures.
Film dissolve(uint64_t from, uint64_t to, int clean, int frames, double speed = 0.002)
{
    return dissolved(shot(from, clean + frames, speed), shot(to, clean + frames, speed), frames);
}

Film faded(const Film& film, int level, bool in)
{
    Film result;
    const int count = static_cast<int>(film.size());
    for (int i = 0; i < count; ++i) {
        const double share = (in ? i + 1.0 : count - i) / (count + 1.0);
        result.push_back(mixed(plain(level), film[i], share));
    }
    return result;
}

Film fadedOut(uint64_t scene, int clean, int frames, int level)
{
    const Film film = shot(scene, clean + frames);
    return Film(film.begin(), film.begin() + clean) +
           faded(Film(film.begin() + clean, film.end()), level, false);
}

Film fadedIn(uint64_t scene, int clean, int frames, int level)
{
    const Film film = shot(scene, clean + frames);
    return faded(Film(film.begin(), film.begin() + frames), level, true) +
           Film(film.begin() + frames, film.end());
}

void assertOne(const Film& film, const char* kind, int from, int to, int shot)
{
    const auto found = detect(film);
    ck_assert_uint_eq(found.size(), 1);
    ck_assert_str_eq(found[0].kind.c_str(), kind);
    const int tolerance = 1 + (to - from) / 10;
    ck_assert_int_le(std::abs(found[0].from - from), tolerance);
    ck_assert_int_le(std::abs(found[0].to - to), tolerance);
    ck_assert_int_le(std::abs(found[0].shot - shot), tolerance);
    ck_assert_int_le(found[0].delay, 25);
    ck_assert_double_ge(found[0].score, 0.0);
    ck_assert_double_le(found[0].score, 1.0);
}

void assertNone(const Film& film)
{
    ck_assert_uint_eq(detect(film).size(), 0);
}

}  // namespace

START_TEST(dissolvesAreFoundWithTheirEnds)
{
    for (const int frames : {5, 9, 16, 28, 40})
        assertOne(dissolve(1, 2, 20, frames), "dissolve", 20, 19 + frames, 20 + frames);
}
END_TEST

START_TEST(dissolvesBetweenMovingCamerasAreFound)
{
    assertOne(dissolve(3, 4, 20, 12, 0.007), "dissolve", 20, 31, 32);
}
END_TEST

START_TEST(twoDissolvesAreTwo)
{
    const Film film = dissolve(1, 2, 20, 10) + dissolve(2, 3, 20, 14);
    const auto found = detect(film);
    ck_assert_uint_eq(found.size(), 2);
    ck_assert_int_le(std::abs(found[0].from - 20), 1);
    ck_assert_int_le(std::abs(found[1].from - 70), 1);
    ck_assert_int_le(std::abs(found[1].to - 83), 1);
}
END_TEST

START_TEST(fadesFromAndToBlackAndWhiteAreFound)
{
    for (const int level : {0, 255})
        for (const int frames : {5, 12, 30}) {
            const Film before(12, plain(level));
            assertOne(before + fadedIn(1, 20, frames, level), "fade", 12, 11 + frames, 12);
            assertOne(fadedOut(1, 20, frames, level) + Film(30, plain(level)), "fade", 20,
                      19 + frames, 20 + frames);
        }
}
END_TEST

START_TEST(aFadeThroughBlackIsOneTransition)
{
    for (const int black : {1, 3, 15}) {
        const Film film = fadedOut(1, 20, 10, 0) + Film(static_cast<size_t>(black), plain(0)) +
                          fadedIn(2, 20, 14, 0);
        assertOne(film, "fade", 20, 20 + 10 + black + 13, 30 + black);
    }
}
END_TEST

START_TEST(longBlackBetweenFadesIsAShotOfItsOwn)
{
    const auto found = detect(fadedOut(1, 20, 10, 0) + Film(50, plain(0)) + fadedIn(2, 20, 10, 0));
    ck_assert_uint_eq(found.size(), 2);
    ck_assert_int_eq(found[0].shot, 30);
    ck_assert_int_le(found[0].delay, 25);
    ck_assert_int_eq(found[1].shot, 80);
}
END_TEST

START_TEST(textThatStaysOnBlackDoesNotHideAFade)
{
    Film film = Film(12, plain(0)) + fadedIn(1, 20, 20, 0);
    for (cv::Mat& frame : film)
        cv::putText(frame, "copyright", {200, 172}, cv::FONT_HERSHEY_SIMPLEX, 0.5,
                    cv::Scalar::all(230), 1);
    assertOne(film, "fade", 12, 31, 12);
}
END_TEST

START_TEST(aMovingCameraIsNoTransition)
{
    for (const double speed : {0.004, 0.01, 0.03, 0.08})
        assertNone(shot(1, 80, speed));
}
END_TEST

START_TEST(aCutIsNoTransition)
{
    assertNone(shot(1, 30) + shot(2, 30));
    assertNone(Film(20, plain(0)) + shot(2, 30));
}
END_TEST

START_TEST(changingLightIsNoTransition)
{
    for (const double gain : {0.35, 1.5}) {
        Film film = shot(1, 90);
        for (int i = 0; i < 90; ++i) {
            const double share = std::clamp((i - 25) / 30.0, 0.0, 1.0);
            film[i] = brighter(film[i], 1.0 + (gain - 1.0) * share, 0.0);
        }
        assertNone(film);
    }
}
END_TEST

START_TEST(aTitleThatComesAndGoesIsNoTransition)
{
    for (const bool onBlack : {false, true}) {
        Film film = onBlack ? Film(90, plain(0)) : shot(1, 90);
        for (int i = 0; i < 90; ++i) {
            cv::Mat titled = film[i].clone();
            cv::putText(titled, "A TITLE", {40, 100}, cv::FONT_HERSHEY_SIMPLEX, 1.8,
                        cv::Scalar::all(255), 5);
            const double share = std::clamp(std::min(i - 15, 75 - i) / 20.0, 0.0, 1.0);
            film[i] = mixed(film[i], titled, share);
        }
        assertNone(film);
    }
}
END_TEST

START_TEST(aSubjectThatCrossesTheLensIsNoTransition)
{
    Film film = shot(1, 60, 0.0);
    const cv::Mat coat = colourLeaves(kFilmSize, 77);
    for (int i = 15; i < 45; ++i) {
        const cv::Rect all({0, 0}, kFilmSize);
        const int left = -320 + (i - 15) * 21;
        const cv::Rect place = cv::Rect(left, 0, 320, 180) & all;
        if (place.width > 0)
            coat(place - cv::Point(left, 0)).copyTo(film[i](place));
    }
    assertNone(film);
}
END_TEST

START_TEST(slidesAreNoTransition)
{
    // One frame a second: brightness that happens to rise is no fade.
    Film film;
    for (int i = 0; i < 20; ++i)
        film.push_back(brighter(shot(static_cast<uint64_t>(i), 1)[0], i / 20.0, 0.0));
    ck_assert_uint_eq(detect(film, 1.0).size(), 0);
}
END_TEST

START_TEST(aCutEndsWhatWasWaitedFor)
{
    GradualDetector detector;
    int index = 0;
    for (const cv::Mat& picture : fadedOut(1, 20, 10, 0) + Film(6, plain(0)))
        ck_assert(!detector.next(splitThumb(reduced(picture).thumb), timeOf(index++)));
    const auto left = detector.cut(*timeOf(index).pts);
    ck_assert(left);
    ck_assert_str_eq(left->kind, "fade");
    ck_assert_uint_eq(left->at.now, *timeOf(30).pts);
    ck_assert(!detector.cut(*timeOf(index).pts));
    ck_assert(!detector.finish());
}
END_TEST

int main()
{
    return run(
        "gradual-detector",
        {dissolvesAreFoundWithTheirEnds, dissolvesBetweenMovingCamerasAreFound, twoDissolvesAreTwo,
         fadesFromAndToBlackAndWhiteAreFound, aFadeThroughBlackIsOneTransition,
         longBlackBetweenFadesIsAShotOfItsOwn, textThatStaysOnBlackDoesNotHideAFade,
         aMovingCameraIsNoTransition, aCutIsNoTransition, changingLightIsNoTransition,
         aTitleThatComesAndGoesIsNoTransition, aSubjectThatCrossesTheLensIsNoTransition,
         slidesAreNoTransition, aCutEndsWhatWasWaitedFor});
}
