// Answers of a language model, in OpenAI's form, to what animatizeprompt asks.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace animatize::test {

/// The ids of the items of a request, in order.
std::vector<std::string> idsIn(const std::string& body);

/// A completion with these texts by id.
std::string completion(const std::vector<std::pair<std::string, std::string>>& texts,
                       const std::string& negative = "");

/// One that says `text` for every item of the request.
std::string completionFor(const std::string& requestBody, const std::string& text,
                          const std::string& negative = "");

}  // namespace animatize::test
