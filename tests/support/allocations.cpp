#include "support/allocations.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include <dlfcn.h>
#include <execinfo.h>
#include <malloc.h>

extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
}

namespace animatize::test {
namespace {

constexpr int kDepth = 12;
constexpr size_t kMostPlaces = 64;
// Modules that ask for others.
constexpr const char* kPassOn[] = {"libstdc++", "libc.so", "libgcc"};

std::atomic<bool> counting{false};
thread_local bool inside = false;
const char* ownModule = "";
std::atomic<uint64_t> own{0}, library{0};
void* ownPlaces[kMostPlaces];  // distinct
size_t places = 0;

// A template of the standard library is the same function for all modules that have it.
bool passesOn(const Dl_info& place)
{
    if (place.dli_sname && std::strncmp(place.dli_sname, "_ZNSt", 5) == 0)
        return true;
    for (const char* name : kPassOn)
        if (std::strstr(place.dli_fname, name))
            return true;
    return false;
}

// The two innermost frames are this function and the malloc below.
void count()
{
    if (!counting || inside)
        return;
    inside = true;
    void* frames[kDepth];
    const int depth = backtrace(frames, kDepth);
    bool isOwn = false;
    for (int i = 2; i < depth; ++i) {
        Dl_info info{};
        if (!dladdr(frames[i], &info) || !info.dli_fname || passesOn(info))
            continue;
        isOwn = std::strstr(info.dli_fname, ownModule) != nullptr;
        if (isOwn && std::find(ownPlaces, ownPlaces + places, frames[i]) == ownPlaces + places &&
            places < kMostPlaces)
            ownPlaces[places++] = frames[i];
        break;
    }
    ++(isOwn ? own : library);
    inside = false;
}

std::string nameOf(void* place)
{
    Dl_info info{};
    if (!dladdr(place, &info) || !info.dli_fname)
        return "?";
    const auto offset = static_cast<char*>(place) - static_cast<char*>(info.dli_fbase);
    char text[32];
    snprintf(text, sizeof text, "+%#tx", offset);
    return std::string(info.dli_sname ? info.dli_sname : info.dli_fname) + text;
}

}  // namespace

void beginCounting(const char* module)
{
    void* frames[kDepth];
    backtrace(frames, kDepth);  // loads what it needs
    ownModule = module;
    own = library = 0;
    places = 0;
    counting = true;
}

Allocations endCounting()
{
    counting = false;
    Allocations found{own, library, {}};
    for (size_t i = 0; i < places; ++i)
        found.places.push_back(nameOf(ownPlaces[i]));
    return found;
}

}  // namespace animatize::test

extern "C" {

void* malloc(size_t size)
{
    animatize::test::count();
    return __libc_malloc(size);
}

void* calloc(size_t count, size_t size)
{
    animatize::test::count();
    return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size)
{
    animatize::test::count();
    return __libc_realloc(memory, size);
}

void* memalign(size_t alignment, size_t size)
{
    animatize::test::count();
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size)
{
    animatize::test::count();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size)
{
    animatize::test::count();
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
}
