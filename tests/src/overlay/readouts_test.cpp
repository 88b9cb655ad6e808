// What is said in the corners: camera, shot, composition, prompt, generator, times.
#include "motion/motion_result.h"
#include "src/overlay/scenes.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr uint32_t kGreen = 0x5fd98c, kAmber = 0xffc34d, kViolet = 0xc3a6ff, kGrey = 0x8a93a0;
constexpr uint32_t kCyan = 0x6fe3f2, kBlue = 0x5ab0ff, kOrange = 0xff8f4a, kWhite = 0xf4f6f8;
const cv::Size kFrame(1280, 720);
// The quarters of the frame.
const cv::Rect kTopLeft(0, 0, 640, 360), kTopRight(640, 0, 640, 360);
const cv::Rect kBottomLeft(0, 360, 900, 360), kBottomRight(1000, 360, 280, 360);

Scene camera(const CameraMotion& motion, double confidence = 0.9)
{
    MotionResult result;
    result.warmingUp = false;
    result.cameraMotion = "pan-right";
    if (confidence >= 0.2)
        result.camera = motion;
    result.cameraConfidence = confidence;
    result.steadiness = "smooth";
    Scene scene;
    scene.motion = toRecord(result);
    scene.time = at(1.0);
    return scene;
}

cv::Mat dial(const CameraMotion& motion, double confidence = 0.9)
{
    return drawn(camera(motion, confidence), kCameraLayer, kFrame);
}

/// Where the dial is: the disc of a camera at rest.
cv::Point2d centreOfDial()
{
    return middle(dial({}), kGreen);
}

Scene shot(uint64_t id, double start, double now)
{
    Scene scene;
    scene.scene = Record("AnimatizeScene");
    scene.scene.add("shot-id", id).add("shot-start", static_cast<uint64_t>(start * 1e9));
    scene.time = at(now);
    return scene;
}

Scene saying(const std::string& text)
{
    Scene scene;
    scene.prompt = Record("AnimatizePrompt");
    scene.prompt.add("text", text).add("source", "rules").add("target", "generic");
    return scene;
}

Scene generating(const char* state)
{
    Scene scene;
    scene.generator = Record("AnimatizeGenerator");
    scene.generator.add("state", state)
        .add("backend", "stability")
        .add("pending", Record::Value(uint32_t{0}));
    return scene;
}

std::vector<Sprite> copy(const std::vector<Sprite>& sprites)
{
    return sprites;
}

}  // namespace

START_TEST(theDialPointsWhereTheCameraGoes)
{
    const cv::Point2d centre = centreOfDial();
    ck_assert(kBottomRight.contains(cv::Point(centre)));
    const auto way = [&](double pan, double tilt) {
        CameraMotion motion;
        motion.pan = pan;
        motion.tilt = tilt;
        return middle(dial(motion), kGreen) - centre;
    };
    ck_assert_double_gt(way(0.2, 0).x, 5.0);
    ck_assert_double_lt(way(-0.2, 0).x, -5.0);
    ck_assert_double_lt(way(0, 0.2).y, -5.0);  // up
    ck_assert_double_gt(way(0, -0.2).y, 5.0);
    ck_assert_double_lt(std::abs(way(0.2, 0).y), 1.0);
    // Faster: longer.
    ck_assert_double_gt(way(0.5, 0).x, way(0.05, 0).x + 2.0);
}
END_TEST

START_TEST(theRingGrowsWithAZoomInAndTheArcTurnsWithTheRoll)
{
    const auto zoom = [](double speed) {
        CameraMotion motion;
        motion.zoom = speed;
        return count(dial(motion), kAmber);
    };
    ck_assert_int_eq(zoom(0.0), 0);
    ck_assert_int_gt(zoom(-0.3), 20);
    ck_assert_int_gt(zoom(0.3), zoom(-0.3) + 20);
    const cv::Point2d centre = centreOfDial();
    const auto roll = [&](double speed) {
        CameraMotion motion;
        motion.roll = speed;
        return middle(dial(motion), kViolet) - centre;
    };
    ck_assert_double_gt(roll(20).x, 5.0);  // clockwise: from the top to the right
    ck_assert_double_lt(roll(-20).x, -5.0);
    ck_assert_double_lt(roll(20).y, 0.0);
}
END_TEST

START_TEST(aCameraThatIsNotKnownIsGrey)
{
    const cv::Mat known = dial({0.2, 0, 0, 0}), unknown = dial({0.2, 0, 0, 0}, 0.1);
    ck_assert_int_gt(count(known, kGreen, kBottomRight), 20);
    ck_assert_int_eq(count(unknown, kGreen), 0);
    ck_assert_int_gt(count(unknown, kGrey, kBottomRight), 20);
    Scene warming = camera({});
    warming.motion = Record("AnimatizeMotion");
    warming.motion.add("warming-up", true);
    ck_assert_int_gt(count(drawn(warming, kCameraLayer, kFrame), kAmber, kBottomRight), 20);
}
END_TEST

START_TEST(noiseMovesNoNeedle)
{
    OverlayArtist artist(kFrame, 1.0);
    Scene one = camera({0.2, 0.05, 0.3, 9.0}), other = camera({0.2004, 0.0501, 0.3003, 9.01});
    const auto before = copy(artist.next(one.input(), kCameraLayer));
    ck_assert_uint_eq(before.size(), 2);
    ck_assert(areSame(before, artist.next(other.input(), kCameraLayer)));
}
END_TEST

START_TEST(theShotIsSaidAndItsTimeGoesOnBySeconds)
{
    OverlayArtist artist(kFrame, 1.0);
    Scene scene = shot(3, 10.0, 12.1);
    const auto before = copy(artist.next(scene.input(), kShotLayer));
    ck_assert_uint_eq(before.size(), 1);
    ck_assert(kTopLeft.contains(before[0].at));
    scene.time = at(12.9);
    ck_assert(areSame(before, artist.next(scene.input(), kShotLayer)));
    scene.time = at(13.0);
    ck_assert(!areSame(before, artist.next(scene.input(), kShotLayer)));
}
END_TEST

START_TEST(aStateThatIsNotNormalIsAmber)
{
    Scene scene = shot(3, 10.0, 12.1);
    scene.scene.add("state", "normal").add("scene-type", "office").add("scene-confidence", 0.7);
    ck_assert_int_eq(count(drawn(scene, kShotLayer, kFrame), kAmber), 0);
    Scene frozen = shot(3, 10.0, 12.1);
    frozen.scene.add("state", "frozen");
    ck_assert_int_gt(count(drawn(frozen, kShotLayer, kFrame), kAmber, kTopLeft), 30);
}
END_TEST

START_TEST(aNewShotFlashesAndFades)
{
    OverlayArtist artist(kFrame, 1.0);
    const auto border = [&](uint64_t id, double now) {
        Scene scene = shot(id, 10.0, now);
        const cv::Mat picture = laid(artist.next(scene.input(), kShotLayer), kFrame);
        // All four sides alike.
        const uint8_t top = picture.at<cv::Vec4b>(0, 640)[3];
        ck_assert_uint_eq(top, picture.at<cv::Vec4b>(719, 640)[3]);
        ck_assert_uint_eq(top, picture.at<cv::Vec4b>(300, 0)[3]);
        ck_assert_uint_eq(top, picture.at<cv::Vec4b>(300, 1279)[3]);
        return static_cast<int>(top);
    };
    ck_assert_int_eq(border(1, 10.0), 0);  // the first shot comes from nowhere
    ck_assert_int_eq(border(1, 10.5), 0);
    const int first = border(2, 11.0);
    ck_assert_int_gt(first, 200);
    const int second = border(2, 11.2);
    ck_assert_int_lt(second, first);
    ck_assert_int_gt(second, 50);
    ck_assert_int_eq(border(2, 11.4), 0);
    ck_assert_int_gt(border(3, 11.5), 200);
    artist.forget();
    ck_assert_int_eq(border(4, 11.6), 0);
}
END_TEST

START_TEST(theThirdsAndThePointsAreWhereTheyAre)
{
    Record composition("composition");
    composition.add("salient-x", 0.75).add("salient-y", 0.25);
    composition.add("vanishing-x", 0.25).add("vanishing-y", 0.75);
    Scene scene = shot(1, 0, 1);
    scene.scene.add("composition", composition);
    const cv::Mat picture = drawn(scene, kCompositionLayer, kFrame);
    for (const cv::Rect& line : {cv::Rect(424, 100, 5, 1), cv::Rect(851, 100, 5, 1),
                                 cv::Rect(100, 238, 1, 5), cv::Rect(100, 478, 1, 5)})
        ck_assert(!isEmpty(picture, line));
    const cv::Point2d salient = middle(picture, kCyan), vanishing = middle(picture, kViolet);
    ck_assert_double_lt(cv::norm(salient - cv::Point2d(960, 180)), 2.0);
    ck_assert_double_lt(cv::norm(vanishing - cv::Point2d(320, 540)), 2.0);
}
END_TEST

START_TEST(theLevelTurnsWithTheHorizon)
{
    const auto level = [](double roll) {
        Record composition("composition");
        composition.add("horizon-roll", roll);
        Scene scene = shot(1, 0, 1);
        scene.scene.add("composition", composition);
        return drawn(scene, kCompositionLayer, kFrame);
    };
    // Content that is turned counter-clockwise rises to the right.
    const cv::Rect left(560, 320, 78, 80), right(642, 320, 78, 80);
    const cv::Mat turned = level(20);
    ck_assert_double_lt(middle(turned, kAmber, right).y, 355.0);
    ck_assert_double_gt(middle(turned, kAmber, left).y, 365.0);
    ck_assert_int_gt(count(level(0.3), kGreen), 20);
    ck_assert_int_eq(count(level(0.3), kAmber), 0);
}
END_TEST

START_TEST(figuresOfTheCompositionAreSaidWhereThereIsRoom)
{
    Record composition("composition");
    composition.add("thirds", 0.83).add("symmetry", 0.12).add("leading-lines", 0.4);
    Scene scene = shot(1, 0, 1);
    scene.scene.add("composition", composition);
    ck_assert_int_gt(count(drawn(scene, kCompositionLayer, kFrame), kWhite, {64, 36, 200, 80}), 20);
    ck_assert_int_eq(count(drawn(scene, kCompositionLayer, {320, 240}), kWhite), 0);
}
END_TEST

START_TEST(theCaptionWrapsAndEndsInAnEllipsis)
{
    const auto size = [](const std::string& text) {
        Scene scene = saying(text);
        OverlayArtist artist(kFrame, 1.0);
        const auto& sprites = artist.next(scene.input(), kPromptLayer);
        ck_assert_uint_eq(sprites.size(), 2);
        ck_assert(kBottomLeft.contains(sprites[0].at));
        return sprites[0].pixels->size();
    };
    std::string text = "the camera stands still";
    const cv::Size one = size(text);
    for (int i = 0; i < 3; ++i)
        text += ", and a person walks to the left";
    const cv::Size more = size(text);
    ck_assert_int_gt(more.height, one.height + 10);
    for (int i = 0; i < 100; ++i)
        text += ", and a person walks to the left";
    const cv::Size most = size(text);
    // Three lines, and not wider than 38 em.
    ck_assert_int_lt(most.height, 4 * one.height);
    ck_assert_int_lt(most.width, 520);
    ck_assert_int_gt(most.width, 400);
}
END_TEST

START_TEST(theStateOfTheGeneratorHasAColour)
{
    const auto colour = [](const char* state, uint32_t colour) {
        return count(drawn(generating(state), kGeneratorLayer, kFrame), colour, kTopRight);
    };
    ck_assert_int_gt(colour("idle", kGrey), 30);
    ck_assert_int_gt(colour("local", kBlue), 30);
    ck_assert_int_gt(colour("waiting", kAmber), 30);
    ck_assert_int_gt(colour("remote", kGreen), 30);
    ck_assert_int_gt(colour("fallback", kOrange), 30);
    ck_assert_int_gt(colour("something new", kGrey), 30);
    ck_assert_int_eq(colour("remote", kOrange), 0);
}
END_TEST

START_TEST(aGeneratedPictureIsOnAir)
{
    constexpr uint32_t kRed = 0xc8292f;
    Scene scene = generating("remote");
    ck_assert_int_eq(count(drawn(scene, kGeneratorLayer, kFrame), kRed), 0);
    scene.keyframe = Record("AnimatizeKeyframe");
    scene.keyframe.add("prompt-id", "2-1");
    ck_assert_int_gt(count(drawn(scene, kGeneratorLayer, kFrame), kRed, kTopRight), 200);
    scene.generator = {};
    ck_assert_int_gt(count(drawn(scene, kGeneratorLayer, kFrame), kRed, kTopRight), 200);
}
END_TEST

START_TEST(timesChangeTwiceASecondAtMost)
{
    OverlayArtist artist(kFrame, 1.0);
    int changes = 0;
    std::vector<Sprite> before;
    for (int i = 0; i < 100; ++i) {  // 4 s of 25 fps
        Scene scene;
        scene.times = {{"motion", 1'000'000U + 10'000U * i}, {"gen", 40'000}};
        scene.time = at(i * 0.04);
        const auto& sprites = artist.next(scene.input(), kTimingLayer);
        ck_assert_uint_eq(sprites.size(), 1);
        ck_assert(kTopRight.contains(sprites[0].at));
        changes += !areSame(before, sprites);
        before = sprites;
    }
    ck_assert_int_ge(changes, 7);
    ck_assert_int_le(changes, 8);
}
END_TEST

START_TEST(timesAreTheMeanSinceTheLast)
{
    const auto after = [](std::vector<uint64_t> times) {
        OverlayArtist artist(kFrame, 1.0);
        for (size_t i = 0; i < times.size(); ++i) {
            Scene scene;
            scene.times = {{"motion", times[i]}};
            scene.time = at(0.2 * static_cast<double>(i));
            artist.next(scene.input(), kTimingLayer);
        }
        Scene scene;
        scene.time = at(0.2 * static_cast<double>(times.size()));
        return laid(artist.next(scene.input(), kTimingLayer), kFrame);
    };
    // The first is shown at once; 1, 2 and 3 ms are 2 ms.
    const cv::Mat mean = after({9'000'000, 1'000'000, 2'000'000, 3'000'000});
    const cv::Mat same = after({9'000'000, 2'000'000, 2'000'000, 2'000'000});
    const cv::Mat other = after({9'000'000, 2'000'000, 2'000'000, 2'500'000});
    ck_assert_double_eq(cv::norm(mean, same, cv::NORM_L1), 0.0);
    ck_assert_double_gt(cv::norm(mean, other, cv::NORM_L1), 0.0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run(
        "overlay/readouts",
        {theDialPointsWhereTheCameraGoes, theRingGrowsWithAZoomInAndTheArcTurnsWithTheRoll,
         aCameraThatIsNotKnownIsGrey, noiseMovesNoNeedle, theShotIsSaidAndItsTimeGoesOnBySeconds,
         aStateThatIsNotNormalIsAmber, aNewShotFlashesAndFades,
         theThirdsAndThePointsAreWhereTheyAre, theLevelTurnsWithTheHorizon,
         figuresOfTheCompositionAreSaidWhereThereIsRoom, theCaptionWrapsAndEndsInAnEllipsis,
         theStateOfTheGeneratorHasAColour, aGeneratedPictureIsOnAir, timesChangeTwiceASecondAtMost,
         timesAreTheMeanSinceTheLast});
}
