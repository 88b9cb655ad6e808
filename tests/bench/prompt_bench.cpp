// What a prompt costs, and what a hanging language model costs the stream: figures, not a test.
//
// Prints microseconds of one core: a prompt, a frame on which nothing is due, and videoconvert from
// I420 to RGB at 1080p in the same process for comparison; then how long frames take through
// animatizeprompt with the rules alone and with a language model that never answers, in turns.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "prompt/prompt_writer.h"
#include "src/movement/measured.h"
#include "support/fault_server.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int frames = 20'000;

using Times = std::vector<double>;

double microseconds(const std::function<void()>& work)
{
    const auto begun = std::chrono::steady_clock::now();
    work();
    const auto took = std::chrono::steady_clock::now() - begun;
    return std::chrono::duration<double, std::micro>(took).count();
}

double quantile(Times times, double share)
{
    std::sort(times.begin(), times.end());
    const auto last = static_cast<double>(times.size() - 1);
    return times[static_cast<size_t>(share * last + 0.5)];
}

// A street: camera, people, light and setting are all known, so there is much to say.
Measured street()
{
    Measured measured = Measured::still().scene();
    measured.set("motion.camera-motion", "pan-right").set("motion.camera-pan", 0.12);
    measured.set("motion.steadiness", "smooth").set("motion.intensity", 0.06);
    for (int i = 0; i < 5; ++i)
        measured.add(
            GivenRegion{0.2 * i, 0.5, 0.06, 0.2, i % 2 ? 0.1 : -0.1, 0.0, uint64_t(i + 1)});
    return measured.add(GivenObject{"person", 0.2, 0.5, 0.05, 0.2, 0.8});
}

void promptCosts(double convert)
{
    constexpr int kFrames = 20'000;
    PromptWriter writer;
    PromptSettings settings;
    settings.basePrompt = "A woman in a red coat";
    settings.style = "35 mm film";
    Measured measured = street();
    Times prompts, quiet;
    for (int frame = 0; frame < kFrames; ++frame) {
        settings.interval = frame % 25 == 0 ? kSecond : 1000 * kSecond;
        const Evidence evidence = measured.at(frame);
        bool said = false;
        const double took = microseconds([&] {
            const auto prompt = writer.write(evidence, settings);
            said = prompt && *prompt && !toRecord(**prompt).empty();
        });
        (said ? prompts : quiet).push_back(took);
    }
    const double prompt = quantile(prompts, 0.5), frame = quantile(quiet, 0.5);
    std::printf("a prompt                  %9.1f us  %.3f x videoconvert (%zu)\n", prompt,
                prompt / convert, prompts.size());
    std::printf("a frame without           %9.1f us  %.4f x videoconvert\n", frame,
                frame / convert);
}

double convertCost()
{
    Rig rig("videoconvert ! capsfilter caps=video/x-raw,format=RGB");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 1920, 1080);
    rig.caps(info);
    const BufferRef still = frame(info, grey(0.5));
    Times times;
    for (int i = 0; i < 60; ++i) {
        BufferRef buffer(gst_buffer_copy(still.get()));
        stamp(buffer.get(), info, i);
        times.push_back(microseconds([&] { rig.push(std::move(buffer)); }));
    }
    return quantile(times, 0.5);
}

// Frames with the metadata of the two elements in front.
std::vector<BufferRef> measuredFrames(const GstVideoInfo& info)
{
    Rig rig("animatizemotion ! animatizeanalyze detect-objects=false");
    rig.caps(info);
    std::vector<BufferRef> frames;
    for (int i = 0; i < 100; ++i) {
        BufferRef buffer = frame(info, moving(320, 240, i / 3 % 12));
        stamp(buffer.get(), info, i);
        frames.push_back(rig.push(std::move(buffer)));
    }
    return frames;
}

void report(const char* name, const Times& times)
{
    std::printf("%-25s p50 %6.3f  p99 %6.3f  p99.9 %6.3f  longest %6.3f ms\n", name,
                quantile(times, 0.5) / 1e3, quantile(times, 0.99) / 1e3,
                quantile(times, 0.999) / 1e3, quantile(times, 1.0) / 1e3);
}

void hangingModel()
{
    FaultServer server;
    server.always(Reply::broken(Reply::How::Hang));
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 320, 240);
    const std::vector<BufferRef> film = measuredFrames(info);
    Rig rules("animatizeprompt interval=1000000000");
    Rig model("animatizeprompt interval=1000000000 expander=llm llm-model=m llm-uri=" +
              server.uri("/v1"));
    Times withRules, withModel;
    rules.caps(info);
    model.caps(info);
    for (int i = 0; i < frames; ++i)
        for (Rig* rig : {&rules, &model}) {
            BufferRef buffer(gst_buffer_copy(film[static_cast<size_t>(i) % film.size()].get()));
            stamp(buffer.get(), info, i);
            const double took = microseconds([&] { rig->push(std::move(buffer)); });
            (rig == &rules ? withRules : withModel).push_back(took);
        }
    std::printf("\nthrough animatizeprompt, %d frames each, in turns\n", frames);
    report("the rules alone", withRules);
    report("with a model that hangs", withModel);
    std::printf("requests that hang: %zu, frames lost: 0\n", server.requests());
}

}  // namespace

GST_START_TEST(figures)
{
    const double convert = convertCost();
    std::printf("videoconvert I420 to RGB  %9.1f us\n", convert);
    promptCosts(convert);
    hangingModel();
}
GST_END_TEST

// A case of a suite only because the rig's assertions want one.
int main(int argc, char** argv)
{
    g_setenv("CK_FORK", "no", TRUE);
    if (argc > 1)
        frames = std::max(100, std::atoi(argv[1]));
    return runGst(argc, argv, "bench/prompt", {CASE(figures)});
}
