#include "generate/backends/backends.h"

namespace animatize {

std::span<const BackendRow> backendTable()
{
    static constexpr BackendRow kTable[] = {
        {kLocalBackend, "a camera over the shot's best frame with its depth, in this process",
         makeLocalBackend},
    };
    return kTable;
}

std::string namesOf(std::span<const BackendRow> table)
{
    std::string names;
    for (const BackendRow& row : table)
        names.append(names.empty() ? "" : ", ").append(row.name);
    return names;
}

FindBackend findIn(std::span<const BackendRow> table)
{
    return [table](const std::string& name) -> Result<std::shared_ptr<Backend>> {
        for (const BackendRow& row : table)
            if (row.name == name)
                return std::shared_ptr<Backend>(row.make());
        return Error{"there is no backend \"" + name + "\"; known are: " + namesOf(table)};
    };
}

}  // namespace animatize
