// JsonReader: takes a JSON document apart and remembers the first thing that is wrong with it,
// naming source, item and field, so that the code that reads can go straight on.
//
//   Result<JsonDocument> document = JsonDocument::parse(text, "rules.json");
//   JsonReader rule = document->root().objects("rules")[0].named("rule \"pan\"");
//   const double dwell = rule.number("dwell", 0.0, 60.0);      // 0 when missing or wrong
//   if (Status status = document->status(); !status) ...
//   // rules.json: rule "pan": field "dwell": should be a number from 0 to 60
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <json-glib/json-glib.h>

#include "base/result.h"

namespace animatize {

/// The first problem of a document; later ones are often its consequences.
struct JsonProblem {
    std::string source;
    std::optional<Error> first;
};

/// One object of the document. Does not outlive it. Copies share the problem.
class JsonReader {
  public:
    JsonReader() = default;
    JsonReader(JsonProblem* problem, JsonObject* object, std::string item, std::string path)
        : problem_(problem), object_(object), item_(std::move(item)), path_(std::move(path))
    {}

    /// The same object as an item of its own: errors name the item and fields inside it.
    JsonReader named(const std::string& item) const { return {problem_, object_, item, ""}; }

    bool has(const char* key) const;
    /// A text of 1 to `most` bytes without control characters.
    std::string text(const char* key, size_t most = 500) const;
    /// A text of at most `most` bytes with any characters, also none: of others than our own files.
    std::string anyText(const char* key, size_t most) const;
    std::string textOr(const char* key, const std::string& otherwise, size_t most = 500) const;
    double number(const char* key, double lowest, double highest) const;
    double numberOr(const char* key, double otherwise, double lowest, double highest) const;
    std::optional<double> numberIfAny(const char* key, double lowest, double highest) const;
    bool isText(const char* key) const;
    bool isFlag(const char* key) const;
    bool flag(const char* key) const;
    /// The texts of an array; none when the field is missing.
    std::vector<std::string> texts(const char* key, size_t most = 64) const;
    std::vector<std::vector<std::string>> textLists(const char* key, size_t most = 64) const;
    std::vector<double> numbers(const char* key, double lowest, double highest) const;
    bool holdsNumbers(const char* key) const;
    /// The objects of an array; none when the field is missing.
    std::vector<JsonReader> objects(const char* key, size_t most = 64) const;
    std::optional<JsonReader> object(const char* key) const;
    std::vector<std::string> keys() const;

    /// A key that is none of these is an error: it would silently have no effect.
    void allow(std::initializer_list<const char*> keys) const;
    /// Says that `key` is wrong; `what` goes on from there: "should be ...".
    void fail(std::string_view key, const std::string& what) const;
    bool ok() const { return !problem_->first; }

  private:
    JsonNode* node(const char* key) const;
    JsonArray* array(const char* key, size_t most) const;
    std::string place(std::string_view key) const;

    JsonProblem* problem_ = nullptr;
    JsonObject* object_ = nullptr;
    std::string item_, path_;
};

/// Whether brackets are nested deeper than 32 levels.
bool isNestedTooDeep(const std::string& text);

class JsonDocument {
  public:
    /// Errors: not JSON (with the line), not an object, nested deeper than 32.
    static Result<JsonDocument> parse(const std::string& text, const std::string& source);

    JsonReader root() const;
    Status status() const;

  private:
    struct Free {
        void operator()(JsonNode* node) const { json_node_unref(node); }
    };
    std::unique_ptr<JsonNode, Free> root_;
    std::unique_ptr<JsonProblem> problem_;
};

}  // namespace animatize
