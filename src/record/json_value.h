// JsonValue: any JSON as a tree, for documents whose shape is data: templates of requests, answers
// of services. Documents that we know field by field are read with JsonReader.
//
//   Result<JsonValue> answer = parseJson(body, "the answer");
//   const JsonValue* picture = answer->find("/data/0/b64_json");   // null: not there
//   picture = answer->find("/parts/*/inlineData/data");            // the first part that has one
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace animatize {

struct JsonMember;

class JsonValue {
  public:
    using Array = std::vector<JsonValue>;
    using Object = std::vector<JsonMember>;  ///< in the order of the document
    using Value = std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object>;

    JsonValue();
    JsonValue(Value value);  // NOLINT(google-explicit-constructor)
    JsonValue(const JsonValue&);
    JsonValue(JsonValue&&) noexcept;
    JsonValue& operator=(const JsonValue&);
    JsonValue& operator=(JsonValue&&) noexcept;
    ~JsonValue();

    /// Null when it is something else.
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const Array* array() const { return std::get_if<Array>(&value_); }
    const Object* object() const { return std::get_if<Object>(&value_); }
    Object* object() { return std::get_if<Object>(&value_); }
    bool isNull() const { return std::holds_alternative<std::monostate>(value_); }
    const Value& value() const { return value_; }

    /// Texts as they are, numbers and booleans as JSON writes them; "" for everything else.
    std::string plainText() const;
    /// The member of an object; null when there is none.
    const JsonValue* member(std::string_view key) const;
    /// Adds a member or replaces the one that is there; an object becomes of what wasn't one.
    void set(std::string_view key, JsonValue value);
    /// By JSON pointer (RFC 6901), where a token `*` stands for any element or member: the first
    /// for which the rest is found too. Null members count as not there. "" is the whole.
    const JsonValue* find(std::string_view pointer) const;

    bool operator==(const JsonValue&) const;

  private:
    Value value_;
};

struct JsonMember {
    std::string key;
    JsonValue value;
    bool operator==(const JsonMember&) const;
};

// Here and not in the class: clang wants a whole JsonMember before it handles a vector of them.
inline JsonValue::JsonValue() = default;
inline JsonValue::JsonValue(Value value) : value_(std::move(value)) {}
inline JsonValue::JsonValue(const JsonValue&) = default;
inline JsonValue::JsonValue(JsonValue&&) noexcept = default;
inline JsonValue& JsonValue::operator=(const JsonValue&) = default;
inline JsonValue& JsonValue::operator=(JsonValue&&) noexcept = default;
inline JsonValue::~JsonValue() = default;

/// Errors, beginning with `source`: not JSON (with the line), nested deeper than 32.
Result<JsonValue> parseJson(const std::string& text, const std::string& source);

/// Without blanks; numbers as short as they can be read back exactly. Always valid UTF-8.
std::string toJson(const JsonValue& value);

/// RFC 7396: members of `patch` replace those of `target`, objects member by member; null removes.
void mergePatch(JsonValue& target, const JsonValue& patch);

/// "" or tokens that begin with `/`, with no escapes other than ~0 and ~1.
bool isJsonPointer(std::string_view text);

}  // namespace animatize
