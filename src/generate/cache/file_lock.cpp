#include "generate/cache/file_lock.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>

#include "base/clock.h"
#include "base/sleep.h"

namespace animatize {

FileLock::FileLock(const std::string& path)
    : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)), error_(file_ ? 0 : errno)
{}

// Asked again and again: flock() itself can't wait for a limited time. What others do under it
// takes about a millisecond.
FileLock::Held FileLock::take(uint64_t patience)
{
    if (!file_)
        return Held(-1, error_);
    const SteadyClock clock;
    const uint64_t begin = clock.now();
    for (uint64_t pause = kMillisecond / 4;; pause = std::min(pause * 2, 5 * kMillisecond)) {
        if (flock(file_.get(), LOCK_EX | LOCK_NB) == 0)
            return Held(file_.get());
        if ((errno != EWOULDBLOCK && errno != EINTR) || clock.now() - begin >= patience)
            return Held(-1, errno);
        sleepFor(pause, {});
    }
}

FileLock::Held::~Held()
{
    if (descriptor_ >= 0)
        flock(descriptor_, LOCK_UN);
}

}  // namespace animatize
