// A delivery whose service, clock and money are the test's: no network, no waiting.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "generate/delivery/picture_delivery.h"
#include "generate/quality/picture_judge.h"
#include "record/json.h"
#include "src/generate/remote/providing.h"
#include "support/fake_client.h"
#include "support/fake_clock.h"
#include "support/rendered.h"

namespace animatize::test {

inline std::string pngOfPicture(const cv::Mat& rgb)
{
    cv::Mat swapped(rgb.size(), CV_8UC3);
    cv::mixChannels(rgb, swapped, {0, 2, 1, 1, 2, 0});
    std::vector<uint8_t> bytes;
    cv::imencode(".png", swapped, bytes);
    return {bytes.begin(), bytes.end()};
}

/// A scene with edges as sharp as things have.
inline cv::Mat crispScene(uint64_t seed)
{
    cv::Mat picture = view(colourTexture(260, 160, seed), {130, 80}, {192, 108});
    cv::RNG chance(seed);
    for (int i = 0; i < 40; ++i) {
        const cv::Point at(chance.uniform(0, 192), chance.uniform(0, 108));
        const cv::Scalar colour(chance.uniform(0, 256), chance.uniform(0, 256),
                                chance.uniform(0, 256));
        const cv::Size size(chance.uniform(4, 40), chance.uniform(4, 40));
        cv::rectangle(picture, {at, size}, colour, cv::FILLED);
    }
    return picture;
}

inline const cv::Mat& startFrame()
{
    static const cv::Mat picture = crispScene(5);
    return picture;
}

/// A picture that nobody finds fault with: the same scene in another light.
inline const cv::Mat& goodPicture()
{
    static const cv::Mat picture = startFrame() * 0.85 + cv::Scalar(24, 12, 0);
    return picture;
}

inline std::string b64Answer(const std::string& bytes)
{
    return "{\"data\":[{\"b64_json\":\"" + base64Of(bytes) + "\"}]}";
}

struct Desk {
    FakeClock clock;
    std::shared_ptr<FakeClient> submit = std::make_shared<FakeClient>();
    std::shared_ptr<FakeClient> poll = std::make_shared<FakeClient>();
    std::shared_ptr<FakeClient> fetch = std::make_shared<FakeClient>();
    std::shared_ptr<Spending> spending = std::make_shared<Spending>(clock);
    std::shared_ptr<AlikeRequests> alike = std::make_shared<AlikeRequests>();
    std::shared_ptr<PictureCache> cache;
    std::string date = "2026-11-29";
    std::vector<GenerationEvent> events;
    DeliveryOrder order;
    Provider made;
    std::unique_ptr<PictureDelivery> delivery;

    explicit Desk(const std::string& name, const std::string& model = "") : made(provider(name))
    {
        auto opened = PictureCache::open({});
        ck_assert(static_cast<bool>(opened));
        cache = *opened;
        order.deadline = clock.now() + 90 * kSecond;
        order.minQuality = kMinQuality;
        order.tell = [this](const GenerationEvent& event) { events.push_back(event); };
        begin(model);
    }

    /// As another process would begin, with the same cache.
    void begin(const std::string& model = "")
    {
        const ProviderLink link{submit, poll, fetch, clock, clock.sleep()};
        const DeliveryServices services{cache, spending, alike, clock, [this] { return date; }};
        delivery = std::make_unique<PictureDelivery>(made, link, model, services);
    }

    PictureDelivery::Answer deliver(const PictureJob& job)
    {
        order.deadline = std::max(order.deadline, clock.now() + 90 * kSecond);
        return delivery->deliver(job, order);
    }

    /// The service always makes this.
    void makes(const cv::Mat& picture)
    {
        const std::string body = b64Answer(pngOfPicture(picture));
        submit->compute([body](const HttpRequest&, const Patience&) {
            return FakeClient::Answer(HttpResponse{200, {}, body});
        });
    }
};

inline PictureJob wanted(uint64_t seed = 42)
{
    PictureJob job = plainJob();
    job.size = {192, 108};
    job.seed = seed;
    job.startFrame = startFrame();
    return job;
}

inline DeliveredPicture isDelivered(const PictureDelivery::Answer& answer)
{
    ck_assert_msg(static_cast<bool>(answer), "%s", answer ? "" : answer.error().message.c_str());
    return *answer;
}

inline DeliveryError isRefused(const PictureDelivery::Answer& answer, HttpFault fault,
                               const std::string& words)
{
    ck_assert_msg(!answer, "there was a picture");
    DeliveryError error = answer.error();
    ck_assert_msg(error.fault == fault && has(error.message, words), "%s: \"%s\" lacks \"%s\"",
                  nameOf(error.fault), error.message.c_str(), words.c_str());
    return error;
}

}  // namespace animatize::test
