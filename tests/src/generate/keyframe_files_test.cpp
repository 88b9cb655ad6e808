// File names from patterns, and files that are whole or not there: pictures, and what they are.
#include "generate/keyframe_files.h"

#include <filesystem>
#include <fstream>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/folder.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

std::vector<Keyframe> keyframes(size_t count)
{
    std::vector<Keyframe> set(count);
    for (size_t i = 0; i < count; ++i)
        set[i].image = test::colourTexture(64, 48, i);
    return set;
}

std::vector<Error> write(std::vector<Keyframe>& set, const std::string& pattern, uint64_t first)
{
    const Result<NumberedPath> path = NumberedPath::parse(pattern);
    ck_assert(static_cast<bool>(path));
    return writeFiles(pngsOf(set, {}), *path, first, set);
}

std::string named(const std::string& pattern, uint64_t number)
{
    const Result<NumberedPath> path = NumberedPath::parse(pattern);
    return path ? path->at(number) : "ERROR " + path.error().message;
}

/// ck_assert_str_eq keeps the pointers beyond the life of a temporary; this takes strings.
void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

START_TEST(patternsBecomeNames)
{
    equal(named("a-%05d.png", 7), "a-00007.png");
    equal(named("a-%05d.png", 1234567), "a-1234567.png");
    equal(named("%d", 0), "0");
    equal(named("%3d", 5), "  5");
    equal(named("50%%/%02d%%.png", 3), "50%/03%.png");
    equal(named("%020d", UINT64_MAX), "18446744073709551615");
}
END_TEST

START_TEST(badPatternsSayWhatIsWrong)
{
    const std::pair<std::string, std::string> cases[] = {
        {"", "no %d"},
        {"plain.png", "no %d"},
        {"100%%.png", "no %d"},
        {"%d-%d.png", "more than one"},
        {"%s.png", "neither"},
        {"%5", "neither"},
        {"a%", "neither"},
        {"%-5d", "neither"},
        {"%n%d", "neither"},
        {"%ld", "neither"},
        {"%99d", "neither"},
        {"%99999999999999999999999d", "neither"},
        {std::string("a\0%d", 4), "zero byte"},
    };
    for (const auto& [pattern, what] : cases) {
        const Result<NumberedPath> path = NumberedPath::parse(pattern);
        ck_assert_msg(!path, "%s is taken", pattern.c_str());
        ck_assert_msg(path.error().message.find(what) != std::string::npos, "%s",
                      path.error().message.c_str());
    }
}
END_TEST

START_TEST(filesHoldThePixelsInTheirColours)
{
    const test::Folder folder;
    std::vector<Keyframe> set = keyframes(3);
    set[0].image(cv::Rect(0, 0, 8, 8)).setTo(cv::Scalar(255, 0, 0));  // R G B: red
    ck_assert(write(set, folder.path("k-%03d.png"), 40).empty());
    for (size_t i = 0; i < set.size(); ++i) {
        equal(set[i].location, folder.path("k-04" + std::to_string(i) + ".png"));
        cv::Mat read = cv::imread(set[i].location, cv::IMREAD_COLOR), expected;
        cv::cvtColor(set[i].image, expected, cv::COLOR_RGB2BGR);
        ck_assert_double_eq(cv::norm(read, expected, cv::NORM_INF), 0.0);
    }
    ck_assert_int_eq(cv::imread(set[0].location).at<cv::Vec3b>(2, 2)[2], 255);
    ck_assert_uint_eq(folder.files().size(), 6);
}
END_TEST

START_TEST(theSamePixelsAreTheSameBytes)
{
    const cv::Mat picture = test::colourTexture(64, 48, 5);
    const auto one = pngOf(picture), two = pngOf(picture.clone());
    ck_assert(*one == *two);
    const std::string bytes(one->begin(), one->end());
    ck_assert(bytes.find("tIME") == std::string::npos);
    ck_assert(bytes.find("tEXt") == std::string::npos);
}
END_TEST

START_TEST(anOldFileIsReplacedAtOnce)
{
    const test::Folder folder;
    const std::string name = folder.path("k-1.png");
    std::ofstream(name) << "something else";
    std::vector<Keyframe> set = keyframes(1);
    ck_assert(write(set, folder.path("k-%d.png"), 1).empty());
    ck_assert(!cv::imread(name).empty());
    ck_assert(folder.files() == std::vector<std::string>({"k-1.json", "k-1.png"}));
}
END_TEST

START_TEST(eachFileThatCannotBeWrittenIsNamed)
{
    const test::Folder folder;
    // A folder stands where the second file belongs.
    std::filesystem::create_directories(folder.path("k-8.png/occupied"));
    std::vector<Keyframe> set = keyframes(3);
    const std::vector<Error> failures = write(set, folder.path("k-%d.png"), 7);
    ck_assert_uint_eq(failures.size(), 1);
    ck_assert(failures[0].message.find("k-8.png") != std::string::npos);
    ck_assert(!set[0].location.empty());
    ck_assert(set[1].location.empty());
    ck_assert(!set[2].location.empty());
    // No picture, nothing said of it.
    ck_assert(folder.files() ==
              std::vector<std::string>({"k-7.json", "k-7.png", "k-8.png", "k-9.json", "k-9.png"}));
}
END_TEST

START_TEST(everyPictureSaysWhatItIsInsideAndBeside)
{
    const test::Folder folder;
    std::vector<Keyframe> set = keyframes(2);
    set[1].digitalSourceType = "algorithmicallyEnhanced";
    set[1].seed = 4711;
    ck_assert(write(set, folder.path("k-%d.png"), 3).empty());
    const std::string inside = folder.text("k-4.png"), beside = folder.text("k-4.json");
    ck_assert(inside.find("XML:com.adobe.xmp") != std::string::npos);
    ck_assert(inside.find("digitalsourcetype/algorithmicallyEnhanced<") != std::string::npos);
    ck_assert(inside.find("<animatize:seed>4711<") != std::string::npos);
    ck_assert(beside.find("\"digital-source-type\":\"algorithmicallyEnhanced\"") !=
              std::string::npos);
    ck_assert(beside.find("\"seed\":4711,") != std::string::npos);
    ck_assert(beside.ends_with("\"location\":\"k-4.png\"}\n"));
    ck_assert(folder.text("k-3.json").ends_with("\"location\":\"k-3.png\"}\n"));
}
END_TEST

START_TEST(theSameKeyframesAreTheSameFiles)
{
    const test::Folder one, two;
    std::vector<Keyframe> fast = keyframes(2), slow = keyframes(2);
    slow[0].elapsed = slow[1].elapsed = 5'000'000;
    ck_assert(write(fast, one.path("k-%d.png"), 1).empty());
    ck_assert(write(slow, two.path("k-%d.png"), 1).empty());
    ck_assert_uint_eq(one.files().size(), 4);
    for (const std::string& name : one.files())
        ck_assert_msg(one.text(name) == two.text(name), "%s", name.c_str());
}
END_TEST

START_TEST(aSideCarThatCannotBeWrittenCostsNoPicture)
{
    const test::Folder folder;
    std::filesystem::create_directories(folder.path("k-8.json/occupied"));
    std::vector<Keyframe> set = keyframes(3);
    const std::vector<Error> failures = write(set, folder.path("k-%d.png"), 7);
    ck_assert_uint_eq(failures.size(), 1);
    ck_assert(failures[0].message.find("k-8.json") != std::string::npos);
    for (size_t i = 0; i < set.size(); ++i) {
        equal(set[i].location, folder.path("k-" + std::to_string(7 + i) + ".png"));
        ck_assert(!cv::imread(set[i].location).empty());
    }
    ck_assert(std::filesystem::exists(folder.path("k-9.json")));
}
END_TEST

START_TEST(aPictureThatIsNoneIsAnError)
{
    const auto png = pngOf(cv::Mat());
    ck_assert(!png);
    ck_assert(!png.error().message.empty());
}
END_TEST

START_TEST(stoppingCompressesNothingMore)
{
    std::stop_source stop;
    stop.request_stop();
    ck_assert_uint_eq(pngsOf(keyframes(3), stop.get_token()).size(), 0);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "keyframe-files",
        {patternsBecomeNames, badPatternsSayWhatIsWrong, filesHoldThePixelsInTheirColours,
         theSamePixelsAreTheSameBytes, anOldFileIsReplacedAtOnce,
         eachFileThatCannotBeWrittenIsNamed, everyPictureSaysWhatItIsInsideAndBeside,
         theSameKeyframesAreTheSameFiles, aSideCarThatCannotBeWrittenCostsNoPicture,
         aPictureThatIsNoneIsAnError, stoppingCompressesNothingMore});
}
