// Periods: exact ones are found, with noise and at any frame rate; what is not periodic has none.
#include "movement/periodicity.h"

#include <cmath>
#include <functional>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr double kPi = 3.14159265358979323846;
using Signal = std::function<double(double seconds)>;

Periodicity watched(const Signal& signal, double seconds, double fps = 25.0)
{
    Periodicity periodicity(0.01);
    for (int i = 0; i < static_cast<int>(seconds * fps); ++i)
        periodicity.add(static_cast<uint64_t>(i * 1e9 / fps), signal(i / fps));
    return periodicity;
}

Signal wave(double period, double size = 1.0)
{
    return [=](double t) { return size * std::sin(2.0 * kPi * t / period); };
}

/// The same every time it is asked for, in order.
class Noise {
  public:
    explicit Noise(uint64_t seed) : random_(seed) {}
    double next() { return random_.gaussian(1.0); }

  private:
    cv::RNG random_;
};

void isPeriod(const Periodicity& seen, double period, double tolerance)
{
    ck_assert_msg(seen.period().has_value(), "no period of %.2f s", period);
    ck_assert_double_eq_tol(seen.period()->seconds, period, tolerance * period);
    ck_assert_double_gt(seen.period()->strength, 0.4);
    ck_assert_double_le(seen.period()->strength, 1.0);
}

}  // namespace

START_TEST(exactPeriodsAreFound)
{
    for (const double period : {0.4, 0.55, 0.8, 1.0, 1.37, 2.0, 2.6})
        isPeriod(watched(wave(period), 8.5), period, 0.04);
}
END_TEST

START_TEST(anyFrameRateWillDo)
{
    for (const double fps : {8.0, 10.0, 12.5, 24.0, 29.97, 60.0})
        isPeriod(watched(wave(1.1), 8.5, fps), 1.1, 0.05);
}
END_TEST

START_TEST(noiseAndTrendAreNoHindrance)
{
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        Noise noise(seed);
        const auto signal = [&](double t) { return wave(0.9)(t) + 0.5 * noise.next() + 0.8 * t; };
        isPeriod(watched(signal, 8.5), 0.9, 0.06);
    }
}
END_TEST

// Pulses have no symmetric swing; the period is that of the pulses, not a multiple of it.
START_TEST(pulsesHaveTheirPeriod)
{
    const auto pulses = [](double t) { return std::fmod(t, 1.2) < 0.2 ? 1.0 : 0.0; };
    isPeriod(watched(pulses, 8.5), 1.2, 0.06);
}
END_TEST

START_TEST(beforeEnoughWasSeenThereIsNone)
{
    ck_assert(!watched(wave(1.0), 2.2).period());
    ck_assert(watched(wave(1.0), 5.0).period().has_value());
    ck_assert(!watched(wave(2.6), 5.0).period());
}
END_TEST

START_TEST(whatIsTooSmallToMeasureHasNone)
{
    ck_assert(!watched(wave(1.0, 0.01), 8.5).period());
    ck_assert(watched(wave(1.0, 0.05), 8.5).period().has_value());
}
END_TEST

START_TEST(stepsBumpsAndConstantsHaveNone)
{
    ck_assert(!watched([](double) { return 3.0; }, 9.0).period());
    ck_assert(!watched([](double t) { return t; }, 9.0).period());
    ck_assert(!watched([](double t) { return t < 4.0 ? 0.0 : 1.0; }, 9.0).period());
    ck_assert(!watched([](double t) { return std::exp(-(t - 4) * (t - 4)); }, 9.0).period());
}
END_TEST

// Looks are every third of a second: 300 clips of noise and 300 random walks are 15000 looks.
START_TEST(noiseAndRandomWalksHaveNone)
{
    int white = 0, walk = 0, looks = 0;
    for (uint64_t seed = 1; seed <= 300; ++seed) {
        Noise noise(seed), steps(seed + 1000);
        Periodicity ofNoise(0.01), ofWalk(0.01);
        double place = 0.0;
        for (int i = 0; i < 250; ++i) {
            const auto now = static_cast<uint64_t>(i) * 40 * kMillisecond;
            ofNoise.add(now, noise.next());
            place += 0.2 * (steps.next() - 0.3 * place);
            ofWalk.add(now, place);
            white += ofNoise.period().has_value();
            walk += ofWalk.period().has_value();
            ++looks;
        }
    }
    ck_assert_msg(white <= looks / 5000, "%d of %d frames of noise", white, looks);
    ck_assert_msg(walk <= looks / 150, "%d of %d frames of a random walk", walk, looks);
}
END_TEST

START_TEST(aGapStartsAnew)
{
    Periodicity seen = watched(wave(1.0), 8.5);
    ck_assert(seen.period().has_value());
    seen.add(9 * kSecond + 200 * kMillisecond, 0.5);
    ck_assert(!seen.period());
}
END_TEST

START_TEST(whenTheSwingStopsThePeriodGoes)
{
    const auto stops = [](double t) { return t < 6.0 ? wave(0.8)(t) : 0.0; };
    ck_assert(watched(stops, 6.0).period().has_value());
    ck_assert(!watched(stops, 14.5).period());
}
END_TEST

START_TEST(timesThatRunBackwardsAreNotCounted)
{
    Periodicity seen = watched(wave(1.0), 8.5);
    const Period before = *seen.period();
    seen.add(kSecond, 100.0);
    seen.add(kSecond, -100.0);
    ck_assert_double_eq(seen.period()->seconds, before.seconds);
}
END_TEST

int main()
{
    return run(
        "movement/periodicity",
        {exactPeriodsAreFound, anyFrameRateWillDo, noiseAndTrendAreNoHindrance,
         pulsesHaveTheirPeriod, beforeEnoughWasSeenThereIsNone, whatIsTooSmallToMeasureHasNone,
         stepsBumpsAndConstantsHaveNone, noiseAndRandomWalksHaveNone, aGapStartsAnew,
         whenTheSwingStopsThePeriodGoes, timesThatRunBackwardsAreNotCounted});
}
