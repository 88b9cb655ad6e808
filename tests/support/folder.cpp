#include "support/folder.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <stdlib.h>

namespace animatize::test {

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "animatize-XXXXXX").string();
    if (!mkdtemp(name.data()))
        throw std::runtime_error("no folder for the files of the test");
    folder_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> Folder::files() const
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string Folder::text(const std::string& name) const
{
    std::ifstream file(folder_ / name, std::ios::binary);
    if (!file.good())
        throw std::runtime_error("there is no file " + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> Folder::lines(const std::string& name) const
{
    std::istringstream text(this->text(name));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

}  // namespace animatize::test
