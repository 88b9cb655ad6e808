// Golden pictures: what an overlay looks like over dark and bright ground, in several sizes and
// states. Another version of FreeType, Pango or Cairo moves edges by a fraction of a pixel, so
// pictures are compared softly; a word more or less, another place or colour is seen.
//
//   test-overlay-golden --write   writes golden/*.png anew, to be looked at before they are
//   committed
#include <cstdlib>
#include <cstring>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "motion/motion_result.h"
#include "src/overlay/overlay_test_data.h"
#include "src/overlay/scenes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Golden {
    const char* name;
    cv::Size size;
    double aspect;
    Scene (*scene)();
    Scene (*before)();  ///< null: this is the first frame
};

Scene earlier()
{
    Scene scene = street();
    scene.time = at(3.96);
    scene.scene = Record("AnimatizeScene");
    scene.scene.add("shot-id", uint64_t{1}).add("shot-start", Record::Value(uint64_t{0}));
    return scene;
}

/// The first frame of a shot, a fault at the service, and a generated picture on air.
Scene taken()
{
    Scene scene = street();
    scene.time = at(4.04);
    MotionResult motion;
    motion.steadiness = "shaky";
    motion.cameraConfidence = 0.1;
    scene.motion = toRecord(motion);
    scene.scene = Record("AnimatizeScene");
    scene.scene.add("shot-id", uint64_t{2}).add("shot-start", uint64_t{4'000'000'000});
    scene.scene.add("state", "black").add("transition", "dissolve");
    scene.generator = Record("AnimatizeGenerator");
    scene.generator.add("state", "fallback")
        .add("backend", "local")
        .add("pending", Record::Value(uint32_t{0}));
    scene.keyframe = Record("AnimatizeKeyframe");
    scene.keyframe.add("prompt-id", "1-3");
    Record prompt("AnimatizePrompt");
    std::string text = "the camera pushes in slowly";
    for (int i = 0; i < 12; ++i)
        text += ", and the light of the evening comes up";
    prompt.add("text", text).add("source", "llm").add("target", "veo");
    scene.prompt = prompt;
    return scene;
}

const Golden kGolden[] = {
    {"street-320x240", {320, 240}, 1.0, street, nullptr},
    {"street-1280x720", {1280, 720}, 1.0, street, nullptr},
    {"street-720x576-wide", {720, 576}, 64.0 / 45.0, street, nullptr},
    {"taken-320x240", {320, 240}, 1.0, taken, earlier},
    {"taken-854x480", {854, 480}, 1.0, taken, earlier},
};

/// From black at the left to white at the right.
cv::Mat ground(const cv::Size& size)
{
    cv::Mat picture(size, CV_8UC3);
    for (int x = 0; x < size.width; ++x)
        picture.col(x).setTo(cv::Scalar::all(255.0 * x / (size.width - 1)));
    return picture;
}

cv::Mat pictureOf(const Golden& golden)
{
    OverlayArtist artist(golden.size, golden.aspect);
    if (golden.before) {
        Scene before = golden.before();
        artist.next(before.input(), kAllLayers);
    }
    Scene scene = golden.scene();
    return over(ground(golden.size), artist.next(scene.input(), kAllLayers));
}

std::string pathOf(const Golden& golden)
{
    return std::string(kOverlayTestData) + "/golden/" + golden.name + ".png";
}

struct Difference {
    double mean = 0.0, most = 0.0;  ///< levels
};

Difference difference(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat softA, softB, apart;
    cv::GaussianBlur(a, softA, {}, 2.0);
    cv::GaussianBlur(b, softB, {}, 2.0);
    cv::absdiff(softA, softB, apart);
    Difference found;
    const cv::Scalar means = cv::mean(apart);
    found.mean = (means[0] + means[1] + means[2]) / 3.0;
    cv::minMaxLoc(apart.reshape(1), nullptr, &found.most);
    return found;
}

bool isAlike(const Difference& difference)
{
    return difference.mean <= 0.6 && difference.most <= 36.0;
}

}  // namespace

START_TEST(picturesAreAsTheyWereLookedAt)
{
    for (const Golden& golden : kGolden) {
        const cv::Mat expected = cv::imread(pathOf(golden), cv::IMREAD_COLOR);
        const cv::Mat made = pictureOf(golden);
        ck_assert_msg(expected.size() == made.size(), "%s is missing", pathOf(golden).c_str());
        const Difference found = difference(expected, made);
        ck_assert_msg(isAlike(found), "%s: mean %.2f, most %.1f", golden.name, found.mean,
                      found.most);
    }
}
END_TEST

START_TEST(theComparisonSeesWhatMatters)
{
    const Golden& golden = kGolden[1];
    const cv::Mat made = pictureOf(golden);
    const auto changed = [&](void (*change)(Scene&)) {
        Scene scene = golden.scene();
        change(scene);
        OverlayArtist artist(golden.size, golden.aspect);
        return difference(made, over(ground(golden.size), artist.next(scene.input(), kAllLayers)));
    };
    ck_assert(isAlike(changed([](Scene&) {})));
    // Another letter, another colour, a box elsewhere, a layer less.
    ck_assert(!isAlike(changed([](Scene& scene) {
        Record other("AnimatizeScene");
        for (const Field& field : scene.scene.fields())
            if (field.name != "shot-id")
                other.add(field.name, field.value);
        other.add("shot-id", uint64_t{8});
        scene.scene = other;
    })));
    ck_assert(!isAlike(changed([](Scene& scene) {
        scene.generator = Record("AnimatizeGenerator");
        scene.generator.add("state", "waiting").add("backend", "stability");
        scene.generator.add("pending", uint32_t{1});
    })));
    ck_assert(!isAlike(changed([](Scene& scene) { scene.motion = motionOf({}); })));
    ck_assert(!isAlike(changed([](Scene& scene) { scene.zones.pop_back(); })));
}
END_TEST

START_TEST(writeThemAnew)
{
    for (const Golden& golden : kGolden)
        ck_assert(cv::imwrite(pathOf(golden), pictureOf(golden), {cv::IMWRITE_PNG_COMPRESSION, 9}));
}
END_TEST

int main(int argc, char** argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--write") == 0)
        return run("overlay/golden", {writeThemAnew});
    return run("overlay/golden", {picturesAreAsTheyWereLookedAt, theComparisonSeesWhatMatters});
}
