// The accuracy tables of prediction: camera and subject in half a second and in a second, against
// exact courses and against what is measured then on labelled clips, beside "it stays as it is",
// the mean of the last second, and going on at the same rate.
//
// Even variants are the first half, on which constants were chosen; odd ones are held back. Of
// labelled clips, shots alternate, and stretches of ten seconds of long ones. With
// ANIMATIZE_TRACES, what the detector saw is kept there.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <tuple>

#include "accuracy/prediction_clips.h"
#include "accuracy/prediction_rhythm.h"
#include "movement/forecast.h"

namespace animatize::accuracy {
namespace {

constexpr double kSpans[] = {0.5, 1.0};
const char* const kParts[] = {"pan", "tilt",  "zoom",   "roll", "x",
                              "y",   "width", "height", "vx",   "vy"};

/// Errors of ours and of the simple ways, on the same moments.
struct Errors {
    double ours = 0, stays = 0, mean = 0, onward = 0;
    double oursAbs = 0, staysAbs = 0;
    int count = 0, asked = 0, one = 0, two = 0;

    void add(double truth, const std::optional<Forecasted>& forecast, double last, double average,
             double linear)
    {
        ++asked;
        if (!forecast)
            return;
        ++count;
        const double miss = std::abs(truth - forecast->value);
        ours += miss * miss;
        stays += (truth - last) * (truth - last);
        mean += (truth - average) * (truth - average);
        onward += (truth - linear) * (truth - linear);
        oursAbs += miss;
        staysAbs += std::abs(truth - last);
        one += miss <= forecast->deviation;
        two += miss <= 2 * forecast->deviation;
    }
    void add(const Errors& o)
    {
        ours += o.ours, stays += o.stays, mean += o.mean, onward += o.onward;
        oursAbs += o.oursAbs, staysAbs += o.staysAbs;
        count += o.count, asked += o.asked, one += o.one, two += o.two;
    }
};

/// Part, horizon, half, group (rendered kinds, or the clip's name).
struct Key {
    int part, horizon, half;
    std::string group;
    bool operator<(const Key& o) const
    {
        return std::tie(part, horizon, half, group) < std::tie(o.part, o.horizon, o.half, o.group);
    }
};
using Table = std::map<Key, Errors>;

/// The last values of a measured number, for the simple ways.
class Simple {
  public:
    void clear() { values_.clear(); }
    void add(double time, double value) { values_.emplace_back(time, value); }
    double last() const { return values_.back().second; }
    double mean(double window) const
    {
        double sum = 0;
        int count = 0;
        for (size_t i = values_.size();
             i-- > 0 && values_.back().first - values_[i].first <= window;)
            sum += values_[i].second, ++count;
        return sum / count;
    }
    // A line through the last quarter of a second, continued.
    double onward(double span) const
    {
        double n = 0, t = 0, v = 0, tt = 0, tv = 0;
        for (size_t i = values_.size();
             i-- > 0 && values_.back().first - values_[i].first <= 0.25;) {
            const double x = values_[i].first - values_.back().first, y = values_[i].second;
            n += 1, t += x, v += y, tt += x * x, tv += x * y;
        }
        const double spread = n * tt - t * t;
        if (spread < 1e-9)
            return last();
        const double slope = (n * tv - t * v) / spread;
        return (v - slope * t) / n + slope * span;
    }

  private:
    std::vector<std::pair<double, double>> values_;
};

std::optional<size_t> frameAt(const Trace& trace, size_t from, double span)
{
    const double due = trace.frames[from].seconds + span;
    for (size_t i = from + 1; i < trace.frames.size(); ++i)
        if (trace.frames[i].seconds >=
            due - 0.3 * (trace.frames[i].seconds - trace.frames[i - 1].seconds))
            return trace.frames[i].shot == trace.frames[from].shot ? std::optional(i)
                                                                   : std::nullopt;
    return std::nullopt;
}

std::optional<CameraValues> measuredCamera(const TraceFrame& frame)
{
    if (!frame.measured.camera)
        return std::nullopt;
    const CameraMotion& c = *frame.measured.camera;
    return CameraValues{c.pan, c.tilt, c.zoom, c.roll};
}

// Of labelled clips the shots alternate, and of long shots stretches of ten seconds.
int halfOf(const Trace& trace, const TraceFrame& frame)
{
    const auto stretch = static_cast<uint64_t>(frame.seconds / 10.0);
    return trace.half >= 0 ? trace.half : static_cast<int>((frame.shot + stretch) % 2);
}

void scoreCamera(const Trace& trace, Table& table)
{
    CameraForecast forecast;
    std::array<Simple, 4> simple;
    uint64_t shot = 0;
    for (size_t i = 0; i < trace.frames.size(); ++i) {
        const TraceFrame& frame = trace.frames[i];
        if (frame.shot != shot) {
            forecast.clear();
            for (Simple& one : simple)
                one.clear();
        }
        shot = frame.shot;
        const auto now = measuredCamera(frame);
        if (!now)
            continue;
        forecast.add(static_cast<uint64_t>(frame.seconds * 1e9), *now);
        for (size_t k = 0; k < 4; ++k)
            simple[k].add(frame.seconds, (*now)[k]);
        for (int h = 0; h < 2; ++h) {
            const auto then = frameAt(trace, i, kSpans[h]);
            if (!then)
                continue;
            const TraceFrame& later = trace.frames[*then];
            const auto truth = trace.half >= 0 ? later.camera : measuredCamera(later);
            for (size_t k = 0; truth && k < 4; ++k) {
                const Key key{static_cast<int>(k), h, halfOf(trace, frame), trace.kind};
                table[key].add((*truth)[k],
                               forecast.at(static_cast<CameraPart>(k), static_cast<size_t>(h)),
                               simple[k].last(), simple[k].mean(1.0), simple[k].onward(kSpans[h]));
            }
        }
    }
}

const MotionRegion* regionOf(const TraceFrame& frame, uint64_t id)
{
    for (const MotionRegion& region : frame.measured.regions)
        if (region.id == id)
            return &region;
    return nullptr;
}

// x, y of the middle, width, height, and where both are known the speed in the picture.
using SubjectValues = std::array<std::optional<double>, 6>;

SubjectValues measuredSubject(const TraceFrame& frame, const MotionRegion& region)
{
    SubjectValues values{region.x + region.width / 2, region.y + region.height / 2, region.width,
                         region.height};
    if (region.vx && frame.measured.camera) {
        const CameraMotion& c = *frame.measured.camera;
        values[4] = *region.vx - c.pan + c.zoom * (*values[0] - 0.5);
        values[5] = *region.vy + c.tilt + c.zoom * (*values[1] - 0.5);
    }
    return values;
}

std::optional<SubjectValues> trueSubject(const Trace& trace, const TraceFrame& then, uint64_t id)
{
    if (trace.half < 0) {
        const MotionRegion* region = regionOf(then, id);
        return region ? std::optional(measuredSubject(then, *region)) : std::nullopt;
    }
    if (!then.subject)
        return std::nullopt;
    const Edges& e = *then.subject;
    return SubjectValues{(e[0] + e[1]) / 2, (e[2] + e[3]) / 2,   e[1] - e[0],
                         e[3] - e[2],       (*then.velocity)[0], (*then.velocity)[1]};
}

// Whether a region is the rendered subject: most of both boxes is common.
bool isSubject(const Trace& trace, const TraceFrame& frame, const MotionRegion& region)
{
    if (trace.half < 0)
        return true;
    if (!frame.subject)
        return false;
    const Edges& e = *frame.subject;
    const double wide = std::min(e[1], region.x + region.width) - std::max(e[0], region.x);
    const double high = std::min(e[3], region.y + region.height) - std::max(e[2], region.y);
    const double common = wide > 0 && high > 0 ? wide * high : 0.0;
    const double all = (e[1] - e[0]) * (e[3] - e[2]) + region.width * region.height - common;
    return common > 0.4 * all;
}

void scoreSubject(const Trace& trace, Table& table)
{
    Forecast forecast;
    std::array<Simple, 6> simple;
    uint64_t id = 0;
    for (size_t i = 0; i < trace.frames.size(); ++i) {
        const TraceFrame& frame = trace.frames[i];
        const Record motion = toRecord(frame.measured);
        const Record scene = Record("AnimatizeScene").add("shot-id", frame.shot);
        const auto pts = static_cast<uint64_t>(frame.seconds * 1e9);
        const Evidence evidence(&motion, &scene, {pts, pts, 40 * kMillisecond});
        forecast.add(evidence);
        const auto picked = evidence.fact(Derived::SubjectId);
        if (!picked.isNumber())
            continue;
        const auto now = static_cast<uint64_t>(picked.number);
        const MotionRegion* region = regionOf(frame, now);
        if (now != id)
            simple = {};
        id = now;
        const SubjectValues seen = measuredSubject(frame, *region);
        for (size_t k = 0; k < 6; ++k)
            if (seen[k])
                simple[k].add(frame.seconds, *seen[k]);
        if (!isSubject(trace, frame, *region))
            continue;
        for (int h = 0; h < 2; ++h) {
            const auto then = frameAt(trace, i, kSpans[h]);
            const auto truth = then ? trueSubject(trace, trace.frames[*then], id) : std::nullopt;
            for (size_t k = 0; truth && k < 6; ++k) {
                if (!(*truth)[k] || !seen[k])
                    continue;
                const Key key{static_cast<int>(k) + 4, h, halfOf(trace, frame), trace.kind};
                table[key].add(
                    *(*truth)[k],
                    forecast.subject().at(static_cast<SubjectPart>(k), static_cast<size_t>(h)),
                    simple[k].last(), simple[k].mean(1.0), simple[k].onward(kSpans[h]));
            }
        }
    }
}

/// Of a camera that slows down: how often it is foreseen to stand, and how well.
struct Rests {
    int said = 0, right = 0, moments = 0, foreseen = 0;
    double error = 0;
};

double sizeOf(const CameraValues& c)
{
    return std::abs(c[0]) + std::abs(c[1]) + std::abs(c[2]) + std::abs(c[3]) / 60.0;
}

// Seconds until the true camera stands, if it does within two.
std::optional<double> trueRest(const Trace& trace, size_t from)
{
    for (size_t i = from; i < trace.frames.size(); ++i) {
        const double seconds = trace.frames[i].seconds - trace.frames[from].seconds;
        if (seconds > 2.0)
            break;
        if (sizeOf(*trace.frames[i].camera) < 0.004)
            return seconds;
    }
    return std::nullopt;
}

void scoreRest(const Trace& trace, Rests& rests)
{
    CameraForecast forecast;
    for (size_t i = 1; i < trace.frames.size(); ++i) {
        const TraceFrame& frame = trace.frames[i];
        const auto now = measuredCamera(frame);
        if (!now)
            continue;
        forecast.add(static_cast<uint64_t>(frame.seconds * 1e9), *now);
        const auto rest = forecast.rest();
        const auto truth = trueRest(trace, i);
        const bool ahead = truth && *truth > 0.0;
        if (trace.frames.back().seconds - frame.seconds < 2.0 && !ahead)
            continue;  // the clip ends before it is known
        rests.moments += ahead && sizeOf(*frame.camera) > 0.03;
        rests.foreseen += ahead && sizeOf(*frame.camera) > 0.03 && rest;
        if (!rest)
            continue;
        ++rests.said;
        rests.right += ahead && std::abs(*truth - *rest) < 0.5;
        rests.error += ahead ? std::abs(*truth - *rest) : 0.0;
    }
}

void printRests(const std::vector<Trace>& traces)
{
    std::printf(
        "\nCamera comes to rest, half of the clips: said; within 0.5 s of it; of all moments "
        "before "
        "a rest, said\n");
    std::map<std::pair<std::string, int>, Rests> rests;
    for (const Trace& trace : traces)
        if (!trace.subject)
            scoreRest(trace, rests[{trace.kind, trace.half}]);
    for (const auto& [key, r] : rests)
        if (r.said + r.moments > 0)
            std::printf("%-16s %-6s said %5d  right %5d  foreseen %5d of %5d\n", key.first.c_str(),
                        key.second ? "second" : "first", r.said, r.right, r.foreseen, r.moments);
}

/// Of subjects that leave: when they were said to, and the errors of that.
struct Exits {
    int said = 0, right = 0, wrong = 0;
    int gone = 0, foreseen = 0;  ///< of moments half a second to a second before
    double error = 0;
};

// Seconds until nothing of the true subject is seen.
std::optional<double> trueExit(const Trace& trace, size_t from)
{
    for (size_t i = from; i < trace.frames.size(); ++i)
        if (!trace.frames[i].subject)
            return trace.frames[i].seconds - trace.frames[from].seconds;
    return std::nullopt;
}

void scoreExit(const Trace& trace, Exits& exits)
{
    Forecast forecast;
    for (size_t i = 0; i < trace.frames.size(); ++i) {
        const TraceFrame& frame = trace.frames[i];
        const Record motion = toRecord(frame.measured);
        const auto pts = static_cast<uint64_t>(frame.seconds * 1e9);
        forecast.add(Evidence(&motion, nullptr, {pts, pts, 40 * kMillisecond}));
        const MotionRegion* biggest =
            frame.measured.regions.empty() ? nullptr : &frame.measured.regions[0];
        if (!frame.subject || !biggest || !isSubject(trace, frame, *biggest) ||
            trace.frames.back().seconds - frame.seconds < 2.0)
            continue;
        const auto exit = forecast.subject().exit();
        const auto truth = trueExit(trace, i);
        const bool soon = truth && *truth >= 0.5 && *truth <= 1.0;
        exits.gone += soon;
        exits.foreseen += soon && exit;
        if (!exit)
            continue;
        ++exits.said;
        exits.right += truth && std::abs(*truth - exit->seconds) < 0.5;
        exits.wrong += !truth || *truth > 4.0;
        exits.error += truth ? std::abs(*truth - exit->seconds) : 0.0;
    }
}

void printExits(const std::vector<Trace>& traces)
{
    std::printf(
        "\nSubject leaves: said; within 0.5 s of it; not within 4 s; of the moments 0.5 to 1 s "
        "before, "
        "said\n");
    std::map<std::pair<std::string, int>, Exits> exits;
    for (const Trace& trace : traces)
        if (trace.subject)
            scoreExit(trace, exits[{trace.kind, trace.half}]);
    for (const auto& [key, e] : exits)
        if (e.said + e.gone > 0)
            std::printf(
                "%-16s %-6s said %5d  right %5d  wrong %5d  foreseen %5d of %5d  mean error %.2f "
                "s\n",
                key.first.c_str(), key.second ? "second" : "first", e.said, e.right, e.wrong,
                e.foreseen, e.gone, e.said ? e.error / e.said : 0.0);
}

void print(const char* name, int half, double span, const Errors& e)
{
    if (e.count == 0)
        return;
    const double n = e.count;
    std::printf(
        "%-30s %-6s +%.1f s %7d %5.1f %% %9.4f %9.4f %9.4f %9.4f %7.1f %% %7.1f %% %6.1f %% %6.1f "
        "%%\n",
        name, half ? "second" : "first", span, e.count, 100.0 * e.count / e.asked,
        std::sqrt(e.ours / n), std::sqrt(e.stays / n), std::sqrt(e.mean / n),
        std::sqrt(e.onward / n), 100.0 * (1 - std::sqrt(e.ours / e.stays)),
        100.0 * (1 - e.oursAbs / e.staysAbs), 100.0 * e.one / n, 100.0 * e.two / n);
}

void print(const Table& table, bool groups)
{
    std::printf(
        "%-30s %-6s horizon moments  given       rms     stays      mean    onward  rms less  mean "
        "less  in 1 sd  in 2 sd\n",
        "quantity", "half");
    std::map<Key, Errors> sums;
    for (const auto& [key, errors] : table)
        sums[{key.part, key.horizon, key.half, ""}].add(errors);
    for (const auto& [key, errors] : sums)
        print(kParts[key.part], key.half, kSpans[key.horizon], errors);
    if (!groups)
        return;
    for (const auto& [key, errors] : table)
        print((std::string(kParts[key.part]) + ", " + key.group).c_str(), key.half,
              kSpans[key.horizon], errors);
}

std::vector<Trace> tracesOf(const char* name, const std::function<std::vector<Trace>()>& make)
{
    const char* folder = std::getenv("ANIMATIZE_TRACES");
    const std::string path = folder ? std::string(folder) + "/" + name : "";
    if (folder && std::ifstream(path).good())
        return load(path);
    std::vector<Trace> traces = make();
    if (folder)
        save(traces, path);
    return traces;
}

int tables(bool groups)
{
    const std::vector<Trace> rendered = tracesOf("rendered", renderedTraces);
    std::printf("Rendered clips\n\n");
    Table table;
    for (const Trace& trace : rendered)
        trace.subject ? scoreSubject(trace, table) : scoreCamera(trace, table);
    print(table, groups);
    printRests(rendered);
    printExits(rendered);
    printPeriods();
    const char* folder = std::getenv("ANIMATIZE_CLIPS");
    if (!folder) {
        printCuts({});
        return 0;
    }
    const auto labelled = tracesOf("labelled", [&] { return labelledTraces(folder); });
    std::printf("\nLabelled clips\n\n");
    table.clear();
    for (const Trace& trace : labelled) {
        scoreCamera(trace, table);
        scoreSubject(trace, table);
    }
    print(table, groups);
    printCuts(labelled);
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main(int argc, char**)
{
    return animatize::accuracy::tables(argc > 1);
}
