// LlmLane: the way to one language model, shared by all streams of the process that ask it.
//
// Prompts that wait at the same time go out in one request; its answers find their askers by id,
// and one bad item loses only itself. One request is under way at a time: what comes meanwhile
// waits together, so that a slow server gets fewer and fuller requests. An asker's newer prompt of
// the same shot takes the place of its waiting one. Thread-safe; ask() never blocks.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/worker.h"
#include "metrics/metric_scope.h"
#include "net/http_client.h"
#include "prompt/llm_answer.h"
#include "trace/span.h"

namespace animatize {

/// Why there is no text.
struct LlmFault {
    enum class Kind {
        Answer,    ///< an answer came that can't be used
        Network,   ///< none came
        Setting,   ///< none can come before somebody changes something
        Cancelled  ///< nobody wanted it any more, or too many waited
    };
    Kind kind = Kind::Network;
    std::string message;
};

struct LlmAnswer {
    std::string id;  ///< of the item
    ShotDescription shot;
    Result<LlmText, LlmFault> text;
};

/// Where answers of one asker wait for it; the oldest go when nobody collects.
class LlmMailbox {
  public:
    void put(LlmAnswer answer);
    std::vector<LlmAnswer> collect();

  private:
    static constexpr size_t kMost = 16;
    Guarded<std::deque<LlmAnswer>> answers_;
};

class LlmLane {
  public:
    /// `client` may be shared; `clock` is the client's and outlives the lane.
    LlmLane(std::shared_ptr<HttpClient> client, const Clock& clock, LlmSettings settings,
            std::string model);
    ~LlmLane();

    /// The answer goes to the box. `shotId` is the asker's.
    void ask(const std::shared_ptr<LlmMailbox>& box, uint64_t shotId, LlmItem item);
    /// Nothing of this box is wanted any more; a request that nobody waits for is given up.
    void forget(const std::shared_ptr<LlmMailbox>& box);
    /// Waits until nothing waits or is under way; false if `limit` passed first.
    bool drain(std::chrono::nanoseconds limit) { return worker_.drain(limit); }

    /// llm-requests and llm-request-items by now, of all streams.
    Record stats() const;

  private:
    static constexpr size_t kMostWaiting = 64;
    struct Job {
        std::shared_ptr<LlmMailbox> box;
        uint64_t shotId = 0;
        LlmItem item;
        bool wanted = true;
        TraceSpan span = {};  ///< from the asking to the answer
    };
    struct State {
        std::deque<Job> waiting;
        std::vector<Job> underWay;
        std::stop_source giveUp;
        uint64_t requests = 0, items = 0;
    };

    void noteDepth(const State& state) { depth_.set(state.waiting.size() + state.underWay.size()); }
    bool work(std::stop_token stop);
    void waitForOthers(const std::stop_token& stop);
    std::vector<LlmItem> takeBatch();
    Result<HttpResponse, HttpError> send(const std::vector<LlmItem>& items);
    TraceSpan spanOf(const LlmItem& item) const;
    TraceContext requestTrace();
    std::string hidden(const std::string& text) const;
    Result<std::map<std::string, LlmText>> textsIn(const std::string& body) const;
    void deliver(const Result<HttpResponse, HttpError>& response);

    const std::shared_ptr<HttpClient> client_;
    const Clock& clock_;
    const LlmSettings settings_;
    const std::string model_;
    MetricScope scope_;
    Gauge& depth_ = scope_.gauge(Metric::QueueDepth, {"llm"});
    LlmRefused refused_;  ///< the worker's
    Guarded<State> state_;
    Worker<bool, bool> worker_;  // last: its thread uses all of the above
};

/// The lane of this process for the settings; made for who asks first, gone with its last user.
/// Errors: built without an HTTP client.
Result<std::shared_ptr<LlmLane>> sharedLlmLane(const LlmSettings& settings,
                                               const std::string& model);

}  // namespace animatize
