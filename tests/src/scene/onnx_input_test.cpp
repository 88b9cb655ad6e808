#include "scene/onnx_input.h"

#include "support/suite.h"
#include "support/tiny_model.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(theInputIsFoundAmongTheConstants)
{
    const auto fixed = onnxInput(TinyModel{.fixedSide = 416}.bytes());
    ck_assert(fixed);
    ck_assert(*fixed == std::vector<int>({1, 3, 416, 416}));
}
END_TEST

START_TEST(sizesThatMayBeChosenAreZero)
{
    const auto any = onnxInput(TinyModel().bytes());
    ck_assert(any);
    ck_assert(*any == std::vector<int>({1, 3, 0, 0}));
}
END_TEST

// Whatever the bytes: an answer or a sentence, and nothing read beyond them.
START_TEST(brokenFilesAreASentence)
{
    const std::string whole = TinyModel().bytes();
    int refused = 0;
    for (size_t length = 0; length < whole.size(); ++length)
        refused += !onnxInput(std::string(whole.substr(0, length)));
    ck_assert_int_gt(refused, static_cast<int>(whole.size()) / 2);
    for (size_t at = 0; at < whole.size(); ++at) {
        std::string other = whole;
        other[at] = static_cast<char>(other[at] ^ 0xff);
        const auto shape = onnxInput(other);
        ck_assert(shape || !shape.error().message.empty());
    }
    ck_assert(!onnxInput(""));
    ck_assert(!onnxInput(std::string(100, '\xff')));
    ck_assert(!onnxInput(std::string(100, '\0')));
}
END_TEST

// OpenCV 4.6 reads the weights that the sizes promise, whether they are there or not.
START_TEST(constantsWithoutTheirDataAreRefused)
{
    const std::string whole = TinyModel().bytes(), name = "box-weights8";
    const size_t data = whole.rfind(name) + name.size();
    ck_assert_int_eq(whole[data], 0x4a);  // field 9, raw_data
    std::string without = whole;
    without[data] = 0x62;  // field 12, a description
    ck_assert(!onnxInput(without));
    std::string larger = whole;
    larger[whole.rfind("\x08\x04\x08\x03", data) + 1] = 5;  // 5 x 3 weights, and bytes for 4 x 3
    ck_assert(!onnxInput(larger));
}
END_TEST

int main()
{
    return run("onnx-input", {theInputIsFoundAmongTheConstants, sizesThatMayBeChosenAreZero,
                              brokenFilesAreASentence, constantsWithoutTheirDataAreRefused});
}
