// PictureCache: pictures that were generated before, so that they are neither made nor paid for
// again. Exact: the key is the SHA-256 of all that decides what comes back. In memory (S3-FIFO)
// and, where there is a folder, on disk, where several processes share it. docs/cache.md tells the
// whole.
//
//   auto cache = PictureCache::shared({.location = "/var/cache/animatize"});
//   if (!cache) return cache.error();
//   const std::string key = sha256(toJson(request.record));
//   if (auto known = (*cache)->find(key)) return *known;
//   if (auto why = (*cache)->refusal(key)) return Error{*why};
//   (*cache)->insert(key, {answer.bytes, answer.mimeType, toJson(about)});
//
// It never fails: what the disk doesn't let happen is a miss, and a sentence of takeProblems().
// Thread-safe, and works in the calling thread: up to some seconds while others have the disk, so
// never on a streaming thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/lru_cache.h"
#include "base/result.h"
#include "base/s3_fifo.h"
#include "generate/cache/picture_store.h"
#include "metrics/cache_metrics.h"
#include "record/record.h"

namespace animatize {

struct PictureCacheSettings {
    std::string location;                    ///< folder; empty: in memory only
    uint64_t maxBytes = uint64_t{1} << 30;   ///< on disk; 0: nothing is kept there
    uint64_t ttl = 7 * 24 * 3600 * kSecond;  ///< ns; 0: entries don't age
    size_t memoryBytes = size_t{64} << 20;   ///< encoded bytes in memory
};

class PictureCache {
  public:
    static constexpr uint64_t kRefusedFor = 3600 * kSecond;
    static constexpr size_t kMostInMemory = 16384;  ///< pictures
    static constexpr size_t kLongestNote = 65536;   ///< bytes of a sentence or a job

    /// Errors, as sentences: the folder can't be made or written, its database is another
    /// program's, built without SQLite.
    static Result<std::shared_ptr<PictureCache>> open(const PictureCacheSettings& settings,
                                                      const WallTime& now = systemTime);
    /// The one of this process for this folder: made with the settings of who asks first, limited
    /// by those of who asks last, gone with its last user. Errors: as open().
    static Result<std::shared_ptr<PictureCache>> shared(const PictureCacheSettings& settings);

    PictureCache(const PictureCache&) = delete;
    PictureCache& operator=(const PictureCache&) = delete;

    /// Memory first, then the disk; what comes from there is kept in memory. `key`: 64 hexadecimal
    /// digits. What fails its SHA-256 is dropped, and not found.
    std::optional<CachedPicture> find(const std::string& key);
    /// Replaces what the key had, in memory and on disk. What is larger than all that may be held
    /// is not kept.
    void insert(const std::string& key, const CachedPicture& picture);

    /// That the request was refused (moderation), in the sentence that was given, for an hour.
    std::optional<std::string> refusal(const std::string& key);
    void refuse(const std::string& key, const std::string& sentence);

    /// An accepted and paid job, as one line of JSON, so that another process can collect it.
    /// `lifetime`, ns; 0: until it is dropped. The latest 1024 are kept.
    void keepJob(const std::string& key, const std::string& json, uint64_t lifetime);
    std::optional<std::string> job(const std::string& key);
    void dropJob(const std::string& key);
    /// Key and line of all that are kept.
    using Jobs = std::vector<std::pair<std::string, std::string>>;
    Jobs jobs();

    /// What is then too much goes at once. The location stays.
    void limit(const PictureCacheSettings& settings);

    /// Sentences for the operator since the last call, at most 32, each said once.
    std::vector<std::string> takeProblems();

    /// hits misses hit-rate: of find(). For memory- and disk- each: hits, evictions (for want of
    /// room), expirations (of age), entries, bytes (held now; on disk after the last change by this
    /// process). evictions expirations: of both together. entries bytes: of the disk where there is
    /// one. corrupt: dropped, since damaged. swept: files that killed processes had left behind.
    Record stats() const;

  private:
    using Note = PictureStore::Note;
    struct KeptNote {
        std::string text;
        uint64_t born = 0, lifetime = 0;
    };

    struct State {
        S3Fifo<std::string, std::shared_ptr<const CachedPicture>> memory;
        LruCache<std::pair<Note, std::string>, KeptNote> notes;  ///< that the disk didn't take
        uint64_t hits = 0, misses = 0;
    };

    explicit PictureCache(WallTime now);
    void noteMemory(const State& state) { inMemory_.take(state.memory.counters()); }
    void noteDisk();
    void limitMemory(const PictureCacheSettings& settings);
    void remember(const std::string& key, const CachedPicture& picture, uint64_t born);
    std::optional<std::string> note(Note kind, const std::string& key);
    void keep(Note kind, const std::string& key, const std::string& text, uint64_t lifetime);

    const WallTime now_;
    ProblemList problems_;
    const MetricScopeRef scope_ = ownScope();
    CacheMetrics inMemory_{scope_, "picture_memory"};
    std::optional<CacheMetrics> onDisk_;  ///< where there is a folder
    Guarded<State> state_;
    std::unique_ptr<PictureStore> store_;  ///< null: in memory only
};

}  // namespace animatize
