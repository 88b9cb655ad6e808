// The packet: what it says of a keyframe, and that no text breaks it.
#include "generate/provenance/xmp.h"

#include <algorithm>
#include <random>

#include "marked.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::elementsOf;
using test::equal;
using test::madeElsewhere;
using test::marked;

std::string promptIn(const std::string& packet)
{
    return elementsOf(packet)["Iptc4xmpExt:AIPromptInformation"];
}

std::string promptOf(const std::string& prompt)
{
    Keyframe keyframe = marked();
    keyframe.prompt = prompt;
    return promptIn(xmpOf(keyframe));
}

START_TEST(itSaysWhatMadeThePicture)
{
    auto elements = elementsOf(xmpOf(marked()));
    equal(elements["xmp:CreatorTool"].substr(0, 10), "animatize ");
    ck_assert_uint_gt(elements["xmp:CreatorTool"].size(), 12);
    equal(elements["Iptc4xmpExt:DigitalSourceType"],
          "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
    equal(elements["Iptc4xmpExt:AISystemUsed"], "openai gpt-image-2");
    equal(elements["Iptc4xmpExt:AIPromptInformation"], "a red kite");
    const std::pair<const char*, const char*> own[] = {
        {"prompt-id", "3-1"},     {"shot-id", "3"},        {"source-pts", "2000000000"},
        {"index", "1"},           {"count", "8"},          {"backend", "openai"},
        {"model", "gpt-image-2"}, {"quality", "0.876543"}, {"seed", "9007199254740991"},
    };
    for (const auto& [name, value] : own)
        equal(elements[std::string("animatize:") + name], value);
}
END_TEST

START_TEST(itIsAPacketThatNobodyMayChangeInPlace)
{
    const std::string packet = xmpOf(marked());
    ck_assert(packet.starts_with(
        "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta "));
    ck_assert(packet.ends_with("</x:xmpmeta>\n<?xpacket end=\"r\"?>"));
    ck_assert(std::string_view(kXmpNamespace).ends_with('#'));
    ck_assert(packet.find(kXmpNamespace) != std::string::npos);
}
END_TEST

START_TEST(aLocalMoveIsNoAi)
{
    auto elements = elementsOf(xmpOf(marked("algorithmicallyEnhanced")));
    equal(elements["Iptc4xmpExt:DigitalSourceType"],
          "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced");
    ck_assert(!elements.count("Iptc4xmpExt:AISystemUsed"));
    ck_assert(!elements.count("Iptc4xmpExt:AIPromptInformation"));
}
END_TEST

START_TEST(whatIsUnknownIsLeftOut)
{
    Keyframe keyframe = marked();
    keyframe.promptId = keyframe.prompt = keyframe.model = "";
    keyframe.shotId = 0;
    keyframe.sourcePts = {};
    auto elements = elementsOf(xmpOf(keyframe));
    for (const char* gone : {"animatize:prompt-id", "animatize:shot-id", "animatize:source-pts",
                             "Iptc4xmpExt:AIPromptInformation"})
        ck_assert_msg(!elements.count(gone), "%s", gone);
    equal(elements["Iptc4xmpExt:AISystemUsed"], "openai");
    for (const char* noTerm : {"", "magic"})
        ck_assert(!elementsOf(xmpOf(marked(noTerm))).count("Iptc4xmpExt:DigitalSourceType"));
}
END_TEST

START_TEST(machinesNetworksAndCachesLeaveNoTrace)
{
    equal(xmpOf(madeElsewhere(marked())), xmpOf(marked()));
    Keyframe other = marked();
    other.seed = 7;
    ck_assert(xmpOf(other) != xmpOf(marked()));
}
END_TEST

START_TEST(textsAreEscapedAndComeBack)
{
    for (const char* text :
         {"<b>&amp;</b>", "a & b", "\"quoted\" 'too'", "]]>", "<!-- ", "<?x ?>", "tab\tand\nline",
          "carriage\r\nreturn", "ä 漢 \xf0\x9f\x8e\xac", "\xc2\x85\xe2\x80\xa8", " blanks "})
        equal(promptOf(text), text);
}
END_TEST

START_TEST(whatIsNoCharacterOfXmlIsDropped)
{
    equal(promptOf("a\x01\x1f\x0b\x08z"), "az");
    equal(promptOf("a\xef\xbf\xbe\xef\xbf\xbfz"), "az");  // U+FFFE, U+FFFF
}
END_TEST

START_TEST(whatIsNoUtf8IsReplaced)
{
    const std::string mark = "\xef\xbf\xbd";
    equal(promptOf("a\xffz"), "a" + mark + "z");
    equal(promptOf("a\xc3"), "a" + mark);
    ck_assert(promptOf("a\xed\xa0\x80z").find(mark) != std::string::npos);  // half of a surrogate
    equal(promptOf(std::string("a\0z", 3)), "a" + mark + "z");
}
END_TEST

START_TEST(longTextsAreCutBetweenCharacters)
{
    std::string kites;
    while (kites.size() < 1'000'000)
        kites += "\xe9\xa2\xa8";
    const std::string prompt = promptOf(kites);
    ck_assert_uint_eq(prompt.size(), 16 * 1024 / 3 * 3);
    ck_assert(kites.starts_with(prompt));
    // What grows while it is escaped is bounded all the same.
    Keyframe keyframe = marked();
    keyframe.prompt = keyframe.model = keyframe.backend = std::string(1'000'000, '&');
    ck_assert_uint_lt(xmpOf(keyframe).size(), 512 * 1024);
}
END_TEST

START_TEST(noBytesBreakThePacket)
{
    std::mt19937_64 random(5);
    for (int i = 0; i < 500; ++i) {
        Keyframe keyframe = marked();
        for (std::string* text : {&keyframe.prompt, &keyframe.promptId, &keyframe.model}) {
            text->clear();
            for (size_t size = random() % 40; text->size() < size;)
                *text += static_cast<char>(random());
        }
        const std::string packet = xmpOf(keyframe);
        ck_assert(elementsOf(packet).count("xmp:CreatorTool"));
        for (const char c : packet)
            ck_assert(static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n');
    }
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "xmp", {itSaysWhatMadeThePicture, itIsAPacketThatNobodyMayChangeInPlace, aLocalMoveIsNoAi,
                whatIsUnknownIsLeftOut, machinesNetworksAndCachesLeaveNoTrace,
                textsAreEscapedAndComeBack, whatIsNoCharacterOfXmlIsDropped, whatIsNoUtf8IsReplaced,
                longTextsAreCutBetweenCharacters, noBytesBreakThePacket});
}
