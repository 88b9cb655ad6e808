#include "prompt/llm_lane.h"

#include <algorithm>

#include "base/sleep.h"
#include "frame/frame_time.h"
#include "net/error_words.h"
#include "net/make_client.h"
#include "prompt/request_key.h"

namespace animatize {
namespace {

LlmFault faultOf(const HttpError& error)
{
    switch (error.fault) {
        case HttpFault::Setting:
        case HttpFault::Forbidden:
        case HttpFault::Billing:
        case HttpFault::Invalid:
        case HttpFault::Missing:
        case HttpFault::Redirected:
            return {LlmFault::Kind::Setting, error.message};
        case HttpFault::Cancelled:
            return {LlmFault::Kind::Cancelled, error.message};
        case HttpFault::TooLarge:
        case HttpFault::Moderated:
            return {LlmFault::Kind::Answer, error.message};
        default:
            return {LlmFault::Kind::Network, error.message};
    }
}

const char* nameOf(LlmFault::Kind kind)
{
    switch (kind) {
        case LlmFault::Kind::Answer:
            return "answer";
        case LlmFault::Kind::Network:
            return "network";
        case LlmFault::Kind::Setting:
            return "setting";
        case LlmFault::Kind::Cancelled:
            return "cancelled";
    }
    return "failed";
}

}  // namespace

void LlmMailbox::put(LlmAnswer answer)
{
    answers_.with([&](auto& answers) {
        answers.push_back(std::move(answer));
        if (answers.size() > kMost)
            answers.pop_front();
    });
}

std::vector<LlmAnswer> LlmMailbox::collect()
{
    return answers_.with([](auto& answers) {
        std::vector<LlmAnswer> all(std::make_move_iterator(answers.begin()),
                                   std::make_move_iterator(answers.end()));
        answers.clear();
        return all;
    });
}

LlmLane::LlmLane(std::shared_ptr<HttpClient> client, const Clock& clock, LlmSettings settings,
                 std::string model)
    : client_(std::move(client)),
      clock_(clock),
      settings_(std::move(settings)),
      model_(std::move(model)),
      worker_([this](bool&&, std::stop_token stop) { return work(std::move(stop)); })
{}

LlmLane::~LlmLane()
{
    state_.with([](State& state) {
        state.waiting.clear();
        state.giveUp.request_stop();
    });
}

TraceSpan LlmLane::spanOf(const LlmItem& item) const
{
    TraceSpan span = TraceSpan::within(item.trace, "chat " + model_);
    span.asClient().set("gen_ai.operation.name", "chat").set("gen_ai.request.model", model_);
    span.set("gen_ai.provider.name", "openai").set("animatize.outcome", "cancelled");
    return span;
}

// A request belongs to the first of its prompts; the others say where it is.
TraceContext LlmLane::requestTrace()
{
    return state_.with([](State& state) {
        TraceContext first;
        for (Job& job : state.underWay) {
            job.span.set("animatize.batch.size", uint64_t{state.underWay.size()});
            if (!first)
                first = job.span.context();
            else
                job.span.set("animatize.request.trace_id", textOf(first.trace));
        }
        return first;
    });
}

void LlmLane::ask(const std::shared_ptr<LlmMailbox>& box, uint64_t shotId, LlmItem item)
{
    TraceSpan span = spanOf(item);
    state_.with([&](State& state) {
        const auto older = [&](const Job& job) { return job.box == box && job.shotId == shotId; };
        std::erase_if(state.waiting, older);
        if (state.waiting.size() == kMostWaiting)
            state.waiting.pop_front();
        state.waiting.push_back({box, shotId, std::move(item), true, std::move(span)});
        noteDepth(state);
    });
    worker_.offer(true);
}

void LlmLane::forget(const std::shared_ptr<LlmMailbox>& box)
{
    state_.with([&](State& state) {
        std::erase_if(state.waiting, [&](const Job& job) { return job.box == box; });
        noteDepth(state);
        for (Job& job : state.underWay)
            job.wanted = job.wanted && job.box != box;
        const auto wanted = [](const Job& job) { return job.wanted; };
        if (!state.underWay.empty() &&
            std::none_of(state.underWay.begin(), state.underWay.end(), wanted))
            state.giveUp.request_stop();
    });
}

Record LlmLane::stats() const
{
    return state_.with([](const State& state) {
        return Record()
            .add("llm-requests", Record::Value(state.requests))
            .add("llm-request-items", Record::Value(state.items));
    });
}

bool LlmLane::work(std::stop_token stop)
{
    waitForOthers(stop);
    for (auto items = takeBatch(); !items.empty() && !stop.stop_requested(); items = takeBatch()) {
        const auto response = send(items);
        deliver(response);
    }
    return true;
}

// In steps: a full batch needn't wait, and nothing tells this thread of each prompt that joins.
void LlmLane::waitForOthers(const std::stop_token& stop)
{
    constexpr uint64_t kStep = kMillisecond;
    const auto joining = [this] {
        return state_.with([this](const State& state) {
            return !state.waiting.empty() && state.waiting.size() < settings_.batchSize;
        });
    };
    uint64_t waited = 0;
    while (waited < settings_.batchWindow && joining() && sleepFor(kStep, stop))
        waited += kStep;
}

std::vector<LlmItem> LlmLane::takeBatch()
{
    return state_.with([this](State& state) {
        const size_t count = std::min<size_t>(state.waiting.size(), settings_.batchSize);
        const auto end = state.waiting.begin() + static_cast<std::ptrdiff_t>(count);
        state.underWay.assign(std::make_move_iterator(state.waiting.begin()),
                              std::make_move_iterator(end));
        state.waiting.erase(state.waiting.begin(), end);
        state.giveUp = std::stop_source();
        std::vector<LlmItem> items;
        const auto known = [&](const std::string& id) {
            return std::any_of(items.begin(), items.end(),
                               [&](const LlmItem& item) { return item.id == id; });
        };
        for (const Job& job : state.underWay)
            if (!known(job.item.id))  // two streams of the same shot ask once
                items.push_back(job.item);
        return items;
    });
}

// A parameter that the server doesn't know is left out from then on.
Result<HttpResponse, HttpError> LlmLane::send(const std::vector<LlmItem>& items)
{
    const Patience patience{clock_.now() + settings_.timeout,
                            state_.with([](State& state) { return state.giveUp.get_token(); }),
                            requestTrace()};
    while (true) {
        state_.with([&](State& state) {
            ++state.requests;
            state.items += items.size();
        });
        auto response = client_->send(
            llmRequest(settings_, llmBody(items, model_, settings_.seed, refused_)), patience);
        if (response || !refused_.note(response.error()))
            return response;
    }
}

// A server that repeats its key gets it into no prompt and no error.
std::string LlmLane::hidden(const std::string& text) const
{
    const HttpRequest request = llmRequest(settings_, "");
    return request.key ? withoutKey(text, *request.key, contentOf(*request.key)) : text;
}

// What can't be read is read again without the key: a parser quotes the part where it stumbles.
Result<std::map<std::string, LlmText>> LlmLane::textsIn(const std::string& body) const
{
    auto texts = readCompletion(body);
    if (!texts)
        texts = readCompletion(hidden(body));
    if (!texts)
        return Error{hidden(texts.error().message)};
    for (auto& [id, text] : *texts)
        text = {hidden(text.text), hidden(text.negative)};
    return texts;
}

void LlmLane::deliver(const Result<HttpResponse, HttpError>& response)
{
    std::vector<Job> jobs = state_.with([this](State& state) {
        auto done = std::exchange(state.underWay, {});
        noteDepth(state);
        return done;
    });
    using Answer = Result<LlmText, LlmFault>;
    const auto texts =
        response ? textsIn(response->body) : Result<std::map<std::string, LlmText>>(Error{});
    const auto answerTo = [&](const LlmItem& item) -> Answer {
        if (!response)
            return faultOf(response.error());
        if (!texts)
            return LlmFault{LlmFault::Kind::Answer, texts.error().message};
        const auto answer = answerFor(item, *texts);
        return answer ? Answer(*answer)
                      : Answer(LlmFault{LlmFault::Kind::Answer, answer.error().message});
    };
    for (Job& job : jobs) {
        if (!job.wanted)
            continue;
        LlmAnswer answer{job.item.id, job.item.shot, answerTo(job.item)};
        job.span.set("animatize.outcome", answer.text ? "made" : "failed");
        if (!answer.text)
            job.span.failed(nameOf(answer.text.error().kind));
        job.span.end();
        job.box->put(std::move(answer));
    }
}

Result<std::shared_ptr<LlmLane>> sharedLlmLane(const LlmSettings& settings,
                                               const std::string& model)
{
    static const SteadyClock clock;
    static Guarded<std::map<std::string, std::weak_ptr<LlmLane>>> lanes;
    const ShotDescription key{{{"uri", settings.uri},
                               {"model", model},
                               {"key", settings.keyEnv},
                               {"seed", std::to_string(settings.seed)},
                               {"timeout", std::to_string(settings.timeout)},
                               {"window", std::to_string(settings.batchWindow)},
                               {"size", std::to_string(settings.batchSize)}},
                              {}};
    const RequestKey hash = requestKey(key);
    return lanes.with([&](auto& all) -> Result<std::shared_ptr<LlmLane>> {
        std::erase_if(all, [](const auto& one) { return one.second.expired(); });
        auto& known = all[std::string(hash.begin(), hash.end())];
        if (auto lane = known.lock())
            return lane;
        const ClientSettings endpoint{llmRequest(settings, "").uri, model, kChatAttempt, {}, {}};
        auto client = makeClient(endpoint, std::make_shared<HttpMeter>("llm"));
        if (!client)
            return client.error();
        auto lane = std::make_shared<LlmLane>(*client, clock, settings, model);
        known = lane;
        return lane;
    });
}

}  // namespace animatize
