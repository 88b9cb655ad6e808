// What has to hold of a cache's folder, whatever its processes went through.
#pragma once

#include <cstdio>

#include "caching.h"
#include "sql.h"

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

struct FolderState {
    size_t files = 0, drafts = 0, referenced = 0;  ///< by rows of the index
    uint64_t bytesOfFiles = 0;
};

inline FolderState stateOf(const std::string& location)
{
    FolderState state;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(location)) {
        const std::string ending = entry.path().extension().string();
        state.files += ending == ".bin" ? 1 : 0;
        state.drafts += ending == ".part" ? 1 : 0;
        state.bytesOfFiles += ending == ".bin" ? entry.file_size() : 0;
    }
    state.referenced = static_cast<size_t>(
        Sql(location + "/pictures.db").number("SELECT count(DISTINCT blob) FROM entry"));
    return state;
}

}  // namespace animatize::test
