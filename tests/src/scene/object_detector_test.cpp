#include "scene/object_detector.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// A drawn face: hair, brows, eyes, nose and mouth where they belong.
cv::Mat withFace(const cv::Mat& ground, cv::Point c, int r)
{
    cv::Mat picture = ground.clone();
    const auto oval = [&](double x, double y, double w, double h, int level) {
        cv::ellipse(picture, c + cv::Point(cvRound(x * r), cvRound(y * r)),
                    {cvRound(w * r), cvRound(h * r)}, 0, 0, 360, level, -1, cv::LINE_AA);
    };
    oval(0, 0, 1.0, 1.3, 200);
    oval(0, -0.95, 1.0, 0.45, 50);
    for (const double side : {-0.42, 0.42}) {
        oval(side, -0.2, 0.24, 0.11, 70);
        oval(side, -0.45, 0.3, 0.07, 90);
    }
    oval(0, 0.15, 0.12, 0.3, 225);
    oval(0, 0.42, 0.2, 0.06, 140);
    oval(0, 0.75, 0.4, 0.1, 110);
    cv::GaussianBlur(picture, picture, {}, r * 0.06);
    return picture;
}

// A drawn person: head, shoulders, body, arms and legs, `height` pixels from head to feet.
cv::Mat withPerson(const cv::Mat& ground, cv::Point c, double height)
{
    cv::Mat picture = ground.clone();
    const double u = height / 8.0;
    const cv::Scalar dark(30);
    const auto at = [&](double x, double y) {
        return cv::Point(cvRound(c.x + x * u), cvRound(c.y + y * u));
    };
    const auto oval = [&](double y, double w, double h, int from) {
        cv::ellipse(picture, at(0, y), {cvRound(w * u), cvRound(h * u)}, 0, from, 360, dark, -1,
                    cv::LINE_AA);
    };
    const auto limb = [&](cv::Point from, cv::Point to, double w) {
        cv::line(picture, from, to, dark, cvRound(w * u), cv::LINE_AA);
    };
    oval(-3.45, 0.5, 0.65, 0);
    limb(at(0, -3), at(0, -2.5), 0.4);
    oval(-2.3, 1.0, 0.5, 180);
    const std::vector<cv::Point> body = {at(-1, -2.3), at(1, -2.3), at(0.75, 0.4), at(-0.75, 0.4)};
    cv::fillConvexPoly(picture, body, dark, cv::LINE_AA);
    for (const double side : {-1.0, 1.0}) {
        limb(at(0.9 * side, -2.2), at(1.4 * side, 0.2), 0.45);
        limb(at(0.35 * side, 0.3), at(0.5 * side, 3.9), 0.7);
    }
    cv::GaussianBlur(picture, picture, {}, 0.6);
    return picture;
}

void assertSane(const std::vector<SceneObject>& objects)
{
    ck_assert_uint_le(objects.size(), 32);
    double before = 1.0;
    for (const SceneObject& object : objects) {
        ck_assert(object.label == "face" || object.label == "person");
        ck_assert_double_le(object.confidence, before);
        ck_assert_double_ge(object.confidence, 0.5);
        ck_assert_double_ge(object.x, 0.0);
        ck_assert_double_ge(object.y, 0.0);
        ck_assert_double_le(object.x + object.width, 1.0 + 1e-9);
        ck_assert_double_le(object.y + object.height, 1.0 + 1e-9);
        before = object.confidence;
    }
}

// A detector that looks for its files in `folder` only.
bool availableIn(const std::string& folder)
{
    setenv("ANIMATIZE_CASCADES", folder.c_str(), 1);
    const bool available = ObjectDetector().available();
    unsetenv("ANIMATIZE_CASCADES");
    return available;
}

const cv::Mat& ground()
{
    static const cv::Mat picture = texture(640, 360, 3);
    return picture;
}

}  // namespace

START_TEST(facesAreFoundWhereTheyAre)
{
    const ObjectDetector detector;
    if (!detector.available())
        return;  // no data files on this machine, and it says so
    for (const int radius : {30, 70}) {
        const auto objects = detector.detect(withFace(ground(), {400, 190}, radius));
        assertSane(objects);
        ck_assert_uint_eq(objects.size(), 1);
        ck_assert_str_eq(objects[0].label.c_str(), "face");
        ck_assert_double_eq_tol(objects[0].x + objects[0].width / 2, 400 / 640.0, 0.03);
        ck_assert_double_eq_tol(objects[0].y + objects[0].height / 2, 190 / 360.0, 0.06);
        ck_assert_double_eq_tol(objects[0].width * 640, 2.3 * radius, 0.6 * radius);
    }
}
END_TEST

START_TEST(peopleAreFoundWhereTheyAre)
{
    const cv::Mat empty(360, 640, CV_8UC1, cv::Scalar(150));
    const auto objects = ObjectDetector().detect(withPerson(empty, {250, 180}, 150));
    assertSane(objects);
    ck_assert_uint_eq(objects.size(), 1);
    ck_assert_str_eq(objects[0].label.c_str(), "person");
    ck_assert_double_eq_tol(objects[0].x + objects[0].width / 2, 250 / 640.0, 0.03);
    ck_assert_double_eq_tol(objects[0].height, 150 / 360.0, 0.08);
}
END_TEST

START_TEST(texturesAndFlatPicturesAreEmpty)
{
    const ObjectDetector detector;
    ck_assert_uint_eq(detector.detect(ground()).size(), 0);
    ck_assert_uint_eq(detector.detect(texture(640, 480, 9)).size(), 0);
    ck_assert_uint_eq(detector.detect(cv::Mat(360, 640, CV_8UC1, cv::Scalar(0))).size(), 0);
}
END_TEST

START_TEST(oddPicturesAreEmpty)
{
    const ObjectDetector detector;
    ck_assert_uint_eq(detector.detect({}).size(), 0);
    ck_assert_uint_eq(detector.detect(cv::Mat(360, 640, CV_8UC3, cv::Scalar())).size(), 0);
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(640, 1), cv::Size(1, 640), cv::Size(30, 30)})
        ck_assert_uint_eq(detector.detect(cv::Mat(size, CV_8UC1, cv::Scalar(90))).size(), 0);
}
END_TEST

START_TEST(missingAndBrokenFilesAreNoDetector)
{
    const auto folder = std::filesystem::temp_directory_path() / "animatize-no-cascades";
    std::filesystem::create_directories(folder);
    ck_assert(!availableIn(folder.string()));
    for (const char* name :
         {"haarcascade_frontalface_default.xml", "haarcascade_frontalface_alt2.xml"})
        std::ofstream(folder / name) << "<?xml version=\"1.0\"?><opencv_storage><cascade>";
    ck_assert(!availableIn(folder.string()));
    std::filesystem::remove_all(folder);
    ck_assert(!availableIn(folder.string()));
}
END_TEST

START_TEST(peopleAreFoundWithoutFiles)
{
    setenv("ANIMATIZE_CASCADES", "/nonexistent", 1);
    const ObjectDetector detector;
    unsetenv("ANIMATIZE_CASCADES");
    const cv::Mat empty(360, 640, CV_8UC1, cv::Scalar(150));
    ck_assert_uint_eq(detector.detect(withPerson(empty, {250, 180}, 150)).size(), 1);
    ck_assert_uint_eq(detector.detect(withFace(ground(), {400, 190}, 70)).size(), 0);
}
END_TEST

START_TEST(theSamePictureGivesTheSameObjects)
{
    const ObjectDetector detector;
    const cv::Mat picture = withFace(ground(), {400, 190}, 50);
    const auto first = detector.detect(picture), second = detector.detect(picture);
    ck_assert_uint_eq(first.size(), second.size());
    for (size_t i = 0; i < first.size(); ++i)
        ck_assert_double_eq(first[i].confidence, second[i].confidence);
}
END_TEST

int main()
{
    return run("object-detector", {facesAreFoundWhereTheyAre, peopleAreFoundWhereTheyAre,
                                   texturesAndFlatPicturesAreEmpty, oddPicturesAreEmpty,
                                   missingAndBrokenFilesAreNoDetector, peopleAreFoundWithoutFiles,
                                   theSamePictureGivesTheSameObjects});
}
