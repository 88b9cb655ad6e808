#include "accuracy/prediction_rhythm.h"

#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include <opencv2/core.hpp>

#include "frame/frame_time.h"
#include "movement/cut_rhythm.h"
#include "movement/periodicity.h"

namespace animatize::accuracy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kFps = 25.0;
constexpr int kClips = 200;  // of 10 s each

using Signal = std::function<double(double seconds, cv::RNG& random)>;

struct Found {
    int frames = 0, any = 0, right = 0;
};

// From 4 s on; `period` 0: there is none.
Found watch(const Signal& signal, double period)
{
    Found found;
    for (uint64_t seed = 1; seed <= kClips; ++seed) {
        cv::RNG random(seed * 977);
        Periodicity seen(0.01);
        for (int i = 0; i < static_cast<int>(10 * kFps); ++i) {
            seen.add(static_cast<uint64_t>(i * 1e9 / kFps), signal(i / kFps, random));
            if (i < 4 * kFps)
                continue;
            ++found.frames;
            found.any += seen.period().has_value();
            found.right += seen.period() && std::abs(seen.period()->seconds / period - 1) < 0.1;
        }
    }
    return found;
}

// A first-order autoregression, of memory `seconds`; begins anew at time 0.
Signal wandering(double seconds)
{
    auto at = std::make_shared<double>(0.0);
    return [=](double t, cv::RNG& random) {
        const double keep = std::exp(-1.0 / (kFps * seconds));
        *at = t == 0.0 ? random.gaussian(1.0)
                       : keep * *at + std::sqrt(1.0 - keep * keep) * random.gaussian(1.0);
        return *at;
    };
}

struct Rhythm {
    double brier = 0, never = 0, rate = 0;
    int frames = 0, inside = 0, shots = 0;
    double confidence = 0;
};

// Every fifth of a second of shots whose end is known, once there is a rhythm.
Rhythm watch(const std::vector<double>& lengths)
{
    Rhythm sum;
    CutRhythm rhythm;
    double start = 0.0;
    for (size_t k = 0; k < lengths.size(); ++k) {
        const auto from = static_cast<uint64_t>(start * 1e9);
        rhythm.add(k + 1, from);
        for (double age = 0.0; age < lengths[k]; age += 0.2) {
            const auto next = rhythm.next(from + static_cast<uint64_t>(age * 1e9));
            if (!next)
                continue;
            const double left = lengths[k] - age, soon = left <= 1.0 ? 1.0 : 0.0;
            const double even = 1.0 - std::exp(-1.0 / (start / static_cast<double>(k)));
            sum.brier += (next->withinSecond - soon) * (next->withinSecond - soon);
            sum.never += soon;
            sum.rate += (even - soon) * (even - soon);
            sum.inside += left > 0.5 * next->seconds && left < 1.5 * next->seconds;
            sum.confidence += next->confidence;
            ++sum.frames;
        }
        start += lengths[k];
        ++sum.shots;
    }
    return sum;
}

void print(const std::string& name, const Rhythm& r)
{
    if (r.frames == 0)
        return;
    const double n = r.frames;
    std::printf("%-32s %6d %8d %9.3f %9.3f %9.3f %10.1f %% %10.1f %%\n", name.c_str(), r.shots,
                r.frames, r.brier / n, r.rate / n, r.never / n, 100.0 * r.inside / n,
                100.0 * r.confidence / n);
}

std::vector<double> lengthsOf(const Trace& trace)
{
    std::vector<double> lengths;
    double start = 0.0;
    for (size_t i = 1; i < trace.frames.size(); ++i) {
        if (trace.frames[i].shot == trace.frames[i - 1].shot)
            continue;
        lengths.push_back(trace.frames[i].seconds - start);
        start = trace.frames[i].seconds;
    }
    return lengths;
}

}  // namespace

void printPeriods()
{
    std::printf("\nPeriods, %d clips of 10 s each, frames from 4 s on\n\n%-32s  found   right\n",
                kClips, "signal");
    for (const double period : {0.5, 0.8, 1.2, 1.5}) {
        for (const double noise : {0.0, 0.5, 1.0}) {
            const Found found = watch(
                [=](double t, cv::RNG& random) {
                    return std::sin(2.0 * kPi * t / period) + random.gaussian(noise);
                },
                period);
            std::printf("period %.1f s, noise %.1f of it       %5.1f %%  %5.1f %%\n", period, noise,
                        100.0 * found.any / found.frames, 100.0 * found.right / found.frames);
        }
    }
    const auto control = [](const char* name, const Signal& signal) {
        const Found found = watch(signal, 0.0);
        std::printf("%-32s %5.2f %%  none is\n", name, 100.0 * found.any / found.frames);
    };
    control("white noise", [](double, cv::RNG& random) { return random.gaussian(1.0); });
    control("wandering, memory 0.1 s", wandering(0.1));
    control("wandering, memory 0.3 s", wandering(0.3));
    control("wandering, memory 1 s", wandering(1.0));
    control("wandering, memory 10 s", wandering(10.0));
}

void printCuts(const std::vector<Trace>& labelled)
{
    std::printf(
        "\nCut within a second: mean square of probability against what came (Brier), beside the "
        "mean rate of cuts so far\nand \"no cut\"; next cut within half as much of the time said, "
        "and the confidence in that\n\n%-32s  shots  moments      ours      rate    no cut       "
        "inside   confidence\n",
        "shots");
    for (const double spread : {0.2, 0.4, 0.6, 0.8, 1.0}) {
        cv::RNG random(static_cast<uint64_t>(100 * spread));
        std::vector<double> lengths;
        for (int i = 0; i < 300; ++i)
            lengths.push_back(std::exp(std::log(2.5) + random.gaussian(spread)));
        char name[64];
        std::snprintf(name, sizeof name, "log-normal, spread %.1f", spread);
        print(name, watch(lengths));
    }
    for (const Trace& trace : labelled)
        print(trace.kind, watch(lengthsOf(trace)));
}

}  // namespace animatize::accuracy
