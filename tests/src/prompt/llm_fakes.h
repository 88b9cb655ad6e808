// A language model in this process: what it is asked, and answers in its form.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "net/http_client.h"
#include "prompt/llm_request.h"
#include "support/llm_answers.h"

namespace animatize::test {

/// An HTTP client that answers by a function, on the caller's thread. While it is held, requests
/// stay under way until they are let go or given up.
class FakeModel final : public HttpClient {
  public:
    using Answer = Result<HttpResponse, HttpError>;
    using Compute = std::function<Answer(const HttpRequest&)>;

    explicit FakeModel(Compute compute) : compute_(std::move(compute)) {}
    /// Says the same of every item.
    explicit FakeModel(std::string text);

    Answer send(const HttpRequest& request, const Patience& patience) override;

    void hold();
    void letGo();
    /// Waits until so many requests have come.
    bool await(size_t requests);
    std::vector<HttpRequest> requests() const;
    /// Waits until so many requests were given up.
    bool awaitGivenUp(size_t count);

  private:
    const Compute compute_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<HttpRequest> requests_;
    bool held_ = false;
    size_t givenUp_ = 0;
};

/// A prompt of the rules of a camera that pans that way, in a dialect.
Prompt ruled(const std::string& direction, const PromptSettings& settings = {},
             uint64_t shotId = 1);

const Dialect& dialectOf(const std::string& target);

LlmItem itemOf(const std::string& direction, const LlmSettings& llm = {});

}  // namespace animatize::test
