// Templates of requests: JSON in which objects with `$` stand for what a job says.
//
//   {"$slot": "seed"}                            its value; left out when the job has none
//   {"$slot": "strength", "default": 0.6}        the same with a value for jobs that have none
//   {"$when": "image", "value": 1, "else": 2}    by whether the job has it; one may be missing
//   {"$join": ["a ", {"$slot": "size"}]}         one text; left out when none of its slots is set
//   {"$json": {...}}                             the JSON of what is in it, as a text
//
// What is left out takes the member with it, and an object or array of which only that was there.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "record/json_value.h"

namespace animatize {

/// All slots there are, parted by blanks.
constexpr const char* kProviderSlots =
    "prompt negative seed model size width height ratio tier image image-type strength partials";

/// The value of a slot, or nothing.
using SlotValues = std::function<std::optional<JsonValue>(const std::string& slot)>;

/// The template with its slots filled in; nothing when all of it was left out.
std::optional<JsonValue> fillTemplate(const JsonValue& form, const SlotValues& values);

/// Whether the template has the slot.
bool hasSlot(const JsonValue& form, const std::string& slot);

/// What is wrong with a template, beginning with the JSON pointer to it; empty: nothing.
std::string templateProblem(const JsonValue& form, const std::string& pointer);

/// `{name}` in a text replaced by what `values` says, percent-encoded except for slashes; nothing
/// when one isn't there.
std::optional<std::string> fillPath(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::string& name)>& values);

}  // namespace animatize
