// Texts become valid and short enough, and lose no more than they must.
#include "base/utf8.h"

#include "support/suite.h"

namespace animatize {
namespace {

const std::string kMark = "\xef\xbf\xbd";

void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

START_TEST(goodTextsStayAsTheyAre)
{
    for (const char* text : {"", "a", "\xc3\xa4", "\xe6\xbc\xa2\xf0\x9f\x8e\xac", "a\nb\x01"}) {
        equal(validUtf8(text, 100), text);
        equal(validUtf8(text, std::string_view(text).size()), text);
        equal(validUtf8(text, SIZE_MAX), text);
    }
}
END_TEST

START_TEST(wrongBytesAreMarked)
{
    equal(validUtf8("a\xff\xfez", 100), "a" + kMark + kMark + "z");
    equal(validUtf8("\xc3", 100), kMark);
    equal(validUtf8(std::string_view("a\0z", 3), 100), "a" + kMark + "z");
}
END_TEST

START_TEST(nothingIsCutInsideACharacter)
{
    const std::string text = "a\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x8e\xac";  // 1 + 2 + 3 + 4 bytes
    const size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t most = 0; most < std::size(kept); ++most)
        equal(validUtf8(text, most), text.substr(0, kept[most]));
}
END_TEST

START_TEST(theCutItselfLeavesNoMark)
{
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "\xf0\x9f\x8e\xac";
    for (size_t most = 0; most < 50; ++most)
        equal(validUtf8(text, most), text.substr(0, most / 4 * 4));
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("utf8", {goodTextsStayAsTheyAre, wrongBytesAreMarked,
                              nothingIsCutInsideACharacter, theCutItselfLeavesNoMark});
}
