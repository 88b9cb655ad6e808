// Reading fields of records as they come, whatever they hold: what isn't as the contract has it is
// absent. Nothing is copied, so that a frame that says what the last one said costs nothing.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <opencv2/core.hpp>

#include "record/record.h"

namespace animatize::fields {

/// A finite number.
inline std::optional<double> number(const Record* record, std::string_view name)
{
    const auto value = record ? record->number(name) : std::nullopt;
    return value && std::isfinite(*value) ? value : std::nullopt;
}

/// A finite number, kept between bounds.
inline std::optional<double> between(const Record* record, std::string_view name, double least,
                                     double most)
{
    const auto value = number(record, name);
    return value ? std::optional(std::clamp(*value, least, most)) : std::nullopt;
}

/// 0..1 as whole percent.
inline std::optional<int> percent(const Record* record, std::string_view name)
{
    const auto value = between(record, name, 0.0, 1.0);
    return value ? std::optional(static_cast<int>(std::lround(100.0 * *value))) : std::nullopt;
}

/// Valid as long as the record; empty when absent.
inline std::string_view words(const Record* record, std::string_view name)
{
    const Record::Value* value = record ? record->find(name) : nullptr;
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

/// A number of any of the unsigned kinds, or a time.
inline std::optional<uint64_t> whole(const Record* record, std::string_view name)
{
    const Record::Value* value = record ? record->find(name) : nullptr;
    if (!value)
        return std::nullopt;
    if (const auto* number = std::get_if<uint64_t>(value))
        return *number;
    if (const auto* number = std::get_if<uint32_t>(value))
        return *number;
    if (const auto* time = std::get_if<Nanoseconds>(value))
        return time->value;
    return std::nullopt;
}

/// A time that is known: GStreamer's "none" isn't.
inline std::optional<uint64_t> time(const Record* record, std::string_view name)
{
    const auto value = whole(record, name);
    return value && *value != UINT64_MAX ? value : std::nullopt;
}

inline bool flag(const Record* record, std::string_view name)
{
    const Record::Value* value = record ? record->find(name) : nullptr;
    const auto* flag = value ? std::get_if<bool>(value) : nullptr;
    return flag && *flag;
}

inline const Record* nested(const Record* record, std::string_view name)
{
    const Record::Value* value = record ? record->find(name) : nullptr;
    return value ? std::get_if<Record>(value) : nullptr;
}

inline const RecordList* list(const Record* record, std::string_view name)
{
    return record ? record->list(name) : nullptr;
}

/// Where `x y width height` lie in a frame, as far as they do; at least a pixel. Nothing when they
/// aren't numbers or lie beside it.
std::optional<cv::Rect> box(const Record& record, const cv::Size& frame);

/// "pan-left" -> "pan left"
std::string spoken(std::string_view name);

}  // namespace animatize::fields
