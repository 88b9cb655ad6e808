#include "motion/motion_detector.h"

#include <cmath>

#include "record/json.h"
#include "watched_stream.h"

namespace animatize::test {
namespace {

const cv::Mat& scene()
{
    static const cv::Mat picture = soft(1400, 900, 21);
    return picture;
}

// A camera that moves at constant speeds (units of the contract), passing the middle at `frames`/2.
struct Camera {
    double pan = 0, tilt = 0, zoom = 0, roll = 0;

    cv::Mat at(int index, int frames, double fps, double noise = 1.0) const
    {
        const double t = (index - frames / 2) / fps;
        const Pose pose{700 + pan * kView.width * t, 450 - tilt * kView.height * t,
                        std::exp(zoom * t), roll * t};
        return withNoise(view(scene(), pose, kView), noise, static_cast<uint64_t>(index));
    }
};

}  // namespace

START_TEST(everyMoveHasItsValueItsSignAndItsName)
{
    const struct {
        Camera camera;
        const char* name;
    } cases[] = {
        {{0.2, 0, 0, 0}, "pan-right"},     {{-0.2, 0, 0, 0}, "pan-left"},
        {{0, 0.3, 0, 0}, "tilt-up"},       {{0, -0.3, 0, 0}, "tilt-down"},
        {{0, 0, 0.3, 0}, "zoom-in"},       {{0, 0, -0.3, 0}, "zoom-out"},
        {{0, 0, 0, 20}, "roll-clockwise"}, {{0, 0, 0, -20}, "roll-counterclockwise"},
        {{0, 0, 0, 0}, "static"},
    };
    for (const auto& one : cases) {
        WatchedStream stream;
        for (int i = 0; i < 30; ++i) {
            const MotionResult& result = stream.show(one.camera.at(i, 30, 25)).result;
            ck_assert_double_lt(result.intensity, 0.01);
            if (i == 0)
                ck_assert(!result.camera && result.cameraConfidence == 0.0);
            else
                ck_assert_double_gt(result.cameraConfidence, 0.8);
            if (i < 5)
                continue;
            ck_assert_double_eq_tol(result.camera->pan, one.camera.pan, 0.01);
            ck_assert_double_eq_tol(result.camera->tilt, one.camera.tilt, 0.01);
            ck_assert_double_eq_tol(result.camera->zoom, one.camera.zoom, 0.02);
            ck_assert_double_eq_tol(result.camera->roll, one.camera.roll, 1.0);
            ck_assert_str_eq(result.cameraMotion->c_str(), one.name);
        }
        ck_assert_int_eq(stream.cameras.size(), 1);
        ck_assert_str_eq(stream.cameras[0].c_str(), one.name);
        ck_assert_int_eq(stream.begun(), 0);
    }
}
END_TEST

START_TEST(speedsDoNotDependOnTheFrameRate)
{
    for (const double fps : {10.0, 50.0}) {
        WatchedStream stream;
        stream.fps = fps;
        const int frames = static_cast<int>(fps);
        for (int i = 0; i < frames; ++i)
            stream.show(Camera{0.2, 0, 0, 0}.at(i, frames, fps));
        ck_assert_double_eq_tol(stream.last.result.camera->pan, 0.2, 0.01);
        ck_assert_str_eq(stream.last.result.cameraMotion->c_str(), "pan-right");
    }
}
END_TEST

START_TEST(withoutTimestampsThereIsALabelButNoSpeed)
{
    WatchedStream stream;
    stream.stamped = false;
    for (int i = 0; i < 40; ++i)
        stream.show(withSubject(Camera{0.2, 0, 0, 0}.at(i, 40, 25), {60 + 4 * i, 90}));
    const MotionResult& result = stream.last.result;
    ck_assert_str_eq(result.cameraMotion->c_str(), "pan-right");
    ck_assert(!result.camera);
    ck_assert_double_gt(result.cameraConfidence, 0.5);
    ck_assert(!result.flowMagnitude);
    ck_assert(result.direction.has_value());
    ck_assert(!result.regions.empty() && !result.regions[0].vx);
    ck_assert_int_eq(stream.begun(), 1);
    ck_assert(!stream.events[0].start.value && stream.events[0].duration.value);
}
END_TEST

START_TEST(aLargeSubjectIsNotTakenForTheCamera)
{
    // 250 x 150 of 320 x 180 would be too much; 40 % of the frame crosses it, the camera tilts.
    WatchedStream stream;
    const cv::Mat skin = texture(400, 300, 5);
    for (int i = 0; i < 25; ++i) {
        cv::Mat frame = Camera{0, 0.2, 0, 0}.at(i, 25, 25);
        skin(cv::Rect(20, 20, 170, 135)).copyTo(frame(cv::Rect(30 + 4 * i, 25, 170, 135)));
        const MotionResult& result = stream.show(frame).result;
        if (i > 3 && result.camera) {
            ck_assert_double_eq_tol(result.camera->tilt, 0.2, 0.02);
            ck_assert_double_eq_tol(result.camera->pan, 0.0, 0.02);
        }
    }
    ck_assert_str_eq(stream.last.result.cameraMotion->c_str(), "tilt-up");
}
END_TEST

START_TEST(flatAndTinyPicturesGiveNoCameraAndNoNumbersThatAreNone)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(2, 2), cv::Size(1, 300), cv::Size(300, 1),
                                cv::Size(17, 13), cv::Size(320, 180)}) {
        for (const int value : {0, 128, 255}) {
            WatchedStream stream;
            for (int i = 0; i < 40; ++i) {
                const MotionResult& result =
                    stream.show(cv::Mat(size, CV_8U, cv::Scalar(value))).result;
                ck_assert_double_eq(result.cameraConfidence, 0.0);
                ck_assert(!result.camera && !result.cameraMotion);
                ck_assert_double_eq(result.intensity, 0.0);
                ck_assert_str_eq(result.pattern.c_str(), "none");
            }
            ck_assert(stream.events.empty());
        }
    }
}
END_TEST

START_TEST(tinyPicturesStillShowThatSomethingMoves)
{
    WatchedStream stream;
    for (int i = 0; i < 60; ++i) {
        cv::Mat frame(13, 17, CV_8U, cv::Scalar(100));
        if (i >= 40)
            frame(cv::Rect((i - 40) / 2, 4, 5, 5)) = cv::Scalar(150);
        stream.show(frame);
    }
    ck_assert_double_gt(stream.last.result.intensity, 0.05);
    ck_assert_int_eq(stream.begun(), 1);
}
END_TEST

START_TEST(theLabelIsHeldForASecondWhenTheSceneIsLost)
{
    WatchedStream stream;
    for (int i = 0; i < 25; ++i)
        stream.show(Camera{0.2, 0, 0, 0}.at(i, 25, 25));
    for (int i = 0; i < 24; ++i) {
        const MotionResult& result = stream.show(cv::Mat(kView, CV_8U, cv::Scalar(0))).result;
        ck_assert(!result.camera);
        ck_assert_str_eq(result.cameraMotion->c_str(), "pan-right");
    }
    for (int i = 0; i < 4; ++i)
        stream.show(cv::Mat(kView, CV_8U, cv::Scalar(0)));
    ck_assert(!stream.last.result.cameraMotion);
}
END_TEST

START_TEST(squarePixelsCountForRoll)
{
    // Pixels twice as wide as high: the frame is squeezed, the camera rolls at 20 degrees/s.
    MotionDetector detector;
    MotionFrame last;
    for (int i = 0; i < 25; ++i) {
        cv::Mat wide = view(scene(), {700, 450, 1.0, 20.0 * (i - 12) / 25.0}, {640, 180});
        cv::GaussianBlur(wide, wide, {}, 1.0, 0.01);
        cv::Mat squeezed;
        cv::resize(wide, squeezed, {320, 180}, 0, 0, cv::INTER_AREA);
        ImageView picture = imageView(squeezed);
        picture.pixelAspect = 2.0;
        ReducedPicture small;
        reduce(picture, 320, small);
        last = *detector.detect(small, {}, timeOf(i), {});
    }
    ck_assert_double_eq_tol(last.result.camera->roll, 20.0, 1.0);
    ck_assert_double_eq_tol(last.result.camera->zoom, 0.0, 0.02);
    ck_assert_double_eq_tol(last.result.camera->pan, 0.0, 0.01);
}
END_TEST

START_TEST(theSameInputGivesTheSameBytes)
{
    const auto all = [] {
        WatchedStream stream;
        std::string text;
        for (int i = 0; i < 50; ++i) {
            const Camera camera{i < 25 ? 0.1 : 0.0, 0, 0, 0};
            stream.show(withSubject(camera.at(i < 25 ? i : 25, 25, 25), {40 + 4 * i, 100}));
            text += toJson(toRecord(stream.last.result)) + "\n";
        }
        return text;
    };
    ck_assert(all() == all());
}
END_TEST

START_TEST(aPictureWithoutPixelsIsAnError)
{
    MotionDetector detector;
    const auto frame = detector.detect(ReducedPicture{}, {}, timeOf(0), {});
    ck_assert(!frame);
    ck_assert(frame.error().message.find("no luma") != std::string::npos);
}
END_TEST

START_TEST(recordsCarryTheFieldsOfTheContract)
{
    MotionResult result;
    result.frameWidth = 1920;
    result.frameHeight = 1080;
    const Record bare = toRecord(result);
    ck_assert_str_eq(bare.name().c_str(), "AnimatizeMotion");
    for (const char* absent : {"direction", "flow-magnitude", "camera-motion", "camera-pan",
                               "camera-roll", "steadiness", "event-id"})
        ck_assert_msg(!bare.find(absent), "%s", absent);
    for (const char* present : {"frame-width", "frame-height", "warming-up", "intensity", "shadow",
                                "environment", "camera-confidence", "pattern", "regions"})
        ck_assert_msg(bare.find(present), "%s", present);
    result.camera = CameraMotion{0.1, 0.2, 0.3, 0.4};
    result.regions.push_back({7, 0.1, 0.2, 0.3, 0.4, 0.05, 0.6, -0.7, 8});
    const Record full = toRecord(result);
    ck_assert_double_eq(*full.number("camera-zoom"), 0.3);
    const RecordList& regions = *full.list("regions");
    ck_assert_str_eq(regions[0].name().c_str(), "region");
    ck_assert_double_eq(*regions[0].number("vy"), -0.7);
    ck_assert(std::holds_alternative<uint32_t>(*regions[0].find("age")));
    ck_assert(std::holds_alternative<uint64_t>(*regions[0].find("id")));
    const Record change = toRecord(CameraChange{"pan-left", CameraMotion{-0.1, 0, 0, 0}, "smooth"});
    ck_assert_str_eq(change.name().c_str(), "animatize-camera");
    ck_assert_double_eq(*change.number("pan"), -0.1);
    MotionEvent event;
    event.event = "end";
    event.id = 3;
    event.peak = 0.5;
    event.reason = "still";
    const Record message = toRecord(event);
    ck_assert_str_eq(message.name().c_str(), "animatize-motion");
    ck_assert(message.text("event") == "end" && message.text("reason") == "still");
    ck_assert_double_eq(*message.number("event-id"), 3);
    ck_assert_double_eq(*message.number("peak"), 0.5);
    ck_assert(!message.find("zone") && !message.find("timestamp"));
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("motion-detector",
               {everyMoveHasItsValueItsSignAndItsName, speedsDoNotDependOnTheFrameRate,
                withoutTimestampsThereIsALabelButNoSpeed, aLargeSubjectIsNotTakenForTheCamera,
                flatAndTinyPicturesGiveNoCameraAndNoNumbersThatAreNone,
                tinyPicturesStillShowThatSomethingMoves, theLabelIsHeldForASecondWhenTheSceneIsLost,
                squarePixelsCountForRoll, theSameInputGivesTheSameBytes,
                aPictureWithoutPixelsIsAnError, recordsCarryTheFieldsOfTheContract});
}
