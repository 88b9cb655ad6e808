// Stands in for soup_client.cpp where libsoup is missing.
#include "net/soup_client.h"

namespace animatize {
namespace {

constexpr const char* kAbsent =
    "animatize was built without libsoup 3, so it can't use the network; install libsoup-3.0-dev "
    "and build with -Dhttp=enabled";

}  // namespace

Result<std::shared_ptr<HttpClient>> makeSoupClient(const Clock&, const SoupSettings&)
{
    return Error{kAbsent};
}

Result<std::shared_ptr<HttpClient>> sharedSoupClient()
{
    return Error{kAbsent};
}

}  // namespace animatize
