// Counts the allocations of a stretch of code, told apart by who asked for them.
//
// The program's malloc takes the place of the C library's, so only one program of its own should
// have this, and none with a sanitizer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace animatize::test {

struct Allocations {
    uint64_t own =
        0;  ///< asked for by code of the module `own`, through the standard library or not
    uint64_t library = 0;             ///< by anybody else
    std::vector<std::string> places;  ///< of the own ones, each once, for the message
};

/// Counting begins; `own` is a part of the file name of the module that is told apart.
void beginCounting(const char* own);
Allocations endCounting();

}  // namespace animatize::test
