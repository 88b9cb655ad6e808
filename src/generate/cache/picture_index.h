// PictureIndex: what is in the cache on disk, as rows of an SQLite database (docs/cache.md). Knows
// keys, digests, sizes and ages; the pictures are files beside it.
//
//   PictureIndex index(database);
//   if (const auto ready = index.prepare(); !ready) ...             // another program's, or a
//   fault std::optional<IndexRow> row; if (!index.find(key, row)) explain(database.fault()); //
//   false: it couldn't be asked
//
// Every function is one step of a transaction of the caller. Those that take rows out say whose
// files nobody may need any more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "generate/cache/sql_database.h"

namespace animatize {

struct IndexRow {
    std::string blob;  ///< SHA-256 of the file
    uint64_t size = 0;
    std::string type, metadata;
    uint64_t born = 0;  ///< ns since 1970

    /// Bytes that it counts for.
    uint64_t cost() const { return size + type.size() + metadata.size(); }
    bool operator==(const IndexRow&) const = default;
};

/// What isn't a picture: one text per key and kind.
struct IndexNote {
    std::string text;
    uint64_t born = 0, lifetime = 0;  ///< ns; 0: doesn't grow old
};

struct IndexTotals {
    uint64_t bytes = 0, entries = 0;
};

class PictureIndex {
  public:
    using Digests = std::vector<std::string>;
    using KeyTexts = std::vector<std::pair<std::string, std::string>>;

    explicit PictureIndex(SqlDatabase& database) : database_(database) {}

    /// Whose database it is.
    enum class Owner { Us, UsOfAnotherVersion, Nobody, Another };
    bool owner(Owner& owner);
    /// Of an empty database.
    bool create();
    /// Adds up anew what there is.
    bool count();

    /// A row that isn't exactly as it was inserted is damaged: `row` stays empty.
    bool find(const std::string& key, std::optional<IndexRow>& row, bool& damaged);
    /// There must be none of the key.
    bool insert(const std::string& key, const IndexRow& row);
    bool erase(const std::string& key, Digests& loose);
    /// Its age begins anew.
    bool setBorn(const std::string& key, uint64_t born);
    /// They were used, in this order.
    bool touch(const std::vector<std::string>& keys);
    /// The oldest of those that were born at or before `born`, at most 256.
    bool eraseBorn(uint64_t born, Digests& loose);
    /// The one that wasn't used for longest.
    bool eraseUnused(Digests& loose);
    bool totals(IndexTotals& totals);
    bool isUsed(const std::string& blob, bool& used);

    /// Kinds are short words.
    bool findNote(std::string_view kind, const std::string& key, std::optional<IndexNote>& note);
    /// Those that are still meant at `now`, the first kept first.
    bool notes(std::string_view kind, uint64_t now, KeyTexts& notes);
    /// Replaces the one that is there; of more than `most` of a kind the first kept go.
    bool insertNote(std::string_view kind, const std::string& key, const IndexNote& note,
                    size_t most);
    bool eraseNote(std::string_view kind, const std::string& key);
    bool eraseOldNotes(uint64_t now);

    /// Where the last sweep stopped.
    bool sweepPlace(unsigned& folder);
    bool setSweepPlace(unsigned folder);

  private:
    bool nextSerial(int64_t& serial);

    SqlDatabase& database_;
};

}  // namespace animatize
