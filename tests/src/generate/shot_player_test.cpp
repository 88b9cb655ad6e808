// What is on the air when: cuts and fades at known times, takes over takes, pictures that come
// late.
#include "generate/shot_player.h"

#include <cmath>

#include "support/suite.h"

namespace animatize {
namespace {

constexpr uint64_t kStart = 10 * kSecond;
constexpr PlaySettings kCuts{2 * kSecond, 0};
constexpr PlaySettings kFades{2 * kSecond, kSecond / 2};

constexpr uint64_t ms(uint64_t count)
{
    return kStart + count * kMillisecond;
}

GeneratedShotRef shot(const char* name, bool remote = false)
{
    const cv::Mat picture(4, 4, CV_8UC3, cv::Scalar::all(90));
    Keyframe about;
    about.model = name;
    return std::make_shared<const GeneratedShot>(
        GeneratedShot{MoveRenderer({picture, 1.0, {}, {}}, {}, 1), about, {}, remote});
}

/// "first 0.25 < second 1 x 0.5": layers with their shares, and the share over the live picture.
std::string text(const Shown& shown)
{
    if (!shown)
        return "live";
    std::string all;
    for (const Shown::Layer& layer : shown.layers) {
        char part[64];
        std::snprintf(part, sizeof part, "%s%s %g", all.empty() ? "" : " < ",
                      layer.shot->about.model.c_str(), layer.share);
        all += part;
    }
    char whole[32];
    std::snprintf(whole, sizeof whole, " x %g", shown.share);
    return all + whole;
}

#define ASSERT_SHOWN(player, now, wanted)                                                  \
    do {                                                                                   \
        const std::string got_ = text((player).at(now));                                   \
        ck_assert_msg(got_ == (wanted), "it is \"%s\", not \"%s\"", got_.c_str(), wanted); \
    } while (0)

START_TEST(aTakeIsOnAirForItsDuration)
{
    ShotPlayer player;
    ASSERT_SHOWN(player, ms(0), "live");
    int shown = 0;
    for (uint64_t i = 0; i < 75; ++i) {
        if (i == 10)
            player.take(shot("first"), ms(400), kCuts);
        const Shown now = player.at(ms(40 * i));
        ck_assert(bool(now) == (i >= 10 && i < 60));
        if (!now)
            continue;
        ck_assert_double_eq(now.share, 1.0);
        ck_assert_double_eq_tol(now.layers.begin()->t, shown / 50.0, 1e-12);
        ++shown;
    }
    ck_assert_int_eq(shown, 50);
}
END_TEST

START_TEST(aFadeHasKnownShares)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kFades);
    ASSERT_SHOWN(player, ms(0), "live");
    ASSERT_SHOWN(player, ms(125), "first 1 x 0.25");
    ASSERT_SHOWN(player, ms(250), "first 1 x 0.5");
    ASSERT_SHOWN(player, ms(500), "first 1 x 1");
    ASSERT_SHOWN(player, ms(1500), "first 1 x 1");
    ASSERT_SHOWN(player, ms(1750), "first 1 x 0.5");
    ASSERT_SHOWN(player, ms(1999), "first 1 x 0.002");
    ASSERT_SHOWN(player, ms(2000), "live");
}
END_TEST

START_TEST(aShortShotFadesForHalfOfIt)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), {600 * kMillisecond, kSecond / 2});
    ASSERT_SHOWN(player, ms(150), "first 1 x 0.5");
    ASSERT_SHOWN(player, ms(300), "first 1 x 1");
    ASSERT_SHOWN(player, ms(450), "first 1 x 0.5");
    ASSERT_SHOWN(player, ms(600), "live");
}
END_TEST

START_TEST(aReleaseEndsIt)
{
    ShotPlayer player;
    player.release(ms(0));
    player.take(shot("first"), ms(0), kCuts);
    ASSERT_SHOWN(player, ms(960), "first 1 x 1");
    player.release(ms(1000));
    ASSERT_SHOWN(player, ms(1000), "live");
    player.take(shot("second"), ms(1040), kFades);
    player.release(ms(2000));
    ASSERT_SHOWN(player, ms(2000), "second 1 x 1");
    ASSERT_SHOWN(player, ms(2250), "second 1 x 0.5");
    ASSERT_SHOWN(player, ms(2500), "live");
}
END_TEST

START_TEST(aReleaseNeverMakesItLonger)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kFades);
    player.release(ms(1800));
    player.release(ms(1900));
    ASSERT_SHOWN(player, ms(1900), "first 1 x 0.2");
    ASSERT_SHOWN(player, ms(2000), "live");
}
END_TEST

START_TEST(releasedWhileComingInItTurnsBack)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kFades);
    ASSERT_SHOWN(player, ms(200), "first 1 x 0.4");
    player.release(ms(200));
    ASSERT_SHOWN(player, ms(300), "first 1 x 0.2");
    ASSERT_SHOWN(player, ms(400), "live");
}
END_TEST

START_TEST(aTakeOverATakeCutsToIt)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kCuts);
    player.take(shot("second"), ms(1000), kCuts);
    const Shown now = player.at(ms(1500));
    ck_assert(text(now) == "second 1 x 1");
    ck_assert_double_eq(now.layers.begin()->t, 0.25);
    ASSERT_SHOWN(player, ms(2960), "second 1 x 1");
    ASSERT_SHOWN(player, ms(3000), "live");
}
END_TEST

START_TEST(aTakeOverATakeDissolvesToIt)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kFades);
    ASSERT_SHOWN(player, ms(1000), "first 1 x 1");
    player.take(shot("second"), ms(1000), kFades);
    ASSERT_SHOWN(player, ms(1000), "first 1 x 1");
    ASSERT_SHOWN(player, ms(1250), "first 1 < second 0.5 x 1");
    const Shown now = player.at(ms(1250));
    ck_assert_double_eq(now.layers.begin()[0].t, 0.625);
    ck_assert_double_eq(now.layers.begin()[1].t, 0.125);
    ASSERT_SHOWN(player, ms(1500), "second 1 x 1");
    ASSERT_SHOWN(player, ms(2750), "second 1 x 0.5");
}
END_TEST

// Taken while the one before comes in or goes out: what is seen of the live picture doesn't jump.
START_TEST(aTakeOverAFadeGoesOnFromThere)
{
    for (const uint64_t at : {uint64_t{200}, uint64_t{1800}}) {
        ShotPlayer player;
        player.take(shot("first"), ms(0), kFades);
        ck_assert_double_eq_tol(player.at(ms(at)).share, 0.4, 1e-9);
        player.take(shot("second"), ms(at), kFades);
        ck_assert_double_eq_tol(player.at(ms(at)).share, 0.4, 1e-9);
        ck_assert_double_eq_tol(player.at(ms(at + 100)).share, 0.6, 1e-9);
        ck_assert_double_eq_tol(player.at(ms(at + 300)).share, 1.0, 1e-9);
    }
}
END_TEST

START_TEST(aPictureThatArrivesFadesInAndGoesOn)
{
    for (const PlaySettings& settings : {kCuts, kFades}) {
        ShotPlayer player;
        player.take(shot("local"), ms(0), settings);
        player.at(ms(760));
        player.arrived(shot("remote", true), ms(800));
        ck_assert(!player.at(ms(800)).isRemote());
        ASSERT_SHOWN(player, ms(800), "local 1 x 1");
        ASSERT_SHOWN(player, ms(1050), "local 1 < remote 0.5 x 1");
        const Shown now = player.at(ms(1050));
        ck_assert(now.isRemote());
        ck_assert(now.main().about.model == "remote");
        for (const Shown::Layer& layer : now.layers)
            ck_assert_double_eq_tol(layer.t, 0.525, 1e-12);
        ASSERT_SHOWN(player, ms(1300), "remote 1 x 1");
        ASSERT_SHOWN(player, ms(2000), "live");
    }
}
END_TEST

// What a service made is named as long as anything of it can be seen.
START_TEST(aRemotePictureBelowCountsToo)
{
    ShotPlayer player;
    player.take(shot("remote", true), ms(0), kFades);
    player.at(ms(960));
    player.take(shot("local"), ms(1000), kFades);
    ck_assert(player.at(ms(1480)).isRemote());
    ck_assert(player.at(ms(1480)).main().about.model == "remote");
    ck_assert(!player.at(ms(1500)).isRemote());
    ck_assert(!player.at(ms(4000)).isRemote());
}
END_TEST

START_TEST(whatArrivesForNothingIsNothing)
{
    ShotPlayer player;
    player.arrived(shot("remote", true), ms(0));
    ASSERT_SHOWN(player, ms(0), "live");
    player.take(shot("local"), ms(40), kCuts);
    player.at(ms(2000));
    player.arrived(shot("remote", true), ms(2040));
    ASSERT_SHOWN(player, ms(2040), "live");
    ck_assert(!player.playing(ms(2040)));
}
END_TEST

START_TEST(ofThreeTheLowestGoes)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kCuts);
    player.arrived(shot("second"), ms(100));
    player.arrived(shot("third"), ms(500));
    ASSERT_SHOWN(player, ms(550), "second 1 < third 0.1 x 1");
}
END_TEST

START_TEST(stoppedItIsGone)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), kFades);
    player.stop();
    ASSERT_SHOWN(player, ms(500), "live");
    // The next one has nothing left of it.
    player.take(shot("second"), ms(500), kFades);
    ASSERT_SHOWN(player, ms(750), "second 1 x 0.5");
}
END_TEST

START_TEST(itHoldsWhatItShowsAndNoMore)
{
    ShotPlayer player;
    const GeneratedShotRef first = shot("first"), second = shot("second");
    player.take(first, ms(0), kFades);
    player.at(ms(960));
    player.take(second, ms(1000), kFades);
    player.at(ms(1500));
    ck_assert_int_eq(first.use_count(), 1);
    ck_assert_int_eq(second.use_count(), 2);
    player.at(ms(3000));
    ck_assert_int_eq(second.use_count(), 1);
}
END_TEST

START_TEST(timesAtTheEndsOfTheirRange)
{
    ShotPlayer player;
    player.take(shot("first"), ms(0), {UINT64_MAX, kSecond});
    ASSERT_SHOWN(player, ms(500), "first 1 x 0.5");
    ck_assert(bool(player.at(UINT64_MAX - 2 * kSecond)));
    player.stop();
    player.take(shot("second"), 0, {1, kSecond});
    ASSERT_SHOWN(player, 0, "second 1 x 1");
    ASSERT_SHOWN(player, 1, "live");
    // Before its own beginning: a clock that trembles.
    player.take(shot("third"), ms(0), kCuts);
    ck_assert_double_eq(player.at(ms(0) - 1).layers.begin()->t, 0.0);
}
END_TEST

// Frames that never were change nothing for those that are.
START_TEST(onlyTheTimesMatter)
{
    const auto run = [](uint64_t step) {
        ShotPlayer player;
        std::string all;
        for (uint64_t at = 0; at <= 3000; at += step) {
            if (at == 0)
                player.take(shot("first"), ms(at), kFades);
            if (at == 600)
                player.arrived(shot("remote", true), ms(at));
            if (at == 1200)
                player.take(shot("second"), ms(at), kFades);
            if (at == 1800)
                player.release(ms(at));
            if (at % 200 == 0)
                all += text(player.at(ms(at))) + "\n";
            player.at(ms(at));
        }
        return all;
    };
    ck_assert(run(10) == run(100));
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "shot-player",
        {aTakeIsOnAirForItsDuration, aFadeHasKnownShares, aShortShotFadesForHalfOfIt,
         aReleaseEndsIt, aReleaseNeverMakesItLonger, releasedWhileComingInItTurnsBack,
         aTakeOverATakeCutsToIt, aTakeOverATakeDissolvesToIt, aTakeOverAFadeGoesOnFromThere,
         aPictureThatArrivesFadesInAndGoesOn, aRemotePictureBelowCountsToo,
         whatArrivesForNothingIsNothing, ofThreeTheLowestGoes, stoppedItIsGone,
         itHoldsWhatItShowsAndNoMore, timesAtTheEndsOfTheirRange, onlyTheTimesMatter});
}
