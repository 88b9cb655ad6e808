#include "record/json_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

#include <json-glib/json-glib.h>

#include "record/json.h"
#include "record/json_reader.h"

namespace animatize {
namespace {

JsonValue valueOf(JsonNode* node);

JsonValue scalarOf(JsonNode* node)
{
    switch (json_node_get_value_type(node)) {
        case G_TYPE_BOOLEAN:
            return JsonValue::Value(json_node_get_boolean(node) != FALSE);
        case G_TYPE_INT64:
            return JsonValue::Value(static_cast<int64_t>(json_node_get_int(node)));
        case G_TYPE_DOUBLE:
            return JsonValue::Value(json_node_get_double(node));
        default:
            return JsonValue::Value(std::string(json_node_get_string(node)));
    }
}

JsonValue arrayOf(JsonArray* list)
{
    JsonValue::Array array;
    for (guint i = 0; i < json_array_get_length(list); ++i)
        array.push_back(valueOf(json_array_get_element(list, i)));
    return JsonValue::Value(std::move(array));
}

JsonValue objectOf(JsonObject* from)
{
    JsonValue::Object object;
    GList* keys = json_object_get_members(from);
    for (GList* key = keys; key; key = key->next) {
        const char* name = static_cast<const char*>(key->data);
        object.push_back({name, valueOf(json_object_get_member(from, name))});
    }
    g_list_free(keys);
    return JsonValue::Value(std::move(object));
}

JsonValue valueOf(JsonNode* node)
{
    switch (json_node_get_node_type(node)) {
        case JSON_NODE_OBJECT:
            return objectOf(json_node_get_object(node));
        case JSON_NODE_ARRAY:
            return arrayOf(json_node_get_array(node));
        case JSON_NODE_VALUE:
            return scalarOf(node);
        default:
            return {};
    }
}

template <typename T>
std::string numberText(T number)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

struct Writer {
    std::string out;

    void operator()(std::monostate) { out += "null"; }
    void operator()(bool flag) { out += flag ? "true" : "false"; }
    void operator()(int64_t number) { out += numberText(number); }
    void operator()(double number) { out += std::isfinite(number) ? numberText(number) : "null"; }
    void operator()(const std::string& text) { out += quoted(text); }
    void operator()(const JsonValue::Array& array)
    {
        out += '[';
        for (const JsonValue& one : array) {
            if (&one != &array.front())
                out += ',';
            std::visit(*this, one.value());
        }
        out += ']';
    }
    void operator()(const JsonValue::Object& object)
    {
        out += '{';
        for (const JsonMember& one : object) {
            if (&one != &object.front())
                out += ',';
            out += quoted(one.key) + ':';
            std::visit(*this, one.value.value());
        }
        out += '}';
    }
};

/// A token of a pointer without its escapes.
std::string unescaped(std::string_view token)
{
    std::string text;
    for (size_t i = 0; i < token.size(); ++i) {
        const bool escape = token[i] == '~' && i + 1 < token.size();
        text += escape ? (token[++i] == '1' ? '/' : '~') : token[i];
    }
    return text;
}

const JsonValue* element(const JsonValue& value, std::string_view token)
{
    const JsonValue::Array* array = value.array();
    if (!array)
        return value.member(unescaped(token));
    size_t index = 0;
    const auto [end, trouble] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool whole = trouble == std::errc() && end == token.data() + token.size();
    return whole && index < array->size() ? &(*array)[index] : nullptr;
}

const JsonValue* firstOf(const JsonValue& value, std::string_view rest)
{
    if (const JsonValue::Array* array = value.array())
        for (const JsonValue& one : *array)
            if (const JsonValue* found = one.find(rest))
                return found;
    if (const JsonValue::Object* object = value.object())
        for (const JsonMember& one : *object)
            if (const JsonValue* found = one.value.find(rest))
                return found;
    return nullptr;
}

}  // namespace

std::string JsonValue::plainText() const
{
    if (text())
        return *text();
    if (isNull() || array() || object())
        return {};
    return toJson(*this);
}

const JsonValue* JsonValue::member(std::string_view key) const
{
    if (!object())
        return nullptr;
    for (const JsonMember& one : *object())
        if (one.key == key)
            return &one.value;
    return nullptr;
}

void JsonValue::set(std::string_view key, JsonValue value)
{
    if (!object())
        value_ = Object();
    for (JsonMember& one : *object())
        if (one.key == key) {
            one.value = std::move(value);
            return;
        }
    object()->push_back({std::string(key), std::move(value)});
}

const JsonValue* JsonValue::find(std::string_view pointer) const
{
    if (pointer.empty())
        return isNull() ? nullptr : this;
    if (pointer.front() != '/')
        return nullptr;
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string_view token = pointer.substr(0, end), rest = pointer.substr(end);
    if (token == "*")
        return firstOf(*this, rest);
    const JsonValue* next = element(*this, token);
    return next ? next->find(rest) : nullptr;
}

bool JsonValue::operator==(const JsonValue& other) const
{
    return value_ == other.value_;
}

bool JsonMember::operator==(const JsonMember& other) const
{
    return key == other.key && value == other.value;
}

Result<JsonValue> parseJson(const std::string& text, const std::string& source)
{
    if (isNestedTooDeep(text))
        return Error{source + ": nested too deep"};
    struct Unref {
        void operator()(JsonParser* parser) const { g_object_unref(parser); }
    };
    const std::unique_ptr<JsonParser, Unref> parser(json_parser_new_immutable());
    GError* error = nullptr;
    if (!json_parser_load_from_data(parser.get(), text.data(), static_cast<gssize>(text.size()),
                                    &error)) {
        const Error said{source + ": not JSON: " + (error ? error->message : "unknown error")};
        g_clear_error(&error);
        return said;
    }
    JsonNode* root = json_parser_get_root(parser.get());
    if (!root)
        return Error{source + ": not JSON: it is empty"};
    return valueOf(root);
}

std::string toJson(const JsonValue& value)
{
    Writer writer;
    std::visit(writer, value.value());
    return std::move(writer.out);
}

void mergePatch(JsonValue& target, const JsonValue& patch)
{
    if (!patch.object()) {
        target = patch;
        return;
    }
    if (!target.object())
        target = JsonValue::Value(JsonValue::Object());
    for (const JsonMember& one : *patch.object()) {
        if (one.value.isNull()) {
            std::erase_if(*target.object(), [&](const JsonMember& m) { return m.key == one.key; });
            continue;
        }
        const JsonValue* old = target.member(one.key);
        JsonValue merged = old ? *old : JsonValue();
        mergePatch(merged, one.value);
        target.set(one.key, std::move(merged));
    }
}

bool isJsonPointer(std::string_view text)
{
    if (!text.empty() && text.front() != '/')
        return false;
    for (size_t i = 0; i < text.size(); ++i)
        if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1')))
            return false;
    return true;
}

}  // namespace animatize
