// What the analyses of light, lens, palette, scene, aesthetics and state say of photographs that
// were changed by a known amount, and of photographs that weren't. The photographs are split into
// two halves: constants were chosen on the first.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "accuracy/h264.h"
#include "accuracy/look_photos.h"
#include "scene/freeze_detector.h"
#include "scene/scene_type_filter.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

using Photos = std::vector<ColourPhoto>;
using Numbers = std::vector<double>;
using Change = std::function<cv::Mat(const cv::Mat&, double)>;

Photos halfOf(const Photos& photos, bool held)
{
    Photos some;
    for (const ColourPhoto& photo : photos)
        if (photo.held == held)
            some.push_back(photo);
    return some;
}

double medianOf(Numbers values)
{
    if (values.empty())
        return 0.0;
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2.0;
}

// Ranks from 1; equal values share theirs.
Numbers ranksOf(const Numbers& values)
{
    Numbers ranks;
    for (const double value : values) {
        double below = 0.0, same = 0.0;
        for (const double other : values) {
            below += other < value ? 1.0 : 0.0;
            same += other == value ? 1.0 : 0.0;
        }
        ranks.push_back(below + (same + 1.0) / 2.0);
    }
    return ranks;
}

// Between the order of the values and their places; 1: they rise all the way.
double spearman(const Numbers& values)
{
    const Numbers ranks = ranksOf(values);
    const double middle = (static_cast<double>(values.size()) + 1.0) / 2.0;
    double both = 0.0, one = 0.0, other = 0.0;
    for (size_t i = 0; i < ranks.size(); ++i) {
        const double a = static_cast<double>(i) + 1.0 - middle, b = ranks[i] - middle;
        both += a * b;
        one += a * a;
        other += b * b;
    }
    return other > 0.0 ? both / std::sqrt(one * other) : 0.0;
}

std::optional<double> overall(const cv::Mat& picture)
{
    return lookAt(picture).aesthetics.number("overall");
}

// A dark picture that gets more light gets better: the ladder begins where it is well exposed.
double wellExposed(const cv::Mat& picture)
{
    double stops = 0.0;
    while (stops < 4.0 && lookAt(exposed(picture, stops)).brightness < 0.45)
        stops += 0.25;
    return stops;
}

struct Ladder {
    const char* name;
    Numbers steps;
    Change change;
    std::function<bool(const cv::Mat&)> applies;
};

std::vector<Ladder> ladders()
{
    const auto always = [](const cv::Mat&) { return true; };
    const auto horizon = [](const cv::Mat& picture) {
        return lookAt(picture).composition.number("horizon-roll").has_value();
    };
    return {
        {"blur", {0, 1, 2, 3, 4, 6, 8, 12}, blurred, always},
        {"noise",
         {0, 4, 8, 12, 18, 24, 32, 40},
         [](const cv::Mat& picture, double sigma) { return grainy(picture, sigma, 3); },
         always},
        {"over-exposure",
         {0, 0.5, 1, 1.5, 2, 2.5, 3},
         [](const cv::Mat& picture, double stops) {
             return exposed(picture, stops + wellExposed(picture));
         },
         always},
        {"tilt (horizon)", {0, 2, 4, 6, 8, 10, 12}, rolled, horizon},
        {"tilt (under a sky)",
         {0, 2, 4, 6, 8, 10, 12},
         [](const cv::Mat& picture, double degrees) { return rolled(underSky(picture), degrees); },
         always}};
}

void printLadders(const Photos& photos)
{
    for (const Ladder& ladder : ladders()) {
        Numbers orders;
        std::string worst;
        for (const ColourPhoto& photo : photos) {
            if (!ladder.applies(photo.picture))
                continue;
            Numbers falling;
            for (const double step : ladder.steps)
                if (const auto value = overall(ladder.change(photo.picture, step)))
                    falling.push_back(-*value);
            if (falling.size() < 3)
                continue;
            orders.push_back(spearman(falling));
            if (orders.back() <= *std::min_element(orders.begin(), orders.end()))
                worst = photo.name;
        }
        if (!orders.empty())
            std::printf("  %-18s %2zu photographs   median %.3f   worst %.3f (%s)\n", ladder.name,
                        orders.size(), medianOf(orders),
                        *std::min_element(orders.begin(), orders.end()), worst.c_str());
    }
}

// What a measure says of pictures that were changed by known amounts, and of the same unchanged.
struct Recovery {
    const char* name;
    Numbers amounts;
    Change change;
    std::function<std::optional<double>(const SceneRecord&)> measured;
    const char* unit;
};

std::vector<Recovery> recoveries()
{
    const auto lens = [](const char* name, double scale) {
        return [name, scale](const SceneRecord& record) -> std::optional<double> {
            const auto value = record.lens.number(name);
            return value ? std::optional(*value * scale) : std::nullopt;
        };
    };
    return {{"grain",
             {1, 2, 4, 8, 16},
             [](const cv::Mat& picture, double sigma) { return grainy(picture, sigma, 5); },
             lens("grain", 255.0),
             "levels"},
            {"vignetting", {0.2, 0.3, 0.4, 0.5, 0.6}, vignetted, lens("vignetting", 1.0), "of 1"}};
}

void printRecoveries(const Photos& photos)
{
    for (const Recovery& recovery : recoveries()) {
        Numbers errors;
        size_t asked = 0, claimed = 0;
        for (const ColourPhoto& photo : photos) {
            const double own = recovery.measured(lookAt(photo.picture)).value_or(0.0);
            for (const double amount : recovery.amounts) {
                ++asked;
                const auto value =
                    recovery.measured(lookAt(recovery.change(photo.picture, amount)));
                if (!value)
                    continue;
                ++claimed;
                errors.push_back(std::abs(*value - std::hypot(amount, own)));
            }
        }
        std::printf("  %-18s known in %zu of %zu   median error %.3f %s\n", recovery.name, claimed,
                    asked, medianOf(errors), recovery.unit);
    }
}

// A photograph's own light isn't known, but what was done to it is: the shift in mired.
void printTemperatures(const Photos& photos)
{
    const Numbers kelvins = {2800, 3500, 4500, 5500, 6500, 8000};
    Numbers errors, orders;
    size_t asked = 0, known = 0;
    for (const ColourPhoto& photo : photos) {
        std::map<double, double> mired;
        for (const double kelvin : kelvins) {
            ++asked;
            const auto said = lookAt(lit(photo.picture, kelvin)).light.number("colour-temperature");
            if (said)
                mired[kelvin] = 1e6 / *said;
        }
        known += mired.size();
        Numbers falling;
        for (auto a = mired.begin(); a != mired.end(); ++a) {
            falling.push_back(-a->second);
            for (auto b = std::next(a); b != mired.end(); ++b)
                errors.push_back(
                    std::abs((a->second - b->second) - (1e6 / a->first - 1e6 / b->first)));
        }
        if (falling.size() > 2)
            orders.push_back(spearman(falling));
    }
    std::printf(
        "  %-18s known in %zu of %zu   median error of a shift %.0f mired   worst order "
        "%.3f of %zu photographs\n",
        "temperature", known, asked, medianOf(errors),
        orders.empty() ? 0.0 : *std::min_element(orders.begin(), orders.end()), orders.size());
}

// Where something is grey the light is known altogether.
void printGreyThings(const Photos& photos)
{
    Numbers errors;
    size_t asked = 0;
    for (const ColourPhoto& photo : photos)
        for (const double kelvin : {2800.0, 3500.0, 4500.0, 5500.0, 6500.0, 8000.0}) {
            ++asked;
            const auto said =
                lookAt(lit(halfGrey(photo.picture), kelvin)).light.number("colour-temperature");
            if (said)
                errors.push_back(std::abs(1e6 / *said - 1e6 / kelvin));
        }
    std::printf("  %-18s known in %zu of %zu   median error %.0f mired, most %.0f\n",
                "and grey things", errors.size(), asked, medianOf(errors),
                errors.empty() ? 0.0 : *std::max_element(errors.begin(), errors.end()));
}

void printDirections(const Photos& photos)
{
    int sides = 0, right = 0, blurs = 0, rightWay = 0, asked = 0, askedWay = 0;
    int focus = 0, askedFocus = 0, softer = 0;
    for (const ColourPhoto& photo : photos) {
        for (const double stops : {-3.0, -2.0, 2.0, 3.0}) {
            ++asked;
            const auto from = lookAt(shaded(photo.picture, stops)).light.text("side-light-from");
            sides += from ? 1 : 0;
            right += from && (*from == "right") == (stops > 0.0) ? 1 : 0;
        }
        for (const double degrees : {0.0, 45.0, 90.0, 135.0}) {
            ++askedWay;
            const auto way =
                lookAt(dragged(photo.picture, 40.0, degrees)).lens.number("motion-blur-direction");
            blurs += way ? 1 : 0;
            rightWay += way && *way == degrees ? 1 : 0;
        }
        ++askedFocus;
        focus +=
            lookAt(shallow(photo.picture, 24.0)).lens.number("shallow-focus").value_or(0) >= 0.4;
        softer +=
            lookAt(blurred(photo.picture, 6.0)).lens.number("shallow-focus").value_or(0) >= 0.4;
    }
    std::printf("  side light, 2 and 3 stops   known in %d of %d, right %d\n", sides, asked, right);
    std::printf("  motion blur, 3 %% of the width   known in %d of %d, right %d\n", blurs, askedWay,
                rightWay);
    std::printf("  shallow focus by a disc of 2 %%   seen in %d of %d; blurred all over %d\n",
                focus, askedFocus, softer);
}

// What is claimed of photographs that nobody changed; to be judged by eye.
void printClaims(const Photos& photos)
{
    const auto above = [](const Record& record, const char* name, double least) {
        return record.number(name).value_or(0.0) >= least;
    };
    for (const ColourPhoto& photo : photos) {
        SceneRecord record = lookAt(photo.picture);
        SceneTypeFilter().apply(record, 0);
        std::printf("  %-18s", photo.name.c_str());
        for (const SceneLabel& label : record.sceneTypes)
            std::printf(" %s %.2f", label.name.c_str(), label.confidence);
        for (const char* name : {"back-light", "silhouette", "side-light", "golden-hour"})
            if (above(record.light, name, 0.3))
                std::printf(" [%s]", name);
        for (const char* name : {"vignetting", "shallow-focus"})
            if (above(record.lens, name, 0.3))
                std::printf(" [%s]", name);
        if (record.lens.number("motion-blur-direction"))
            std::printf(" [motion-blur]");
        if (record.state != "normal")
            std::printf(" [%s]", record.state.c_str());
        if (const RecordList* colours = record.colours.list("dominant"))
            for (const Record& colour : *colours)
                std::printf(" %s", colour.text("name")->c_str());
        std::printf("\n");
    }
}

// Share of the frames from the second second on that are called frozen.
double frozenShare(const std::vector<cv::Mat>& frames)
{
    FreezeDetector detector;
    int frozen = 0, asked = 0;
    for (size_t i = 0; i < frames.size(); ++i) {
        const bool said =
            detector.next(test::reduced(frames[i]).luma, test::timeOf(static_cast<int>(i)).now);
        asked += i >= 50 ? 1 : 0;
        frozen += i >= 50 && said ? 1 : 0;
    }
    return asked > 0 ? static_cast<double>(frozen) / asked : 0.0;
}

std::vector<cv::Mat> repeated(const cv::Mat& picture, const std::function<cv::Mat(int)>& change)
{
    std::vector<cv::Mat> frames;
    for (int i = 0; i < 125; ++i)
        frames.push_back(change ? change(i) : picture);
    return frames;
}

// The rows of one photograph: what is shown, as which kinds of stream.
std::map<std::string, double> freezesOf(const cv::Mat& still)
{
    std::map<std::string, double> shares;
    shares["a  still, repeated"] = frozenShare(repeated(still, nullptr));
    for (const int factor : {18, 23, 30, 37})
        shares["a  still, x264 crf " + std::to_string(factor)] =
            frozenShare(codedH264(repeated(still, nullptr), factor, 25));
    const auto camera = repeated(
        still, [&](int i) { return test::withNoise(still, 2.0, static_cast<uint64_t>(i)); });
    shares["b  camera, noise 2"] = frozenShare(camera);
    for (const int factor : {18, 23})
        shares["b  camera, noise 2, x264 crf " + std::to_string(factor)] =
            frozenShare(codedH264(camera, factor, 25));
    const cv::Scalar far(cv::mean(still)[0] < 128.0 ? 250 : 5);
    const auto dot = repeated(still, [&](int i) {
        cv::Mat frame = still.clone();
        cv::circle(frame, {200 + i, 160}, 9, far, cv::FILLED);
        return frame;
    });
    shares["c  a dot of 3 % that moves"] = frozenShare(dot);
    shares["c  a dot of 3 % that moves, x264 crf 30"] = frozenShare(codedH264(dot, 30, 25));
    return shares;
}

void printFreezes(const Photos& photos)
{
    std::map<std::string, Numbers> all;
    for (const ColourPhoto& photo : photos) {
        cv::Mat grey, still;
        cv::cvtColor(photo.picture, grey, cv::COLOR_RGB2GRAY);
        cv::resize(grey, still, {640, 360}, 0, 0, cv::INTER_AREA);
        for (const auto& [name, share] : freezesOf(still))
            all[name].push_back(share);
    }
    for (const auto& [name, shares] : all)
        std::printf("  %-44s frozen in %5.1f %% of the frames (least %5.1f, most %5.1f)\n",
                    name.c_str() + 3, 100.0 * cv::mean(shares)[0],
                    100.0 * *std::min_element(shares.begin(), shares.end()),
                    100.0 * *std::max_element(shares.begin(), shares.end()));
}

int tables()
{
    const Photos photos = colourPhotographs();
    if (photos.size() < 8) {
        std::printf("The photographs of mate-backgrounds are not installed.\n");
        return 1;
    }
    for (const bool held : {false, true}) {
        const Photos some = halfOf(photos, held);
        std::printf("\n%s half, %zu photographs\n\n", held ? "Second (held back)" : "First",
                    some.size());
        std::printf(" Aesthetics down a ladder, rank correlation\n");
        printLadders(some);
        std::printf(" Known changes\n");
        printRecoveries(some);
        printTemperatures(some);
        printGreyThings(some);
        printDirections(some);
        std::printf(" Frozen\n");
        printFreezes(some);
        std::printf(" Said of the photographs as they are\n");
        printClaims(some);
    }
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main()
{
    return animatize::accuracy::tables();
}
