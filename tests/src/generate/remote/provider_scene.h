// One provider whose server is in this process, and what its answers should be.
#pragma once

#include "generate/remote/provider_answer.h"
#include "generate/remote/provider_client.h"
#include "net/soup_client.h"
#include "providing.h"
#include "record/json.h"
#include "support/fault_server.h"

namespace animatize::test {

inline const SteadyClock kClock;
using Answer = ProviderClient::Answer;

/// One provider whose server is here; time between attempts doesn't pass, but is written down.
struct Scene {
    FaultServer server, elsewhere;
    EndpointRegistry endpoints;
    Provider made;
    std::vector<uint64_t> slept;
    std::stop_source stop;
    std::vector<PaidJob> accepted;
    std::vector<Picture> partials;

    explicit Scene(const std::string& name) : made(provider(name))
    {
        made.baseUri = server.uri("");
        if (made.key)
            setenv(made.key->environment.c_str(), "s3cret/0815", 1);
    }

    ProviderClient client()
    {
        const auto sender = makeSoupClient(kClock);
        ck_assert(static_cast<bool>(sender));
        const Sleep sleep = [this](uint64_t time, const std::stop_token& stopped) {
            slept.push_back(time);
            return !stopped.stop_requested();
        };
        return {made, makeProviderLink(made, "", std::make_shared<HttpMeter>(),
                                       {*sender, kClock, sleep, endpoints})};
    }

    Answer generate(const PictureJob& job, uint64_t time = 10 * kSecond)
    {
        return client().generate(
            resolved(made, job), {kClock.now() + time, stop.get_token()},
            [this](const PaidJob& one) { accepted.push_back(one); },
            [this](const Picture& one) { partials.push_back(one); });
    }

    std::vector<Received> got() const { return server.received(); }
};

inline std::string image()
{
    return pngBytes();
}

inline std::string b64Answer()
{
    return "{\"created\":1,\"data\":[{\"b64_json\":\"" + base64Of(image()) + "\"}]}";
}

inline Reply picture(const std::string& type = "image/png")
{
    Reply reply;
    reply.body = image();
    return reply.with("Content-Type", type);
}

inline void isPicture(const Answer& answer)
{
    ck_assert_msg(static_cast<bool>(answer), "%s", answer ? "" : answer.error().message.c_str());
    ck_assert(answer->bytes == image());
    equal(answer->mimeType, "image/png");
}

inline ProviderError isError(const Answer& answer, HttpFault fault, const std::string& words = "")
{
    ck_assert_msg(!answer, "there was a picture");
    ProviderError error = answer.error();
    ck_assert_msg(error.fault == fault && has(error.message, words), "%s instead of %s: %s",
                  nameOf(error.fault), nameOf(fault), error.message.c_str());
    ck_assert(!has(error.message, "s3cret"));
    return error;
}

/// What a provider makes of one answer to everything.
inline Answer answered(const std::string& name, const Reply& reply,
                       const PictureJob& job = plainJob())
{
    Scene scene(name);
    scene.server.always(reply);
    return scene.generate(job);
}

inline Reply answer(const std::string& body)
{
    return Reply::json(body);
}

/// A flux server: pending twice, then a picture on another host.
inline void beFlux(Scene& scene, const std::string& last)
{
    scene.elsewhere.always(picture());
    const std::string job = scene.server.uri("/v1/get_result?id=7");
    scene.server.next(answer("{\"id\":\"7\",\"polling_url\":\"" + job + "\"}"));
    scene.server.next(answer("{\"id\":\"7\",\"status\":\"Pending\",\"result\":null}"));
    scene.server.next(answer("{\"id\":\"7\",\"status\":\"Processing\"}"));
    scene.server.always(answer(last));
}

inline std::string ready(const Scene& scene)
{
    return "{\"id\":\"7\",\"status\":\"Ready\",\"result\":{\"sample\":\"" +
           scene.elsewhere.uri("/x.png?sig=1") + "\",\"seed\":99}}";
}

}  // namespace animatize::test
