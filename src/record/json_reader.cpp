#include "record/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <sstream>

namespace animatize {
namespace {

constexpr int kDeepest = 32;

std::string shortNumber(double number)
{
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << number;
    return out.str();
}

bool isPlain(const std::string& text)
{
    return std::none_of(text.begin(), text.end(),
                        [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool isNumber(JsonNode* node)
{
    return node && JSON_NODE_HOLDS_VALUE(node) &&
           (json_node_get_value_type(node) == G_TYPE_INT64 ||
            json_node_get_value_type(node) == G_TYPE_DOUBLE);
}

bool isString(JsonNode* node)
{
    return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
}

}  // namespace

// The parser descends recursively: a file of opening brackets would exhaust the stack.
bool isNestedTooDeep(const std::string& text)
{
    int depth = 0, deepest = 0;
    bool inText = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            i += c == '\\';
            inText = c != '"';
            continue;
        }
        inText = c == '"';
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        deepest = std::max(deepest, depth);
    }
    return deepest > kDeepest;
}

bool JsonReader::has(const char* key) const
{
    return object_ && json_object_has_member(object_, key);
}

JsonNode* JsonReader::node(const char* key) const
{
    return has(key) ? json_object_get_member(object_, key) : nullptr;
}

std::string JsonReader::place(std::string_view key) const
{
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void JsonReader::fail(std::string_view key, const std::string& what) const
{
    if (problem_->first)
        return;
    std::string message = problem_->source + ": ";
    if (!item_.empty())
        message += item_ + ": ";
    problem_->first = Error{message + "field \"" + place(key) + "\": " + what};
}

bool JsonReader::isText(const char* key) const
{
    return isString(node(key));
}

bool JsonReader::isFlag(const char* key) const
{
    JsonNode* value = node(key);
    return value && JSON_NODE_HOLDS_VALUE(value) &&
           json_node_get_value_type(value) == G_TYPE_BOOLEAN;
}

bool JsonReader::flag(const char* key) const
{
    if (isFlag(key))
        return json_node_get_boolean(node(key));
    fail(key, "should be true or false");
    return false;
}

std::string JsonReader::text(const char* key, size_t most) const
{
    if (!isText(key)) {
        fail(key, has(key) ? "should be a text" : "is missing; it should be a text");
        return {};
    }
    std::string text = json_node_get_string(node(key));
    if (text.empty() || text.size() > most || !isPlain(text))
        fail(key, "should be a text of 1 to " + std::to_string(most) +
                      " bytes without control characters");
    return text;
}

std::string JsonReader::anyText(const char* key, size_t most) const
{
    const char* text = isText(key) ? json_node_get_string(node(key)) : nullptr;
    if (text && std::strlen(text) <= most)
        return text;
    fail(key, "should be a text of at most " + std::to_string(most) + " bytes");
    return {};
}

std::string JsonReader::textOr(const char* key, const std::string& otherwise, size_t most) const
{
    return has(key) ? text(key, most) : otherwise;
}

double JsonReader::number(const char* key, double lowest, double highest) const
{
    JsonNode* value = node(key);
    const double number = isNumber(value) ? json_node_get_double(value) : NAN;
    if (number >= lowest && number <= highest)
        return number;
    fail(key, std::string(value ? "" : "is missing; it ") + "should be a number from " +
                  shortNumber(lowest) + " to " + shortNumber(highest));
    return lowest;
}

double JsonReader::numberOr(const char* key, double otherwise, double lowest, double highest) const
{
    return has(key) ? number(key, lowest, highest) : otherwise;
}

std::optional<double> JsonReader::numberIfAny(const char* key, double lowest, double highest) const
{
    return has(key) ? std::optional(number(key, lowest, highest)) : std::nullopt;
}

JsonArray* JsonReader::array(const char* key, size_t most) const
{
    JsonNode* value = node(key);
    if (!value)
        return nullptr;
    if (!JSON_NODE_HOLDS_ARRAY(value) || json_array_get_length(json_node_get_array(value)) > most) {
        fail(key, "should be an array of at most " + std::to_string(most));
        return nullptr;
    }
    return json_node_get_array(value);
}

std::vector<std::string> JsonReader::texts(const char* key, size_t most) const
{
    std::vector<std::string> result;
    JsonArray* list = array(key, most);
    for (guint i = 0; list && i < json_array_get_length(list); ++i) {
        JsonNode* one = json_array_get_element(list, i);
        const char* text = isString(one) ? json_node_get_string(one) : "";
        if (!*text || std::strlen(text) > 500 || !isPlain(text))
            fail(std::string(key) + "[" + std::to_string(i) + "]",
                 "should be a text of 1 to 500 bytes without control characters");
        result.emplace_back(text);
    }
    return result;
}

std::vector<std::vector<std::string>> JsonReader::textLists(const char* key, size_t most) const
{
    std::vector<std::vector<std::string>> result;
    JsonArray* list = array(key, most);
    for (guint i = 0; list && i < json_array_get_length(list); ++i) {
        JsonNode* one = json_array_get_element(list, i);
        JsonArray* inner = JSON_NODE_HOLDS_ARRAY(one) ? json_node_get_array(one) : nullptr;
        std::vector<std::string> texts;
        for (guint k = 0; inner && k < json_array_get_length(inner); ++k)
            if (JsonNode* text = json_array_get_element(inner, k); isString(text))
                texts.emplace_back(json_node_get_string(text));
        if (!inner || texts.size() != json_array_get_length(inner))
            fail(std::string(key) + "[" + std::to_string(i) + "]", "should be an array of texts");
        result.push_back(std::move(texts));
    }
    return result;
}

bool JsonReader::holdsNumbers(const char* key) const
{
    JsonNode* value = node(key);
    if (!value || !JSON_NODE_HOLDS_ARRAY(value))
        return false;
    JsonArray* list = json_node_get_array(value);
    return json_array_get_length(list) > 0 && isNumber(json_array_get_element(list, 0));
}

std::vector<double> JsonReader::numbers(const char* key, double lowest, double highest) const
{
    std::vector<double> result;
    JsonArray* list = array(key, 64);
    for (guint i = 0; list && i < json_array_get_length(list); ++i) {
        JsonNode* one = json_array_get_element(list, i);
        const double number = isNumber(one) ? json_node_get_double(one) : NAN;
        if (!(number >= lowest && number <= highest))
            fail(std::string(key) + "[" + std::to_string(i) + "]",
                 "should be a number from " + shortNumber(lowest) + " to " + shortNumber(highest));
        result.push_back(number);
    }
    return result;
}

std::vector<JsonReader> JsonReader::objects(const char* key, size_t most) const
{
    std::vector<JsonReader> result;
    JsonArray* list = array(key, most);
    for (guint i = 0; list && i < json_array_get_length(list); ++i) {
        JsonNode* one = json_array_get_element(list, i);
        const std::string name = std::string(key) + "[" + std::to_string(i) + "]";
        if (!JSON_NODE_HOLDS_OBJECT(one))
            fail(name, "should be an object");
        else
            result.emplace_back(problem_, json_node_get_object(one), item_, place(name));
    }
    return result;
}

std::optional<JsonReader> JsonReader::object(const char* key) const
{
    JsonNode* value = node(key);
    if (!value)
        return std::nullopt;
    if (!JSON_NODE_HOLDS_OBJECT(value)) {
        fail(key, "should be an object");
        return std::nullopt;
    }
    return JsonReader(problem_, json_node_get_object(value), item_, place(key));
}

std::vector<std::string> JsonReader::keys() const
{
    std::vector<std::string> keys;
    GList* members = object_ ? json_object_get_members(object_) : nullptr;
    for (GList* member = members; member; member = member->next)
        keys.emplace_back(static_cast<const char*>(member->data));
    g_list_free(members);
    return keys;
}

void JsonReader::allow(std::initializer_list<const char*> allowed) const
{
    for (const std::string& key : keys()) {
        if (std::find(allowed.begin(), allowed.end(), key) != allowed.end())
            continue;
        std::string known;
        for (const char* one : allowed)
            known += std::string(known.empty() ? "" : " ") + one;
        fail(key, "is not known here; known are: " + known);
    }
}

Result<JsonDocument> JsonDocument::parse(const std::string& text, const std::string& source)
{
    if (isNestedTooDeep(text))
        return Error{source + ": nested deeper than " + std::to_string(kDeepest) + " levels"};
    JsonParser* parser = json_parser_new_immutable();
    GError* error = nullptr;
    JsonDocument document;
    document.problem_ = std::make_unique<JsonProblem>(JsonProblem{source, std::nullopt});
    const bool parsed =
        json_parser_load_from_data(parser, text.data(), static_cast<gssize>(text.size()), &error);
    JsonNode* root = parsed ? json_parser_get_root(parser) : nullptr;
    if (root)
        document.root_.reset(json_node_ref(root));
    g_object_unref(parser);
    if (!parsed) {
        const std::string why = error ? error->message : "unknown error";
        g_clear_error(&error);
        return Error{source + ": not JSON: " + why};
    }
    if (!root || !JSON_NODE_HOLDS_OBJECT(document.root_.get()))
        return Error{source + ": should be one JSON object"};
    return document;
}

JsonReader JsonDocument::root() const
{
    return {problem_.get(), json_node_get_object(root_.get()), "", ""};
}

Status JsonDocument::status() const
{
    return problem_->first ? Status(*problem_->first) : ok();
}

}  // namespace animatize
