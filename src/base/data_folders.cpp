#include "base/data_folders.h"

#include <cstdlib>
#include <sstream>

namespace animatize {

std::vector<std::string> dataFolders(const std::string& folder)
{
    const char* home = std::getenv("XDG_DATA_HOME");
    const char* shared = std::getenv("XDG_DATA_DIRS");
    std::string all = home ? std::string(home) + ":" : std::string();
    all += shared && *shared ? shared : "/usr/local/share:/usr/share";
    std::vector<std::string> folders;
    std::istringstream roots(all);
    for (std::string root; std::getline(roots, root, ':');)
        if (!root.empty())
            folders.push_back(root + "/" + folder);
    return folders;
}

}  // namespace animatize
