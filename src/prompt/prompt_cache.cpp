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

PromptCache::PromptCache(const Clock& clock, MetricScopeRef scope)
    : clock_(clock),
      scope_(std::move(scope)),
      hits_(scope_->counter(Metric::CacheHits, {"prompt"})),
      misses_(scope_->counter(Metric::CacheMisses, {"prompt"})),
      semanticHits_(scope_->counter(Metric::CacheHits, {"semantic"})),
      semanticMisses_(scope_->counter(Metric::CacheMisses, {"semantic"})),
      entries_(scope_->gauge(Metric::CacheEntries, {"prompt"})),
      bytes_(scope_->gauge(Metric::CacheBytes, {"prompt"}))
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
        noteSize(state);
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

void PromptCache::noteSize(const State& state)
{
    const CacheCounters counters = state.entries.counters();
    entries_.set(counters.entries);
    bytes_.set(counters.bytes);
}

std::optional<PromptCache::Found> PromptCache::findSame(State& state, const RequestKey& key,
                                                        uint64_t now)
{
    const Answer* answer = state.entries.find(key, now);
    if (!answer)
        return std::nullopt;
    hits_.add();
    return Found{answer->text, true};
}

// The last stored of the cell. One that is too old is erased by the look-up, and with it its
// place in the cell: the loop ends.
std::optional<PromptCache::Found> PromptCache::findReworded(State& state, const RequestKey& cell,
                                                            uint64_t now)
{
    for (;;) {
        auto last = state.cells.upper_bound({cell, UINT64_MAX});
        if (last == state.cells.begin() || (--last)->first.first != cell)
            return std::nullopt;
        const RequestKey key = last->second;
        const Answer* answer = state.entries.find(key, now);
        if (!answer)
            continue;
        semanticHits_.add();
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
        const auto found = findSame(state, exact, now);
        if (!found && !semantic)
            misses_.add();
        return found;
    });
    if (same || !semantic)
        return same;
    const RequestKey cell = cellKey(shot);
    return state_.with([&](State& state) {
        if (auto found = findSame(state, exact, now))
            return found;
        misses_.add();
        auto found = findReworded(state, cell, now);
        if (!found)
            semanticMisses_.add();
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
        noteSize(state);
    });
}

Record PromptCache::stats() const
{
    return state_.with([this](const State& state) {
        const CacheCounters counters = state.entries.counters();
        Record record("prompt-cache");
        const uint64_t reworded = semanticHits_.value();
        record.add("hits", hits_.value()).add("semantic-hits", reworded);
        record.add("misses", misses_.value() - reworded).add("evictions", counters.evictions);
        record.add("expirations", counters.expirations);
        record.add("entries", counters.entries).add("bytes", counters.bytes);
        return record;
    });
}

}  // namespace animatize
