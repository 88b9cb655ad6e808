#include "generate/remote/provider_client.h"

#include <algorithm>

#include "generate/provenance/digital_source.h"
#include "generate/quality/picture_file.h"
#include "generate/remote/provider_answer.h"
#include "generate/remote/provider_stream.h"
#include "net/error_words.h"
#include "net/soup_client.h"

namespace animatize {
namespace {

/// Whether nobody knows if what was sent was carried out.
bool isAmbiguous(const HttpError& error)
{
    const bool lost = error.fault == HttpFault::Broken || error.fault == HttpFault::TimedOut ||
                      error.fault == HttpFault::Cancelled || error.fault == HttpFault::TooLarge;
    return (lost && error.attempts > 0) || error.status == 502 || error.status == 504;
}

}  // namespace

ProviderLink makeProviderLink(const Provider& provider, const std::string& model,
                              const std::shared_ptr<HttpMeter>& meter, const ClientParts& parts)
{
    ClientSettings settings = clientSettings(provider, model);
    settings.retry.seed ^= parts.seed;
    settings.endpoint.seed ^= parts.seed;
    const auto submit = makeClient(settings, meter, parts);
    const std::string name = settings.model;
    settings.retry.mostAttempts = RetrySettings{}.mostAttempts;
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
                            {*sender, clock, sleepFor, EndpointRegistry::shared(), clock.now()});
}

ProviderClient::ProviderClient(Provider provider, ProviderLink link)
    : provider_(std::move(provider)), link_(std::move(link))
{}

ProviderError ProviderClient::errorOf(HttpError error) const
{
    ProviderError made;
    made.fault = error.fault;
    made.message = provider_.name + ": " + hidden(error.message);
    made.status = error.status;
    made.retryAfter = error.retryAfter;
    made.attempts = error.attempts;
    made.ambiguous = isAmbiguous(error);
    made.atRisk = made.ambiguous ? provider_.cost : 0.0;
    return made;
}

ProviderError ProviderClient::useless(HttpFault fault, const std::string& what,
                                      unsigned attempts) const
{
    ProviderError error;
    error.fault = fault;
    error.message = provider_.name + ": " + hidden(what);
    error.attempts = attempts;
    error.atRisk = provider_.cost;
    return error;
}

ProviderClient::Answer ProviderClient::generate(const ProviderRequest& request,
                                                const Patience& patience, const Accepted& accepted,
                                                const Partial& partial)
{
    if (provider_.stream)
        return streamed(request, patience, partial);
    const Body response = link_.submit->send(request.http, patience);
    if (!response)
        return errorOf(response.error());
    if (!provider_.poll)
        return pictureIn(*response, asked(request, response->attempts), patience, nullptr);
    const Result<PaidJob, ProviderError> job = jobOf(request, *response);
    if (!job)
        return job.error();
    // A service that has the key in its addresses gets it into no file.
    const std::string told = job->pollUri + " " + job->resultUri + " " + job->cancelUri;
    if (accepted && hidden(told + job->cancelBody) == told + job->cancelBody)
        accepted(*job);
    Answer picture = collect(*job, patience);
    if (picture)
        picture->attempts = response->attempts;
    return picture;
}

/// A picture as far as the request knows it.
Picture ProviderClient::asked(const ProviderRequest& request, unsigned attempts)
{
    Picture picture;
    picture.model = request.model;
    picture.seed = request.seed;
    picture.conditioned = request.conditioned;
    picture.attempts = attempts;
    return picture;
}

ProviderClient::Answer ProviderClient::streamed(const ProviderRequest& request,
                                                const Patience& patience, const Partial& partial)
{
    const auto tell = [&](std::string&& bytes, unsigned attempt) {
        Answer picture = checked(std::move(bytes), asked(request, attempt));
        picture->cost = 0.0;
        partial(*picture);
    };
    ProviderStream stream(provider_, partial ? request.partials : 0, tell);
    HttpRequest http = request.http;
    http.receiver = &stream;
    http.mostIdle = provider_.stream->idle;
    Body response = link_.submit->send(http, patience);
    if (!response)
        return errorOf(response.error());
    if (stream.isStream())
        return pictureIn(stream, asked(request, response->attempts), patience);
    response->body = stream.takeBody();
    return pictureIn(*response, asked(request, response->attempts), patience, nullptr);
}

ProviderClient::Answer ProviderClient::pictureIn(const ProviderStream& stream, Picture picture,
                                                 const Patience& patience)
{
    const unsigned attempts = picture.attempts;
    switch (stream.end()) {
        case ProviderStream::End::Final:
            return pictureIn(stream.final(), provider_.stream->pictures, std::move(picture),
                             patience, nullptr);
        case ProviderStream::End::Failed:
            return failed(stream.failure(), attempts);
        case ProviderStream::End::Garbled:
            return useless(HttpFault::Broken, "the final event of the stream isn't JSON", attempts);
        case ProviderStream::End::None:
            break;
    }
    // It may still be made, or was made and got lost.
    ProviderError error =
        useless(HttpFault::Broken, "the stream ended without its picture", attempts);
    error.ambiguous = true;
    return error;
}

std::string ProviderClient::hidden(std::string text) const
{
    if (provider_.key)
        text = withoutKey(std::move(text), *provider_.key, contentOf(*provider_.key));
    return text;
}

std::string ProviderClient::heard(std::string text) const
{
    return shortened(hidden(std::move(text)));
}

/// JSON as it came. What can't be read is read again without the key: a parser quotes the part
/// where it stumbles.
Result<JsonValue> ProviderClient::parsed(const std::string& body, const char* what) const
{
    Result<JsonValue> answer = parseJson(body, what);
    return answer ? std::move(answer) : parseJson(hidden(body), what);
}

/// What an event says that is an error.
ProviderError ProviderClient::failed(const std::string& event, unsigned attempts) const
{
    const SaidError said = readError(event, provider_.words);
    const HttpFault fault = faultBy(said.words, provider_.words).value_or(HttpFault::Server);
    const std::string message = heard(said.message.empty() ? event : said.message);
    ProviderError error =
        useless(fault, "the service failed: " + message + adviceFor(fault), attempts);
    error.retryAfter = nanosecondsOf(said.wait);
    return error;
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

ProviderClient::Answer ProviderClient::pictureIn(const HttpResponse& response, Picture picture,
                                                 const Patience& patience, const PaidJob* job)
{
    const bool bytes =
        std::any_of(provider_.pictures.begin(), provider_.pictures.end(),
                    [](const PictureAt& at) { return at.as == PictureAt::As::Bytes; });
    if (bytes && !imageTypeOf(response.body).empty())
        return checked(response.body, std::move(picture));
    const Result<JsonValue> answer = parsed(response.body, "the answer");
    if (!answer)
        return useless(HttpFault::Broken, answer.error().message);
    return pictureIn(*answer, provider_.pictures, std::move(picture), patience, job);
}

ProviderClient::Answer ProviderClient::pictureIn(const JsonValue& answer,
                                                 const std::vector<PictureAt>& places,
                                                 Picture picture, const Patience& patience,
                                                 const PaidJob* job)
{
    if (isRefusal(provider_, answer))
        return useless(HttpFault::Moderated, "the service refused to make this picture");
    Result<FoundPicture> found = findPicture(places, provider_.baseUri, answer);
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
    return lost(body.error(), job);
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
