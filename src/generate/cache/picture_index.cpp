#include "generate/cache/picture_index.h"

#include "base/sha256.h"

namespace animatize {
namespace {

constexpr int64_t kApplication = 0x616e6d7a;  // "anmz"
constexpr int64_t kVersion = 1;

// `used` and `kept` are serial numbers and not times: a clock that is set changes no order. Sums
// are kept by triggers, whoever writes.
constexpr const char* kSchema = R"sql(
CREATE TABLE entry (
    key BLOB PRIMARY KEY NOT NULL, blob BLOB NOT NULL, size INTEGER NOT NULL, cost INTEGER NOT NULL,
    type BLOB NOT NULL, metadata BLOB NOT NULL, seal BLOB NOT NULL,
    born INTEGER NOT NULL, used INTEGER NOT NULL);
CREATE INDEX entry_blob ON entry (blob);
CREATE INDEX entry_born ON entry (born);
CREATE INDEX entry_used ON entry (used);
CREATE TABLE note (
    kind BLOB NOT NULL, key BLOB NOT NULL, text BLOB NOT NULL, born INTEGER NOT NULL,
    lifetime INTEGER NOT NULL, kept INTEGER NOT NULL, PRIMARY KEY (kind, key));
CREATE INDEX note_kept ON note (kind, kept);
CREATE TABLE total (
    bytes INTEGER NOT NULL, entries INTEGER NOT NULL, serial INTEGER NOT NULL,
    swept INTEGER NOT NULL);
INSERT INTO total VALUES (0, 0, 0, 0);
CREATE TRIGGER entry_added AFTER INSERT ON entry
    BEGIN UPDATE total SET bytes = bytes + NEW.cost, entries = entries + 1; END;
CREATE TRIGGER entry_gone AFTER DELETE ON entry
    BEGIN UPDATE total SET bytes = bytes - OLD.cost, entries = entries - 1; END;
PRAGMA application_id = 1634626938;
PRAGMA user_version = 1;
)sql";
static_assert(kApplication == 1634626938 && kVersion == 1, "as in the schema");

int64_t signedOf(uint64_t number)
{
    return static_cast<int64_t>(std::min<uint64_t>(number, INT64_MAX));
}

/// Of all that must come out as it went in.
std::string sealOf(const std::string& key, const IndexRow& row)
{
    return Sha256()
        .addField(key)
        .addField(row.blob)
        .addNumber(row.size)
        .addField(row.type)
        .addField(row.metadata)
        .hex();
}

SqlDatabase::Take digestsTo(PictureIndex::Digests& digests)
{
    return [&digests](const SqlRow& row) { digests.push_back(row.text(0)); };
}

SqlDatabase::Take numberTo(int64_t& number)
{
    return [&number](const SqlRow& row) { number = row.number(0); };
}

}  // namespace

bool PictureIndex::owner(Owner& owner)
{
    int64_t application = 0, version = 0, tables = 0;
    if (!database_.run("PRAGMA application_id", {}, numberTo(application)) ||
        !database_.run("PRAGMA user_version", {}, numberTo(version)) ||
        !database_.run("SELECT count(*) FROM sqlite_schema", {}, numberTo(tables)))
        return false;
    if (application == kApplication)
        owner = version == kVersion ? Owner::Us : Owner::UsOfAnotherVersion;
    else
        owner = application == 0 && version == 0 && tables == 0 ? Owner::Nobody : Owner::Another;
    return true;
}

bool PictureIndex::create()
{
    SqlTransaction transaction(database_);
    return transaction.began() && database_.runAll(kSchema) && transaction.commit();
}

bool PictureIndex::count()
{
    return database_.run(
        "UPDATE total SET bytes = (SELECT coalesce(sum(cost), 0) FROM entry), "
        "entries = (SELECT count(*) FROM entry)");
}

bool PictureIndex::find(const std::string& key, std::optional<IndexRow>& row, bool& damaged)
{
    row.reset();
    damaged = false;
    return database_.run("SELECT blob, size, type, metadata, seal, born FROM entry WHERE key = ?1",
                         {key}, [&](const SqlRow& found) {
                             const IndexRow read{found.text(0), found.count(1), found.text(2),
                                                 found.text(3), found.count(5)};
                             damaged = found.text(4) != sealOf(key, read);
                             if (!damaged)
                                 row = read;
                         });
}

bool PictureIndex::nextSerial(int64_t& serial)
{
    return database_.run("UPDATE total SET serial = serial + 1 RETURNING serial", {},
                         numberTo(serial));
}

bool PictureIndex::insert(const std::string& key, const IndexRow& row)
{
    int64_t serial = 0;
    return nextSerial(serial) &&
           database_.run(
               "INSERT INTO entry (key, blob, size, cost, type, metadata, seal, born, used) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
               {key, row.blob, signedOf(row.size), signedOf(row.cost()), row.type, row.metadata,
                sealOf(key, row), signedOf(row.born), serial});
}

bool PictureIndex::erase(const std::string& key, Digests& loose)
{
    return database_.run("DELETE FROM entry WHERE key = ?1 RETURNING blob", {key},
                         digestsTo(loose));
}

bool PictureIndex::setBorn(const std::string& key, uint64_t born)
{
    return database_.run("UPDATE entry SET born = ?2 WHERE key = ?1", {key, signedOf(born)});
}

bool PictureIndex::touch(const std::vector<std::string>& keys)
{
    for (const std::string& key : keys) {
        int64_t serial = 0;
        if (!nextSerial(serial) ||
            !database_.run("UPDATE entry SET used = ?2 WHERE key = ?1", {key, serial}))
            return false;
    }
    return true;
}

bool PictureIndex::eraseBorn(uint64_t born, Digests& loose)
{
    return database_.run(
        "DELETE FROM entry WHERE key IN "
        "(SELECT key FROM entry WHERE born <= ?1 ORDER BY born LIMIT 256) RETURNING blob",
        {signedOf(born)}, digestsTo(loose));
}

bool PictureIndex::eraseUnused(Digests& loose)
{
    return database_.run(
        "DELETE FROM entry WHERE key = (SELECT key FROM entry ORDER BY used LIMIT 1) "
        "RETURNING blob",
        {}, digestsTo(loose));
}

bool PictureIndex::totals(IndexTotals& totals)
{
    return database_.run("SELECT bytes, entries FROM total", {}, [&](const SqlRow& row) {
        totals = {row.count(0), row.count(1)};
    });
}

bool PictureIndex::isUsed(const std::string& blob, bool& used)
{
    used = false;
    return database_.run("SELECT 1 FROM entry WHERE blob = ?1 LIMIT 1", {blob},
                         [&](const SqlRow&) { used = true; });
}

bool PictureIndex::findNote(std::string_view kind, const std::string& key,
                            std::optional<IndexNote>& note)
{
    note.reset();
    return database_.run("SELECT text, born, lifetime FROM note WHERE kind = ?1 AND key = ?2",
                         {kind, key}, [&](const SqlRow& row) {
                             note = IndexNote{row.text(0), row.count(1), row.count(2)};
                         });
}

bool PictureIndex::notes(std::string_view kind, uint64_t now, KeyTexts& notes)
{
    notes.clear();
    return database_.run(
        "SELECT key, text FROM note WHERE kind = ?1 AND NOT (lifetime > 0 AND born < ?2 - "
        "lifetime) "
        "ORDER BY kept",
        {kind, signedOf(now)},
        [&](const SqlRow& row) { notes.emplace_back(row.text(0), row.text(1)); });
}

bool PictureIndex::insertNote(std::string_view kind, const std::string& key, const IndexNote& note,
                              size_t most)
{
    int64_t serial = 0;
    return nextSerial(serial) &&
           database_.run(
               "INSERT OR REPLACE INTO note (kind, key, text, born, lifetime, kept) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
               {kind, key, note.text, signedOf(note.born), signedOf(note.lifetime), serial}) &&
           database_.run(
               "DELETE FROM note WHERE rowid IN (SELECT rowid FROM note WHERE kind = ?1 "
               "ORDER BY kept DESC LIMIT -1 OFFSET ?2)",
               {kind, signedOf(most)});
}

bool PictureIndex::eraseNote(std::string_view kind, const std::string& key)
{
    return database_.run("DELETE FROM note WHERE kind = ?1 AND key = ?2", {kind, key});
}

bool PictureIndex::eraseOldNotes(uint64_t now)
{
    return database_.run("DELETE FROM note WHERE lifetime > 0 AND born < ?1 - lifetime",
                         {signedOf(now)});
}

bool PictureIndex::sweepPlace(unsigned& folder)
{
    int64_t place = 0;
    const bool fine = database_.run("SELECT swept FROM total", {}, numberTo(place));
    folder = static_cast<unsigned>(place & 0xff);
    return fine;
}

bool PictureIndex::setSweepPlace(unsigned folder)
{
    return database_.run("UPDATE total SET swept = ?1", {static_cast<int64_t>(folder)});
}

}  // namespace animatize
