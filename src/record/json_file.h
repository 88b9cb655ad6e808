// JsonFile: lines of JSON on disk, written by a thread of its own.
//
// write() only enqueues. The queue is bounded in bytes: when the disk is slower than the stream,
// a writer that may wait does so, one that may not (live) loses the line and it is counted.
// Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"

namespace animatize {

class JsonFile {
  public:
    /// Creates or empties the file. `onError` is called once, from the writing thread.
    static Result<std::unique_ptr<JsonFile>> open(const std::string& path,
                                                  std::function<void(const Error&)> onError);
    ~JsonFile();
    JsonFile(const JsonFile&) = delete;
    JsonFile& operator=(const JsonFile&) = delete;

    /// Adds one line (the newline is put behind it).
    void write(const std::string& line, bool mayWait);
    /// Waits until all lines are in the file.
    void flush();
    /// Lines that were lost because the disk was too slow.
    uint64_t lost() const;

  private:
    static constexpr size_t kMostBytes = 8 * 1024 * 1024;
    JsonFile(std::string path, std::FILE* file, std::function<void(const Error&)> onError);
    void run();
    bool put(const std::string& lines);

    const std::string path_;
    std::FILE* const file_;
    const std::function<void(const Error&)> onError_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    bool writing_ = false;
    bool quit_ = false;
    bool broken_ = false;
    uint64_t lost_ = 0;
    std::thread thread_;  // last: starts when all of the above exists
};

}  // namespace animatize
