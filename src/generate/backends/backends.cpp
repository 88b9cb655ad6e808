#include "generate/backends/backends.h"

namespace animatize {

std::span<const BackendRow> backendTable()
{
    static constexpr BackendRow kTable[] = {
        {"local", "a plain 2-D camera over the shot's best frame, in this process",
         makeLocalBackend},
    };
    return kTable;
}

}  // namespace animatize
