// The cache of prompt answers: against a plain list that does the same slowly, in its cost, and
// with many threads.
#include "prompt/prompt_cache.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include <malloc.h>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

class HandClock final : public Clock {
  public:
    uint64_t now() const override { return time; }
    std::atomic<uint64_t> time = 1000;
};

ShotDescription shotOf(const std::string& text, const std::string& camera = "pan left")
{
    return {{{"camera", camera}, {"model", "small"}, {"seed", "7"}}, text};
}

std::string answerOf(PromptCache& cache, const ShotDescription& shot)
{
    const auto found = cache.find(shot);
    return found ? found->answer : "-";
}

uint64_t statOf(const PromptCache& cache, const char* name)
{
    return static_cast<uint64_t>(cache.stats().number(name).value_or(-1.0));
}

// What the cache promises, written down without an index: a list, the last used at its end.
class Model {
  public:
    struct Item {
        ShotDescription shot;
        std::string answer;
        uint64_t born, serial;
    };

    PromptCacheSettings settings;
    uint64_t hits = 0, semanticHits = 0, misses = 0, evictions = 0, expirations = 0;

    size_t bytes() const
    {
        size_t sum = 0;
        for (const Item& item : items_)
            sum += PromptCache::entryBytes(item.answer);
        return sum;
    }
    size_t entries() const { return items_.size(); }

    void configure(const PromptCacheSettings& wanted)
    {
        settings = wanted;
        shrink();
    }

    void insert(const ShotDescription& shot, const std::string& answer, uint64_t now)
    {
        std::erase_if(items_, [&](const Item& item) { return same(item.shot, shot); });
        ++serial_;
        const size_t cost = PromptCache::entryBytes(answer);
        if (settings.entries == 0 || cost > settings.bytes)
            return;
        items_.push_back({shot, answer, now, serial_});
        shrink();
    }

    std::string find(const ShotDescription& shot, uint64_t now)
    {
        const auto exact = std::find_if(items_.begin(), items_.end(),
                                        [&](const Item& item) { return same(item.shot, shot); });
        if (exact != items_.end() && isFresh(*exact, now)) {
            ++hits;
            return use(exact);
        }
        if (exact != items_.end())
            expire(exact);
        while (settings.semantic) {
            const auto last = lastReworded(shot);
            if (last == items_.end())
                break;
            if (isFresh(*last, now)) {
                ++semanticHits;
                return use(last);
            }
            expire(last);
        }
        ++misses;
        return "-";
    }

  private:
    using Place = std::vector<Item>::iterator;

    static bool same(const ShotDescription& a, const ShotDescription& b)
    {
        return sortedSlots(a) == sortedSlots(b) && a.freeText == b.freeText;
    }
    bool isFresh(const Item& item, uint64_t now) const
    {
        return settings.age == 0 || now < item.born || now - item.born <= settings.age;
    }
    std::string use(Place place)
    {
        std::rotate(place, place + 1, items_.end());
        return items_.back().answer;
    }
    void expire(Place place)
    {
        ++expirations;
        items_.erase(place);
    }
    // The texts of this test reword each other by case only.
    Place lastReworded(const ShotDescription& shot)
    {
        auto last = items_.end();
        for (auto item = items_.begin(); item != items_.end(); ++item)
            if (sortedSlots(item->shot) == sortedSlots(shot) &&
                lower(item->shot.freeText) == lower(shot.freeText) &&
                (last == items_.end() || item->serial > last->serial))
                last = item;
        return last;
    }
    static std::string lower(std::string text)
    {
        for (char& c : text)
            c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return text;
    }
    void shrink()
    {
        while (items_.size() > settings.entries || bytes() > settings.bytes) {
            ++evictions;
            items_.erase(items_.begin());
        }
    }

    std::vector<Item> items_;
    uint64_t serial_ = 0;
};

PromptCacheSettings anySettings(std::mt19937& random)
{
    PromptCacheSettings settings;
    settings.entries = random() % 12;
    settings.bytes = random() % 8192;
    settings.age = random() % 4 == 0 ? 0 : random() % 200;
    settings.semantic = random() % 2 == 0;
    return settings;
}

ShotDescription anyShot(std::mt19937& random)
{
    static const char* const kTexts[] = {"a dog", "A dog", "A DOG", "a cat", "A cat", ""};
    static const char* const kCameras[] = {"pan left", "pan right", "Pan left"};
    ShotDescription shot = shotOf(kTexts[random() % 6], kCameras[random() % 3]);
    if (random() % 2 == 0)
        std::reverse(shot.slots.begin(), shot.slots.end());
    return shot;
}

void compareCounters(const PromptCache& cache, const Model& model)
{
    ck_assert_uint_eq(statOf(cache, "hits"), model.hits);
    ck_assert_uint_eq(statOf(cache, "semantic-hits"), model.semanticHits);
    ck_assert_uint_eq(statOf(cache, "misses"), model.misses);
    ck_assert_uint_eq(statOf(cache, "evictions"), model.evictions);
    ck_assert_uint_eq(statOf(cache, "expirations"), model.expirations);
    ck_assert_uint_eq(statOf(cache, "entries"), model.entries());
    ck_assert_uint_eq(statOf(cache, "bytes"), model.bytes());
}

}  // namespace

START_TEST(doesWhatAPlainListDoes)
{
    HandClock clock;
    PromptCache cache(clock);
    Model model;
    model.settings = {};
    std::mt19937 random(5);
    for (int step = 0; step < 60000; ++step) {
        const uint32_t what = random() % 100;
        const ShotDescription shot = anyShot(random);
        if (what < 50) {
            const std::string found = answerOf(cache, shot);
            const std::string wanted = model.find(shot, clock.time);
            ck_assert_msg(found == wanted, "step %d: %s, not %s", step, found.c_str(),
                          wanted.c_str());
        } else if (what < 90) {
            const std::string answer = std::to_string(step) + std::string(random() % 3 * 400, 'x');
            cache.insert(shot, answer);
            model.insert(shot, answer, clock.time);
        } else if (what < 95) {
            clock.time += random() % 60;
        } else if (what < 97) {
            clock.time -= std::min<uint64_t>(clock.time, random() % 20);
        } else {
            const PromptCacheSettings settings = anySettings(random);
            cache.configure(settings);
            model.configure(settings);
        }
        compareCounters(cache, model);
    }
    ck_assert_uint_gt(model.hits, 1000);
    ck_assert_uint_gt(model.semanticHits, 500);
    ck_assert_uint_gt(model.evictions, 1000);
    ck_assert_uint_gt(model.expirations, 200);
}
END_TEST

START_TEST(eachPartOfTheRequestIsInTheKey)
{
    HandClock clock;
    PromptCache cache(clock);
    cache.configure({.semantic = true});
    const ShotDescription shot = shotOf("a dog");
    cache.insert(shot, "answer");
    for (size_t i = 0; i < shot.slots.size(); ++i) {
        ShotDescription other = shot;
        other.slots[i].value += "x";
        ck_assert(!cache.find(other));
        other = shot;
        other.slots[i].name += "x";
        ck_assert(!cache.find(other));
        other = shot;
        other.slots[i].value[0] = static_cast<char>(other.slots[i].value[0] - 'a' + 'A');
        ck_assert(!cache.find(other));
        other = shot;
        other.slots.erase(other.slots.begin() + static_cast<long>(i));
        ck_assert(!cache.find(other));
        other = shot;
        other.slots.push_back(shot.slots[i]);
        ck_assert(!cache.find(other));
    }
    ck_assert(!cache.find({shot.slots, "a cat"}));
    ck_assert(cache.find(shot)->exact);
}
END_TEST

START_TEST(partsThatRunTogetherStayApart)
{
    const std::vector<ShotDescription> shots = {{{{"a", "bc"}}, ""},
                                                {{{"ab", "c"}}, ""},
                                                {{{"abc", ""}}, ""},
                                                {{{"", "abc"}}, ""},
                                                {{}, "abc"},
                                                {{{"a", "b"}}, "c"},
                                                {{{"a", "b"}, {"c", ""}}, ""},
                                                {{{"a", "b"}, {"", "c"}}, ""},
                                                {{{"a", "c"}, {"b", ""}}, ""},
                                                {{{"", ""}}, "abc"},
                                                {{{"", ""}, {"", ""}}, "abc"},
                                                {{{"a", std::string("b\0", 2)}}, "c"}};
    for (size_t i = 0; i < shots.size(); ++i) {
        ck_assert(requestKey(shots[i]) != cellKey(shots[i]));
        for (size_t k = 0; k < i; ++k) {
            ck_assert_msg(requestKey(shots[i]) != requestKey(shots[k]), "%zu and %zu", i, k);
            ck_assert_msg(cellKey(shots[i]) != cellKey(shots[k]), "%zu and %zu", i, k);
        }
    }
}
END_TEST

START_TEST(slotsSwappedBetweenNamesAreAnotherShot)
{
    HandClock clock;
    PromptCache cache(clock);
    cache.configure({.semantic = true});
    cache.insert({{{"subject", "left"}, {"camera", "right"}}, "x"}, "answer");
    ck_assert(!cache.find({{{"subject", "right"}, {"camera", "left"}}, "x"}));
    ck_assert(cache.find({{{"camera", "right"}, {"subject", "left"}}, "x"})->exact);
}
END_TEST

START_TEST(rewordingsHitOnlyWhereThatIsSwitchedOn)
{
    HandClock clock;
    PromptCache cache(clock);
    cache.insert(shotOf("a dog"), "first");
    ck_assert(!cache.find(shotOf("A dog")));
    cache.configure({.semantic = true});
    const auto found = cache.find(shotOf("A dog"));
    ck_assert(found && !found->exact && found->answer == "first");
    cache.insert(shotOf("A DOG"), "second");
    ck_assert(cache.find(shotOf("A dog"))->answer == "second");
    ck_assert(cache.find(shotOf("a dog"))->answer == "first");
    cache.configure({.semantic = false});
    ck_assert(!cache.find(shotOf("A dog")));
}
END_TEST

START_TEST(defaultsAreBoundedAndADayLong)
{
    HandClock clock;
    PromptCache cache(clock);
    cache.insert(shotOf("a dog"), "answer");
    clock.time += 86'400'000'000'000;
    ck_assert(cache.find(shotOf("a dog")));
    clock.time += 1;
    ck_assert(!cache.find(shotOf("a dog")));
    cache.configure({.age = 0});
    cache.insert(shotOf("a dog"), "answer");
    clock.time = UINT64_MAX;
    ck_assert(cache.find(shotOf("a dog")));
    for (int i = 0; i < 5000; ++i)
        cache.insert(shotOf(std::to_string(i)), "answer");
    ck_assert_uint_eq(statOf(cache, "entries"), 4096);
    cache.insert(shotOf("large"), std::string(size_t{5} << 20, 'x'));
    ck_assert(!cache.find(shotOf("large")));
    ck_assert_uint_eq(statOf(cache, "entries"), 4096);
}
END_TEST

START_TEST(anEntryCostsWhatIsSaid)
{
#ifdef __GLIBC__
    if (mallinfo2().uordblks == 0)
        return;  // a sanitizer's allocator, which doesn't count here
    for (const size_t size : {size_t{0}, size_t{15}, size_t{16}, size_t{300}, size_t{4000}}) {
        HandClock clock;
        PromptCache cache(clock);
        cache.configure({.bytes = size_t{64} << 20});
        const std::string answer(size, 'x');
        const size_t before = mallinfo2().uordblks;
        for (int i = 0; i < 1000; ++i)
            cache.insert(shotOf(std::to_string(i)), answer);
        const double real = static_cast<double>(mallinfo2().uordblks - before) / 1000.0;
        const auto said = static_cast<double>(PromptCache::entryBytes(answer));
        ck_assert_uint_eq(statOf(cache, "bytes"), 1000 * PromptCache::entryBytes(answer));
        ck_assert_msg(said >= real - 16.0 && said <= real + 16.0, "answer of %zu: %g, said %g",
                      size, real, said);
    }
#endif
}
END_TEST

START_TEST(manyThreadsShareIt)
{
    HandClock clock;
    PromptCache cache(clock);
    cache.configure({.entries = 20, .semantic = true});
    std::atomic<uint64_t> wrong = 0;
    std::vector<std::thread> threads;
    for (uint32_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            std::mt19937 random(t);
            for (int i = 0; i < 2000; ++i) {
                const std::string text = "shot " + std::to_string(random() % 40);
                if (const auto found = cache.find(shotOf(text)))
                    wrong += found->answer != text;
                else
                    cache.insert(shotOf(text), text);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(statOf(cache, "hits") + statOf(cache, "misses"), 8000);
    ck_assert_uint_eq(statOf(cache, "semantic-hits"), 0);
    ck_assert_uint_eq(statOf(cache, "entries"), 20);
}
END_TEST

int main()
{
    return run(
        "prompt-cache",
        {doesWhatAPlainListDoes, eachPartOfTheRequestIsInTheKey, partsThatRunTogetherStayApart,
         slotsSwappedBetweenNamesAreAnotherShot, rewordingsHitOnlyWhereThatIsSwitchedOn,
         defaultsAreBoundedAndADayLong, anEntryCostsWhatIsSaid, manyThreadsShareIt});
}
