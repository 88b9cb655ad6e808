#include "generate/remote/provider_template.h"

#include <algorithm>

#include <glib.h>

#include "movement/evidence_fields.h"

namespace animatize {
namespace {

/// The member that makes an object more than an object; null for plain ones.
const JsonMember* directive(const JsonValue& form)
{
    const JsonValue::Object* object = form.object();
    const bool is = object && !object->empty() && object->front().key.starts_with("$");
    return is ? &object->front() : nullptr;
}

std::optional<JsonValue> optional(const JsonValue* value)
{
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<JsonValue> fillJoin(const JsonValue& pieces, const SlotValues& values)
{
    std::string text;
    bool set = false;
    for (const JsonValue& piece : *pieces.array()) {
        const auto filled = fillTemplate(piece, values);
        set = set || (filled && directive(piece));
        text += filled ? filled->plainText() : "";
    }
    return set ? std::optional<JsonValue>(JsonValue::Value(text)) : std::nullopt;
}

std::optional<JsonValue> fillDirective(const JsonValue& form, const JsonMember& what,
                                       const SlotValues& values)
{
    if (what.key == "$join")
        return fillJoin(what.value, values);
    if (what.key == "$json") {
        const auto filled = fillTemplate(what.value, values);
        return filled ? std::optional<JsonValue>(JsonValue::Value(toJson(*filled))) : std::nullopt;
    }
    const auto value = values(*what.value.text());
    if (what.key == "$slot")
        return value ? value : optional(form.member("default"));
    const JsonValue* chosen = form.member(value ? "value" : "else");
    return chosen ? fillTemplate(*chosen, values) : std::nullopt;
}

std::optional<JsonValue> fillArray(const JsonValue::Array& form, const SlotValues& values)
{
    JsonValue::Array array;
    for (const JsonValue& one : form)
        if (auto filled = fillTemplate(one, values))
            array.push_back(std::move(*filled));
    if (array.empty() && !form.empty())
        return std::nullopt;
    return JsonValue(JsonValue::Value(std::move(array)));
}

std::optional<JsonValue> fillObject(const JsonValue::Object& form, const SlotValues& values)
{
    JsonValue::Object object;
    for (const JsonMember& one : form)
        if (auto filled = fillTemplate(one.value, values))
            object.push_back({one.key, std::move(*filled)});
    if (object.empty() && !form.empty())
        return std::nullopt;
    return JsonValue(JsonValue::Value(std::move(object)));
}

std::string knownMembers(const std::string& name)
{
    return name == "$slot"                      ? "$slot default"
           : name == "$when"                    ? "$when value else"
           : name == "$join" || name == "$json" ? name
                                                : "";
}

std::string directiveProblem(const JsonValue& form, const JsonMember& what,
                             const std::string& pointer)
{
    const std::string known = knownMembers(what.key);
    if (known.empty())
        return pointer + ": \"" + what.key + "\" is none of: $slot $when $join $json";
    for (const JsonMember& one : *form.object())
        if (!isOneOf(one.key, known))
            return pointer + ": \"" + one.key + "\" is none of: " + known;
    const bool slot = what.key == "$slot" || what.key == "$when";
    if (slot && (!what.value.text() || !isOneOf(*what.value.text(), kProviderSlots)))
        return pointer + "/" + what.key + ": should be one of: " + kProviderSlots;
    if (what.key == "$when" && !form.member("value") && !form.member("else"))
        return pointer + ": needs a value or an else";
    if (what.key == "$join" && !what.value.array())
        return pointer + "/$join: should be an array";
    return {};
}

}  // namespace

std::optional<JsonValue> fillTemplate(const JsonValue& form, const SlotValues& values)
{
    if (const JsonMember* what = directive(form))
        return fillDirective(form, *what, values);
    if (form.array())
        return fillArray(*form.array(), values);
    if (form.object())
        return fillObject(*form.object(), values);
    return form;
}

bool hasSlot(const JsonValue& form, const std::string& slot)
{
    if (const JsonMember* what = directive(form); what && what->key == "$slot")
        return what->value.plainText() == slot;
    if (const JsonValue::Array* array = form.array())
        return std::any_of(array->begin(), array->end(),
                           [&](const JsonValue& one) { return hasSlot(one, slot); });
    if (const JsonValue::Object* object = form.object())
        return std::any_of(object->begin(), object->end(),
                           [&](const JsonMember& one) { return hasSlot(one.value, slot); });
    return false;
}

std::string templateProblem(const JsonValue& form, const std::string& pointer)
{
    if (const JsonMember* what = directive(form)) {
        std::string problem = directiveProblem(form, *what, pointer);
        if (!problem.empty())
            return problem;
    }
    if (const JsonValue::Array* array = form.array())
        for (size_t i = 0; i < array->size(); ++i)
            if (auto found = templateProblem((*array)[i], pointer + "/" + std::to_string(i));
                !found.empty())
                return found;
    if (const JsonValue::Object* object = form.object())
        for (const JsonMember& one : *object)
            if (auto found = templateProblem(one.value, pointer + "/" + one.key); !found.empty())
                return found;
    return {};
}

std::optional<std::string> fillPath(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::string& name)>& values)
{
    std::string filled;
    for (size_t at = 0; at < path.size();) {
        const size_t open = std::min(path.find('{', at), path.size());
        filled += path.substr(at, open - at);
        const size_t close = path.find('}', open);
        if (close == std::string::npos)
            return filled + path.substr(open);
        const auto value = values(path.substr(open + 1, close - open - 1));
        if (!value)
            return std::nullopt;
        char* escaped = g_uri_escape_string(value->c_str(), "/", FALSE);
        filled += escaped;
        g_free(escaped);
        at = close + 1;
    }
    return filled;
}

}  // namespace animatize
