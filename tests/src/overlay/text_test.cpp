// Words: how they are set, bounded, kept, and what happens without a font.
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

#include "overlay/studio.h"
#include "src/overlay/scenes.h"
#include "support/folder.h"
#include "support/suite.h"

namespace animatize::test {

START_TEST(wordsAreMeasuredAndDrawn)
{
    TextSetter setter;
    const auto one = setter.set("pan", {.size = 20}), two = setter.set("pan right", {.size = 20});
    ck_assert(one && two);
    ck_assert_double_gt(two->width(), one->width() * 1.5);
    ck_assert_double_gt(one->height(), 18.0);
    CairoCanvas canvas(100, 30, 1.0);
    one->draw(canvas, {2, 2}, palette::kText);
    const Picture picture = canvas.finish();
    ck_assert(!isEmpty(*picture, {2, 2, 30, 26}));
    ck_assert(isEmpty(*picture, {60, 0, 40, 30}));
}
END_TEST

START_TEST(longTextsWrapAndAreCut)
{
    TextSetter setter;
    std::string text = "one word and another";
    for (int i = 0; i < 50; ++i)
        text += " and another";
    const TextLook look{.size = 20, .most = 200, .lines = 3};
    const auto block = setter.set(text, look);
    ck_assert_int_eq(block->lines(), 3);
    ck_assert(block->isCut());
    ck_assert_double_le(block->width(), 201.0);
    const auto brief = setter.set("one word", look);
    ck_assert_int_eq(brief->lines(), 1);
    ck_assert(!brief->isCut());
    // One word without a gap is broken, one line alone is cut.
    ck_assert_int_eq(setter.set(std::string(500, 'm'), look)->lines(), 3);
    ck_assert_int_eq(setter.set(text, {.size = 20, .most = 200})->lines(), 1);
}
END_TEST

START_TEST(paragraphsAreOneText)
{
    TextSetter setter;
    const std::string text =
        "a\nb\nc\xe2\x80\xa9"
        "d\xe2\x80\xa9"
        "e\xe2\x80\xa8"
        "f\n\ng";
    ck_assert_int_le(setter.set(text, {.size = 20, .most = 60, .lines = 2})->lines(), 2);
}
END_TEST

START_TEST(rightToLeftIsSetToo)
{
    TextSetter setter;
    const auto block =
        setter.set("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d",
                   {.size = 20, .most = 400, .lines = 3});
    ck_assert_double_lt(block->width(), 200.0);
    CairoCanvas canvas(block->width(), block->height(), 1.0);
    block->draw(canvas, {}, palette::kText);
    ck_assert(!isEmpty(*canvas.finish()));
}
END_TEST

START_TEST(whatCannotBeShownIsReplaced)
{
    ck_assert(displayable(" a\tb\n", 100) == "a b");
    ck_assert(displayable("\xff", 100) == "\xef\xbf\xbd");
    ck_assert(displayable(" \n ", 100).empty());
    ck_assert_uint_le(displayable(std::string(9999, 'x'), 100).size(), 100);
    TextSetter setter;
    ck_assert(!setter.set("", {}));
    ck_assert(!setter.set("  ", {}));
}
END_TEST

START_TEST(theSameWordsAreSetOnce)
{
    Studio studio({1280, 720}, 1.0);
    const Picture first = studio.label("person 91 %", palette::kText);
    const uint64_t set = studio.textsSet();
    ck_assert_uint_gt(set, 0);
    ck_assert(studio.label("person 91 %", palette::kText) == first);
    ck_assert_uint_eq(studio.textsSet(), set);
    ck_assert(studio.label("person 91 %", palette::kAmber) != first);
    // Bounded: what wasn't used for long is set again.
    for (int i = 0; i < 400; ++i)
        studio.label(std::to_string(i), palette::kText);
    ck_assert(studio.label("person 91 %", palette::kText) != first);
}
END_TEST

namespace {

// In a process of its own: fontconfig reads its settings once.
int withoutFonts(const std::string& settings)
{
    const pid_t child = fork();
    if (child == 0) {
        setenv("FONTCONFIG_FILE", settings.c_str(), 1);
        Scene scene = street();
        OverlayArtist artist({1280, 720}, 1.0);
        const auto& sprites = artist.next(scene.input(), kAllLayers);
        const bool boxes = artist.next(scene.input(), kRegionsLayer).size() >= 12;
        const bool words = !artist.next(scene.input(), kPromptLayer).empty();
        _exit(!areSound(sprites, {1280, 720}) ? 2 : !boxes ? 3 : words ? 4 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

}  // namespace

START_TEST(withoutAFontTheBoxesAreThere)
{
    const Folder folder;
    const std::string settings = folder.path("fonts.conf");
    FILE* file = std::fopen(settings.c_str(), "w");
    std::fputs("<?xml version=\"1.0\"?><fontconfig></fontconfig>", file);
    std::fclose(file);
    ck_assert_int_eq(withoutFonts(settings), 0);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    // First, before this process has read any font settings.
    return run("overlay/text", {withoutAFontTheBoxesAreThere, wordsAreMeasuredAndDrawn,
                                longTextsWrapAndAreCut, paragraphsAreOneText, rightToLeftIsSetToo,
                                whatCannotBeShownIsReplaced, theSameWordsAreSetOnce});
}
