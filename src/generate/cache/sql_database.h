// SqlDatabase: one connection to an SQLite file that several processes share, in WAL mode.
//
//   auto database = SqlDatabase::open(path, 2 * kSecond);
//   if (!database) return sentence(database.error());
//   SqlTransaction transaction(**database);
//   if (transaction.began() && (*database)->run("INSERT INTO t VALUES (?1, ?2)", {key, 3}) &&
//       transaction.commit()) ...
//   else explain((*database)->fault());
//
// What fails returns false and leaves its fault behind; nothing throws. Texts are stored as BLOB,
// byte for byte. Used by one thread at a time.
//
// synchronous=NORMAL: a commit is safe against the end of this process at any point, but after a
// loss of power the last commits may be missing; the file is whole either way.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace animatize {

struct SqlFault {
    int code = 0;       ///< SQLite's extended result code
    std::string words;  ///< SQLite's

    bool isBusy() const;     ///< somebody else kept it locked
    bool isDamaged() const;  ///< no database, or one whose structure is broken or not ours
    bool isFull() const;     ///< there is no room on the disk
};

/// A row that a statement found. Valid only while it is looked at.
class SqlRow {
  public:
    explicit SqlRow(sqlite3_stmt* statement) : statement_(statement) {}
    int64_t number(int column) const;
    /// As uint64_t; 0 for what is negative.
    uint64_t count(int column) const;
    std::string text(int column) const;

  private:
    sqlite3_stmt* statement_;
};

class SqlDatabase {
  public:
    using Value = std::variant<int64_t, std::string_view>;
    using Values = std::initializer_list<Value>;
    using Take = std::function<void(const SqlRow&)>;

    /// Makes the file, for this user alone, when it isn't there, and looks at nothing in it.
    /// `patience`, ns, is how long a call may wait for others.
    static Result<std::unique_ptr<SqlDatabase>, SqlFault> open(const std::string& path,
                                                               uint64_t patience);
    ~SqlDatabase();
    SqlDatabase(const SqlDatabase&) = delete;
    SqlDatabase& operator=(const SqlDatabase&) = delete;

    /// Settings of the connection; before anything else, and after reset().
    bool setUp();
    /// One statement, which stays prepared: `sql` is a literal. Its ?1, ?2, ... are `values`; each
    /// row goes to `take`.
    bool run(const char* sql, Values values = {}, const Take& take = {});
    /// Several statements without values or rows.
    bool runAll(const char* sql);
    /// Ends a transaction as if it had never been; whether there was one doesn't matter.
    void rollBack();
    /// Makes it an empty database, whatever is in the file; others that use it see that.
    bool reset();

    /// Whether the file isn't any more where it was opened.
    bool hasMoved() const;
    /// Of the last call that failed.
    const SqlFault& fault() const { return fault_; }

  private:
    SqlDatabase() = default;
    sqlite3_stmt* prepared(const char* sql);
    bool bind(sqlite3_stmt* statement, Values values);
    bool failed();

    sqlite3* connection_ = nullptr;
    std::map<const char*, sqlite3_stmt*> statements_;
    SqlFault fault_;
};

/// From now on nobody else writes. What isn't committed at the end never was.
class SqlTransaction {
  public:
    explicit SqlTransaction(SqlDatabase& database);
    ~SqlTransaction();
    SqlTransaction(const SqlTransaction&) = delete;
    SqlTransaction& operator=(const SqlTransaction&) = delete;

    bool began() const { return open_; }
    bool commit();

  private:
    SqlDatabase& database_;
    bool open_;
};

}  // namespace animatize
