// SqliteStore: pictures as files, and an index of them in SQLite (docs/cache.md has the layout).
//
// In what order things happen, so that a process may be killed between any two of them:
// - insert: the file under a name of its own, written to the disk; then, under the lock, its name
//   and the row. A row never is before its file.
// - erase: the row; then, still under the lock, the file, if no other row has the same.
// What a killed process leaves is a file that no row knows. sweep() takes those away.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/guarded.h"
#include "generate/cache/blob_folder.h"
#include "generate/cache/picture_store.h"
#include "generate/cache/store_connection.h"

namespace animatize {

class SqliteStore final : public PictureStore {
  public:
    SqliteStore(const StoreSettings& settings, const WallTime& now, ProblemList& problems);
    ~SqliteStore() override;

    /// Errors as openPictureStore().
    Status open();

    std::optional<Found> find(const std::string& key) override;
    void insert(const std::string& key, const CachedPicture& picture) override;
    void touch(const std::string& key) override;
    bool keep(Note kind, const std::string& key, const std::string& text,
              uint64_t lifetime) override;
    std::optional<std::string> note(Note kind, const std::string& key) override;
    std::vector<std::pair<std::string, std::string>> notes(Note kind) override;
    void drop(Note kind, const std::string& key) override;
    void limit(uint64_t bytes, uint64_t age) override;
    StoreCounters counters() const override;

    static constexpr uint64_t kMostEntries = 65536;
    static constexpr size_t kMostSwept = 4096;    ///< files looked at when it is opened
    static constexpr size_t kMostTouched = 1024;  ///< uses that are noted before they are written
    static constexpr uint64_t kTouchedFor = 60 * kSecond;

  private:
    using Digests = PictureIndex::Digests;
    struct Limits {
        uint64_t bytes, age;
    };
    /// Rows that go, and why.
    struct Gone {
        Digests loose;
        uint64_t evictions = 0, expirations = 0, corrupt = 0;
    };
    /// Keys by when they were used last; written with the next change.
    struct Touched {
        std::map<std::string, uint64_t> keys;
        uint64_t count = 0, since = 0;
    };

    Limits limits() const;
    bool isFresh(uint64_t born, uint64_t now) const;
    bool isOff() const { return limits().bytes == 0; }
    std::optional<Found> miss();
    std::optional<Found> hit(const std::string& key, const IndexRow& row, std::string bytes);
    std::optional<Found> findFile(const std::string& key, IndexRow row, uint64_t now);

    void insertRow(const std::string& key, const IndexRow& row, BlobDraft& draft);
    bool eraseTooOld(PictureIndex& index, Gone& gone) const;
    bool makeRoom(PictureIndex& index, uint64_t bytes, uint64_t entries, Gone& gone) const;
    static void logGone(const Gone& gone);
    void settle(PictureIndex& index, const Gone& gone);
    void change(const std::function<bool(PictureIndex&, Gone&)>& step);
    void mendBirth(const std::string& key);
    void dropTooOld(const std::string& key);
    void dropDamaged(const std::string& key);
    std::vector<std::string> takeTouched();
    void shrink();
    void sweep();
    bool sweepFolder(PictureIndex& index, const BlobFolder::Listing& listing);

    const WallTime now_;
    const BlobFolder blobs_;
    Guarded<Limits> limits_;
    Guarded<StoreConnection> connection_;
    Guarded<StoreCounters> counters_;
    Guarded<Touched> touched_;
};

}  // namespace animatize
