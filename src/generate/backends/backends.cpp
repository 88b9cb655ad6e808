#include "generate/backends/backends.h"

namespace animatize {

std::span<const BackendRow> backendTable()
{
    static constexpr BackendRow kTable[] = {
        {"local", "a camera over the shot's best frame with its depth, in this process",
         makeLocalBackend},
    };
    return kTable;
}

}  // namespace animatize
