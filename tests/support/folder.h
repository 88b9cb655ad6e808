// A folder for the files that a test writes. What fails is thrown: tests of both check libraries
// use it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace animatize::test {

/// A folder that is gone at the end of the case.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    /// Names of what is in it, sorted.
    std::vector<std::string> files() const;
    std::string text(const std::string& name) const;
    std::vector<std::string> lines(const std::string& name) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace animatize::test
