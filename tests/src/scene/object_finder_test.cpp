#include "scene/object_finder.h"

#include "model_folder.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kSize(320, 192);

cv::Mat blueSquare()
{
    cv::Mat picture = ground(kSize);
    paint(picture, {100, 60, 40, 40}, kBlue);
    return picture;
}

DetectionJob job(const ModelFiles& files, uint64_t shot = 1)
{
    return {ObjectFinder::pictureFor(files, imageView(blueSquare())), files, shot};
}

void assertSees(const Detection& detection, const char* label)
{
    ck_assert(detection.objects && detection.objects->size() == 1);
    ck_assert_str_eq(detection.objects->front().label.c_str(), label);
}

}  // namespace

START_TEST(modelsSeeInColourTheOthersDoNot)
{
    const cv::Mat picture = blueSquare();
    const ImageView view = imageView(picture);
    const cv::Mat colour = ObjectFinder::pictureFor({"a.onnx", ""}, view);
    ck_assert_int_eq(colour.type(), CV_8UC3);
    ck_assert(colour.size() == kSize);
    const cv::Vec3b pixel = colour.at<cv::Vec3b>(80, 120);  // R G B
    ck_assert(pixel[0] < 60 && pixel[1] < 60 && pixel[2] > 180);
    ck_assert_int_eq(ObjectFinder::pictureFor({}, view).type(), CV_8UC1);
    const cv::Mat large(1080, 1920, CV_8UC3, kBlue);
    const cv::Mat copy = ObjectFinder::pictureFor({"a.onnx", ""}, imageView(large));
    ck_assert_int_le(copy.cols, ObjectModel::kLongSide);
    ck_assert_int_ge(copy.cols, 640);
}
END_TEST

START_TEST(theModelOfTheJobIsUsed)
{
    const ModelFolder folder;
    const std::string tiny = folder.write("tiny.onnx", TinyModel().bytes());
    const std::string many = folder.write("many.onnx", TinyModel{.classes = 80}.bytes());
    ObjectFinder finder;
    assertSees(finder.find(job({tiny, ""})), "class-1");
    assertSees(finder.find(job({many, ""})), "bicycle");
    assertSees(finder.find(job({tiny, folder.write("l.txt", "a\nb\n")})), "b");
    ck_assert_uint_eq(finder.find(job({tiny, ""}, 7)).shotId, 7);
    const Detection builtIn = finder.find(job({}));
    ck_assert(!builtIn.problem);
    ck_assert(!builtIn.objects || builtIn.objects->empty());
}
END_TEST

START_TEST(whatCanNotBeLoadedIsSaidOnceAndTheOldGoesOn)
{
    const ModelFolder folder;
    const std::string tiny = folder.write("tiny.onnx", TinyModel().bytes());
    ObjectFinder finder;
    finder.find(job({tiny, ""}));
    const ModelFiles wrong{tiny, folder.write("l.txt", "one\n")};
    const Detection first = finder.find(job(wrong)), second = finder.find(job(wrong));
    ck_assert(first.problem && first.problem->message.find("l.txt") != std::string::npos);
    ck_assert(!second.problem);
    assertSees(first, "class-1");
    assertSees(second, "class-1");
}
END_TEST

START_TEST(withoutAnyModelTheBuiltInDetectorsGoOn)
{
    ObjectFinder finder;
    const Detection detection = finder.find(job({"/nonexistent/model.onnx", ""}));
    ck_assert(detection.problem);
    ck_assert(!detection.objects || detection.objects->empty());
    // A large colour picture is made as small as they want it.
    DetectionJob large{cv::Mat(540, 960, CV_8UC3, kBlue), {"/nonexistent/model.onnx", ""}, 1};
    ck_assert(!finder.find(large).problem);
}
END_TEST

START_TEST(aModelThatIsThereAlreadyIsNotLoadedAgain)
{
    const ModelFolder folder;
    const std::string tiny = folder.write("tiny.onnx", TinyModel().bytes());
    ObjectFinder finder({tiny, ""}, *ObjectModel::load(tiny, ""));
    folder.write("tiny.onnx", "no model any more");
    const Detection detection = finder.find(job({tiny, ""}));
    ck_assert(!detection.problem);
    assertSees(detection, "class-1");
}
END_TEST

START_TEST(onlyTheSureAreCertain)
{
    std::vector<SceneObject> objects(3);
    objects[0].confidence = 0.9;
    objects[1].confidence = ObjectModel::kSure;
    objects[2].confidence = ObjectModel::kSure - 0.01;
    ck_assert_uint_eq(certainOf(objects).size(), 2);
}
END_TEST

int main()
{
    return run("object-finder",
               {modelsSeeInColourTheOthersDoNot, theModelOfTheJobIsUsed,
                whatCanNotBeLoadedIsSaidOnceAndTheOldGoesOn, withoutAnyModelTheBuiltInDetectorsGoOn,
                aModelThatIsThereAlreadyIsNotLoadedAgain, onlyTheSureAreCertain});
}
