#include "support/llm_answers.h"

#include "record/json.h"

namespace animatize::test {
namespace {

std::string unescaped(const std::string& text)
{
    std::string plain;
    for (size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\\')
            plain += text[i];
    return plain;
}

}  // namespace

std::vector<std::string> idsIn(const std::string& body)
{
    const std::string plain = unescaped(body), key = "\"id\":\"";
    std::vector<std::string> ids;
    for (size_t at = plain.find(key); at != std::string::npos; at = plain.find(key, at + 1)) {
        const size_t begin = at + key.size();
        const std::string id = plain.substr(begin, plain.find('"', begin) - begin);
        if (id.size() == 64)  // the system's text has an example
            ids.push_back(id);
    }
    return ids;
}

std::string completion(const std::vector<std::pair<std::string, std::string>>& texts,
                       const std::string& negative)
{
    RecordList prompts;
    for (const auto& [id, text] : texts)
        prompts.push_back(Record().add("id", id).add("text", text).add("negative", negative));
    const std::string content = toJson(Record().add("prompts", std::move(prompts)));
    RecordList choices;
    choices.push_back(
        Record().add("finish_reason", "stop").add("message", Record().add("content", content)));
    return toJson(Record().add("choices", std::move(choices)));
}

std::string completionFor(const std::string& requestBody, const std::string& text,
                          const std::string& negative)
{
    std::vector<std::pair<std::string, std::string>> texts;
    for (const std::string& id : idsIn(requestBody))
        texts.emplace_back(id, text);
    return completion(texts, negative);
}

}  // namespace animatize::test
