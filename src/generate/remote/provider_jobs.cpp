// The half of ProviderClient that knows jobs: what was accepted is asked about, collected,
// cancelled.
#include <algorithm>

#include "generate/remote/provider_answer.h"
#include "generate/remote/provider_client.h"
#include "net/error_words.h"

namespace animatize {
namespace {

constexpr unsigned kMostFailures = 8;  // polls in a row
constexpr uint64_t kCancelTime = 2 * kSecond;

/// Faults after which asking about a job again makes sense.
bool mayPass(const HttpError& error)
{
    switch (error.fault) {
        case HttpFault::Unreachable:
        case HttpFault::Broken:
        case HttpFault::TimedOut:
        case HttpFault::Throttled:
        case HttpFault::Server:
        case HttpFault::Refused:
            return true;
        default:
            return false;
    }
}

std::string textAt(const JsonValue& answer, const std::string& pointer)
{
    const JsonValue* found = pointer.empty() ? nullptr : answer.find(pointer);
    return found ? found->plainText() : "";
}

/// Body of a cancelling request: {"$answer": POINTER} stands for what the first answer said.
JsonValue answered(const JsonValue& form, const JsonValue& answer)
{
    if (const JsonValue* pointer = form.member("$answer")) {
        const JsonValue* found = answer.find(pointer->plainText());
        return found ? *found : JsonValue();
    }
    JsonValue filled = form;
    if (form.object())
        for (const JsonMember& one : *form.object())
            filled.set(one.key, answered(one.value, answer));
    if (const JsonValue::Array* array = form.array()) {
        JsonValue::Array list;
        for (const JsonValue& one : *array)
            list.push_back(answered(one, answer));
        filled = JsonValue::Value(std::move(list));
    }
    return filled;
}

}  // namespace

Result<PaidJob, ProviderError> ProviderClient::jobOf(const ProviderRequest& request,
                                                     const HttpResponse& response) const
{
    const Result<JsonValue> answer = parsed(response.body, "the answer");
    if (!answer)
        return useless(HttpFault::Broken, answer.error().message);
    const auto uri = addressIn(provider_.poll->address, provider_.baseUri, *answer);
    if (!uri)
        return useless(HttpFault::Broken, "the answer names no job that could be asked about");
    PaidJob job;
    job.provider = provider_.name;
    job.model = request.model;
    job.seed = request.seed;
    job.conditioned = request.conditioned;
    job.pollUri = *uri;
    if (!provider_.poll->result.empty())
        job.resultUri = addressIn(provider_.poll->result, provider_.baseUri, *answer).value_or("");
    if (provider_.cancel) {
        job.cancelUri =
            addressIn(provider_.cancel->address, provider_.baseUri, *answer).value_or("");
        const bool body = !provider_.cancel->body.isNull();
        job.cancelBody = body ? toJson(answered(provider_.cancel->body, *answer)) : "";
    }
    return job;
}

ProviderClient::Verdict ProviderClient::verdictOn(const std::string& body, std::string& last) const
{
    const PollRule& rule = *provider_.poll;
    Result<JsonValue> answer = parsed(body, "the answer about the job");
    if (!answer)
        return Outcome(useless(HttpFault::Broken, answer.error().message));
    const JsonValue* status = answer->find(rule.status);
    if (!status && !rule.absentIsPending)
        return Outcome(useless(HttpFault::Broken, "the answer about the job has no status"));
    last = status ? status->plainText() : "nothing";
    if (status && isAmong(last, rule.success))
        return Outcome(std::move(*answer));
    if (isAmong(last, rule.moderated))
        return Outcome(
            useless(HttpFault::Moderated, "what was asked for is not allowed: " + heard(last)));
    if (isAmong(last, rule.failed))
        return Outcome(useless(
            faultBy({textAt(*answer, rule.code)}, provider_.words).value_or(HttpFault::Server),
            "the job failed: " + heard(last) + " " + heard(textAt(*answer, rule.message))));
    return std::nullopt;
}

ProviderError ProviderClient::unfinished(ProviderError error, const PaidJob& job) const
{
    error.ambiguous = false;
    error.atRisk = provider_.cost;
    error.job = job;
    return error;
}

ProviderError ProviderClient::finished(const HttpError& error) const
{
    ProviderError made = errorOf(error);
    made.ambiguous = false;
    made.atRisk = provider_.cost;
    return made;
}

ProviderError ProviderClient::lost(const HttpError& error, const PaidJob* job) const
{
    return job && mayPass(error) ? unfinished(errorOf(error), *job) : finished(error);
}

ProviderClient::Outcome ProviderClient::await(const PaidJob& job, const Patience& patience)
{
    const PollRule& rule = *provider_.poll;
    const uint64_t deadline = std::min(patience.deadline, link_.clock.now() + rule.deadline);
    std::string last = "nothing";
    unsigned failures = 0;
    const Patience until{deadline, patience.stop, patience.trace};
    for (uint64_t delay = rule.first;;) {
        if (link_.clock.now() + delay >= deadline)
            return unfinished(useless(HttpFault::TimedOut,
                                      "the job isn't ready in time; last heard: " + heard(last)),
                              job);
        if (!link_.sleep(delay, patience.stop))
            return useless(HttpFault::Cancelled, "the job was no longer wanted");
        delay = std::min(static_cast<uint64_t>(static_cast<double>(delay) * rule.factor),
                         std::max(rule.most, rule.first));
        const Body body = link_.poll->send(getting(job.pollUri, true), until);
        if (body) {
            failures = 0;
            if (Verdict verdict = verdictOn(body->body, last))
                return std::move(*verdict);
            continue;
        }
        if (!mayPass(body.error()))
            return finished(body.error());
        if (++failures >= kMostFailures)
            return unfinished(errorOf(body.error()), job);
        last = body.error().message;
        delay = std::max(delay, body.error().retryAfter.value_or(0));
    }
}

ProviderClient::Answer ProviderClient::collect(const PaidJob& job, const Patience& patience,
                                               bool cancels)
{
    if (!provider_.poll)
        return useless(HttpFault::Setting, "has no jobs that could be collected");
    Picture picture;
    picture.model = job.model;
    picture.seed = job.seed;
    picture.conditioned = job.conditioned;
    const Outcome answer = await(job, patience);
    if (cancels && !answer && answer.error().fault == HttpFault::Cancelled)
        cancel(job, patience.trace);
    if (!answer)
        return answer.error();
    if (job.resultUri.empty())
        return pictureIn(*answer, provider_.pictures, std::move(picture), patience, &job);
    const Body result = link_.poll->send(getting(job.resultUri, true), patience);
    if (result)
        return pictureIn(*result, std::move(picture), patience, &job);
    return lost(result.error(), &job);
}

void ProviderClient::cancel(const PaidJob& job, const TraceContext& trace)
{
    if (!provider_.cancel || job.cancelUri.empty())
        return;
    HttpRequest request = getting(job.cancelUri, true);
    request.method = provider_.cancel->method;
    request.contentType = job.cancelBody.empty() ? "" : "application/json";
    request.body = job.cancelBody;
    // Whether it came through can't change anything any more.
    (void)link_.poll->send(request, {link_.clock.now() + kCancelTime, {}, trace});
}

}  // namespace animatize
