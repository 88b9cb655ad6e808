#include "generate/remote/provider_fields.h"

#include <algorithm>

#include "base/clock.h"
#include "movement/evidence_fields.h"
#include "record/json_value.h"

namespace animatize {

std::string choiceIn(const JsonReader& reader, const char* key, const std::string& words)
{
    const std::string word = reader.text(key);
    if (!isOneOf(word, words))
        reader.fail(key, "should be one of: " + words);
    return word;
}

std::string pointerIn(const JsonReader& reader, const char* key)
{
    const std::string text = reader.textOr(key, "", 200);
    if (!isJsonPointer(text))
        reader.fail(key, "should be a JSON pointer such as /data/0/url");
    return text;
}

std::vector<std::string> pointersIn(const JsonReader& reader, const char* key)
{
    const std::vector<std::string> list = reader.texts(key, 8);
    for (const std::string& one : list)
        if (!isJsonPointer(one))
            reader.fail(key, "should be JSON pointers such as /error/code");
    return list;
}

uint64_t secondsIn(const JsonReader& reader, const char* key, uint64_t otherwise, double most)
{
    if (!reader.has(key))
        return otherwise;
    return static_cast<uint64_t>(reader.number(key, 0.001, most) * static_cast<double>(kSecond));
}

std::string pathIn(const JsonReader& reader, const char* key)
{
    const std::string text = reader.text(key);
    if (!text.starts_with("/"))
        reader.fail(key, "should begin with a slash; base-uri stands before it");
    return text;
}

std::string headerIn(const JsonReader& reader, const char* key)
{
    const std::string name = reader.text(key, 64);
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
    if (!plain)
        reader.fail(key, "should be the name of a header such as Idempotency-Key");
    return name;
}

}  // namespace animatize
