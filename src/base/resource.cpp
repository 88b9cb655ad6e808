#include "base/resource.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <gio/gio.h>

#include "resources.h"

namespace animatize {
namespace {

constexpr std::string_view kRoot = "/animatize/";
constexpr size_t kMebibyte = 1024 * 1024;

// A GResource in a static library vanishes unless somebody names it: this does.
GResource* resources()
{
    return animatize_get_resource();
}

std::string fullPath(std::string_view path)
{
    return std::string(kRoot).append(path);
}

Error take(GError* error, const std::string& what)
{
    Error result{what + ": " + (error ? error->message : "unknown error")};
    g_clear_error(&error);
    return result;
}

}  // namespace

Result<std::string> resourceText(std::string_view path)
{
    GError* error = nullptr;
    GBytes* bytes = g_resource_lookup_data(resources(), fullPath(path).c_str(),
                                           G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
    if (!bytes)
        return take(error, "built-in file " + std::string(path));
    gsize size = 0;
    const auto* data = static_cast<const char*>(g_bytes_get_data(bytes, &size));
    std::string text(data, size);
    g_bytes_unref(bytes);
    return text;
}

std::vector<std::string> resourceNames(std::string_view folder)
{
    std::vector<std::string> names;
    char** children = g_resource_enumerate_children(resources(), fullPath(folder).c_str(),
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
    for (char** child = children; child && *child; ++child)
        names.emplace_back(*child);
    g_strfreev(children);
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::string> fileText(const std::string& path, size_t mostBytes)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                               std::fclose);
    if (!file)
        return Error{path + ": " + std::strerror(errno)};
    // Read in pieces and counted: the sizes that devices and pipes state are no bound.
    std::string text;
    char piece[64 * 1024];
    while (const size_t count = std::fread(piece, 1, sizeof piece, file.get())) {
        text.append(piece, count);
        if (text.size() > mostBytes)
            return Error{path + ": larger than " + std::to_string(mostBytes / kMebibyte) + " MiB"};
    }
    if (std::ferror(file.get()))
        return Error{path + ": " + std::strerror(errno)};
    return text;
}

}  // namespace animatize
