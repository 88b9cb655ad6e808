// PictureDelivery: one picture from one service, with all that lies between the wish and the
// pixels.
//
//   PictureDelivery delivery(provider, link, model, services);
//   auto picture = delivery.deliver(job, {.deadline = clock.now() + kCallDeadline, .stop = stop});
//   if (!picture) next(picture.error());
//
// In this order: was this asked before (the cache: exactly the same, or with a start frame that
// looks the same); is the model still there; was it refused lately; does somebody ask the same at
// this moment; is there a job of earlier that is paid already; is there money left; and only then
// the service, by ProviderClient. What comes is decoded under limits and judged: a picture that is
// too bad is a fault of the service, as if none had come.
//
// Blocks its thread; may be used by several threads at once. Tells of retries and dry runs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <opencv2/core.hpp>

#include "generate/cache/picture_cache.h"
#include "generate/delivery/alike_requests.h"
#include "generate/delivery/generation_event.h"
#include "generate/delivery/spending.h"
#include "generate/remote/provider_client.h"
#include "generate/remote/provider_request.h"

namespace animatize {

struct DeliveredPicture {
    cv::Mat image;  ///< CV_8UC3, R G B, of the size that the service made
    std::string model;
    std::optional<uint64_t> seed;
    bool conditioned = false;  ///< on the start frame
    bool cached = false;
    unsigned attempts = 0;  ///< 0: nothing was sent
    double quality = 0.0;   ///< 0..1, picture_judge.h
    std::string digitalSourceType;
};

struct DeliveryError {
    HttpFault fault = HttpFault::Broken;
    std::string message;
    unsigned attempts = 0;
    std::optional<uint64_t> retryAfter;
    bool dryRun = false;  ///< nothing is wrong: nothing was to be sent
};

/// What one caller wants of it.
struct DeliveryOrder {
    uint64_t deadline = 0;  ///< of the services' clock
    std::stop_token stop;
    double minQuality = 0.0;
    bool dryRun = false;
    bool anySeed = false;     ///< the job's seed is nobody's wish: a picture of another will do
    TellEvent tell;           ///< may be empty
    TraceContext trace = {};  ///< what is done for it is below this span; none: not traced
};

/// What deliveries share.
struct DeliveryServices {
    std::shared_ptr<PictureCache> cache;
    std::shared_ptr<Spending> spending;
    std::shared_ptr<AlikeRequests> alike;
    const Clock& clock;                  ///< must outlive them
    std::function<std::string()> today;  ///< YYYY-MM-DD
};

class PictureDelivery {
  public:
    using Answer = Result<DeliveredPicture, DeliveryError>;

    /// `model`: empty for the provider's own.
    PictureDelivery(Provider provider, const ProviderLink& link, std::string model,
                    DeliveryServices services);

    Answer deliver(const PictureJob& job, const DeliveryOrder& order);

    /// Fetches a job that was accepted and paid earlier, into the cache. False: it isn't ready, or
    /// is lost.
    bool collect(const std::string& key, const PaidJob& job, const Patience& patience);

    const Provider& provider() const { return provider_; }
    /// That is asked; empty: there is no choice.
    const std::string& model() const { return model_.empty() ? provider_.model : model_; }

  private:
    using Shared = std::shared_ptr<const Picture>;  ///< as the service sent it; null: it didn't
    struct Wish {
        ProviderRequest request;
        cv::Mat start;      ///< the start frame, where it travels
        std::string key;    ///< SHA-256 of the resolved request
        std::string slots;  ///< the same of all but the start frame; empty: none travels
        FrameLikeness frame;
    };

    Result<Wish> wishOf(const PictureJob& job, const DeliveryOrder& order) const;
    std::optional<DeliveredPicture> known(const Wish& wish, const DeliveryOrder& order) const;
    std::optional<DeliveredPicture> cached(const std::string& key, const cv::Mat& start,
                                           const DeliveryOrder& order) const;
    void tellDryRun(const Wish& wish, const DeliveryOrder& order) const;
    Answer ask(const Wish& wish, const DeliveryOrder& order);
    Answer askOnce(const Wish& wish, const DeliveryOrder& order, Shared& sent);
    void keep(const Wish& wish, const Picture& picture) const;
    bool isOver(const ProviderError& error) const;
    ProviderClient::Answer send(const Wish& wish, const DeliveryOrder& order);
    std::optional<ProviderClient::Answer> collectPaid(const std::string& key,
                                                      const Patience& patience);
    ProviderClient::Answer request(const Wish& wish, const DeliveryOrder& order,
                                   const Patience& patience);
    std::optional<PaidJob> paidJob(const std::string& key) const;
    Answer accept(const Picture& picture, const cv::Mat& start, const DeliveryOrder& order) const;
    Result<cv::Mat> decoded(const Picture& picture, const DeliveryOrder& order) const;
    Answer error(HttpFault fault, const std::string& message) const;

    const Provider provider_;
    const std::string model_;
    const DeliveryServices services_;
    ProviderClient client_;
    Guarded<CircuitBreaker> worth_;  ///< opens when answers come that are no pictures
};

}  // namespace animatize
