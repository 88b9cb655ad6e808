#include "prompt/prompt_cache.h"

#include <algorithm>

namespace animatize {
namespace {

// What malloc() takes for a piece of so many bytes: 8 of its own, whole 16, at least 32.
constexpr size_t heapBytes(size_t bytes)
{
    return std::max<size_t>((bytes + 8 + 15) / 16 * 16, 32);
}

}  // namespace

PromptCache::PromptCache(const Clock& clock) : clock_(clock)
{
    state_.with([](State& state) {
        state.entries.whenErased([&cells = state.cells](const RequestKey&, const Answer& answer) {
            cells.erase({answer.cell, answer.serial});
        });
    });
    configure({});
}

void PromptCache::configure(const PromptCacheSettings& settings)
{
    const uint64_t age = settings.age == 0 ? UINT64_MAX : settings.age;
    state_.with([&](State& state) {
        state.entries.limit({settings.entries, settings.bytes, age});
        state.semantic = settings.semantic;
    });
}

size_t PromptCache::entryBytes(const std::string& answer)
{
    constexpr size_t pointer = sizeof(void*);
    constexpr size_t list = heapBytes(2 * pointer + Entries::kEntryBytes);
    constexpr size_t byKey = heapBytes(4 * pointer + sizeof(RequestKey) + pointer);
    constexpr size_t byCell = heapBytes(4 * pointer + sizeof(Cells::value_type));
    const bool inside = answer.size() <= std::string().capacity();
    return list + byKey + byCell + (inside ? 0 : heapBytes(answer.size() + 1));
}

std::optional<PromptCache::Found> PromptCache::State::findSame(const RequestKey& key, uint64_t now)
{
    const Answer* answer = entries.find(key, now);
    if (!answer)
        return std::nullopt;
    ++hits;
    return Found{answer->text, true};
}

// The last stored of the cell. One that is too old is erased by the look-up, and with it its
// place in the cell: the loop ends.
std::optional<PromptCache::Found> PromptCache::State::findReworded(const RequestKey& cell,
                                                                   uint64_t now)
{
    for (;;) {
        auto last = cells.upper_bound({cell, UINT64_MAX});
        if (last == cells.begin() || (--last)->first.first != cell)
            return std::nullopt;
        const RequestKey key = last->second;
        const Answer* answer = entries.find(key, now);
        if (!answer)
            continue;
        ++semanticHits;
        return Found{answer->text, false};
    }
}

// The words are made soft outside the lock, and only for what is not there word for word; in the
// meantime it may have come.
std::optional<PromptCache::Found> PromptCache::find(const ShotDescription& shot)
{
    const RequestKey exact = requestKey(shot);
    const uint64_t now = clock_.now();
    bool semantic = false;
    const auto same = state_.with([&](State& state) {
        semantic = state.semantic;
        const auto found = state.findSame(exact, now);
        state.misses += !found && !semantic ? 1 : 0;
        return found;
    });
    if (same || !semantic)
        return same;
    const RequestKey cell = cellKey(shot);
    return state_.with([&](State& state) {
        auto found = state.findSame(exact, now);
        if (!found)
            found = state.findReworded(cell, now);
        state.misses += found ? 0 : 1;
        return found;
    });
}

void PromptCache::insert(const ShotDescription& shot, const std::string& answer)
{
    const RequestKey exact = requestKey(shot), cell = cellKey(shot);
    const uint64_t now = clock_.now();
    state_.with([&](State& state) {
        const uint64_t serial = ++state.serial;
        if (state.entries.insert(exact, {answer, cell, serial}, entryBytes(answer), now))
            state.cells[{cell, serial}] = exact;
    });
}

Record PromptCache::stats() const
{
    return state_.with([](const State& state) {
        const CacheCounters counters = state.entries.counters();
        Record record("prompt-cache");
        record.add("hits", state.hits).add("semantic-hits", state.semanticHits);
        record.add("misses", state.misses).add("evictions", counters.evictions);
        record.add("expirations", counters.expirations);
        record.add("entries", counters.entries).add("bytes", counters.bytes);
        return record;
    });
}

}  // namespace animatize
