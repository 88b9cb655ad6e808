// FakeClient: an HttpClient that answers as told, without any network.
//
//   auto client = std::make_shared<FakeClient>();
//   client->next(HttpFault::Server, 503);        // the first request
//   client->next("{\"ok\":true}");               // the second
//   client->always(HttpFault::TimedOut);         // all others
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "net/http_client.h"

namespace animatize::test {

class FakeClient final : public HttpClient {
  public:
    using Answer = Result<HttpResponse, HttpError>;
    using Compute = std::function<Answer(const HttpRequest&, const Patience&)>;

    static HttpError error(HttpFault fault, unsigned status = 0,
                           std::optional<uint64_t> retryAfter = {})
    {
        HttpError error{fault, nameOf(fault)};
        error.status = status;
        error.retryAfter = retryAfter;
        return error;
    }

    void next(const HttpError& error) { push(Answer(error)); }
    void next(HttpFault fault, unsigned status = 0) { push(Answer(error(fault, status))); }
    void next(const std::string& body) { push(Answer(HttpResponse{200, {}, body})); }
    void always(HttpFault fault, unsigned status = 0)
    {
        compute([=](const HttpRequest&, const Patience&) { return Answer(error(fault, status)); });
    }
    /// May be called by several threads at once.
    void compute(Compute compute)
    {
        std::lock_guard lock(mutex_);
        compute_ = std::move(compute);
    }

    Answer send(const HttpRequest& request, const Patience& patience) override
    {
        Answer answer = answerTo(request, patience);
        if (answer && request.receiver) {
            request.receiver->began(*answer);
            request.receiver->arrived(answer->body);
            answer->body.clear();
        }
        return answer;
    }

    size_t requests() const
    {
        std::lock_guard lock(mutex_);
        return sent_.size();
    }
    std::vector<Patience> sent() const
    {
        std::lock_guard lock(mutex_);
        return sent_;
    }

  private:
    Answer answerTo(const HttpRequest& request, const Patience& patience)
    {
        std::unique_lock lock(mutex_);
        sent_.push_back(patience);
        if (!next_.empty()) {
            const Answer answer = std::move(next_.front());
            next_.pop_front();
            return answer;
        }
        const Compute compute = compute_;
        lock.unlock();
        return compute ? compute(request, patience) : Answer(HttpResponse{200, {}, "{}"});
    }

    void push(Answer answer)
    {
        std::lock_guard lock(mutex_);
        next_.push_back(std::move(answer));
    }

    mutable std::mutex mutex_;
    std::deque<Answer> next_;
    Compute compute_;
    std::vector<Patience> sent_;
};

}  // namespace animatize::test
