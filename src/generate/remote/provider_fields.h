// Fields that several parts of a manifest have, read and checked alike. What is wrong is said by
// the reader, and something harmless is returned.
#pragma once

#include <string>
#include <vector>

#include "record/json_reader.h"

namespace animatize {

/// One of the words, which are parted by blanks.
std::string choiceIn(const JsonReader& reader, const char* key, const std::string& words);

/// A JSON pointer; empty when the field is missing.
std::string pointerIn(const JsonReader& reader, const char* key);
std::vector<std::string> pointersIn(const JsonReader& reader, const char* key);

/// ns, of a field in seconds from 1 ms to `most` s.
uint64_t secondsIn(const JsonReader& reader, const char* key, uint64_t otherwise, double most);

/// A path that begins with a slash.
std::string pathIn(const JsonReader& reader, const char* key);

/// The name of a header.
std::string headerIn(const JsonReader& reader, const char* key);

}  // namespace animatize
