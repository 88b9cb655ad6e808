// What has to hold of a cache's folder, whatever its processes went through.
#pragma once

#include <cstdio>

#include <sqlite3.h>

#include "caching.h"

namespace animatize::test {

/// Empty, or what it is that was found: not what anybody can have put in under this number.
inline std::string wrongWith(const CachedPicture& found, int number)
{
    size_t size = 0;
    int wasFor = -1, version = -1;
    const char* form = "{\"number\":%d,\"size\":%zu,\"version\":%d}";
    if (std::sscanf(found.metadata.c_str(), form, &wasFor, &size, &version) != 3)
        return "metadata that nobody wrote: " + found.metadata;
    if (wasFor != number)
        return "the picture of another key: " + found.metadata;
    return found == pictureOf(number, size, version) ? "" : "other bytes than were put in";
}

/// Of the numbers below `numbers`: how many are there; what is wrong ends the process.
struct FolderState {
    size_t found = 0, files = 0, drafts = 0, referenced = 0;
    uint64_t bytesOfFiles = 0;
};

/// Looks at all files, and at the digests that the index knows.
inline FolderState stateOf(const std::string& location)
{
    FolderState state;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(location)) {
        const std::string ending = entry.path().extension().string();
        state.files += ending == ".bin" ? 1 : 0;
        state.drafts += ending == ".part" ? 1 : 0;
        state.bytesOfFiles += ending == ".bin" ? entry.file_size() : 0;
    }
    sqlite3* database = nullptr;
    sqlite3_open((location + "/pictures.db").c_str(), &database);
    const auto take = [](void* count, int, char** values, char**) {
        *static_cast<size_t*>(count) = std::stoul(values[0]);
        return 0;
    };
    sqlite3_exec(database, "SELECT count(DISTINCT blob) FROM entry", take, &state.referenced,
                 nullptr);
    sqlite3_close(database);
    return state;
}

}  // namespace animatize::test
