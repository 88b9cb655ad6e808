// What an answer that is no success means: kind of fault, a sentence, how long to wait.
//
// Looked at are the status, the headers retry-after-ms, retry-after (seconds or a date) and
// x-should-retry, and a JSON body in the shapes that services use:
//   {"error": {"message", "type", "code"}}                          OpenAI and who is like it
//   {"error": {"message", "status", "details": [{"retryDelay", "reason"}]}}          Google
//   {"detail": "...", "retry_after": 5}, {"error": "..."}, {"message": "..."}           others
#pragma once

#include <string>

#include "net/http_client.h"

namespace animatize {

struct RefusedAnswer {
    unsigned status = 0;
    std::string reason;  ///< the phrase behind the status
    std::vector<HttpHeader> headers;
    std::string body;
    std::optional<HttpKey> key = {};  ///< that was sent, and its secret
    std::string secret = {};
};

/// The key is in nothing of it; kind and wait are read from the answer as it came.
/// `about`: what was asked for, as messages name it. `unixTime`: seconds, for dates when the server
/// doesn't say its own time.
HttpError errorOf(RefusedAnswer&& answer, const ErrorWords& words, const std::string& about,
                  int64_t unixTime);

/// ns that the server asked for, at most a year; nothing when it didn't.
std::optional<uint64_t> retryAfterOf(const std::vector<HttpHeader>& headers,
                                     const std::string& body, int64_t unixTime);

}  // namespace animatize
