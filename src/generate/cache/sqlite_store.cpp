#include "generate/cache/sqlite_store.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/sha256.h"

namespace animatize {
namespace {

std::string_view wordOf(PictureStore::Note kind)
{
    return kind == PictureStore::Note::Job ? "job" : "refusal";
}

}  // namespace

Result<std::unique_ptr<PictureStore>> openPictureStore(const StoreSettings& settings,
                                                       const WallTime& now, ProblemList& problems)
{
    auto store = std::make_unique<SqliteStore>(settings, now, problems);
    if (const Status status = store->open(); !status)
        return status.error();
    return std::unique_ptr<PictureStore>(std::move(store));
}

SqliteStore::SqliteStore(const StoreSettings& settings, const WallTime& now, ProblemList& problems)
    : now_(now),
      blobs_(settings.location),
      limits_(Limits{settings.bytes, settings.age}),
      connection_(StoreConnection(settings.location, now, problems))
{}

SqliteStore::~SqliteStore()
{
    const std::vector<std::string> keys = takeTouched();
    if (!keys.empty())
        change([&](PictureIndex& index, Gone&) { return index.touch(keys); });
}

Status SqliteStore::open()
{
    Status status = connection_.with([](StoreConnection& c) { return c.open(); });
    if (!status)
        return status;
    shrink();
    sweep();
    return ok();
}

SqliteStore::Limits SqliteStore::limits() const
{
    return limits_.snapshot();
}

bool SqliteStore::isFresh(uint64_t born, uint64_t now) const
{
    const CacheLimits limits{0, 0, this->limits().age};
    return limits.isFresh(born, now);
}

std::optional<PictureStore::Found> SqliteStore::miss()
{
    counters_.with([](StoreCounters& counters) { ++counters.misses; });
    return std::nullopt;
}

std::optional<PictureStore::Found> SqliteStore::hit(const std::string& key, const IndexRow& row,
                                                    std::string bytes)
{
    counters_.with([](StoreCounters& counters) { ++counters.hits; });
    touch(key);
    return Found{{std::move(bytes), row.type, row.metadata}, row.born};
}

std::optional<PictureStore::Found> SqliteStore::find(const std::string& key)
{
    if (isOff())
        return std::nullopt;
    std::optional<IndexRow> row;
    bool damaged = false;
    connection_.with([&](StoreConnection& connection) {
        return connection.read([&](PictureIndex& index) { return index.find(key, row, damaged); });
    });
    const uint64_t now = now_();
    if (damaged)
        dropDamaged(key);
    else if (row && !isFresh(row->born, now))
        dropTooOld(key);
    else if (row)
        return findFile(key, *row, now);
    return miss();
}

std::optional<PictureStore::Found> SqliteStore::findFile(const std::string& key, IndexRow row,
                                                         uint64_t now)
{
    Result<std::string, FileFault> bytes = blobs_.read(row.blob, row.size);
    if (!bytes) {
        if (bytes.error().kind != FileFault::Kind::Trouble)
            dropDamaged(key);
        else
            connection_.with([&](StoreConnection& c) { c.couldNotRead(bytes.error()); });
        return miss();
    }
    if (row.born > now) {
        mendBirth(key);
        row.born = now;
    }
    return hit(key, row, std::move(*bytes));
}

void SqliteStore::insert(const std::string& key, const CachedPicture& picture)
{
    if (isOff())
        return;
    const IndexRow row{sha256(picture.bytes), picture.bytes.size(), picture.mimeType,
                       picture.metadata, now_()};
    if (row.cost() > limits().bytes) {
        change([&](PictureIndex& index, Gone& gone) { return index.erase(key, gone.loose); });
        return;
    }
    if (!connection_.with([](StoreConnection& connection) { return connection.mayWrite(); }))
        return;
    Result<BlobDraft, FileFault> draft = blobs_.draft(row.blob, picture.bytes);
    if (draft)
        insertRow(key, row, *draft);
    else
        connection_.with([&](StoreConnection& c) { c.couldNotWrite(draft.error()); });
}

// The file gets its name as late as can be, and gives it back when the row isn't taken.
void SqliteStore::insertRow(const std::string& key, const IndexRow& row, BlobDraft& draft)
{
    const std::vector<std::string> touched = takeTouched();
    connection_.with([&](StoreConnection& connection) {
        Gone gone;
        const auto place = [&] {
            const auto placed = draft.place();
            return placed ? true : connection.failed(placed.error());
        };
        const auto step = [&](PictureIndex& index) {
            gone = {};
            return index.touch(touched) && index.erase(key, gone.loose) &&
                   eraseTooOld(index, gone) && makeRoom(index, row.cost(), 1, gone) && place() &&
                   index.insert(key, row);
        };
        connection.write(step, [&](PictureIndex& index, bool done) {
            if (done)
                settle(index, gone);
            else
                draft.takeBack();
        });
    });
}

bool SqliteStore::eraseTooOld(PictureIndex& index, Gone& gone) const
{
    const uint64_t now = now_(), age = limits().age;
    if (now <= age)
        return true;
    const size_t before = gone.loose.size();
    if (!index.eraseBorn(now - age - 1, gone.loose))
        return false;
    gone.expirations += gone.loose.size() - before;
    return true;
}

bool SqliteStore::makeRoom(PictureIndex& index, uint64_t bytes, uint64_t entries, Gone& gone) const
{
    const uint64_t most = limits().bytes;
    IndexTotals totals;
    while (index.totals(totals)) {
        const bool fits = bytes <= most && totals.bytes <= most - bytes &&
                          totals.entries + entries <= kMostEntries;
        if (fits)
            return true;
        const size_t before = gone.loose.size();
        if (!index.eraseUnused(gone.loose))
            return false;
        if (gone.loose.size() == before)
            return true;  // nothing is left, whatever the totals say
        ++gone.evictions;
    }
    return false;
}

void SqliteStore::logGone(const Gone& gone)
{
    const auto tell = [](LogLevel level, uint64_t count, const char* what) {
        if (count > 0)
            logLine(LogArea::Cache, level,
                    [&] { return "on disk: " + std::to_string(count) + " pictures " + what; });
    };
    tell(LogLevel::Debug, gone.evictions, "made room for others");
    tell(LogLevel::Debug, gone.expirations, "were too old");
    tell(LogLevel::Warning, gone.corrupt, "were damaged, and are dropped");
}

/// What no row has any more goes.
void SqliteStore::settle(PictureIndex& index, const Gone& gone)
{
    for (const std::string& blob : gone.loose) {
        bool used = true;
        if (index.isUsed(blob, used) && !used)
            blobs_.remove(blob);
    }
    logGone(gone);
    IndexTotals totals;
    const bool known = index.totals(totals);
    counters_.with([&](StoreCounters& counters) {
        counters.evictions += gone.evictions;
        counters.expirations += gone.expirations;
        counters.corrupt += gone.corrupt;
        if (known) {
            counters.bytes = totals.bytes;
            counters.entries = totals.entries;
        }
    });
}

void SqliteStore::change(const std::function<bool(PictureIndex&, Gone&)>& step)
{
    connection_.with([&](StoreConnection& connection) {
        Gone gone;
        connection.write(
            [&](PictureIndex& index) {
                gone = {};
                return step(index, gone);
            },
            [&](PictureIndex& index, bool done) {
                if (done)
                    settle(index, gone);
            });
    });
}

// What was read without the lock may have changed since: under it, it is looked at again.
void SqliteStore::dropTooOld(const std::string& key)
{
    change([&](PictureIndex& index, Gone& gone) {
        std::optional<IndexRow> row;
        bool damaged = false;
        if (!index.find(key, row, damaged))
            return false;
        if (!row || isFresh(row->born, now_()))
            return true;
        ++gone.expirations;
        return index.erase(key, gone.loose);
    });
}

void SqliteStore::dropDamaged(const std::string& key)
{
    change([&](PictureIndex& index, Gone& gone) {
        std::optional<IndexRow> row;
        bool damaged = false;
        if (!index.find(key, row, damaged))
            return false;
        if (row) {
            const auto bytes = blobs_.read(row->blob, row->size);
            damaged = !bytes && bytes.error().kind != FileFault::Kind::Trouble;
        }
        if (!damaged)
            return true;
        ++gone.corrupt;
        return index.erase(key, gone.loose);
    });
}

// The clock was ahead when it came: it is as old as our looking at it.
void SqliteStore::mendBirth(const std::string& key)
{
    change([&](PictureIndex& index, Gone&) {
        std::optional<IndexRow> row;
        bool damaged = false;
        const uint64_t now = now_();
        return index.find(key, row, damaged) &&
               (!row || row->born <= now || index.setBorn(key, now));
    });
}

void SqliteStore::touch(const std::string& key)
{
    if (isOff())
        return;
    const uint64_t now = now_();
    const bool due = touched_.with([&](Touched& touched) {
        if (touched.keys.empty())
            touched.since = now;
        touched.keys[key] = ++touched.count;
        const bool waited = now < touched.since || now - touched.since >= kTouchedFor;
        return touched.keys.size() >= kMostTouched || waited;
    });
    if (!due)
        return;
    const std::vector<std::string> keys = takeTouched();
    change([&](PictureIndex& index, Gone&) { return index.touch(keys); });
}

std::vector<std::string> SqliteStore::takeTouched()
{
    const auto keys =
        touched_.with([](Touched& touched) { return std::exchange(touched.keys, {}); });
    std::map<uint64_t, std::string> ordered;
    for (const auto& [key, order] : keys)
        ordered[order] = key;
    std::vector<std::string> sorted;
    sorted.reserve(ordered.size());
    for (auto& [order, key] : ordered)
        sorted.push_back(std::move(key));
    return sorted;
}

bool SqliteStore::keep(Note kind, const std::string& key, const std::string& text,
                       uint64_t lifetime)
{
    if (isOff())
        return false;
    const uint64_t now = now_();
    const auto step = [&](PictureIndex& index) {
        return index.eraseOldNotes(now) &&
               index.insertNote(wordOf(kind), key, {text, now, lifetime}, kMostNotes);
    };
    return connection_.with([&](StoreConnection& connection) { return connection.write(step); });
}

std::optional<std::string> SqliteStore::note(Note kind, const std::string& key)
{
    if (isOff())
        return std::nullopt;
    std::optional<IndexNote> note;
    connection_.with([&](StoreConnection& connection) {
        return connection.read(
            [&](PictureIndex& index) { return index.findNote(wordOf(kind), key, note); });
    });
    const uint64_t now = now_();
    if (!note || !isNoteFresh(note->born, note->lifetime, now))
        return std::nullopt;
    if (note->born > now)  // as mendBirth()
        keep(kind, key, note->text, note->lifetime);
    return note->text;
}

std::vector<std::pair<std::string, std::string>> SqliteStore::notes(Note kind)
{
    PictureIndex::KeyTexts notes;
    if (isOff())
        return notes;
    const uint64_t now = now_();
    connection_.with([&](StoreConnection& connection) {
        return connection.read(
            [&](PictureIndex& index) { return index.notes(wordOf(kind), now, notes); });
    });
    return notes;
}

void SqliteStore::drop(Note kind, const std::string& key)
{
    if (isOff())
        return;
    connection_.with([&](StoreConnection& connection) {
        connection.write([&](PictureIndex& index) { return index.eraseNote(wordOf(kind), key); });
    });
}

void SqliteStore::limit(uint64_t bytes, uint64_t age)
{
    const Limits before = limits_.with([&](Limits& limits) {
        return std::exchange(limits, {bytes, age});
    });
    if (before.bytes != bytes || before.age != age)
        shrink();
}

void SqliteStore::shrink()
{
    change([this](PictureIndex& index, Gone& gone) {
        return eraseTooOld(index, gone) && makeRoom(index, 0, 0, gone);
    });
}

StoreCounters SqliteStore::counters() const
{
    return counters_.snapshot();
}

void SqliteStore::sweep()
{
    unsigned first = 0;
    connection_.with([&](StoreConnection& connection) {
        return connection.read([&](PictureIndex& index) { return index.sweepPlace(first); });
    });
    size_t left = kMostSwept;
    unsigned done = 0;
    for (; done < BlobFolder::kFolders && left > 0; ++done) {
        const auto listing = blobs_.list((first + done) % BlobFolder::kFolders, left);
        left -= listing.looked;
        if (listing.digests.empty() && listing.drafts.empty())
            continue;
        connection_.with([&](StoreConnection& connection) {
            return connection.hold(
                [&](PictureIndex& index) { return sweepFolder(index, listing); });
        });
    }
    if (done < BlobFolder::kFolders)
        change([&](PictureIndex& index, Gone&) {
            return index.setSweepPlace((first + done) % BlobFolder::kFolders);
        });
}

bool SqliteStore::sweepFolder(PictureIndex& index, const BlobFolder::Listing& listing)
{
    uint64_t swept = 0;
    for (const std::string& draft : listing.drafts)
        swept += BlobFolder::removeDraft(draft) ? 1 : 0;
    for (const std::string& digest : listing.digests) {
        bool used = true;
        if (!index.isUsed(digest, used))
            return false;
        if (!used)
            blobs_.remove(digest);
        swept += used ? 0 : 1;
    }
    if (swept > 0)
        logLine(LogArea::Cache, LogLevel::Info, [&] {
            return "on disk: " + std::to_string(swept) + " files that nobody uses are swept away";
        });
    counters_.with([&](StoreCounters& counters) { counters.swept += swept; });
    return true;
}

}  // namespace animatize
