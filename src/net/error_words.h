// What the body of an error says: words, a sentence, how long to wait. One reading for answers with
// a bad status, for jobs that failed and for events that say that something went wrong.
//
//   const SaidError said = readError(body, request.words);
//   if (const auto fault = faultBy(said.words, request.words)) ...        // Billing, Moderated ...
//   message = "the service failed: " + shortened(said.message);
//
// Looked at is JSON in the shapes that services use:
//   {"error": {"message", "type", "code"}}                          OpenAI and who is like it
//   {"error": {"message", "status", "details": [{"retryDelay", "reason"}]}}          Google
//   {"detail": "...", "retry_after": 5}, {"error": "..."}, {"message": "..."}           others
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "net/http_client.h"

namespace animatize {

struct SaidError {
    std::vector<std::string> words;  ///< codes, types, statuses, reasons, names
    std::string message;
    std::optional<double> wait;  ///< seconds, >= 0
};

/// Empty where the body is no such JSON.
SaidError readError(const std::string& body, const ErrorWords& words = {});

bool isAmong(const std::string& word, const std::vector<std::string>& known);
/// Whether a list has one of the words.
bool hasAny(const std::vector<std::string>& known, const std::vector<std::string>& words);

/// Billing, Forbidden, Moderated or Missing where one of the words means that.
std::optional<HttpFault> faultBy(const std::vector<std::string>& words, const ErrorWords& known);

/// What a person may do about it, to be put behind a sentence; "" where there is nothing to say.
const char* adviceFor(HttpFault fault);

/// The number that the whole text is, behind which may stand a unit.
std::optional<double> numberIn(std::string_view text, std::string_view unit = "");

/// ns of so many seconds, at most a year; nothing for less than none.
std::optional<uint64_t> nanosecondsOf(const std::optional<double>& seconds);

/// "server, status 503": what logs may know of an error. Its message can quote the prompt.
std::string briefly(const HttpError& error);

/// One line of at most 200 bytes that is valid UTF-8. What looks like data (64 letters and more
/// without a blank, such as a picture in base64) is left out.
std::string shortened(std::string text);

/// Bytes. What is shorter is no secret but a placeholder ("none", "x"), as local servers are given,
/// and stands in words and addresses where it means something else.
constexpr size_t kLeastSecret = 8;

/// The text with *** wherever the secret stands, as it is, in base64, in an address or in JSON,
/// each letter escaped or not (%2f, \/, \u002f): a server that repeats a key doesn't make us print
/// it. To be called on what a parser read, which escapes and a short key don't disturb, and before
/// that is cut. With a secret shorter than kLeastSecret the text stays as it is.
std::string withoutSecret(std::string text, const std::string& secret);
/// The same for a key, with the word in front of it: "Bearer KEY" is *** as a whole.
std::string withoutKey(std::string text, const HttpKey& key, const std::string& secret);

}  // namespace animatize
