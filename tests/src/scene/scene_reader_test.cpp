// The same record, whatever the threads and whether the frame was known.
#include "scene/scene_reader.h"

#include "record/json.h"
#include "scenes.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

const std::vector<SceneObject> kFace = {{"face", 0.9, 0.4, 0.1, 0.2, 0.5, 1}};

// A picture and all that is known about it.
struct Frame {
    explicit Frame(const cv::Mat& picture, std::optional<double> change = 0.01,
                   const std::vector<SceneObject>* objects = &kFace)
        : pixels(picture),
          small(reduced(pixels)),
          view(imageView(pixels)),
          input(small, view, change, objects)
    {}
    Frame(const Frame&) = delete;

    cv::Mat pixels;
    ReducedPicture small;
    ImageView view;
    AnalysisInput input;
};

std::string textOf(const SceneRecord& record)
{
    SceneResult result;
    result.scene = record;
    return toJson(toRecord(result)) + std::to_string(contentHash(record.nearness));
}

}  // namespace

START_TEST(anyNumberOfThreadsSaysTheSame)
{
    for (uint64_t scene = 1; scene <= 4; ++scene) {
        const cv::Mat picture = scene % 2 ? shot(scene, 1)[0] : landscape(scene);
        std::string first;
        for (const unsigned threads : {1U, 2U, 3U, 8U}) {
            SceneReader reader;
            reader.useThreads(threads);
            const Frame frame(picture);
            const std::string text = textOf(reader.read(frame.input, 0));
            if (first.empty())
                first = text;
            ck_assert_str_eq(text.c_str(), first.c_str());
        }
        ck_assert_uint_gt(first.size(), 1000);
    }
}
END_TEST

START_TEST(aFrameThatIsKnownIsNotReadAgain)
{
    SceneReader reader;
    const Film film = shot(1, 3);
    std::vector<std::string> said;
    for (const cv::Mat& picture : film)
        said.push_back(textOf(reader.read(Frame(picture).input, 0)));
    ck_assert_uint_eq(reader.cache().misses, 3);
    ck_assert_uint_eq(reader.cache().hits, 0);
    for (size_t i = 0; i < film.size(); ++i) {
        const std::string again = textOf(reader.read(Frame(film[i].clone()).input, kSecond));
        ck_assert_str_eq(again.c_str(), said[i].c_str());
    }
    ck_assert_uint_eq(reader.cache().hits, 3);
    ck_assert_uint_eq(reader.cache().entries, 3);
}
END_TEST

START_TEST(whateverIsLookedAtIsPartOfTheKey)
{
    SceneReader reader;
    const cv::Mat picture = shot(2, 1)[0];
    reader.read(Frame(picture).input, 0);
    reader.read(Frame(picture, 0.4).input, 0);
    reader.read(Frame(picture, 0.01, nullptr).input, 0);
    const std::vector<SceneObject> none, other = {{"face", 0.9, 0.4, 0.1, 0.2, 0.6, 1}};
    reader.read(Frame(picture, 0.01, &none).input, 0);
    reader.read(Frame(picture, 0.01, &other).input, 0);
    cv::Mat tinted = picture.clone();
    for (cv::Vec3b& pixel : cv::Mat_<cv::Vec3b>(tinted))
        std::swap(pixel[0], pixel[2]);
    reader.read(Frame(tinted).input, 0);
    ck_assert_uint_eq(reader.cache().hits, 0);
}
END_TEST

START_TEST(parallaxIsPartOfTheKey)
{
    SceneReader reader;
    const Frame still(shot(2, 1)[0]);
    const ParallaxMap even{cv::Mat(18, 32, CV_32F, cv::Scalar(0.5)), false};
    const ParallaxMap near{cv::Mat(18, 32, CV_32F, cv::Scalar(0.6)), false};
    const ParallaxMap circling{even.near, true};
    for (const ParallaxMap* map : {&even, &near, &circling})
        reader.read(AnalysisInput(still.small, still.view, 0.01, &kFace, map), 0);
    ck_assert_uint_eq(reader.cache().hits, 0);
    reader.read(AnalysisInput(still.small, still.view, 0.01, &kFace, &near), 0);
    ck_assert_uint_eq(reader.cache().hits, 1);
}
END_TEST

// Two colours of the same brightness change places within a cell of the thumbnail: nothing of the
// reduced picture tells.
START_TEST(colourAloneIsPartOfTheKey)
{
    cv::Mat one(180, 320, CV_8UC3, cv::Scalar(120, 120, 120));
    cv::Mat other = one.clone();
    const cv::Vec3b red(138, 100, 50), blue(100, 100, 150);
    for (int y = 0; y < 180; y += 5)
        for (int x = 0; x < 320; x += 5) {
            one.at<cv::Vec3b>(y, x) = other.at<cv::Vec3b>(y + 4, x + 4) = red;
            one.at<cv::Vec3b>(y + 4, x + 4) = other.at<cv::Vec3b>(y, x) = blue;
        }
    const Frame first(one), second(other);
    ck_assert_uint_eq(contentHash(first.small.luma), contentHash(second.small.luma));
    ck_assert_uint_eq(contentHash(first.small.thumb), contentHash(second.small.thumb));
    SceneReader reader;
    reader.read(first.input, 0);
    reader.read(second.input, 0);
    ck_assert_uint_eq(reader.cache().hits, 0);
}
END_TEST

START_TEST(theCacheIsBounded)
{
    SceneReader reader;
    reader.limitCache({2, 1 << 20, kSecond});
    for (const cv::Mat& picture : shot(3, 4))
        reader.read(Frame(picture).input, 0);
    ck_assert_uint_eq(reader.cache().entries, 2);
    ck_assert_uint_gt(reader.cache().bytes, 2 * 2500);
    ck_assert_uint_lt(reader.cache().bytes, 2 * 20000);
    reader.limitCache({2, 100, kSecond});
    ck_assert_uint_eq(reader.cache().entries, 0);
    reader.read(Frame(shot(3, 1)[0]).input, 0);
    ck_assert_uint_eq(reader.cache().entries, 0);
}
END_TEST

START_TEST(whatIsReadCountsInTheBytes)
{
    SceneRecord record;
    const size_t empty = bytesOf(record);
    record.colours.add("red", 0.5);
    const size_t one = bytesOf(record);
    ck_assert_uint_gt(one, empty);
    record.nearness = cv::Mat(18, 32, CV_32F, cv::Scalar(0));
    ck_assert_uint_eq(bytesOf(record), one + 18 * 32 * 4);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("scene-reader",
               {anyNumberOfThreadsSaysTheSame, aFrameThatIsKnownIsNotReadAgain,
                whateverIsLookedAtIsPartOfTheKey, parallaxIsPartOfTheKey, colourAloneIsPartOfTheKey,
                theCacheIsBounded, whatIsReadCountsInTheBytes});
}
