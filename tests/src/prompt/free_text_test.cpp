// The one form of a free text: what goes, what stays, and what is left alone.
#include "prompt/free_text.h"

#include <chrono>
#include <random>
#include <vector>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Case {
    const char* text;
    const char* soft;
};

void checkAll(const std::vector<Case>& cases)
{
    for (const Case& given : cases) {
        const std::string soft = softFreeText(given.text);
        ck_assert_msg(soft == given.soft, "%s: %s, not %s", given.text, soft.c_str(), given.soft);
    }
}

}  // namespace

START_TEST(onlyTheShotRemains)
{
    checkAll({{"", "~"},
              {" \t ", "~"},
              {"...", "~"},
              {"A dog.", "~dog"},
              {"Could you please show me a dog, thank you?", "~dog"},
              {"please", "~please"},
              {"toys that please", "~toys that please"},
              {"Please create a video of a grey dog!", "~grey dog"},
              {"a man is walking", "~man walk~"},
              {"the man who walks", "~man walk~"},
              {"close up of an eye", "~close-up of eye"},
              {"at night, cinematic, a dog", "~dog , at night , cinematic"},
              {"a dog; a cat", "~dog , cat"},
              {"two dogs", "~2 dogs"},
              {"ﬁlm grain", "~film grain"},
              {"ｄｏｇ", "~dog"},
              {"a man w/ a dog & a cat", "~man with dog and a/the cat"}});
}
END_TEST

START_TEST(whatMayCarryTheMeaningStays)
{
    checkAll({{"a few dogs", "~a few dogs"},
              {"the second dog", "~the second dog"},
              {"a ship at the sea", "~ship at a/the sea"},
              {"a light", "~a light"},
              {"a pot on fire", "~pot on fire"},
              {"a black and a white cat", "~black and a/the white cat"},
              {"no dogs, a cat", "~no dogs , a/the cat"},
              {"no dogs. a cat", "~no dogs . a/the cat"},
              {"plan A on a wall", "~plan A on wall"},
              {"a portrait of Hunter", "~portrait of Hunter"},
              {"Polish chairs", "~Polish chairs"},
              {"a man with a dog running", "~man with dog running"},
              {"the man following the dog running", "~man following dog running"},
              {"man-eating shark", "~man-eating shark"},
              {"-5 degrees", "~- 5 degrees"},
              {"red car --ar 16:9", "~red car - - ar 16:9"},
              {"a dog?", "~dog ?"}});
}
END_TEST

START_TEST(whatIsNotUnderstoodIsLeftAlone)
{
    checkAll({{"a sign that says STOP", "=a sign that says STOP"},
              {"\"A Dog\"", "=\"A Dog\""},
              {"a ‘dog’", "=a ‘dog’"},
              {"10² Tiles", "=10² Tiles"},
              {"½ Moon", "=½ Moon"},
              {"№ 5", "=№ 5"},
              {"Der Hund", "=Der Hund"},
              {"Ein  Café", "=Ein  Café"},
              {"собака", "=собака"},
              {"\xff dog", "=\xff dog"}});
    const std::string nul("a\0b", 3), longer(9000, 'A');
    ck_assert(softFreeText(nul) == "=" + nul);
    ck_assert(softFreeText(longer) == "=" + longer);
}
END_TEST

// A text is never mistaken for the soft form of another.
START_TEST(formsDoNotMeet)
{
    const std::string soft = softFreeText("a man walks");
    ck_assert(softFreeText(soft) != soft);
    ck_assert(softFreeText("man walk~") != soft);
    ck_assert(softFreeText("man a/the dog") != softFreeText("man and a dog"));
    ck_assert(softFreeText("a , b") == softFreeText("a, b"));
}
END_TEST

START_TEST(anyBytesAreEndured)
{
    std::mt19937 random(3);
    static const char kBytes[] = "aA .,-'/&:?\n\"19\xc3\xa9\xe2\x80\x99\xff";
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (uint32_t left = random() % 24; left > 0; --left)
            text += kBytes[random() % (sizeof(kBytes) - 1)];
        const std::string soft = softFreeText(text);
        ck_assert(soft[0] == '~' || soft == "=" + text);
        ck_assert(soft == softFreeText(text));
    }
}
END_TEST

// On the thread that asks: a long text may not hold up a frame.
START_TEST(aLongTextIsQuick)
{
    std::string text;
    while (text.size() < 8000)
        text += "could the black cat close up of a colour movie, ";
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 10; ++i)
        ck_assert(softFreeText(text)[0] == '~');
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    ck_assert_msg(taken.count() < 1.0, "%g s", taken.count());
}
END_TEST

int main()
{
    return run("prompt-free-text",
               {onlyTheShotRemains, whatMayCarryTheMeaningStays, whatIsNotUnderstoodIsLeftAlone,
                formsDoNotMeet, anyBytesAreEndured, aLongTextIsQuick});
}
