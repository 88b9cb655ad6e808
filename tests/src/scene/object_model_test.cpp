// The model is a tiny one that the test writes itself: it sees red and blue squares.
#include "scene/object_model.h"

#include "model_folder.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// 512 of the input for 320 of the picture: 64 of the input are 40 of the picture.
constexpr int kSide = 40;
const cv::Size kSize(320, 192);

std::shared_ptr<ObjectModel> loaded(const TinyModel& tiny, const std::string& labels = "")
{
    const ModelFolder folder;
    const std::string names = labels.empty() ? "" : folder.write("labels.txt", labels);
    const auto model = ObjectModel::load(folder.write("tiny.onnx", tiny.bytes()), names);
    ck_assert_msg(static_cast<bool>(model), "%s", model ? "" : model.error().message.c_str());
    return *model;
}

std::vector<SceneObject> seen(ObjectModel& model, const cv::Mat& picture)
{
    const auto objects = model.detect(picture);
    ck_assert_msg(static_cast<bool>(objects), "%s", objects ? "" : objects.error().message.c_str());
    for (const SceneObject& object : *objects) {
        ck_assert(object.x >= 0.0 && object.y >= 0.0 && object.width > 0.0 && object.height > 0.0);
        ck_assert(object.x + object.width <= 1.0 + 1e-9 && object.y + object.height <= 1.0 + 1e-9);
        ck_assert(object.confidence >= ObjectModel::kLeast && object.confidence <= 1.0);
    }
    return *objects;
}

// The sentence with which a file is refused; it has to name the file.
std::string refusal(const std::string& bytes, const std::string& labels = "")
{
    const ModelFolder folder;
    const std::string path = folder.write("wrong.onnx", bytes);
    const auto model = ObjectModel::load(path, labels.empty() ? "" : folder.write("l.txt", labels));
    ck_assert(!model);
    const std::string sentence = model.error().message;
    ck_assert_msg(sentence.find(labels.empty() ? path : "l.txt") != std::string::npos, "%s",
                  sentence.c_str());
    ck_assert_msg(sentence.size() < 300 && sentence.find('\n') == std::string::npos, "%s",
                  sentence.c_str());
    return sentence;
}

void assertSays(const std::string& sentence, const char* words)
{
    ck_assert_msg(sentence.find(words) != std::string::npos, "%s", sentence.c_str());
}

}  // namespace

START_TEST(thingsAreFoundWhereTheyAre)
{
    const auto model = loaded({});
    cv::Mat picture = ground(kSize);
    const cv::Rect red(60, 50, kSide, kSide), blue(215, 120, kSide, kSide);
    paint(picture, red, kRed);
    paint(picture, blue, kBlue);
    const auto objects = seen(*model, picture);
    ck_assert_uint_eq(objects.size(), 2);
    for (const SceneObject& object : objects) {
        const bool first = object.label == "class-0";
        ck_assert(first || object.label == "class-1");
        ck_assert_double_gt(overlap(object, first ? red : blue, kSize), 0.75);
        ck_assert_double_gt(object.confidence, 0.75);
    }
    ck_assert(objects[0].label != objects[1].label);
}
END_TEST

START_TEST(groundAndFlatPicturesAreEmpty)
{
    const auto model = loaded({});
    ck_assert_uint_eq(seen(*model, ground(kSize)).size(), 0);
    for (const int level : {0, 114, 255})
        ck_assert_uint_eq(seen(*model, cv::Mat(kSize, CV_8UC3, cv::Scalar::all(level))).size(), 0);
}
END_TEST

// The part of the input that the picture doesn't fill must not shift or stretch the boxes.
START_TEST(everyShapeIsShownInItsOwn)
{
    const auto model = loaded({});
    for (const cv::Size size : {cv::Size(320, 100), cv::Size(120, 320), cv::Size(320, 320)}) {
        cv::Mat picture = ground(size);
        const cv::Rect red(size.width / 2 - 10, size.height / 2 - 15, kSide, kSide);
        paint(picture, red, kRed);
        const auto objects = seen(*model, picture);
        ck_assert_uint_eq(objects.size(), 1);
        ck_assert_double_gt(overlap(objects[0], red, size), 0.75);
    }
}
END_TEST

START_TEST(aModelOfOneSizeIsShownThat)
{
    const auto model = loaded({.fixedSide = 256});
    cv::Mat picture = ground(kSize);
    const cv::Rect red(100, 60, 80, 80);  // 256 for 320: 64 are 80
    paint(picture, red, kRed);
    const auto objects = seen(*model, picture);
    ck_assert_uint_eq(objects.size(), 1);
    ck_assert_double_gt(overlap(objects[0], red, kSize), 0.75);
}
END_TEST

START_TEST(oddPicturesAreNoFault)
{
    const auto model = loaded({});
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(1, 500), cv::Size(500, 1), cv::Size(2, 3), cv::Size(33, 31)})
        seen(*model, cv::Mat(size, CV_8UC3, kRed));
    ck_assert(!model->detect({}));
    ck_assert(!model->detect(cv::Mat(kSize, CV_8UC1, cv::Scalar(0))));
}
END_TEST

START_TEST(thePartBeyondTheFrameIsCutOff)
{
    const auto model = loaded({});
    cv::Mat picture = ground(kSize);
    paint(picture, {-2, 80, kSide, kSide}, kRed);
    const auto objects = seen(*model, picture);
    ck_assert_uint_ge(objects.size(), 1);
    ck_assert_double_eq(objects[0].x, 0.0);
}
END_TEST

START_TEST(manyThingsAreBounded)
{
    const auto model = loaded({});
    cv::Mat picture = ground({1020, 1020});
    for (int i = 0; i < 100; ++i)  // 512 for 1020: 64 are 127
        paint(picture, {i % 10 * 102, i / 10 * 102, 100, 100}, i % 2 ? kRed : kBlue);
    ck_assert_uint_le(seen(*model, picture).size(), ObjectModel::kMost);
}
END_TEST

START_TEST(namesComeFromTheFileOrAreTheUsualOnes)
{
    cv::Mat picture = ground(kSize);
    paint(picture, {100, 60, kSide, kSide}, kBlue);
    const auto nameOf = [&](const TinyModel& tiny, const std::string& labels) {
        const auto objects = seen(*loaded(tiny, labels), picture);
        ck_assert_uint_eq(objects.size(), 1);
        return objects[0].label;
    };
    ck_assert(nameOf({}, "") == "class-1");
    ck_assert(nameOf({.classes = 80}, "") == "bicycle");
    ck_assert(nameOf({}, "red one\r\n  blue one \n\n") == "blue one");
}
END_TEST

START_TEST(labelsOfAnotherLengthAreRefused)
{
    const std::string sentence = refusal(TinyModel().bytes(), "a\nb\nc\n");
    assertSays(sentence, "3 names");
    assertSays(sentence, "2 classes");
    refusal(TinyModel{.classes = 80}.bytes(), "person\n");
    refusal(TinyModel().bytes(), "\n");
}
END_TEST

START_TEST(whatIsNoDetectorIsRefused)
{
    assertSays(refusal(TinyModel{.threeGrids = false}.bytes()), "YOLOX");
    assertSays(refusal(TinyModel{.fixedSide = 256, .threeGrids = false}.bytes()), "YOLOX");
    assertSays(refusal(TinyModel{.colours = 1}.bytes()), "three colours");
    assertSays(refusal(TinyModel{.fixedSide = 100}.bytes()), "32");
    assertSays(refusal(TinyModel{.fixedSide = 65536}.bytes()), "32");
    assertSays(refusal(""), "no ONNX");
    assertSays(refusal("<html>404</html>"), "no ONNX");
    assertSays(refusal(std::string(5000, '\0')), "no ONNX");
    assertSays(refusal(TinyModel().bytes().substr(0, 900)), "no ONNX");
    ck_assert(!ObjectModel::load("/nonexistent/model.onnx", ""));
    assertSays(ObjectModel::load("/nonexistent/model.onnx", "").error().message, "/nonexistent");
    assertSays(ObjectModel::load("/", "").error().message, "/");
}
END_TEST

START_TEST(theSamePictureGivesTheSameObjects)
{
    const auto model = loaded({}), other = loaded({});
    cv::Mat picture = ground(kSize);
    paint(picture, {101, 63, kSide, kSide}, kRed);
    const auto first = seen(*model, picture);
    seen(*model, ground({100, 300}));  // another shape in between
    for (const auto& again : {seen(*model, picture), seen(*other, picture)}) {
        ck_assert_uint_eq(again.size(), first.size());
        ck_assert_double_eq(again[0].confidence, first[0].confidence);
        ck_assert_double_eq(again[0].x, first[0].x);
    }
}
END_TEST

int main()
{
    return run("object-model",
               {thingsAreFoundWhereTheyAre, groundAndFlatPicturesAreEmpty,
                everyShapeIsShownInItsOwn, aModelOfOneSizeIsShownThat, oddPicturesAreNoFault,
                thePartBeyondTheFrameIsCutOff, manyThingsAreBounded,
                namesComeFromTheFileOrAreTheUsualOnes, labelsOfAnotherLengthAreRefused,
                whatIsNoDetectorIsRefused, theSamePictureGivesTheSameObjects});
}
