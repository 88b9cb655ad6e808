// Semantic reuse: never one answer for two shots, and most honest rewordings found. Each pair goes
// through a cache of its own, both ways round. `--table` prints the figures of the docs.
#include "src/prompt/rewordings.h"

#include <cstdio>
#include <cstring>
#include <map>
#include <random>

#include "prompt/free_text.h"
#include "prompt/prompt_cache.h"
#include "src/prompt/data_path.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

class StoppedClock final : public Clock {
  public:
    uint64_t now() const override { return 0; }
};

bool isReused(const ShotDescription& stored, const ShotDescription& asked)
{
    StoppedClock clock;
    PromptCache cache(clock);
    cache.configure({.semantic = true});
    cache.insert(stored, "answer");
    return cache.find(asked).has_value();
}

bool isHit(const RequestPair& pair)
{
    return isReused(pair.a, pair.b);
}

struct Share {
    int hits = 0, pairs = 0;
    double share() const { return pairs == 0 ? 0.0 : static_cast<double>(hits) / pairs; }
    void add(bool hit)
    {
        hits += hit;
        ++pairs;
    }
};

Share shareOf(const std::vector<RequestPair>& pairs, bool heldBack)
{
    Share share;
    for (const RequestPair& pair : pairs)
        if (pair.heldBack == heldBack)
            share.add(isHit(pair));
    return share;
}

const Rewordings& all()
{
    static const Rewordings pairs =
        readRewordings(std::string(kPromptTestData) + "/rewordings.json");
    return pairs;
}

const Rewordings& later()
{
    static const Rewordings pairs =
        readRewordings(std::string(kPromptTestData) + "/rewordings_later.json");
    return pairs;
}

void printTable(const char* title, const std::vector<RequestPair>& pairs)
{
    std::map<std::string, Share> tuned, heldBack;
    for (const RequestPair& pair : pairs)
        (pair.heldBack ? heldBack : tuned)[pair.kind].add(isHit(pair));
    std::printf("%s\n", title);
    for (const auto& [kind, share] : tuned) {
        const Share& other = heldBack[kind];
        std::printf("| %s | %d of %d | %d of %d |\n", kind.c_str(), share.hits, share.pairs,
                    other.hits, other.pairs);
    }
    const Share a = shareOf(pairs, false), b = shareOf(pairs, true);
    std::printf("| all | %d of %d, %.1f %% | %d of %d, %.1f %% |\n\n", a.hits, a.pairs,
                100.0 * a.share(), b.hits, b.pairs, 100.0 * b.share());
}

void printPairs(const char* title, const std::vector<RequestPair>& pairs, bool hit)
{
    std::printf("%s\n", title);
    for (const RequestPair& pair : pairs)
        if (!pair.heldBack && isHit(pair) == hit)
            std::printf("  %s: %s\n    %s\n    %s\n", pair.kind.c_str(), pair.text.c_str(),
                        softFreeText(pair.a.freeText).c_str(),
                        softFreeText(pair.b.freeText).c_str());
}

// What a shot may say in each slot: any two values of a row are different shots.
const std::vector<std::pair<std::string, std::vector<std::string>>>& slotValues()
{
    static const std::vector<std::pair<std::string, std::vector<std::string>>> values = {
        {"camera",
         {"pan left", "pan right", "zoom in", "zoom out", "push in", "pull out", "tilt up",
          "tilt down", "truck left", "truck right", "static", ""}},
        {"speed", {"slow", "medium", "fast"}},
        {"scale", {"ECU", "CU", "MCU", "MS", "MLS", "LS", "ELS"}},
        {"light", {"low-key", "high-key", "soft", "hard"}},
        {"colour", {"warm", "cool", "muted", "vivid", "monochrome"}},
        {"style", {"noir", "comic", "Noir", ""}},
        {"keep", {"", "camera-motion", "subject"}},
        {"target", {"flux", "runway", "kling"}},
        {"seed", {"1", "2", "12", "21"}},
        {"temperature", {"0", "0.1", "1"}},
        {"limit", {"500", "1000"}}};
    return values;
}

// What an operator may say in each place of a sentence: again any two of a row differ.
const std::vector<std::vector<std::string>>& textValues()
{
    static const std::vector<std::vector<std::string>> values = {
        {"a", "two", "three", "no", "some", "a few", "another"},
        {"young", "old", "red", "blue", "tall", "short", "dark", "light", "smiling", "sad"},
        {"man", "woman", "dog", "cat", "horse", "house", "ship", "shop"},
        {"walks", "runs", "falls", "rises", "does not walk", "walked", "pushes", "pulls"},
        {"left", "right", "up", "down", "in", "out", "forward", "back"},
        {"on", "under", "near", "behind", "in front of", "above", "below", "without"},
        {"a bridge", "a road", "a boat", "two bridges", "the first bridge"},
        {"at night", "at noon", "at dawn", "at dusk"},
        {"in slow motion", "at normal speed", "in time lapse"},
        {"close-up", "wide shot", "extreme close-up", "high angle", "low angle"}};
    return values;
}

template <class Row>
size_t drawFrom(std::mt19937& random, const Row& row)
{
    return random() % row.size();
}

std::string sentenceOf(const std::vector<size_t>& choice, size_t order)
{
    const auto said = [&](size_t i) { return textValues()[i][choice[i]]; };
    const std::string core = said(0) + " " + said(1) + " " + said(2) + " " + said(3) + " " +
                             said(4) + " " + said(5) + " " + said(6);
    switch (order) {
        case 0:
            return core + " " + said(7) + ", " + said(8) + ", " + said(9);
        case 1:
            return said(9) + ", " + core + ", " + said(7) + ", " + said(8);
        case 2:
            return "Please show me " + core + ", " + said(8) + ", " + said(9) + ", " + said(7) +
                   ".";
        default:
            return said(7) + ", " + said(8) + ": " + core + "; " + said(9);
    }
}

}  // namespace

START_TEST(noTwoShotsShareAnAnswer)
{
    ck_assert_uint_ge(all().different.size(), 400);
    for (const RequestPair& pair : all().different)
        ck_assert_msg(!isHit(pair), "%s: %s", pair.kind.c_str(), pair.text.c_str());
    for (const RequestPair& pair : later().different)
        ck_assert_msg(!isHit(pair), "later: %s", pair.text.c_str());
}
END_TEST

START_TEST(whatStandsForTheOtherDoesSoBothWays)
{
    for (const RequestPair& pair : all().rewordings)
        ck_assert_msg(isHit(pair) == isReused(pair.b, pair.a), "%s", pair.text.c_str());
}
END_TEST

START_TEST(mostRewordingsAreFound)
{
    ck_assert_uint_ge(all().rewordings.size(), 200);
    for (const bool heldBack : {false, true}) {
        const Share share = shareOf(all().rewordings, heldBack);
        ck_assert_msg(share.share() >= 0.6, "%s: %d of %d", heldBack ? "held back" : "tuned on",
                      share.hits, share.pairs);
    }
    Share share;
    for (const RequestPair& pair : later().rewordings)
        share.add(isHit(pair));
    ck_assert_msg(share.share() >= 0.6, "later: %d of %d", share.hits, share.pairs);
}
END_TEST

START_TEST(oneSlotMakesAnotherShot)
{
    std::mt19937 random(11);
    for (int i = 0; i < 5000; ++i) {
        ShotDescription shot{{}, "an old fisherman mends a net"};
        for (const auto& [name, values] : slotValues())
            shot.slots.push_back({name, values[drawFrom(random, values)]});
        ShotDescription other = shot;
        const size_t slot = drawFrom(random, slotValues());
        const auto& values = slotValues()[slot].second;
        other.slots[slot].value = values[drawFrom(random, values)];
        if (i % 2 == 0)
            std::swap(other.slots[0], other.slots[other.slots.size() - 1]);
        const bool same = sortedSlots(other) == sortedSlots(shot);
        ck_assert_msg(isReused(shot, other) == same, "%s: %s, %s", shot.slots[slot].name.c_str(),
                      shot.slots[slot].value.c_str(), values[0].c_str());
    }
}
END_TEST

START_TEST(onePlaceInTheTextMakesAnotherShot)
{
    std::mt19937 random(12);
    int reordered = 0;
    for (int i = 0; i < 20000; ++i) {
        std::vector<size_t> choice;
        for (const auto& row : textValues())
            choice.push_back(drawFrom(random, row));
        std::vector<size_t> other = choice;
        const size_t place = drawFrom(random, textValues());
        other[place] = drawFrom(random, textValues()[place]);
        const size_t order = random() % 4;
        const size_t otherOrder = random() % 4;
        const std::string a = sentenceOf(choice, order), b = sentenceOf(other, otherOrder);
        const bool hit = softFreeText(a) == softFreeText(b);
        ck_assert_msg(!hit || choice == other, "%s | %s", a.c_str(), b.c_str());
        ck_assert_msg(hit || a != b, "%s", a.c_str());
        reordered += hit && order != otherOrder;
    }
    ck_assert_int_gt(reordered, 0);
}
END_TEST

int main(int argc, char** argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--table") == 0) {
        printTable("different: answered alike", all().different);
        printTable("rewordings: found", all().rewordings);
        printTable("later, different: answered alike", later().different);
        printTable("later, rewordings: found", later().rewordings);
        return 0;
    }
    if (argc > 1 && std::strcmp(argv[1], "--wrong") == 0) {
        printPairs("different, but answered alike", all().different, true);
        printPairs("reworded, but not found", all().rewordings, false);
        return 0;
    }
    return run("prompt-rewordings", {noTwoShotsShareAnAnswer, whatStandsForTheOtherDoesSoBothWays,
                                     mostRewordingsAreFound, oneSlotMakesAnotherShot,
                                     onePlaceInTheTextMakesAnotherShot});
}
