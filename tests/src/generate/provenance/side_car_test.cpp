// The JSON beside a picture: its name, its fields, and that it is the same in every run.
#include "generate/provenance/side_car.h"

#include "marked.h"
#include "record/json_value.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::equal;
using test::madeElsewhere;
using test::marked;

JsonValue parsed(const Keyframe& keyframe)
{
    const std::string line = sideCarOf(keyframe);
    ck_assert(line.ends_with("}\n"));
    const Result<JsonValue> value = parseJson(line, "the side-car");
    ck_assert_msg(static_cast<bool>(value), "%s", line.c_str());
    return *value;
}

START_TEST(itLiesBesideThePicture)
{
    equal(sideCarPath("a.b/k-00001.png"), "a.b/k-00001.json");
    equal(sideCarPath("k-1"), "k-1.json");
    equal(sideCarPath("k.png/1"), "k.png/1.json");
    equal(sideCarPath("k-1.PNG"), "k-1.PNG.json");
    // Never the picture itself.
    equal(sideCarPath("k-1.json"), "k-1.json.json");
    equal(sideCarPath(".png"), ".json");
}
END_TEST

START_TEST(itIsTheRecordOfTheContract)
{
    Keyframe keyframe = marked();
    keyframe.location = "/some/where/k-00001.png";
    equal(sideCarOf(keyframe),
          "{\"schema\":\"animatize/1\",\"type\":\"keyframe\",\"pts\":2000000000,"
          "\"frame-width\":64,\"frame-height\":48,\"prompt-id\":\"3-1\",\"shot-id\":3,"
          "\"source-pts\":2000000000,\"index\":1,\"count\":8,\"backend\":\"openai\","
          "\"model\":\"gpt-image-2\",\"seed\":9007199254740991,\"cached\":false,\"attempts\":1,"
          "\"quality\":0.876543,\"digital-source-type\":\"trainedAlgorithmicMedia\","
          "\"prompt\":\"a red kite\",\"location\":\"k-00001.png\"}\n");
}
END_TEST

START_TEST(itSaysWhatWasNeededToGetThePictureButNotHowLong)
{
    const JsonValue value = parsed(madeElsewhere(marked()));
    equal(value.find("/attempts")->plainText(), "3");
    equal(value.find("/cached")->plainText(), "true");
    equal(value.find("/location")->plainText(), "7.png");
    ck_assert(!value.find("/elapsed"));
    Keyframe slower = marked();
    slower.elapsed = 987654321;
    equal(sideCarOf(slower), sideCarOf(marked()));
}
END_TEST

START_TEST(whatIsUnknownIsLeftOut)
{
    Keyframe keyframe = marked();
    keyframe.prompt = keyframe.promptId = "";
    keyframe.sourcePts = {};
    const JsonValue value = parsed(keyframe);
    for (const char* gone : {"/prompt", "/prompt-id", "/pts", "/source-pts", "/location"})
        ck_assert_msg(!value.find(gone), "%s", gone);
}
END_TEST

START_TEST(promptsAreBoundedAndAlwaysJson)
{
    Keyframe keyframe = marked();
    keyframe.prompt = "\"\\\n\x01 \xff";
    equal(parsed(keyframe).find("/prompt")->plainText(), "\"\\\n\x01 \xef\xbf\xbd");
    keyframe.prompt.clear();
    while (keyframe.prompt.size() < 1'000'000)
        keyframe.prompt += "\xc3\xa4!";
    const std::string prompt = parsed(keyframe).find("/prompt")->plainText();
    ck_assert_uint_eq(prompt.size(), 16 * 1024 / 3 * 3);
    ck_assert(keyframe.prompt.starts_with(prompt));
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("side-car", {itLiesBesideThePicture, itIsTheRecordOfTheContract,
                                  itSaysWhatWasNeededToGetThePictureButNotHowLong,
                                  whatIsUnknownIsLeftOut, promptsAreBoundedAndAlwaysJson});
}
