#include "record/json_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace animatize {

Result<std::unique_ptr<JsonFile>> JsonFile::open(const std::string& path,
                                                 std::function<void(const Error&)> onError)
{
    std::FILE* file = std::fopen(path.c_str(), "we");
    if (!file)
        return Error{"cannot write " + path + ": " + std::strerror(errno)};
    return std::unique_ptr<JsonFile>(new JsonFile(path, file, std::move(onError)));
}

JsonFile::JsonFile(std::string path, std::FILE* file, std::function<void(const Error&)> onError)
    : path_(std::move(path)), file_(file), onError_(std::move(onError)), thread_([this] { run(); })
{}

JsonFile::~JsonFile()
{
    {
        std::lock_guard lock(mutex_);
        quit_ = true;
    }
    changed_.notify_all();
    thread_.join();
    std::fclose(file_);
}

void JsonFile::write(const std::string& line, bool mayWait)
{
    std::unique_lock lock(mutex_);
    // A line that is larger than the whole queue goes in alone: waiting wouldn't make it fit.
    const auto fits = [&] {
        return waiting_.empty() || waiting_.size() + line.size() < kMostBytes || broken_;
    };
    if (mayWait)
        changed_.wait(lock, fits);
    if (broken_ || !fits()) {
        ++lost_;
        return;
    }
    waiting_ += line;
    waiting_ += '\n';
    changed_.notify_all();
}

void JsonFile::flush()
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return (waiting_.empty() && !writing_) || broken_; });
}

uint64_t JsonFile::lost() const
{
    std::lock_guard lock(mutex_);
    return lost_;
}

void JsonFile::run()
{
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return quit_ || !waiting_.empty(); });
        if (waiting_.empty())
            return;
        const std::string lines = std::exchange(waiting_, {});
        writing_ = true;
        lock.unlock();
        const bool fine = !broken_ && put(lines);
        lock.lock();
        writing_ = false;
        broken_ = broken_ || !fine;
        changed_.notify_all();
    }
}

bool JsonFile::put(const std::string& lines)
{
    if (std::fwrite(lines.data(), 1, lines.size(), file_) == lines.size() &&
        std::fflush(file_) == 0)
        return true;
    onError_({"cannot write " + path_ + ": " + std::strerror(errno)});
    return false;
}

}  // namespace animatize
