// Another program's way to the database of the cache.
#pragma once

#include <string>

#include <sqlite3.h>

#include "support/suite.h"

namespace animatize::test {

class Sql {
  public:
    explicit Sql(const std::string& path) { sqlite3_open(path.c_str(), &database_); }
    ~Sql() { sqlite3_close(database_); }
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    void run(const char* sql) { ask(sql); }
    /// The first number of the last row; -1 without any.
    long number(const char* sql) { return ask(sql); }

  private:
    long ask(const char* sql)
    {
        long number = -1;
        const auto take = [](void* to, int, char** values, char**) {
            *static_cast<long*>(to) = std::stol(values[0]);
            return 0;
        };
        char* words = nullptr;
        const int code = sqlite3_exec(database_, sql, take, &number, &words);
        ck_assert_msg(code == SQLITE_OK, "%s: %s", sql, words ? words : "");
        return number;
    }

    sqlite3* database_ = nullptr;
};

}  // namespace animatize::test
