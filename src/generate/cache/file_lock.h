// FileLock: a lock among processes, on a file of its own. It is free at once when whoever holds it
// ends, however that happens.
//
//   FileLock lock("/cache/lock");
//   if (const FileLock::Held held = lock.take(2 * kSecond)) ...    // until the end of the block
//   else ... somebody else has it, or the file can't be made ...
//
// Used by one thread at a time. Locks of two FileLocks exclude each other in one process too.
#pragma once

#include <cstdint>
#include <string>

#include "generate/cache/open_file.h"

namespace animatize {

class FileLock {
  public:
    class Held {
      public:
        explicit Held(int descriptor = -1, int error = 0) : descriptor_(descriptor), error_(error)
        {}
        ~Held();
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;

        explicit operator bool() const { return descriptor_ >= 0; }
        /// Why not: errno; EWOULDBLOCK: somebody else has it.
        int error() const { return error_; }

      private:
        int descriptor_, error_;
    };

    /// Makes the file, for this user alone, when it isn't there.
    explicit FileLock(const std::string& path);

    /// Waits at most `patience`, ns. Not to be taken twice.
    Held take(uint64_t patience);

  private:
    OpenFile file_;
    int error_;
};

}  // namespace animatize
