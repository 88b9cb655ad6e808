#include "src/overlay/scenes.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "motion/motion_result.h"

namespace animatize::test {
namespace {

const Record* filled(const Record& record)
{
    return record.empty() ? nullptr : &record;
}

}  // namespace

Scene& Scene::operator=(const Scene& other)
{
    motion = other.motion;
    scene = other.scene;
    prompt = other.prompt;
    generator = other.generator;
    keyframe = other.keyframe;
    zones = other.zones;
    times = other.times;
    time = other.time;
    return *this;
}

const OverlayInput& Scene::input()
{
    input_.motion = filled(motion);
    input_.scene = filled(scene);
    input_.prompt = filled(prompt);
    input_.generator = filled(generator);
    input_.keyframe = filled(keyframe);
    input_.zones = zones;
    input_.times = times;
    input_.time = time;
    return input_;
}

Record region(uint64_t id, const cv::Rect2d& box, double vx, double vy)
{
    Record record("region");
    record.add("id", id).add("x", box.x).add("y", box.y);
    record.add("width", box.width).add("height", box.height).add("area", box.area() * 0.6);
    record.add("vx", vx).add("vy", vy).add("age", uint32_t{40});
    return record;
}

Record object(const char* name, double confidence, const cv::Rect2d& box)
{
    Record record("object");
    record.add("class", name).add("confidence", confidence).add("x", box.x).add("y", box.y);
    record.add("width", box.width).add("height", box.height);
    return record;
}

Record motionOf(std::vector<Record> regions)
{
    MotionResult result;
    result.warmingUp = false;
    result.cameraMotion = "static";
    result.camera = CameraMotion{};
    result.cameraConfidence = 0.97;
    result.steadiness = "locked";
    const Record whole = toRecord(result);
    Record record("AnimatizeMotion");
    for (const Field& field : whole.fields())
        if (field.name != "regions")
            record.add(field.name, field.value);
    record.add("regions", RecordList(regions.begin(), regions.end()));
    return record;
}

FrameTime at(double seconds)
{
    const auto now = static_cast<uint64_t>(seconds * 1e9);
    return {now, now, 40'000'000};
}

Scene street()
{
    Scene street;
    MotionResult motion;
    motion.warmingUp = false;
    motion.cameraMotion = "pan-right";
    motion.camera = CameraMotion{0.11, 0.02, 0.05, -4.0};
    motion.cameraConfidence = 0.91;
    motion.steadiness = "handheld";
    motion.regions = {{12, 0.16, 0.46, 0.09, 0.30, 0.02, 0.11, 0.01, 51},
                      {15, 0.56, 0.50, 0.20, 0.18, 0.03, -0.16, 0.06, 22},
                      {17, 0.84, 0.42, 0.03, 0.12, 0.002, 0.004, 0.0, 9}};
    street.motion = toRecord(motion);
    Record composition("composition");
    composition.add("thirds", 0.83).add("salient-x", 0.36).add("salient-y", 0.38);
    composition.add("symmetry", 0.12).add("symmetry-vertical", 0.04).add("horizon-roll", 2.4);
    composition.add("leading-lines", 0.41).add("vanishing-x", 0.47).add("vanishing-y", 0.33);
    street.scene = Record("AnimatizeScene");
    street.scene.add("shot-id", uint64_t{2}).add("shot-start", uint64_t{4'000'000'000});
    street.scene.add("transition", "cut").add("state", "normal");
    street.scene.add("scene-type", "outdoor-street").add("scene-confidence", 0.82);
    street.scene.add("composition", composition);
    street.scene.add("objects", RecordList{object("person", 0.91, {0.155, 0.44, 0.1, 0.33}),
                                           object("car", 0.87, {0.55, 0.49, 0.22, 0.2})});
    street.prompt = Record("AnimatizePrompt");
    street.prompt.add(
        "text",
        "the camera pans to the right at a walking pace, hand-held, a person walks to the "
        "right, a car comes out of the side street and turns left, soft daylight");
    street.prompt.add("source", "rules").add("target", "generic");
    street.generator = Record("AnimatizeGenerator");
    street.generator.add("state", "remote").add("backend", "stability").add("pending", uint32_t{1});
    street.zones = {{"road", {{0.3, 0.55}, {0.95, 0.5}, {1.0, 0.95}, {0.2, 1.0}}, false, true},
                    {"sky", {{0, 0}, {1, 0}, {1, 0.2}, {0, 0.2}}, true, false}};
    street.times = {
        {"motion", 1'840'000}, {"analyze", 620'000}, {"prompt", 90'000}, {"gen", 30'000}};
    street.time = at(7.4);
    return street;
}

cv::Mat laid(const std::vector<Sprite>& sprites, const cv::Size& frame)
{
    cv::Mat picture(frame, CV_8UC4, cv::Scalar::all(0));
    for (const Sprite& sprite : sprites) {
        cv::Mat below = picture(cv::Rect(sprite.at, sprite.pixels->size()));
        for (int y = 0; y < below.rows; ++y)
            for (int x = 0; x < below.cols; ++x) {
                const auto& from = sprite.pixels->at<cv::Vec4b>(y, x);
                auto& to = below.at<cv::Vec4b>(y, x);
                for (int c = 0; c < 4; ++c)
                    to[c] = cv::saturate_cast<uint8_t>(from[c] + to[c] * (255 - from[3]) / 255);
            }
    }
    return picture;
}

cv::Mat over(const cv::Mat& picture, const std::vector<Sprite>& sprites)
{
    const cv::Mat top = laid(sprites, picture.size());
    cv::Mat made = picture.clone();
    for (int y = 0; y < made.rows; ++y)
        for (int x = 0; x < made.cols; ++x) {
            const auto& from = top.at<cv::Vec4b>(y, x);
            auto& to = made.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c)
                to[c] = cv::saturate_cast<uint8_t>(from[c] + to[c] * (255 - from[3]) / 255);
        }
    return made;
}

cv::Mat drawn(Scene scene, uint32_t layers, const cv::Size& frame, double aspect)
{
    OverlayArtist artist(frame, aspect);
    return laid(artist.next(scene.input(), layers), frame);
}

namespace {

cv::Mat maskOf(const cv::Mat& laid, uint32_t colour, const cv::Rect& place)
{
    constexpr int kNear = 24;
    cv::Mat mask;
    const double blue = colour & 255, green = colour >> 8 & 255, red = colour >> 16 & 255;
    cv::inRange(place.empty() ? laid : laid(place),
                cv::Scalar(blue - kNear, green - kNear, red - kNear, 200),
                cv::Scalar(blue + kNear, green + kNear, red + kNear, 255), mask);
    return mask;
}

}  // namespace

int count(const cv::Mat& laid, uint32_t colour, cv::Rect place)
{
    return cv::countNonZero(maskOf(laid, colour, place));
}

cv::Point2d middle(const cv::Mat& laid, uint32_t colour, cv::Rect place)
{
    const cv::Moments moments = cv::moments(maskOf(laid, colour, place), true);
    return cv::Point2d(place.tl()) +
           cv::Point2d(moments.m10 / moments.m00, moments.m01 / moments.m00);
}

bool isEmpty(const cv::Mat& laid, cv::Rect place)
{
    return cv::countNonZero((place.empty() ? laid : laid(place)).reshape(1)) == 0;
}

bool areSame(const std::vector<Sprite>& a, const std::vector<Sprite>& b)
{
    return a == b;
}

bool areSound(const std::vector<Sprite>& sprites, const cv::Size& frame)
{
    const cv::Rect all({}, frame);
    return sprites.size() <= OverlayArtist::kMostSprites &&
           std::all_of(sprites.begin(), sprites.end(), [&all](const Sprite& sprite) {
               return sprite.pixels && !sprite.pixels->empty() &&
                      sprite.pixels->type() == CV_8UC4 && sprite.pixels->isContinuous() &&
                      (cv::Rect(sprite.at, sprite.pixels->size()) & all).size() ==
                          sprite.pixels->size();
           });
}

double coverage(const std::vector<Sprite>& sprites, const cv::Size& frame)
{
    double area = 0.0;
    for (const Sprite& sprite : sprites)
        area += static_cast<double>(sprite.pixels->total());
    return area / frame.area();
}

}  // namespace animatize::test
