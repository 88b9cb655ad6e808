// StoreConnection: the way to the index on disk through everything that can happen to it.
//
//   StoreConnection connection("/cache", systemTime, problems);
//   if (Status open = connection.open(); !open) return open.error();
//   connection.read([&](PictureIndex& index) { return index.find(key, row, damaged); });
//   connection.write([&](PictureIndex& index) { return index.erase(key, loose); },
//                    [&](PictureIndex& index, bool done) { ... remove what is loose ... });
//
// - Whoever writes holds the lock file, until what it does to files is done as well. So files come
//   and go one process at a time, and no checkpoint of the WAL meets somebody else's commit: SQLite
//   from 3.7 to 3.51.2 can damage the database then (sqlite.org/wal.html#walresetbug).
// - The folder was removed: it is made anew. The index is damaged: it is made anew, once.
// - What fails is a sentence in the ProblemList; then writing, or reading, is left alone for 10 s:
//   a disk that is full or locked costs no more time.
//
// Used by one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "generate/cache/blob_folder.h"
#include "generate/cache/file_lock.h"
#include "generate/cache/picture_index.h"
#include "generate/cache/problem_list.h"

namespace animatize {

class StoreConnection {
  public:
    /// False: it failed, and the database knows why, or failed() was told.
    using Step = std::function<bool(PictureIndex&)>;
    /// Still under the lock; whether the step has come about.
    using Settle = std::function<void(PictureIndex&, bool done)>;

    static constexpr uint64_t kPatience = 2 * kSecond;  ///< for others who have it locked
    static constexpr uint64_t kPause = 10 * kSecond;    ///< after a failure

    /// `problems` outlives it.
    StoreConnection(std::string location, WallTime now, ProblemList& problems);

    /// Errors: the folder can't be made or written, the database is another program's. That it is
    /// locked is none: it will be asked again.
    Status open();

    bool read(const Step& step);
    /// A transaction.
    bool write(const Step& step, const Settle& settle = {});
    /// No transaction, but nobody else writes.
    bool hold(const Step& step);
    /// Whether writing makes sense now; makes the folder anew when it is gone.
    bool mayWrite();
    /// A step failed by a file. Returns false.
    bool failed(const FileFault& fault);
    /// Whoever isn't in a step couldn't read a file: a sentence.
    void couldNotRead(const FileFault& fault);
    /// Or write one: a sentence, and no writing for a while.
    void couldNotWrite(const FileFault& fault);

    const std::string& location() const { return location_; }

  private:
    struct Pause {
        uint64_t since = 0, length = 0;
        // A clock that was set back ends it.
        bool isOver(uint64_t now) const { return now < since || now - since >= length; }
    };
    struct Fault {
        enum class Kind { Busy, Full, Damaged, Another, Unusable } kind = Kind::Unusable;
        std::string words;
    };
    using Outcome = std::optional<Fault>;  ///< none: it went well

    static Fault faultOf(const SqlFault& fault);
    static Fault faultOf(int error);
    std::string sentence(const Fault& fault) const;

    bool attempt(Pause& pause, const std::function<Outcome()>& work);
    Outcome ready();
    Outcome connect();
    Outcome makeOurs();
    Outcome create(bool overWhatIsThere);
    Outcome makeAnew();
    Outcome locked(const std::function<Outcome()>& work);
    Outcome transact(const Step& step, const Settle& settle);
    Outcome outcomeOf(bool fine);
    void giveUp(Pause& pause, const Fault& fault);

    const std::string location_;
    const WallTime now_;
    ProblemList& problems_;
    std::unique_ptr<FileLock> lock_;
    std::unique_ptr<SqlDatabase> database_;
    std::optional<FileFault> fileFault_;  ///< of the step in work
    Pause reading_, writing_;
    bool remade_ = false;
};

}  // namespace animatize
