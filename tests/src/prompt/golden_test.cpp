// Golden texts: evidence written by hand, played through the built-in rules, in every dialect.
// A change of wording changes these on purpose; nothing else may.
#include "movement/movement_predictor.h"
#include "prompt/prompt_expander.h"
#include "prompt/text_length.h"
#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Story {
    const char* name;
    Measured measured;
    std::string basePrompt, style;
    int frames;
};

Measured interview()
{
    Measured measured = Measured::still().scene();
    measured.unset("scene.scene-type").set("scene.brightness", 0.3).set("scene.contrast", 0.35);
    measured.set("scene.light.key", "normal").set("scene.composition.salient-x", 0.35);
    measured.set("scene.composition.thirds", 0.9)
        .set("scene.colours.warm", 0.6)
        .set("scene.colours.cool", 0.05);
    return measured.add(GivenObject{"face", 0.3, 0.2, 0.16, 0.3, 0.95});
}

Measured street()
{
    Measured measured = Measured::still().scene();
    measured.set("motion.camera-motion", "pan-right").set("motion.camera-pan", 0.12);
    measured.set("motion.steadiness", "smooth").set("motion.intensity", 0.06);
    measured.set("motion.pattern", "distributed").set("motion.shadow", 0.02);
    measured.set("scene.light.key", "normal");
    for (int i = 0; i < 5; ++i)
        measured.add(
            GivenRegion{0.2 * i, 0.5, 0.06, 0.2, i % 2 ? 0.1 : -0.1, 0.0, uint64_t(i + 1)});
    for (int i = 0; i < 3; ++i)
        measured.add(GivenObject{"person", 0.2 * i + 0.01, 0.5, 0.05, 0.2, 0.8});
    return measured;
}

Measured walk()
{
    Measured measured = Measured::still().scene().set("scene.scene-type", "nature");
    measured.set("motion.camera-motion", "pan-left").set("motion.camera-pan", -0.15);
    measured.set("motion.steadiness", "handheld").set("motion.intensity", 0.05);
    measured.set("motion.pattern", "localized").set("scene.colourfulness", 0.6);
    measured.set("scene.light.key", "normal");
    measured.add(GivenRegion{0.4, 0.3, 0.15, 0.5, -0.15, 0.0});
    return measured.add(GivenObject{"person", 0.41, 0.3, 0.14, 0.5, 0.85});
}

Measured car()
{
    Measured measured = Measured::still().scene().set("scene.brightness", 0.15);
    measured.set("scene.light.key", "low").set("scene.contrast", 0.3);
    measured.set("motion.intensity", 0.04).set("motion.pattern", "localized");
    return measured.add(GivenRegion{0.3, 0.5, 0.2, 0.15, 0.4, 0.0}).nobody();
}

Measured black()
{
    Measured measured = Measured::still().scene().set("scene.state", "black");
    measured.set("scene.brightness", 0.0).unset("motion.camera-pan").unset("motion.camera-tilt");
    return measured.unset("scene.scene-type").set("motion.camera-confidence", 0.0);
}

std::vector<Story> stories()
{
    return {{"interview", interview(), "An old fisherman tells a story.", "35 mm film, soft grain",
             160},
            {"street", street(), "", "", 60},
            {"walk", walk(), "A woman in a red coat", "", 60},
            {"car", car(), "", "neon noir", 60},
            {"black", black(), "", "", 60},
            {"nothing", Measured::still().without("motion"), "", "", 10}};
}

Prompt tell(const Story& story, const std::string& target)
{
    MovementPredictor predictor;
    const PromptExpander expander;
    Measured measured = story.measured;
    for (int frame = 0; frame < story.frames; ++frame)
        predictor.update(measured.at(frame));
    PromptSettings settings;
    settings.target = target;
    settings.basePrompt = story.basePrompt;
    settings.style = story.style;
    Result<Prompt> prompt = expander.expand(predictor.movements(), predictor.looks(),
                                            measured.at(story.frames), settings);
    ck_assert_msg(static_cast<bool>(prompt), "%s", prompt ? "" : prompt.error().message.c_str());
    return *prompt;
}

struct Golden {
    const char *story, *target, *text, *negative;
    double confidence;
};

const std::vector<Golden> kGolden = {
    {"interview", "generic",
     "An old fisherman tells a story, a very slow push in on the subject, a subtle change of "
     "expression crosses the subject's face, nothing else in the scene moves, a single person in "
     "frame, medium close-up, subdued light, a warm palette, composed on the thirds, 35 mm film, "
     "soft grain",
     "camera shake, fast zoom, distorted face, sudden movement, crowd, bright light", 0.6715},
    {"interview", "flux",
     "An old fisherman tells a story, a person with a quiet, natural expression, a still, quiet "
     "scene. 35 mm film, soft grain. A single person in frame, medium close-up. Subdued light, a "
     "warm palette. Framing as at the start of a slow push in, composed on the thirds. A steady "
     "camera, an unhurried lens.",
     "", 0.6715},
    {"interview", "runway",
     "An old fisherman tells a story. A subtle change of expression crosses the subject's face. A "
     "very slow push in on the subject. Nothing else in the scene moves. 35 mm film, soft grain.",
     "", 0.6715},
    {"street", "generic",
     "the camera pans steadily to the right, against the subject's movement, the move is one "
     "smooth, continuous glide, the subject leaves the frame at an even pace, moving left, people "
     "pass each other, going opposite ways, slight shadows drift over the ground, a group shot, "
     "extreme long shot, a built, urban setting, balanced light",
     "subject standing still, empty frame, flat lighting, camera shake, jitter", 0.6530},
    {"street", "flux",
     "A person about to leave the frame, moving left, slight moving shadows. A group shot, extreme "
     "long shot, a built, urban setting. Balanced light. A frame from a steady pan to the right "
     "against the subject's movement, a floating, gimbal-smooth view. The subject in motion, "
     "modelled light.",
     "", 0.6329},
    {"street", "runway",
     "The subject leaves the frame at an even pace, moving left. The camera pans steadily to the "
     "right, against the subject's movement, the move is one smooth, continuous glide. Slight "
     "shadows drift over the ground.",
     "", 0.6329},
    {"walk", "generic",
     "A woman in a red coat, the camera pans steadily to the left, following the subject, handheld "
     "camera with a natural sway, the subject keeps moving at an even pace to the left, long shot, "
     "a natural setting with greenery, balanced light, vivid colours",
     "subject leaving the frame, frozen pose, tripod, gimbal smoothness, washed-out colours",
     0.8589},
    {"walk", "flux",
     "A woman in a red coat, a person moving at an even pace to the left. Long shot, a natural "
     "setting with greenery. Balanced light, vivid colours. A frame from a steady following pan to "
     "the left, the subject held in frame, handheld, documentary framing. The subject held in the "
     "frame, a body in motion.",
     "", 0.8589},
    {"walk", "runway",
     "A woman in a red coat. The subject keeps moving at an even pace to the left. The camera pans "
     "steadily to the left, following the subject, handheld camera with a natural sway.",
     "", 0.8589},
    {"car", "generic",
     "the camera stays locked off, the subject moves fast to the right, a built, urban setting, "
     "dark, low-key light, neon noir",
     "frozen motion, camera movement, camera shake, zoom, bright light", 0.9000},
    {"car", "flux",
     "A subject moving fast to the right. Neon noir. A built, urban setting. Dark, low-key light. "
     "Locked-off tripod framing. Fluid motion, a locked-off camera.",
     "", 0.9000},
    {"car", "runway",
     "The subject moves fast to the right. The camera stays locked off. Neon noir.", "", 0.9000},
    {"black", "generic", "a black screen", "", 0.0000},
    {"black", "flux", "A black screen.", "", 0.0000},
    {"black", "runway", "The shot goes on as it is.", "", 0.0000},
    {"nothing", "generic", "the shot goes on as it is", "", 0.0000},
    {"nothing", "flux", "A natural frame from the shot as it is.", "", 0.0000},
    {"nothing", "runway", "The shot goes on as it is.", "", 0.0000},
};

}  // namespace

START_TEST(theTextsAreAsWritten)
{
    size_t compared = 0;
    for (const Story& story : stories())
        for (const Golden& golden : kGolden) {
            if (std::string(golden.story) != story.name)
                continue;
            const Prompt prompt = tell(story, golden.target);
            isText(prompt.text, golden.text);
            isText(prompt.negative, golden.negative);
            isText(prompt.target, golden.target);
            ck_assert_double_eq_tol(prompt.confidence, golden.confidence, 5e-4);
            ++compared;
        }
    ck_assert_uint_eq(compared, kGolden.size());
    ck_assert_uint_eq(compared, stories().size() * 3);
}
END_TEST

START_TEST(twiceTheSame)
{
    for (const Story& story : stories())
        isText(tell(story, "flux").text, tell(story, "flux").text);
}
END_TEST

// Its guides: Flux knows no negatives, Runway wants motion only, in at most 1000 UTF-16 units.
START_TEST(theDialectsKeepTheirRules)
{
    for (const Story& story : stories()) {
        const Prompt flux = tell(story, "flux"), runway = tell(story, "runway");
        ck_assert(flux.negative.empty() && runway.negative.empty());
        ck_assert_uint_le(lengthOf(flux.text, LengthUnit::Words), 80);
        ck_assert_uint_le(lengthOf(runway.text, LengthUnit::Utf16), 1000);
        ck_assert(runway.text.find(" light") == std::string::npos);
        for (const char* negative : {" no ", " not ", "without", "n't "})
            ck_assert(flux.text.find(negative) == std::string::npos);
    }
}
END_TEST

START_TEST(everyMovementOfThePromptIsInItsText)
{
    for (const Story& story : stories())
        for (const Movement& movement : tell(story, "generic").movements)
            ck_assert(tell(story, "generic").text.find(movement.phrase) != std::string::npos);
}
END_TEST

int main()
{
    return run("prompt/golden", {theTextsAreAsWritten, twiceTheSame, theDialectsKeepTheirRules,
                                 everyMovementOfThePromptIsInItsText});
}
