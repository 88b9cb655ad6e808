#include "generate/delivery/picture_delivery.h"

#include <algorithm>
#include <cstdio>

#include "base/sha256.h"
#include "generate/delivery/single_flight.h"
#include "generate/quality/picture_decoder.h"
#include "generate/quality/picture_judge.h"
#include "record/json.h"
#include "record/json_value.h"
#include "trace/span.h"

namespace animatize {
namespace {

using Flights = SingleFlight<std::shared_ptr<const Picture>>;

/// Streams of one process that want the same share one request.
Flights& flights()
{
    static Flights all;
    return all;
}

std::string keyOf(const ProviderRequest& request)
{
    return sha256(toJson(request.record));
}

/// The same for all start frames: their hash is taken out.
std::string slotsOf(const ProviderRequest& request)
{
    constexpr std::string_view kMark = "sha256:";
    constexpr size_t kDigits = 64;
    std::string text = toJson(request.record);
    for (size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + 1))
        text.erase(at + kMark.size(), kDigits);
    return sha256(text);
}

/// For how long a job can be collected: pictures go, and nobody promises jobs for ever.
uint64_t lifetimeOf(const Provider& provider)
{
    const uint64_t least = provider.poll ? provider.poll->deadline : 0;
    const uint64_t known = provider.limits.urlLifetime;
    return std::max(least, known > 0 ? known : 3600 * kSecond);
}

std::string metadataOf(const Picture& picture, const Provider& provider)
{
    Record record("picture");
    record.add("provider", provider.name).add("model", picture.model).add("seed", picture.seed);
    record.add("conditioned", picture.conditioned).add("type", picture.digitalSourceType);
    return toJson(record);
}

/// What was kept with a picture; what isn't there stays empty.
Picture pictureFrom(const CachedPicture& kept)
{
    Picture picture;
    picture.bytes = kept.bytes;
    picture.mimeType = kept.mimeType;
    picture.attempts = 0;
    const auto metadata = parseJson(kept.metadata, "what is kept with a picture");
    const auto text = [&](const char* pointer) {
        const JsonValue* found = metadata ? metadata->find(pointer) : nullptr;
        return found ? found->plainText() : std::string();
    };
    picture.model = text("/model");
    picture.digitalSourceType = text("/type");
    picture.conditioned = text("/conditioned") == "true";
    if (const std::string seed = text("/seed"); !seed.empty())
        picture.seed = std::strtoull(seed.c_str(), nullptr, 10);
    return picture;
}

std::string rounded(double quality)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", quality);
    return text;
}

DeliveryError errorOf(const ProviderError& error)
{
    return {error.fault, error.message, error.attempts, error.retryAfter, false};
}

}  // namespace

// Whether a job can't be had any more: the service says so, or we have called it off.
bool PictureDelivery::isOver(const ProviderError& error) const
{
    if (error.job)
        return false;
    switch (error.fault) {
        case HttpFault::Setting:
        case HttpFault::Forbidden:
        case HttpFault::Billing:
        case HttpFault::Unreachable:
        case HttpFault::TimedOut:
        case HttpFault::Throttled:
        case HttpFault::Refused:
            return false;
        case HttpFault::Cancelled:
            return provider_.cancel.has_value();
        default:
            return true;
    }
}

PictureDelivery::PictureDelivery(Provider provider, const ProviderLink& link, std::string model,
                                 DeliveryServices services)
    : provider_(std::move(provider)),
      model_(std::move(model)),
      services_(std::move(services)),
      client_(provider_, link)
{}

PictureDelivery::Answer PictureDelivery::error(HttpFault fault, const std::string& message) const
{
    DeliveryError made;
    made.fault = fault;
    made.message = provider_.name + ": " + message;
    return made;
}

PictureDelivery::Answer PictureDelivery::deliver(const PictureJob& job, const DeliveryOrder& order)
{
    Result<Wish> wish = wishOf(job, order);
    if (!wish)
        return DeliveryError{HttpFault::Setting, wish.error().message, 0, {}, false};
    if (auto picture = known(*wish, order))
        return std::move(*picture);
    if (const auto gone = sunsetWarning(provider_, model_, services_.today()); !gone.empty())
        return DeliveryError{HttpFault::Missing, gone, 0, {}, false};
    if (const auto refusal = services_.cache->refusal(wish->key))
        return error(HttpFault::Moderated, "it was refused before: " + *refusal);
    if (!order.dryRun)
        return ask(*wish, order);
    tellDryRun(*wish, order);
    return DeliveryError{
        HttpFault::Refused, provider_.name + ": a dry run sends nothing", 0, {}, true};
}

void PictureDelivery::tellDryRun(const Wish& wish, const DeliveryOrder& order) const
{
    GenerationEvent event{GenerationEvent::State::DryRun, provider_.name,
                          "nothing is sent in a dry run"};
    event.request = toJson(wish.request.record);
    event.cost = wish.request.cost;
    if (order.tell)
        order.tell(event);
}

// The slots are the request without its start frame, and without a seed that nobody asked for.
Result<PictureDelivery::Wish> PictureDelivery::wishOf(const PictureJob& wanted,
                                                      const DeliveryOrder& order) const
{
    PictureJob job = wanted;
    job.model = model_;
    Result<ProviderRequest> request = resolveRequest(provider_, job);
    if (!request)
        return request.error();
    Wish wish{std::move(*request), {}, "", "", {}};
    wish.key = keyOf(wish.request);
    if (!wish.request.conditioned)
        return wish;
    wish.start = job.startFrame;
    wish.frame = likenessOf(job.startFrame);
    wish.slots = slotsOf(wish.request);
    if (!order.anySeed || !wish.request.seed)
        return wish;
    job.seed.reset();
    if (const Result<ProviderRequest> seedless = resolveRequest(provider_, job))
        wish.slots = slotsOf(*seedless);
    return wish;
}

std::optional<DeliveredPicture> PictureDelivery::known(const Wish& wish,
                                                       const DeliveryOrder& order) const
{
    TraceSpan span = TraceSpan::within(order.trace, "cache");
    DeliveryOrder below = order;
    below.trace = span.context();
    auto picture = cached(wish.key, wish.start, below);
    if (!picture && !wish.slots.empty())
        if (const auto key = services_.alike->find(wish.slots, wish.frame))
            picture = cached(*key, wish.start, below);
    span.set("animatize.cache.hit", picture.has_value());
    return picture;
}

std::optional<DeliveredPicture> PictureDelivery::cached(const std::string& key,
                                                        const cv::Mat& start,
                                                        const DeliveryOrder& order) const
{
    const auto kept = services_.cache->find(key);
    if (!kept)
        return std::nullopt;
    Answer picture = accept(pictureFrom(*kept), start, order);
    if (!picture)
        return std::nullopt;
    picture->cached = true;
    return std::move(*picture);
}

// Shared is what came, not what became of it: each has a measure, a cache and a purse of its own.
PictureDelivery::Answer PictureDelivery::ask(const Wish& wish, const DeliveryOrder& order)
{
    std::optional<Answer> own;
    const auto lead = [&]() -> std::optional<Shared> {
        Shared sent;
        own = askOnce(wish, order, sent);
        return sent ? std::optional(sent) : std::nullopt;
    };
    const uint64_t now = services_.clock.now();
    const uint64_t wait = order.deadline > now ? order.deadline - now : 0;
    const uint64_t begun = spanTime();
    const auto landed = flights().join(wish.key, order.stop, wait, lead);
    if (own)
        return std::move(*own);
    TraceSpan::within(order.trace, "single_flight", begun)
        .set("animatize.outcome", landed ? "shared" : "none");
    if (!landed && order.stop.stop_requested())
        return error(HttpFault::Cancelled, "the picture was no longer wanted");
    if (!landed)
        return error(HttpFault::TimedOut, "the same was asked for already, and took too long");
    Answer answer = accept(**landed, wish.start, order);
    if (!answer)
        return answer;
    keep(wish, **landed);
    answer->cached = true;
    answer->attempts = 0;
    return answer;
}

void PictureDelivery::keep(const Wish& wish, const Picture& picture) const
{
    services_.cache->insert(wish.key,
                            {picture.bytes, picture.mimeType, metadataOf(picture, provider_)});
    if (!wish.slots.empty())
        services_.alike->insert(wish.slots, wish.frame, wish.key);
}

// A paid job is forgotten only when its picture is kept, or was looked at.
PictureDelivery::Answer PictureDelivery::askOnce(const Wish& wish, const DeliveryOrder& order,
                                                 Shared& sent)
{
    const uint64_t now = services_.clock.now();
    const auto ticket = worth_.with([&](CircuitBreaker& worth) { return worth.admit(now); });
    if (!ticket)
        return error(HttpFault::Refused, "its last answers were no usable pictures");
    ProviderClient::Answer picture = send(wish, order);
    const bool broken = !picture && picture.error().fault == HttpFault::Broken;
    Answer good = picture ? accept(*picture, wish.start, order) : Answer(errorOf(picture.error()));
    const uint64_t end = services_.clock.now();
    worth_.with([&](CircuitBreaker& worth) {
        good                ? worth.succeeded(*ticket, end)
        : picture || broken ? worth.failed(*ticket, end)
                            : worth.abandoned(*ticket);
    });
    if (good)
        keep(wish, *picture);
    if (!picture && picture.error().fault == HttpFault::Moderated)
        services_.cache->refuse(wish.key, picture.error().message);
    if (provider_.poll && (picture || isOver(picture.error())))
        services_.cache->dropJob(wish.key);
    if (picture)
        sent = std::make_shared<const Picture>(std::move(*picture));
    return good;
}

ProviderClient::Answer PictureDelivery::send(const Wish& wish, const DeliveryOrder& order)
{
    const Patience patience{order.deadline, order.stop, order.trace};
    if (auto collected = collectPaid(wish.key, patience))
        return std::move(*collected);
    const auto receipt = services_.spending->take(wish.request.cost);
    if (!receipt) {
        ProviderError refused;
        refused.fault = HttpFault::Refused;
        refused.message = provider_.name + ": " + receipt.error().message;
        refused.retryAfter = receipt.error().retryAfter;
        return refused;
    }
    ProviderClient::Answer answer = request(wish, order, patience);
    services_.spending->settle(*receipt, answer ? answer->cost : answer.error().atRisk,
                               answer ? answer->attempts : answer.error().attempts);
    return answer;
}

// Nothing: there is no such job, or it came to nothing.
std::optional<ProviderClient::Answer> PictureDelivery::collectPaid(const std::string& key,
                                                                   const Patience& patience)
{
    const auto paid = paidJob(key);
    if (!paid)
        return std::nullopt;
    ProviderClient::Answer collected = client_.collect(*paid, patience);
    if (collected || !isOver(collected.error()) || patience.stop.stop_requested())
        return collected;
    return std::nullopt;
}

// A job is kept as soon as it is accepted.
ProviderClient::Answer PictureDelivery::request(const Wish& wish, const DeliveryOrder& order,
                                                const Patience& patience)
{
    ProviderRequest request = wish.request;
    if (order.tell)
        request.http.retrying = [&](const HttpError& error, unsigned next, uint64_t pause) {
            GenerationEvent event{GenerationEvent::State::Retrying, provider_.name, error.message};
            event.attempt = next;
            event.retryAfter = pause;
            order.tell(event);
        };
    return client_.generate(request, patience, [&](const PaidJob& job) {
        services_.cache->keepJob(wish.key, toJson(toRecord(job)), lifetimeOf(provider_));
    });
}

std::optional<PaidJob> PictureDelivery::paidJob(const std::string& key) const
{
    const auto kept = provider_.poll ? services_.cache->job(key) : std::nullopt;
    if (!kept)
        return std::nullopt;
    const auto job = readPaidJob(*kept, "a job that was kept");
    return job && job->provider == provider_.name ? std::optional(*job) : std::nullopt;
}

Result<cv::Mat> PictureDelivery::decoded(const Picture& picture, const DeliveryOrder& order) const
{
    TraceSpan span = TraceSpan::within(order.trace, "decode");
    span.set("animatize.bytes", uint64_t{picture.bytes.size()})
        .set("animatize.type", picture.mimeType);
    DecodeLimits limits;
    limits.mostBytes = provider_.limits.mostBytes;
    Result<cv::Mat> image = decodePicture(picture.bytes, limits);
    if (!image)
        span.failed("broken");
    return image;
}

PictureDelivery::Answer PictureDelivery::accept(const Picture& picture, const cv::Mat& start,
                                                const DeliveryOrder& order) const
{
    Result<cv::Mat> image = decoded(picture, order);
    if (!image)
        return error(HttpFault::Broken, image.error().message);
    TraceSpan span = TraceSpan::within(order.trace, "quality");
    const Judgement judgement = judge(*image, start);
    span.set("animatize.quality", judgement.quality);
    const double minQuality = order.minQuality;
    if (judgement.quality < minQuality)
        span.failed("bad");
    span.end();
    if (judgement.quality < minQuality)
        return error(HttpFault::Broken, "the picture is not good enough: " + judgement.flaw +
                                            " (quality " + rounded(judgement.quality) +
                                            ", min-quality " + rounded(minQuality) + ")");
    DeliveredPicture made;
    made.image = std::move(*image);
    made.model = picture.model;
    made.seed = picture.seed;
    made.conditioned = picture.conditioned;
    made.attempts = picture.attempts;
    made.quality = judgement.quality;
    made.digitalSourceType = picture.digitalSourceType;
    return made;
}

bool PictureDelivery::collect(const std::string& key, const PaidJob& job, const Patience& patience)
{
    constexpr bool kCancels = false;  // it may be another process's, which still waits
    const ProviderClient::Answer picture = client_.collect(job, patience, kCancels);
    if (picture)
        services_.cache->insert(
            key, {picture->bytes, picture->mimeType, metadataOf(*picture, provider_)});
    if (picture || (!patience.stop.stop_requested() && isOver(picture.error())))
        services_.cache->dropJob(key);
    return static_cast<bool>(picture);
}

}  // namespace animatize
