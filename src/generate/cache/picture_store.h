// PictureStore: the part of the cache that is on disk and outlives the process. PictureCache
// (picture_cache.h) is what others use.
//
// All functions do what they can and never fail: what the disk doesn't let happen is a miss, and a
// sentence in the ProblemList. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cache_limits.h"
#include "base/clock.h"
#include "base/result.h"
#include "generate/cache/problem_list.h"

namespace animatize {

/// A picture as a service sent it.
struct CachedPicture {
    std::string bytes;     ///< with all that the vendor put in
    std::string mimeType;  ///< such as image/png
    std::string metadata;  ///< one line of JSON, the caller's; kept as it is

    bool operator==(const CachedPicture&) const = default;
};

struct StoreSettings {
    std::string location;  ///< a folder; is made
    uint64_t bytes = 0;    ///< 0: nothing is kept
    uint64_t age = UINT64_MAX;
};

struct StoreCounters {
    uint64_t hits = 0, misses = 0;
    uint64_t evictions = 0;           ///< by this process, for want of room
    uint64_t expirations = 0;         ///< found too old, or in the way when room was needed
    uint64_t corrupt = 0;             ///< found to be damaged or without a file, and dropped
    uint64_t swept = 0;               ///< files that killed processes had left behind
    uint64_t entries = 0, bytes = 0;  ///< after the last change by this process
};

class PictureStore {
  public:
    struct Found {
        CachedPicture picture;
        uint64_t born = 0;  ///< ns since 1970
    };
    /// What is kept beside pictures, one text per key.
    enum class Note { Refusal, Job };
    static constexpr size_t kMostNotes = 1024;  ///< of each kind; the first kept go

    virtual ~PictureStore() = default;

    virtual std::optional<Found> find(const std::string& key) = 0;
    virtual void insert(const std::string& key, const CachedPicture& picture) = 0;
    /// It was used, though not from here.
    virtual void touch(const std::string& key) = 0;

    /// False: it isn't kept. `lifetime`, ns; 0: it doesn't grow old.
    virtual bool keep(Note kind, const std::string& key, const std::string& text,
                      uint64_t lifetime) = 0;
    virtual std::optional<std::string> note(Note kind, const std::string& key) = 0;
    /// Key and text of all that are still meant, the first kept first.
    virtual std::vector<std::pair<std::string, std::string>> notes(Note kind) = 0;
    virtual void drop(Note kind, const std::string& key) = 0;

    virtual void limit(uint64_t bytes, uint64_t age) = 0;
    virtual StoreCounters counters() const = 0;
};

/// Whether a note is still meant. One from the future, since the clock was set back, is.
inline bool isNoteFresh(uint64_t born, uint64_t lifetime, uint64_t now)
{
    return lifetime == 0 || now < born || now - born < lifetime;
}

/// `problems` outlives it. Errors, as sentences: the folder can't be made or written, its database
/// is another program's, built without SQLite.
Result<std::unique_ptr<PictureStore>> openPictureStore(const StoreSettings& settings,
                                                       const WallTime& now, ProblemList& problems);

}  // namespace animatize
