#include "generate/cache/picture_cache.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "base/log.h"

namespace animatize {
namespace {

uint64_t ageOf(const PictureCacheSettings& settings)
{
    return settings.ttl == 0 ? UINT64_MAX : settings.ttl;
}

/// One name for one folder, whether it is there yet or not.
std::string folderKey(const std::string& location)
{
    std::error_code trouble;
    const auto whole = std::filesystem::absolute(location, trouble);
    const auto path = std::filesystem::weakly_canonical(whole, trouble).lexically_normal();
    if (location.empty() || trouble)
        return location;
    return (path.has_filename() ? path : path.parent_path()).string();
}

using Caches = std::map<std::string, std::weak_ptr<PictureCache>>;

/// Those of this process, by folder.
Guarded<Caches>& registry()
{
    static Guarded<Caches> caches;
    return caches;
}

void addCounters(Record& record, const std::string& prefix, uint64_t hits, uint64_t evictions,
                 uint64_t expirations, uint64_t entries, uint64_t bytes)
{
    record.add(prefix + "hits", hits).add(prefix + "evictions", evictions);
    record.add(prefix + "expirations", expirations);
    record.add(prefix + "entries", entries).add(prefix + "bytes", bytes);
}

/// Keys are hashes; this much tells one from another.
std::string shortKey(const std::string& key)
{
    return "picture " + key.substr(0, 12);
}

}  // namespace

PictureCache::PictureCache(WallTime now) : now_(std::move(now)) {}

Result<std::shared_ptr<PictureCache>> PictureCache::open(const PictureCacheSettings& settings,
                                                         const WallTime& now)
{
    std::shared_ptr<PictureCache> cache(new PictureCache(now));
    cache->limitMemory(settings);
    if (settings.location.empty())
        return cache;
    auto store = openPictureStore(
        {folderKey(settings.location), settings.maxBytes, ageOf(settings)}, now, cache->problems_);
    if (!store)
        return store.error();
    cache->store_ = std::move(*store);
    cache->onDisk_.emplace(cache->scope_, "picture_disk");
    cache->noteDisk();
    return cache;
}

Result<std::shared_ptr<PictureCache>> PictureCache::shared(const PictureCacheSettings& settings)
{
    using Cache = Result<std::shared_ptr<PictureCache>>;
    return registry().with([&](Caches& caches) -> Cache {
        std::erase_if(caches, [](const auto& one) { return one.second.expired(); });
        std::weak_ptr<PictureCache>& known = caches[folderKey(settings.location)];
        if (const std::shared_ptr<PictureCache> cache = known.lock()) {
            cache->limit(settings);
            return cache;
        }
        Cache made = open(settings);
        if (made)
            known = *made;
        return made;
    });
}

void PictureCache::limitMemory(const PictureCacheSettings& settings)
{
    constexpr size_t kNoteBytes = size_t{4} << 20;
    state_.with([&](State& state) {
        state.memory.limit({kMostInMemory, settings.memoryBytes, ageOf(settings)});
        state.notes.limit({2 * PictureStore::kMostNotes, kNoteBytes, UINT64_MAX});
        noteMemory(state);
    });
}

void PictureCache::limit(const PictureCacheSettings& settings)
{
    limitMemory(settings);
    if (store_)
        store_->limit(settings.maxBytes, ageOf(settings));
    noteDisk();
}

// The store may be slow to answer: never under the lock.
void PictureCache::noteDisk()
{
    if (!store_)
        return;
    const StoreCounters disk = store_->counters();
    CacheCounters counters;
    counters.hits = disk.hits;
    counters.misses = disk.misses;
    counters.entries = disk.entries;
    counters.bytes = disk.bytes;
    state_.with([&](const State&) { onDisk_->take(counters); });
}

// The bytes are copied outside the lock.
void PictureCache::remember(const std::string& key, const CachedPicture& picture, uint64_t born)
{
    auto copy = std::make_shared<const CachedPicture>(picture);
    const size_t bytes = picture.bytes.size() + picture.mimeType.size() + picture.metadata.size();
    const uint64_t gone = state_.with([&](State& state) {
        const uint64_t before = state.memory.counters().evictions;
        state.memory.insert(key, std::move(copy), bytes, born);
        noteMemory(state);
        return state.memory.counters().evictions - before;
    });
    if (gone > 0)
        logLine(LogArea::Cache, LogLevel::Debug, [&] {
            return shortKey(key) + ": others made room for it: " + std::to_string(gone);
        });
}

std::optional<CachedPicture> PictureCache::find(const std::string& key)
{
    const uint64_t now = now_();
    const auto held = state_.with([&](State& state) {
        const auto* found = state.memory.find(key, now);
        state.hits += found ? 1 : 0;
        noteMemory(state);
        return found ? *found : nullptr;
    });
    if (held && store_)
        store_->touch(key);
    if (held) {
        logLine(LogArea::Cache, LogLevel::Log, [&] { return shortKey(key) + ": hit in memory"; });
        return *held;
    }
    auto stored = store_ ? store_->find(key) : std::nullopt;
    state_.with([&](State& state) { ++(stored ? state.hits : state.misses); });
    noteDisk();
    logLine(LogArea::Cache, LogLevel::Log,
            [&] { return shortKey(key) + (stored ? ": hit on disk" : ": miss"); });
    if (!stored)
        return std::nullopt;
    remember(key, stored->picture, stored->born);
    return std::move(stored->picture);
}

void PictureCache::insert(const std::string& key, const CachedPicture& picture)
{
    logLine(LogArea::Cache, LogLevel::Debug, [&] {
        return shortKey(key) + ": kept, " + std::to_string(picture.bytes.size()) + " bytes";
    });
    remember(key, picture, now_());
    if (store_)
        store_->insert(key, picture);
    noteDisk();
}

std::optional<std::string> PictureCache::note(Note kind, const std::string& key)
{
    const uint64_t now = now_();
    const auto here = state_.with([&](State& state) -> std::optional<std::string> {
        const KeptNote* kept = state.notes.find({kind, key}, now);
        if (!kept || !isNoteFresh(kept->born, kept->lifetime, now))
            return std::nullopt;
        return kept->text;
    });
    return here || !store_ ? here : store_->note(kind, key);
}

void PictureCache::keep(Note kind, const std::string& key, const std::string& text,
                        uint64_t lifetime)
{
    logLine(LogArea::Cache, LogLevel::Debug, [&] {
        return shortKey(key) + (kind == Note::Job ? ": a paid job is noted" : ": refused, noted");
    });
    if (text.size() > kLongestNote)
        return;
    const bool onDisk = store_ && store_->keep(kind, key, text, lifetime);
    const KeptNote kept{text, now_(), lifetime};
    state_.with([&](State& state) {
        if (onDisk)
            state.notes.erase({kind, key});
        else
            state.notes.insert({kind, key}, kept, key.size() + text.size(), kept.born);
    });
}

std::optional<std::string> PictureCache::refusal(const std::string& key)
{
    return note(Note::Refusal, key);
}

void PictureCache::refuse(const std::string& key, const std::string& sentence)
{
    keep(Note::Refusal, key, sentence, kRefusedFor);
}

void PictureCache::keepJob(const std::string& key, const std::string& json, uint64_t lifetime)
{
    keep(Note::Job, key, json, lifetime);
}

std::optional<std::string> PictureCache::job(const std::string& key)
{
    return note(Note::Job, key);
}

void PictureCache::dropJob(const std::string& key)
{
    state_.with([&](State& state) { state.notes.erase({Note::Job, key}); });
    if (store_)
        store_->drop(Note::Job, key);
}

// Those that only memory has are the latest.
PictureCache::Jobs PictureCache::jobs()
{
    Jobs jobs = store_ ? store_->notes(Note::Job) : Jobs();
    const uint64_t now = now_();
    state_.with([&](const State& state) {
        state.notes.forEach([&](const auto& key, const KeptNote& kept) {
            if (key.first == Note::Job && isNoteFresh(kept.born, kept.lifetime, now))
                jobs.emplace_back(key.second, kept.text);
        });
    });
    return jobs;
}

std::vector<std::string> PictureCache::takeProblems()
{
    return problems_.take();
}

Record PictureCache::stats() const
{
    const StoreCounters disk = store_ ? store_->counters() : StoreCounters();
    const auto [memory, hits, misses] = state_.with([](const State& state) {
        return std::tuple(state.memory.counters(), state.hits, state.misses);
    });
    Record record("picture-cache");
    record.add("hits", hits).add("misses", misses);
    if (hits + misses > 0)
        record.add("hit-rate", static_cast<double>(hits) / static_cast<double>(hits + misses));
    record.add("evictions", memory.evictions + disk.evictions);
    record.add("expirations", memory.expirations + disk.expirations);
    record.add("corrupt", disk.corrupt).add("swept", disk.swept);
    record.add("entries", store_ ? disk.entries : memory.entries);
    record.add("bytes", store_ ? disk.bytes : memory.bytes);
    addCounters(record, "memory-", memory.hits, memory.evictions, memory.expirations,
                memory.entries, memory.bytes);
    if (store_)
        addCounters(record, "disk-", disk.hits, disk.evictions, disk.expirations, disk.entries,
                    disk.bytes);
    return record;
}

}  // namespace animatize
