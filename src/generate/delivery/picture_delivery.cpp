#include "generate/delivery/picture_delivery.h"

#include <algorithm>
#include <cstdio>

#include "base/sha256.h"
#include "generate/delivery/single_flight.h"
#include "generate/quality/picture_decoder.h"
#include "generate/quality/picture_judge.h"
#include "record/json.h"
#include "record/json_value.h"

namespace animatize {
namespace {

using Flights = SingleFlight<std::shared_ptr<const PictureDelivery::Answer>>;

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
    if (auto picture = cached(wish.key, wish.start, order.minQuality))
        return picture;
    if (wish.slots.empty())
        return std::nullopt;
    const auto key = services_.alike->find(wish.slots, wish.frame);
    return key ? cached(*key, wish.start, order.minQuality) : std::nullopt;
}

std::optional<DeliveredPicture> PictureDelivery::cached(const std::string& key,
                                                        const cv::Mat& start,
                                                        double minQuality) const
{
    const auto kept = services_.cache->find(key);
    if (!kept)
        return std::nullopt;
    Answer picture = accept(pictureFrom(*kept), start, minQuality);
    if (!picture)
        return std::nullopt;
    picture->cached = true;
    return std::move(*picture);
}

PictureDelivery::Answer PictureDelivery::ask(const Wish& wish, const DeliveryOrder& order)
{
    using Shared = std::shared_ptr<const Answer>;
    bool led = false;
    const auto lead = [&]() -> std::optional<Shared> {
        Answer answer = askOnce(wish, order);
        // Whoever else waits for it hasn't given up.
        if (!answer && answer.error().fault == HttpFault::Cancelled && order.stop.stop_requested())
            return std::nullopt;
        return std::make_shared<const Answer>(std::move(answer));
    };
    const auto landed = flights().join(wish.key, order.stop, lead, &led);
    if (!landed)
        return error(HttpFault::Cancelled, "the picture was no longer wanted");
    Answer answer = **landed;
    if (answer && !led) {
        answer->cached = true;
        answer->attempts = 0;
    }
    return answer;
}

PictureDelivery::Answer PictureDelivery::askOnce(const Wish& wish, const DeliveryOrder& order)
{
    const uint64_t now = services_.clock.now();
    const auto ticket = worth_.with([&](CircuitBreaker& worth) { return worth.admit(now); });
    if (!ticket)
        return error(HttpFault::Refused, "its last answers were no usable pictures");
    const ProviderClient::Answer picture = send(wish, order);
    const uint64_t end = services_.clock.now();
    if (!picture) {
        const bool useless = picture.error().fault == HttpFault::Broken;
        worth_.with([&](CircuitBreaker& worth) {
            useless ? worth.failed(*ticket, end) : worth.abandoned(*ticket);
        });
        if (picture.error().fault == HttpFault::Moderated)
            services_.cache->refuse(wish.key, picture.error().message);
        return errorOf(picture.error());
    }
    Answer good = accept(*picture, wish.start, order.minQuality);
    worth_.with([&](CircuitBreaker& worth) {
        good ? worth.succeeded(*ticket, end) : worth.failed(*ticket, end);
    });
    if (!good)
        return good;
    services_.cache->insert(wish.key,
                            {picture->bytes, picture->mimeType, metadataOf(*picture, provider_)});
    if (!wish.slots.empty())
        services_.alike->insert(wish.slots, wish.frame, wish.key);
    return good;
}

ProviderClient::Answer PictureDelivery::send(const Wish& wish, const DeliveryOrder& order)
{
    const Patience patience{order.deadline, order.stop};
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
    services_.spending->settle(*receipt, answer ? answer->cost : answer.error().atRisk);
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
    const bool runsOn = !collected && collected.error().job;
    if (!runsOn)
        services_.cache->dropJob(key);
    if (collected || runsOn || patience.stop.stop_requested())
        return collected;
    return std::nullopt;
}

// A job is kept from when it is accepted until its picture is there, or it can't come any more.
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
    bool accepted = false;
    ProviderClient::Answer answer = client_.generate(request, patience, [&](const PaidJob& job) {
        accepted = true;
        services_.cache->keepJob(wish.key, toJson(toRecord(job)), lifetimeOf(provider_));
    });
    const bool left = !answer && answer.error().fault == HttpFault::Cancelled && !provider_.cancel;
    if (accepted && !left && (answer || !answer.error().job))
        services_.cache->dropJob(wish.key);
    return answer;
}

std::optional<PaidJob> PictureDelivery::paidJob(const std::string& key) const
{
    const auto kept = provider_.poll ? services_.cache->job(key) : std::nullopt;
    if (!kept)
        return std::nullopt;
    const auto job = readPaidJob(*kept, "a job that was kept");
    return job && job->provider == provider_.name ? std::optional(*job) : std::nullopt;
}

PictureDelivery::Answer PictureDelivery::accept(const Picture& picture, const cv::Mat& start,
                                                double minQuality) const
{
    DecodeLimits limits;
    limits.mostBytes = provider_.limits.mostBytes;
    Result<cv::Mat> image = decodePicture(picture.bytes, limits);
    if (!image)
        return error(HttpFault::Broken, image.error().message);
    const Judgement judgement = judge(*image, start);
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
    const ProviderClient::Answer picture = client_.collect(job, patience);
    if (picture || !picture.error().job)
        services_.cache->dropJob(key);
    if (!picture)
        return false;
    services_.cache->insert(key,
                            {picture->bytes, picture->mimeType, metadataOf(*picture, provider_)});
    return true;
}

}  // namespace animatize
