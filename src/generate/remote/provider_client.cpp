#include "generate/remote/provider_client.h"

#include <algorithm>

#include "generate/provenance/digital_source.h"
#include "generate/quality/picture_file.h"
#include "generate/remote/provider_answer.h"
#include "net/soup_client.h"

namespace animatize {
namespace {

constexpr unsigned kMostFailures = 8;  // polls in a row
constexpr uint64_t kCancelTime = 2 * kSecond;

/// Whether nobody knows if what was sent was carried out.
bool isAmbiguous(const HttpError& error)
{
    const bool lost = error.fault == HttpFault::Broken || error.fault == HttpFault::TimedOut ||
                      error.fault == HttpFault::Cancelled || error.fault == HttpFault::TooLarge;
    return (lost && error.attempts > 0) || error.status == 502 || error.status == 504;
}

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

bool has(const std::vector<std::string>& list, const std::string& word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

HttpFault faultBy(const ErrorWords& words, const std::string& code)
{
    return has(words.moderated, code)   ? HttpFault::Moderated
           : has(words.billing, code)   ? HttpFault::Billing
           : has(words.forbidden, code) ? HttpFault::Forbidden
           : has(words.missing, code)   ? HttpFault::Missing
                                        : HttpFault::Server;
}

std::string textAt(const JsonValue& answer, const std::string& pointer)
{
    const JsonValue* found = pointer.empty() ? nullptr : answer.find(pointer);
    return found ? found->plainText().substr(0, 200) : "";
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

ProviderLink makeProviderLink(const Provider& provider, const std::string& model,
                              const std::shared_ptr<HttpMeter>& meter, const ClientParts& parts)
{
    ClientSettings settings = clientSettings(provider, model);
    const auto submit = makeClient(settings, meter, parts);
    const std::string name = settings.model;
    settings.retry = {};
    settings.model = name + " poll";
    const auto poll = makeClient(settings, meter, parts);
    settings.model = name + " fetch";
    return {submit, poll, makeClient(settings, meter, parts), parts.clock, parts.sleep};
}

Result<ProviderLink> makeProviderLink(const Provider& provider, const std::string& model,
                                      const std::shared_ptr<HttpMeter>& meter)
{
    static const SteadyClock clock;
    const Result<std::shared_ptr<HttpClient>> sender = sharedSoupClient();
    if (!sender)
        return sender.error();
    return makeProviderLink(provider, model, meter,
                            {*sender, clock, sleepFor, EndpointRegistry::shared()});
}

ProviderClient::ProviderClient(Provider provider, ProviderLink link)
    : provider_(std::move(provider)), link_(std::move(link))
{}

ProviderError ProviderClient::errorOf(HttpError error) const
{
    ProviderError made;
    made.fault = error.fault;
    made.message = provider_.name + ": " + error.message;
    made.status = error.status;
    made.retryAfter = error.retryAfter;
    made.attempts = error.attempts;
    made.ambiguous = isAmbiguous(error);
    made.atRisk = made.ambiguous ? provider_.cost : 0.0;
    return made;
}

ProviderError ProviderClient::useless(HttpFault fault, const std::string& what) const
{
    ProviderError error;
    error.fault = fault;
    error.message = provider_.name + ": " + what;
    error.attempts = 1;
    error.atRisk = provider_.cost;
    return error;
}

ProviderClient::Answer ProviderClient::generate(const ProviderRequest& request,
                                                const Patience& patience, const Accepted& accepted)
{
    const Body response = link_.submit->send(request.http, patience);
    if (!response)
        return errorOf(response.error());
    if (provider_.poll) {
        const Result<PaidJob, ProviderError> job = jobOf(request, *response);
        if (!job)
            return job.error();
        if (accepted)
            accepted(*job);
        Answer picture = collect(*job, patience);
        if (picture)
            picture->attempts = response->attempts;
        return picture;
    }
    Picture picture;
    picture.model = request.model;
    picture.seed = request.seed;
    picture.conditioned = request.conditioned;
    picture.attempts = response->attempts;
    return pictureIn(*response, std::move(picture), patience, nullptr);
}

Result<PaidJob, ProviderError> ProviderClient::jobOf(const ProviderRequest& request,
                                                     const HttpResponse& response) const
{
    const Result<JsonValue> answer = parseJson(response.body, "the answer");
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

HttpRequest ProviderClient::getting(const std::string& uri, bool job) const
{
    HttpRequest request;
    request.method = "GET";
    request.uri = uri;
    request.mostBytes = provider_.limits.mostBytes;
    request.words = provider_.words;
    if (mayHaveKey(provider_, uri, job)) {
        request.key = keyFor(provider_);
        request.headers = provider_.headers;
    }
    return request;
}

ProviderClient::Verdict ProviderClient::verdictOn(const std::string& body, std::string& last) const
{
    const PollRule& rule = *provider_.poll;
    Result<JsonValue> answer = parseJson(body, "the answer about the job");
    if (!answer)
        return Outcome(useless(HttpFault::Broken, answer.error().message));
    const JsonValue* status = answer->find(rule.status);
    if (!status && !rule.absentIsPending)
        return Outcome(useless(HttpFault::Broken, "the answer about the job has no status"));
    last = status ? status->plainText() : "nothing";
    if (status && has(rule.success, last))
        return Outcome(std::move(*answer));
    if (has(rule.moderated, last))
        return Outcome(useless(HttpFault::Moderated, "what was asked for is not allowed: " + last));
    if (has(rule.failed, last))
        return Outcome(useless(faultBy(provider_.words, textAt(*answer, rule.code)),
                               "the job failed: " + last + " " + textAt(*answer, rule.message)));
    return std::nullopt;
}

ProviderError ProviderClient::unfinished(ProviderError error, const PaidJob& job) const
{
    error.ambiguous = false;
    error.atRisk = provider_.cost;
    error.job = job;
    return error;
}

ProviderClient::Outcome ProviderClient::await(const PaidJob& job, const Patience& patience)
{
    const PollRule& rule = *provider_.poll;
    const uint64_t deadline = std::min(patience.deadline, link_.clock.now() + rule.deadline);
    std::string last = "nothing";
    unsigned failures = 0;
    for (uint64_t delay = rule.first;;) {
        if (link_.clock.now() + delay >= deadline)
            return unfinished(
                useless(HttpFault::TimedOut, "the job isn't ready in time; last heard: " + last),
                job);
        if (!link_.sleep(delay, patience.stop))
            return useless(HttpFault::Cancelled, "the job was no longer wanted");
        delay = std::min(static_cast<uint64_t>(static_cast<double>(delay) * rule.factor),
                         std::max(rule.most, rule.first));
        const Body body = link_.poll->send(getting(job.pollUri, true), {deadline, patience.stop});
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

ProviderError ProviderClient::finished(const HttpError& error) const
{
    ProviderError made = errorOf(error);
    made.ambiguous = false;
    made.atRisk = provider_.cost;
    return made;
}

ProviderClient::Answer ProviderClient::collect(const PaidJob& job, const Patience& patience)
{
    if (!provider_.poll)
        return useless(HttpFault::Setting, "has no jobs that could be collected");
    Picture picture;
    picture.model = job.model;
    picture.seed = job.seed;
    picture.conditioned = job.conditioned;
    const Outcome answer = await(job, patience);
    if (!answer && answer.error().fault == HttpFault::Cancelled)
        cancel(job);
    if (!answer)
        return answer.error();
    if (job.resultUri.empty())
        return pictureIn(*answer, std::move(picture), patience, &job);
    const Body result = link_.poll->send(getting(job.resultUri, true), patience);
    if (result)
        return pictureIn(*result, std::move(picture), patience, &job);
    return mayPass(result.error()) ? unfinished(errorOf(result.error()), job)
                                   : finished(result.error());
}

void ProviderClient::cancel(const PaidJob& job)
{
    if (!provider_.cancel || job.cancelUri.empty())
        return;
    HttpRequest request = getting(job.cancelUri, true);
    request.method = provider_.cancel->method;
    request.contentType = job.cancelBody.empty() ? "" : "application/json";
    request.body = job.cancelBody;
    // Whether it came through can't change anything any more.
    (void)link_.poll->send(request, {link_.clock.now() + kCancelTime, std::stop_token()});
}

ProviderClient::Answer ProviderClient::pictureIn(const HttpResponse& response, Picture picture,
                                                 const Patience& patience, const PaidJob* job)
{
    const bool bytes =
        std::any_of(provider_.pictures.begin(), provider_.pictures.end(),
                    [](const PictureAt& at) { return at.as == PictureAt::As::Bytes; });
    if (bytes && !imageTypeOf(response.body).empty())
        return checked(response.body, std::move(picture));
    const Result<JsonValue> answer = parseJson(response.body, "the answer");
    if (!answer)
        return useless(HttpFault::Broken, answer.error().message);
    return pictureIn(*answer, std::move(picture), patience, job);
}

ProviderClient::Answer ProviderClient::pictureIn(const JsonValue& answer, Picture picture,
                                                 const Patience& patience, const PaidJob* job)
{
    if (isRefusal(provider_, answer))
        return useless(HttpFault::Moderated, "the service refused to make this picture");
    Result<FoundPicture> found = findPicture(provider_, answer);
    if (!found)
        return useless(HttpFault::Broken, found.error().message);
    if (const auto seed = seedIn(provider_, answer))
        picture.seed = seed;
    if (found->uri.empty())
        return checked(std::move(found->bytes), std::move(picture));
    Patience hurry = patience;
    if (provider_.limits.urlLifetime > 0)
        hurry.deadline = std::min(hurry.deadline, link_.clock.now() + provider_.limits.urlLifetime);
    Body body = link_.fetch->send(getting(found->uri, false), hurry);
    if (body)
        return checked(std::move(body->body), std::move(picture));
    return job && mayPass(body.error()) ? unfinished(errorOf(body.error()), *job)
                                        : finished(body.error());
}

ProviderClient::Answer ProviderClient::checked(std::string bytes, Picture picture) const
{
    picture.mimeType = imageTypeOf(bytes);
    if (picture.mimeType.empty())
        return useless(HttpFault::Broken, "what came is no PNG, JPEG or WebP picture");
    picture.bytes = std::move(bytes);
    picture.cost = provider_.cost;
    picture.digitalSourceType = termOf(ofTrainedModel(picture.conditioned));
    return picture;
}

}  // namespace animatize
