// Records as JSON: one object per line, doubles to 6 significant digits, always valid UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/record.h"

namespace animatize {

/// A text as JSON writes it, in quotes.
std::string quoted(const std::string& text);

/// A value alone: texts as they are, all else as JSON writes it; none where it is unknown.
std::optional<std::string> plainText(const Record::Value& value);

/// The record as one JSON object, without a newline.
std::string toJson(const Record& record);

/// A line of the contract: {"schema":"animatize/1","type":TYPE,"pts":PTS, fields...}.
std::string jsonLine(std::string_view type, std::optional<uint64_t> pts, const Record& record);

}  // namespace animatize
