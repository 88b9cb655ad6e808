// NumberedPath: the file names of a numbered series, from a pattern such as "out/shot-%05d.png".
//
// Exactly one %d, with an optional width and an optional leading 0 for zeros in front; %% is a
// percent sign. The pattern never reaches printf.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace animatize {

class NumberedPath {
  public:
    /// The error says what the pattern lacks.
    static Result<NumberedPath> parse(const std::string& pattern);

    std::string at(uint64_t number) const;

  private:
    std::string before_, after_;
    size_t width_ = 0;
    char fill_ = ' ';
};

}  // namespace animatize
