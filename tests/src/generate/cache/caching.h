// What all suites about the cache of pictures have in common: a folder, a clock that is moved by
// hand, and pictures by number.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <stdlib.h>
#include <unistd.h>

#include "base/sha256.h"
#include "generate/cache/picture_cache.h"
#include "support/folder.h"
#include "support/suite.h"

namespace animatize::test {

/// For suites with thousands of changes to files: in memory, where there is such a folder, since
/// none of them takes the power away.
inline void useMemoryFolder()
{
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1);
}

inline std::string keyOf(int number)
{
    return sha256("request " + std::to_string(number));
}

/// `size` bytes of which every one says the number and the version.
inline CachedPicture pictureOf(int number, size_t size = 1000, int version = 0)
{
    const std::string word = std::to_string(number) + "." + std::to_string(version) + " ";
    CachedPicture picture;
    while (picture.bytes.size() < size)
        picture.bytes += word;
    picture.bytes.resize(size);
    picture.mimeType = "image/png";
    picture.metadata = "{\"number\":" + std::to_string(number) +
                       ",\"size\":" + std::to_string(size) +
                       ",\"version\":" + std::to_string(version) + "}";
    return picture;
}

/// Bytes that it counts for.
inline uint64_t costOf(const CachedPicture& picture)
{
    return picture.bytes.size() + picture.mimeType.size() + picture.metadata.size();
}

struct Caching {
    Folder folder;
    std::atomic<uint64_t> now{1'800'000'000 * kSecond};
    /// On disk alone, unless a case wants it otherwise.
    PictureCacheSettings settings{
        .location = folder.path("cache"), .maxBytes = 1 << 20, .memoryBytes = 0};

    WallTime clock()
    {
        return [this] { return now.load(); };
    }
    Result<std::shared_ptr<PictureCache>> tryOpen()
    {
        return PictureCache::open(settings, clock());
    }
    std::shared_ptr<PictureCache> open()
    {
        auto cache = tryOpen();
        ck_assert_msg(static_cast<bool>(cache), "%s", cache ? "" : cache.error().message.c_str());
        return *cache;
    }
    std::string path(const std::string& name) const { return settings.location + "/" + name; }
    /// Of the file with these bytes.
    std::string blobPath(const CachedPicture& picture) const
    {
        const std::string digest = sha256(picture.bytes);
        return path(digest.substr(0, 2) + "/" + digest + ".bin");
    }
};

inline bool holds(PictureCache& cache, int number, const CachedPicture& picture)
{
    const auto found = cache.find(keyOf(number));
    return found && *found == picture;
}

inline bool holds(PictureCache& cache, int number)
{
    return holds(cache, number, pictureOf(number));
}

inline void put(PictureCache& cache, int number)
{
    cache.insert(keyOf(number), pictureOf(number));
}

inline uint64_t statOf(const PictureCache& cache, const char* name)
{
    const auto number = cache.stats().number(name);
    ck_assert_msg(number.has_value(), "there is no %s", name);
    return static_cast<uint64_t>(*number);
}

/// All that it says, in one text.
inline std::string problemsOf(PictureCache& cache)
{
    std::string all;
    for (const std::string& problem : cache.takeProblems())
        all += problem + "\n";
    return all;
}

inline void quiet(PictureCache& cache)
{
    const std::string problems = problemsOf(cache);
    ck_assert_str_eq(problems.c_str(), "");
}

}  // namespace animatize::test
