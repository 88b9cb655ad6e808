// The shots as the scene analyzer tells them: begin, end, transition, best frame.
#include <algorithm>
#include <cmath>

#include "record/json.h"
#include "scene_stream.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(aStreamStartsWithShotOne)
{
    Stream stream;
    const SceneFrame first = stream.show(shot(1, 1)[0]);
    ck_assert_uint_eq(first.result.shotId, 1);
    ck_assert_uint_eq(*first.result.shotStart.value, 0);
    ck_assert_uint_eq(first.result.frameWidth, 320);
    ck_assert_uint_eq(first.shots.size(), 1);
    ck_assert_str_eq(first.shots[0].event.c_str(), "begin");
    ck_assert_str_eq(first.shots[0].transition.c_str(), "start");
    ck_assert(!first.shots[0].score);
    ck_assert(first.analysed && first.changed);
    ck_assert_uint_eq(*first.result.scene->analysedPts.value, 0);
}
END_TEST

START_TEST(aCutEndsAndBeginsShotsAtItsFrame)
{
    Stream stream;
    const auto events = eventsOf(stream.show(shot(1, 20) + shot(2, 10)));
    ck_assert_uint_eq(events.size(), 3);
    const ShotEvent &end = events[1], &begin = events[2];
    ck_assert_str_eq(end.event.c_str(), "end");
    ck_assert_str_eq(end.reason->c_str(), "cut");
    ck_assert_uint_eq(end.shotId, 1);
    ck_assert_uint_eq(*end.duration.value, ptsOf(20));
    ck_assert_str_eq(begin.event.c_str(), "begin");
    ck_assert_str_eq(begin.transition.c_str(), "cut");
    ck_assert_uint_eq(begin.shotId, 2);
    ck_assert_uint_eq(*begin.start.value, ptsOf(20));
    ck_assert_uint_eq(*begin.transitionStart.value, ptsOf(20));
    ck_assert_uint_eq(*begin.transitionDuration.value, 0);
    ck_assert_double_gt(*begin.score, 0.5);
}
END_TEST

START_TEST(aDissolveEndsAndBeginsShotsWhereTheOldPictureIsGone)
{
    Stream stream;
    const auto frames = stream.show(dissolved(shot(1, 30), shot(2, 40), 10));
    const auto events = eventsOf(frames);
    ck_assert_uint_eq(events.size(), 3);
    ck_assert_str_eq(events[1].event.c_str(), "end");
    ck_assert_str_eq(events[1].reason->c_str(), "dissolve");
    const ShotEvent& begin = events[2];
    ck_assert_str_eq(begin.transition.c_str(), "dissolve");
    ck_assert_uint_eq(*events[1].duration.value, *begin.start.value);
    ck_assert_uint_ge(*begin.start.value, ptsOf(29));
    ck_assert_uint_le(*begin.start.value, ptsOf(31));
    ck_assert_uint_ge(*begin.transitionStart.value, ptsOf(19));
    ck_assert_uint_le(*begin.transitionStart.value, ptsOf(21));
    ck_assert_uint_eq(*begin.transitionStart.value + *begin.transitionDuration.value,
                      *begin.start.value);
    ck_assert_uint_eq(frames.back().result.shotId, 2);
    ck_assert_uint_eq(*frames.back().result.shotStart.value, *begin.start.value);
    ck_assert_double_eq(stream.analyzer.summary().number("dissolves").value(), 1);
    ck_assert_double_eq(stream.analyzer.summary().number("fades").value(), 0);
}
END_TEST

START_TEST(aFadeOutAtTheEndOfTheStreamIsTold)
{
    Film film = shot(1, 30);
    for (int i = 20; i < 30; ++i)
        film[i] = brighter(film[i], (30 - i) / 11.0, 0.0);
    Stream stream;
    ck_assert_uint_eq(eventsOf(stream.show(film + Film(5, plain(0)))).size(), 1);
    const auto events = stream.analyzer.interrupt("eos");
    ck_assert_uint_eq(events.size(), 3);
    ck_assert_str_eq(events[0].reason->c_str(), "fade");
    ck_assert_str_eq(events[1].transition.c_str(), "fade");
    ck_assert_uint_eq(*events[1].transitionStart.value, ptsOf(20));
    ck_assert_uint_eq(*events[1].start.value, ptsOf(30));
    ck_assert_str_eq(events[2].reason->c_str(), "eos");
}
END_TEST

START_TEST(metadataChangesWithTheDecision)
{
    Stream stream;
    const auto frames = stream.show(shot(1, 20) + shot(2, 10));
    size_t decision = 0;
    for (size_t i = 1; i < frames.size(); ++i)
        if (!frames[i].shots.empty())
            decision = i;
    ck_assert_uint_ge(decision, 20);
    ck_assert_uint_le(decision, 22);
    for (size_t i = 0; i < frames.size(); ++i) {
        ck_assert_uint_eq(frames[i].result.shotId, i < decision ? 1 : 2);
        ck_assert_uint_eq(*frames[i].result.shotStart.value, i < decision ? 0 : ptsOf(20));
    }
    ck_assert(frames[decision].analysed);
    ck_assert(frames[decision].changed);
}
END_TEST

START_TEST(everySlideIsAnalysedInItsShot)
{
    for (const bool stamped : {true, false}) {
        SceneAnalyzer analyzer;
        CutTest test;
        for (uint64_t i = 0; i < 6; ++i) {
            const cv::Mat picture = shot(i + 1, 1)[0];
            const ReducedPicture small = reduced(picture);
            const FrameTime time = stamped ? timeOf(static_cast<int>(i), 1.0)
                                           : FrameTime{i * 40 * kMillisecond, std::nullopt, 0};
            const auto frame =
                analyzer.analyze(small, imageView(picture), test.next(small), time, {});
            ck_assert(frame);
            ck_assert_uint_eq(frame->result.shotId, i + 1);
            ck_assert_uint_eq(frame->shots.size(), i == 0 ? 1 : 2);
            ck_assert(frame->analysed);
            ck_assert(frame->result.scene->analysedPts.value == time.pts);
        }
    }
}
END_TEST

// A camera that pans back and forth, and how far it goes while the shutter is open (pixels).
Film swaying(int frames, std::vector<double>& blur)
{
    const cv::Mat world = colourLeaves({960, 360}, 9);
    constexpr int kExposures = 5;
    Film film;
    for (int i = 0; i < frames; ++i) {
        const auto at = [](double t) { return 480.0 + 120.0 * std::sin(0.173 * t); };
        cv::Mat sum(kFilmSize, CV_32FC3, cv::Scalar::all(0));
        for (int part = 0; part < kExposures; ++part) {
            cv::Mat seen;
            view(world, {at(i + 0.5 * part / kExposures), 180.0, 1.0, 0.0}, kFilmSize)
                .convertTo(seen, CV_32F);
            sum += seen / kExposures;
        }
        sum.convertTo(sum, CV_8U);
        film.push_back(withNoise(sum, 2.0, static_cast<uint64_t>(i)));
        blur.push_back(std::abs(at(i + 0.5) - at(i)));
    }
    return film;
}

START_TEST(theBestFrameIsAmongTheSharpest)
{
    for (const int frames : {60, 100}) {
        std::vector<double> blur;
        Stream stream;
        stream.show(swaying(frames, blur));
        const auto events = stream.analyzer.interrupt("eos");
        const uint64_t best = *events.back().keyframePts.value;
        const size_t index = static_cast<size_t>(std::lround(static_cast<double>(best) * 25e-9));
        const auto sharper = std::count_if(blur.begin(), blur.end(),
                                           [&](double other) { return other < blur[index]; });
        ck_assert_int_lt(static_cast<int>(sharper), frames / 20);
    }
}
END_TEST

START_TEST(theBestFrameIsNotOfTheNextShotNorOfTheDissolve)
{
    // The old shot is soft, the new one sharp: whoever mixes them up takes a later frame.
    Film old = shot(1, 40);
    for (cv::Mat& frame : old)
        cv::GaussianBlur(frame, frame, {}, 2.0);
    Stream stream({.interval = 0});
    const auto events = eventsOf(stream.show(dissolved(old, shot(2, 50), 15)));
    ck_assert_uint_eq(events.size(), 3);
    ck_assert_str_eq(events[1].reason->c_str(), "dissolve");
    ck_assert_uint_lt(*events[1].keyframePts.value, *events[2].transitionStart.value);
}
END_TEST

START_TEST(theBestFrameIsTheSharpSettledOne)
{
    Stream stream({.interval = 0});
    Film film = shot(1, 30, 0.0);
    for (int i = 0; i < 30; ++i)
        if (i != 17)
            cv::GaussianBlur(film[i], film[i], {}, 2.0);
    stream.show(film);
    const auto events = stream.analyzer.interrupt("eos");
    ck_assert_uint_eq(*events.back().keyframePts.value, ptsOf(17));
    ck_assert_double_gt(*events.back().keyframeScore, 0.2);
}
END_TEST

START_TEST(interruptionsEndTheShotWithTheirReason)
{
    Stream stream;
    stream.show(shot(1, 10));
    const auto events = stream.analyzer.interrupt("flush");
    ck_assert_uint_eq(events.size(), 1);
    ck_assert_str_eq(events[0].event.c_str(), "end");
    ck_assert_str_eq(events[0].reason->c_str(), "flush");
    ck_assert_uint_eq(*events[0].duration.value, ptsOf(10));
    ck_assert(stream.analyzer.interrupt("eos").empty());
    const SceneFrame next = stream.show(shot(2, 1)[0]);
    ck_assert_uint_eq(next.result.shotId, 2);
    ck_assert_str_eq(next.shots[0].transition.c_str(), "start");
    ck_assert(next.analysed);
}
END_TEST

START_TEST(aCutInTheLastFrameIsToldAtTheEnd)
{
    Stream stream;
    stream.show(shot(1, 20) + shot(2, 1));
    const auto events = stream.analyzer.interrupt("eos");
    ck_assert_uint_eq(events.size(), 3);
    ck_assert_str_eq(events[0].reason->c_str(), "cut");
    ck_assert_uint_eq(*events[1].start.value, ptsOf(20));
    ck_assert_str_eq(events[2].reason->c_str(), "eos");
    ck_assert_uint_eq(events[2].shotId, 2);
    ck_assert(!events[2].keyframePts.value);
}
END_TEST

int main()
{
    return run("scene-shots",
               {aStreamStartsWithShotOne, aCutEndsAndBeginsShotsAtItsFrame,
                aDissolveEndsAndBeginsShotsWhereTheOldPictureIsGone,
                aFadeOutAtTheEndOfTheStreamIsTold, metadataChangesWithTheDecision,
                everySlideIsAnalysedInItsShot, theBestFrameIsAmongTheSharpest,
                theBestFrameIsNotOfTheNextShotNorOfTheDissolve, theBestFrameIsTheSharpSettledOne,
                interruptionsEndTheShotWithTheirReason, aCutInTheLastFrameIsToldAtTheEnd});
}
