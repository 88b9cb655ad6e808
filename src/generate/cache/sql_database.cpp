#include "generate/cache/sql_database.h"

#include <algorithm>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/guarded.h"

namespace animatize {
namespace {

int plain(int code)
{
    return code & 0xff;
}

/// SQLite would make it for everybody to read. Whoever finds it there already mustn't open and
/// close it: that would take the locks of this process off it.
void makePrivate(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        ::close(file);
}

/// One opens at a time in this process.
Guarded<std::monostate>& opening()
{
    static Guarded<std::monostate> one;
    return one;
}

}  // namespace

bool SqlFault::isBusy() const
{
    return plain(code) == SQLITE_BUSY || plain(code) == SQLITE_LOCKED;
}

// Statements are literals of ours: one that makes no sense to the database (SQLITE_ERROR) doesn't
// find the tables that it was written for.
bool SqlFault::isDamaged() const
{
    return plain(code) == SQLITE_CORRUPT || plain(code) == SQLITE_NOTADB ||
           plain(code) == SQLITE_ERROR || plain(code) == SQLITE_CONSTRAINT;
}

bool SqlFault::isFull() const
{
    return plain(code) == SQLITE_FULL;
}

int64_t SqlRow::number(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

uint64_t SqlRow::count(int column) const
{
    return static_cast<uint64_t>(std::max<int64_t>(number(column), 0));
}

std::string SqlRow::text(int column) const
{
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes ? std::string(bytes, static_cast<size_t>(size)) : std::string();
}

Result<std::unique_ptr<SqlDatabase>, SqlFault> SqlDatabase::open(const std::string& path,
                                                                 uint64_t patience)
{
    std::unique_ptr<SqlDatabase> database(new SqlDatabase());
    constexpr int kHow =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = opening().with([&](std::monostate) {
        makePrivate(path);
        return sqlite3_open_v2(path.c_str(), &database->connection_, kHow, nullptr);
    });
    if (code != SQLITE_OK)
        return SqlFault{code, sqlite3_errstr(code)};
    sqlite3_busy_timeout(database->connection_, static_cast<int>(patience / kMillisecond));
    return database;
}

// The database isn't mapped into memory: what others shorten would end this process.
bool SqlDatabase::setUp()
{
    return runAll(
        "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA synchronous = NORMAL;"
        "PRAGMA journal_size_limit = 1048576; PRAGMA cell_size_check = ON;"
        "PRAGMA trusted_schema = OFF");
}

SqlDatabase::~SqlDatabase()
{
    for (const auto& [sql, statement] : statements_)
        sqlite3_finalize(statement);
    sqlite3_close(connection_);
}

bool SqlDatabase::failed()
{
    fault_ = {sqlite3_extended_errcode(connection_), sqlite3_errmsg(connection_)};
    return false;
}

sqlite3_stmt* SqlDatabase::prepared(const char* sql)
{
    sqlite3_stmt*& statement = statements_[sql];
    if (!statement && sqlite3_prepare_v3(connection_, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                         &statement, nullptr) != SQLITE_OK)
        failed();
    return statement;
}

bool SqlDatabase::bind(sqlite3_stmt* statement, Values values)
{
    int index = 0;
    for (const Value& value : values) {
        ++index;
        const auto* number = std::get_if<int64_t>(&value);
        const auto* text = std::get_if<std::string_view>(&value);
        const int code =
            number ? sqlite3_bind_int64(statement, index, *number)
                   : sqlite3_bind_blob64(statement, index, text->empty() ? "" : text->data(),
                                         text->size(), SQLITE_STATIC);
        if (code != SQLITE_OK)
            return failed();
    }
    return true;
}

bool SqlDatabase::run(const char* sql, Values values, const Take& take)
{
    sqlite3_stmt* statement = prepared(sql);
    if (!statement)
        return false;
    int code = SQLITE_ERROR;
    if (bind(statement, values))
        while ((code = sqlite3_step(statement)) == SQLITE_ROW)
            if (take)
                take(SqlRow(statement));
    const bool fine = code == SQLITE_DONE || failed();
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return fine;
}

bool SqlDatabase::runAll(const char* sql)
{
    return sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) == SQLITE_OK || failed();
}

void SqlDatabase::rollBack()
{
    // When the disk is full SQLite has done it already. Nobody wants to hear that.
    sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
}

// SQLite's own way, which obeys its locks: no file is replaced under those who have it open.
bool SqlDatabase::reset()
{
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_RESET_DATABASE, 1, nullptr);
    const bool fine = runAll("VACUUM");
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_RESET_DATABASE, 0, nullptr);
    return fine;
}

bool SqlDatabase::hasMoved() const
{
    int moved = 0;
    sqlite3_file_control(connection_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

SqlTransaction::SqlTransaction(SqlDatabase& database)
    : database_(database), open_(database.run("BEGIN IMMEDIATE"))
{}

SqlTransaction::~SqlTransaction()
{
    if (open_)
        database_.rollBack();
}

bool SqlTransaction::commit()
{
    if (!database_.run("COMMIT"))
        return false;
    open_ = false;
    return true;
}

}  // namespace animatize
