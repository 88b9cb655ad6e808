// The engine against servers that answer as the vendors' APIs do, and against all that goes wrong.
#include "generate/provider_client.h"

#include <stdlib.h>

#include "generate/provider_answer.h"
#include "net/soup_client.h"
#include "providing.h"
#include "record/json.h"
#include "support/fault_server.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const SteadyClock kClock;
using Answer = ProviderClient::Answer;

/// One provider whose server is here; time between attempts doesn't pass, but is written down.
struct Scene {
    FaultServer server, elsewhere;
    EndpointRegistry endpoints;
    Provider made;
    std::vector<uint64_t> slept;
    std::stop_source stop;
    std::vector<PaidJob> accepted;

    explicit Scene(const std::string& name) : made(provider(name))
    {
        made.baseUri = server.uri("");
        if (made.key)
            setenv(made.key->environment.c_str(), "s3cret", 1);
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
        return client().generate(resolved(made, job), {kClock.now() + time, stop.get_token()},
                                 [this](const PaidJob& one) { accepted.push_back(one); });
    }

    std::vector<Received> got() const { return server.received(); }
};

std::string image()
{
    return pngBytes();
}

std::string b64Answer()
{
    return "{\"created\":1,\"data\":[{\"b64_json\":\"" + base64Of(image()) + "\"}]}";
}

Reply picture(const std::string& type = "image/png")
{
    Reply reply;
    reply.body = image();
    return reply.with("Content-Type", type);
}

void isPicture(const Answer& answer)
{
    ck_assert_msg(static_cast<bool>(answer), "%s", answer ? "" : answer.error().message.c_str());
    ck_assert(answer->bytes == image());
    equal(answer->mimeType, "image/png");
}

ProviderError isError(const Answer& answer, HttpFault fault, const std::string& words = "")
{
    ck_assert_msg(!answer, "there was a picture");
    ProviderError error = answer.error();
    ck_assert_msg(error.fault == fault && has(error.message, words), "%s instead of %s: %s",
                  nameOf(error.fault), nameOf(fault), error.message.c_str());
    ck_assert(!has(error.message, "s3cret"));
    return error;
}

/// What a provider makes of one answer to everything.
Answer answered(const std::string& name, const Reply& reply, const PictureJob& job = plainJob())
{
    Scene scene(name);
    scene.server.always(reply);
    return scene.generate(job);
}

Reply answer(const std::string& body)
{
    return Reply::json(body);
}

/// A flux server: pending twice, then a picture on another host.
void beFlux(Scene& scene, const std::string& last)
{
    scene.elsewhere.always(picture());
    const std::string job = scene.server.uri("/v1/get_result?id=7");
    scene.server.next(answer("{\"id\":\"7\",\"polling_url\":\"" + job + "\"}"));
    scene.server.next(answer("{\"id\":\"7\",\"status\":\"Pending\",\"result\":null}"));
    scene.server.next(answer("{\"id\":\"7\",\"status\":\"Processing\"}"));
    scene.server.always(answer(last));
}

std::string ready(const Scene& scene)
{
    return "{\"id\":\"7\",\"status\":\"Ready\",\"result\":{\"sample\":\"" +
           scene.elsewhere.uri("/x.png?sig=1") + "\",\"seed\":99}}";
}

}  // namespace

START_TEST(anAnswerHoldsThePicture)
{
    Scene scene("openai");
    scene.server.always(answer(b64Answer()));
    const Answer made = scene.generate(plainJob());
    isPicture(made);
    equal(made->digitalSourceType, "trainedAlgorithmicMedia");
    equal(made->model, "gpt-image-2");
    ck_assert(!made->seed && made->cost > 0.0 && made->attempts == 1);
    const Received request = scene.got().at(0);
    equal(request.target, "/v1/images/generations");
    equal(request.header("authorization"), "Bearer s3cret");
    ck_assert(request.body == resolved(scene.made, plainJob()).http.body);
}
END_TEST

START_TEST(aFormCarriesTheStartFrame)
{
    Scene scene("openai");
    scene.server.always(answer(b64Answer()));
    const Answer made = scene.generate(fullJob());
    isPicture(made);
    equal(made->digitalSourceType, "compositeWithTrainedAlgorithmicMedia");
    const Received request = scene.got().at(0);
    equal(request.target, "/v1/images/edits");
    const std::string type = request.header("content-type");
    ck_assert(type.starts_with("multipart/form-data; boundary="));
    ck_assert(request.body.starts_with("--" + type.substr(type.find('=') + 1) + "\r\n"));
    ck_assert(has(request.body, "\x89PNG"));
}
END_TEST

START_TEST(anAnswerIsThePicture)
{
    Scene scene("stability");
    scene.server.always(picture("application/octet-stream"));
    const Answer made = scene.generate(fullJob());
    isPicture(made);
    ck_assert_uint_eq(*made->seed, 42);
    equal(scene.got().at(0).header("accept"), "image/*");
}
END_TEST

START_TEST(thePictureMayBeInAnyPart)
{
    isPicture(
        answered("gemini", answer("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"here\"},"
                                  "{\"inlineData\":{\"mimeType\":\"image/jpeg\",\"data\":\"" +
                                  base64Of(image()) + "\"}}]},\"finishReason\":\"STOP\"}]}")));
    isPicture(answered("a1111", answer("{\"images\":[\"" + base64Of(image()) +
                                       "\"],\"parameters\":{},\"info\":\"{}\"}")));
    isPicture(answered(
        "a1111", answer("{\"images\":[\"data:image/png;base64," + base64Of(image()) + "\"]}")));
    isPicture(answered("sdcpp-sdapi", answer("{\"images\":[\"" + base64Of(image()) + "\"]}")));
    isPicture(answered("sdcpp-openai", answer(b64Answer()), fullJob()));
}
END_TEST

START_TEST(anAnswerMayNameAnAddress)
{
    Scene scene("localai");
    scene.elsewhere.always(picture());
    scene.server.always(
        answer("{\"data\":[{\"url\":\"" + scene.elsewhere.uri("/generated/1.png") + "\"}]}"));
    isPicture(scene.generate(plainJob()));
    equal(scene.got().at(0).header("authorization"), "Bearer s3cret");
    const Received fetch = scene.elsewhere.received().at(0);
    equal(fetch.method, "GET");
    equal(fetch.header("authorization"), "");
}
END_TEST

START_TEST(aJobIsAskedAboutEverMoreSeldom)
{
    Scene scene("flux");
    beFlux(scene, ready(scene));
    const Answer made = scene.generate(fullJob());
    isPicture(made);
    ck_assert_uint_eq(*made->seed, 99);
    const std::vector<uint64_t> wanted{500 * kMillisecond, 750 * kMillisecond, 1125 * kMillisecond};
    ck_assert(scene.slept == wanted);
    equal(scene.got().at(1).target, "/v1/get_result?id=7");
    equal(scene.got().at(1).header("x-key"), "s3cret");
    equal(scene.elsewhere.received().at(0).header("x-key"), "");
    ck_assert_uint_eq(scene.accepted.size(), 1);
}
END_TEST

START_TEST(aJobElsewhereNeverSeesTheKey)
{
    Scene scene("flux");
    scene.server.next(answer("{\"polling_url\":\"" + scene.elsewhere.uri("/job") + "\"}"));
    scene.elsewhere.next(answer("{\"status\":\"Ready\",\"result\":{\"sample\":\"" +
                                scene.elsewhere.uri("/p.png") + "\"}}"));
    scene.elsewhere.always(picture());
    isPicture(scene.generate(plainJob()));
    for (const Received& one : scene.elsewhere.received())
        equal(one.header("x-key"), "");
}
END_TEST

START_TEST(theNativeServerIsAskedByPath)
{
    Scene scene("sdcpp");
    scene.server.next(
        Reply::json("{\"id\":\"job_1\",\"status\":\"queued\",\"poll_url\":"
                    "\"/sdcpp/v1/jobs/job_1\"}",
                    202));
    scene.server.next(answer("{\"id\":\"job_1\",\"status\":\"generating\",\"result\":null}"));
    scene.server.always(
        answer("{\"status\":\"completed\",\"result\":{\"images\":[{\"index\":0,"
               "\"b64_json\":\"" +
               base64Of(image()) + "\"}]},\"error\":null}"));
    isPicture(scene.generate(fullJob()));
    equal(scene.got().at(2).target, "/sdcpp/v1/jobs/job_1");
}
END_TEST

START_TEST(comfyuiIsAskedForItsHistoryAndTheView)
{
    Scene scene("comfyui");
    scene.server.next(answer("{\"prompt_id\":\"p-1\",\"number\":3,\"node_errors\":{}}"));
    scene.server.next(answer("{}"));
    scene.server.next(
        answer("{\"p-1\":{\"status\":{\"status_str\":\"success\",\"completed\":true},"
               "\"outputs\":{\"9\":{\"images\":[{\"filename\":\"a b&c.png\","
               "\"subfolder\":\"\",\"type\":\"output\"}]}}}}"));
    scene.server.always(picture());
    isPicture(scene.generate(fullJob()));
    equal(scene.got().at(2).target, "/history/p-1");
    equal(scene.got().at(3).target, "/view?filename=a%20b%26c.png&subfolder=&type=output");
}
END_TEST

START_TEST(replicateSaysWhereToAsk)
{
    Scene scene("replicate");
    scene.elsewhere.always(picture());
    scene.server.next(Reply::json("{\"id\":\"r\",\"status\":\"starting\",\"urls\":{\"get\":\"" +
                                      scene.server.uri("/v1/predictions/r") + "\",\"cancel\":\"" +
                                      scene.server.uri("/v1/predictions/r/cancel") + "\"}}",
                                  201));
    scene.server.always(answer("{\"status\":\"succeeded\",\"output\":\"" +
                               scene.elsewhere.uri("/out.png") + "\"}"));
    isPicture(scene.generate(fullJob()));
    equal(scene.got().at(0).header("cancel-after"), "120s");
}
END_TEST

START_TEST(falHasItsResultAtAnAddressOfItsOwn)
{
    Scene scene("fal");
    scene.elsewhere.always(picture());
    const auto at = [&](const char* path) { return scene.server.uri(path); };
    scene.server.next(answer("{\"request_id\":\"q\",\"status_url\":\"" + at("/q/status") +
                             "\",\"response_url\":\"" + at("/q") + "\",\"cancel_url\":\"" +
                             at("/q/cancel") + "\"}"));
    scene.server.next(Reply::json("{\"status\":\"IN_QUEUE\",\"queue_position\":0}", 202));
    scene.server.next(answer("{\"status\":\"COMPLETED\"}"));
    scene.server.always(answer("{\"images\":[{\"url\":\"" + scene.elsewhere.uri("/i.png") +
                               "\"}],\"seed\":7,\"has_nsfw_concepts\":[false]}"));
    const Answer made = scene.generate(plainJob());
    isPicture(made);
    ck_assert_uint_eq(*made->seed, 7);
    equal(scene.got().at(3).target, "/q");
    equal(scene.got().at(3).header("authorization"), "Key s3cret");
}
END_TEST

START_TEST(whoStopsAJobCancelsIt)
{
    Scene scene("fal");
    const auto at = [&](const char* path) { return scene.server.uri(path); };
    scene.server.next(answer("{\"status_url\":\"" + at("/q/status") + "\",\"response_url\":\"" +
                             at("/q") + "\",\"cancel_url\":\"" + at("/q/cancel") + "\"}"));
    scene.server.answer([&](const Received&) {
        scene.stop.request_stop();
        return Reply::json("{\"status\":\"IN_PROGRESS\"}", 202);
    });
    const Answer made = scene.generate(plainJob());
    const ProviderError error = isError(made, HttpFault::Cancelled);
    ck_assert(error.atRisk > 0.0 && !error.job);
    const Received last = scene.got().back();
    equal(last.method, "PUT");
    equal(last.target, "/q/cancel");
    equal(last.header("authorization"), "Key s3cret");
}
END_TEST

START_TEST(comfyuiTakesTheJobOutOfItsQueue)
{
    Scene scene("comfyui");
    scene.server.next(answer("{\"prompt_id\":\"p-1\"}"));
    scene.server.answer([&](const Received&) {
        scene.stop.request_stop();
        return answer("{}");
    });
    isError(scene.generate(plainJob()), HttpFault::Cancelled);
    equal(scene.got().back().target, "/queue");
    equal(scene.got().back().body, "{\"delete\":[\"p-1\"]}");
}
END_TEST

START_TEST(whatIsPaidIsCollectedLater)
{
    Scene scene("flux");
    beFlux(scene, "{\"status\":\"Pending\"}");
    scene.made.poll->deadline = kSecond;
    const Answer late = scene.generate(plainJob(), 2 * kSecond);
    const ProviderError error = isError(late, HttpFault::TimedOut, "last heard: Processing");
    ck_assert(error.job && error.atRisk > 0.0);
    const Result<PaidJob> kept = readPaidJob(toJson(toRecord(*error.job)), "jobs");
    ck_assert(static_cast<bool>(kept));
    scene.server.always(answer(ready(scene)));
    const size_t before = scene.server.requests();
    isPicture(scene.client().collect(*kept, {kClock.now() + 10 * kSecond, {}}));
    ck_assert_uint_eq(scene.server.requests(), before + 1);  // it isn't submitted again
}
END_TEST

START_TEST(aBadPollIsNotTheEndOfAJob)
{
    Scene scene("flux");
    scene.elsewhere.always(picture());
    scene.server.next(answer("{\"polling_url\":\"" + scene.server.uri("/p") + "\"}"));
    for (int i = 0; i < 2; ++i)
        scene.server.next(Reply::failure(503));
    scene.server.next(Reply::broken(Reply::How::Reset));
    scene.server.always(answer(ready(scene)));
    isPicture(scene.generate(plainJob()));
}
END_TEST

START_TEST(aJobThatIsGoneIsTheEnd)
{
    Scene scene("sdcpp");
    scene.server.next(answer("{\"id\":\"j\",\"poll_url\":\"/sdcpp/v1/jobs/j\"}"));
    scene.server.always(Reply::json("{\"error\":\"gone\"}", 410));
    ck_assert(!isError(scene.generate(plainJob()), HttpFault::Invalid, "410").job);
    ck_assert_uint_eq(scene.server.requests(), 2);
}
END_TEST

START_TEST(jobsFailForReasons)
{
    const auto fault = [](const std::string& last) {
        Scene scene("flux");
        beFlux(scene, last);
        const Answer made = scene.generate(plainJob());
        ck_assert(!made && made.error().atRisk > 0.0 && !made.error().job);
        return made.error().fault;
    };
    ck_assert(fault("{\"status\":\"Content Moderated\"}") == HttpFault::Moderated);
    ck_assert(fault("{\"status\":\"Request Moderated\"}") == HttpFault::Moderated);
    ck_assert(fault("{\"status\":\"Error\"}") == HttpFault::Server);
    ck_assert(fault("{\"status\":\"Task not found\"}") == HttpFault::Server);
    ck_assert(fault("{\"id\":1}") == HttpFault::Broken);
    ck_assert(fault("no json") == HttpFault::Broken);
    ck_assert(fault("{\"status\":\"Ready\"}") == HttpFault::Broken);
}
END_TEST

START_TEST(refusalsWithStatus200AreRefusals)
{
    isError(answered("gemini", answer("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}")),
            HttpFault::Moderated);
    isError(answered("gemini", answer("{\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}]}")),
            HttpFault::Moderated);
    isError(answered("stability",
                     answer("{\"finish_reason\":\"CONTENT_FILTERED\",\"image\":\"AAAA\"}")),
            HttpFault::Moderated);
    isError(answered("gemini", answer("{\"candidates\":[{\"finishReason\":\"STOP\"}]}")),
            HttpFault::Broken, "no picture");
}
END_TEST

START_TEST(errorsOfServicesAreTold)
{
    const auto error = [](const std::string& name, unsigned status, const std::string& body) {
        const Answer made = answered(name, Reply::json(body, status));
        ck_assert(!made);
        return made.error().fault;
    };
    ck_assert(error("openai", 429, "{\"error\":{\"code\":\"credit_balance_exhausted\"}}") ==
              HttpFault::Billing);
    ck_assert(error("openai", 401, "{\"error\":{\"code\":\"invalid_api_key\"}}") ==
              HttpFault::Forbidden);
    ck_assert(error("openai", 404, "{\"error\":{\"code\":\"model_not_found\"}}") ==
              HttpFault::Missing);
    ck_assert(error("openai", 400, "{\"error\":{\"code\":\"moderation_blocked\"}}") ==
              HttpFault::Moderated);
    ck_assert(error("flux", 402, "{\"detail\":\"Insufficient credits\"}") == HttpFault::Billing);
    ck_assert(error("flux", 422, "{\"detail\":\"unknown field\"}") == HttpFault::Invalid);
    ck_assert(error("gemini", 404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}") ==
              HttpFault::Missing);
    ck_assert(error("stability", 403,
                    "{\"id\":\"1\",\"name\":\"content_moderation\",\"errors\":[\"x\"]}") ==
              HttpFault::Moderated);
    ck_assert(error("fal", 422,
                    "{\"detail\":[{\"type\":\"content_policy_violation\",\"msg\":\"no\"}]}") ==
              HttpFault::Moderated);
    ck_assert(error("openai", 500, "{}") == HttpFault::Server);
    ck_assert(error("openai", 429, "{}") == HttpFault::Throttled);
}
END_TEST

START_TEST(wordsThatHealByWaitingAreTriedAgain)
{
    Scene scene("a1111");
    scene.made.words.codeAt = {"/why/0"};
    scene.made.words.transient = {"loading"};
    scene.server.next(Reply::json("{\"why\":[\"loading\"]}", 400));
    scene.server.always(answer("{\"images\":[\"" + base64Of(image()) + "\"]}"));
    const Answer made = scene.generate(plainJob());
    isPicture(made);
    ck_assert_uint_eq(made->attempts, 2);
}
END_TEST

START_TEST(messagesAreFoundWhereTheManifestSays)
{
    isError(answered("fal", Reply::json("{\"detail\":[{\"msg\":\"too large\"}]}", 422)),
            HttpFault::Invalid, "too large");
    isError(answered("a1111", Reply::json("{\"detail\":[{\"msg\":\"no such sampler\"}]}", 422)),
            HttpFault::Invalid, "no such sampler");
}
END_TEST

START_TEST(aLostAnswerIsAmbiguousAndNotAskedForTwice)
{
    Scene scene("openai");
    scene.server.always(Reply::broken(Reply::How::Closed));
    const Answer made = scene.generate(plainJob());
    const ProviderError error = isError(made, HttpFault::Broken);
    ck_assert(error.ambiguous);
    ck_assert_double_eq(error.atRisk, scene.made.cost);
    ck_assert_uint_eq(scene.server.requests(), 1);
}
END_TEST

START_TEST(aLostAnswerThatCostNothingIsAskedForAgain)
{
    Scene scene("a1111");
    scene.server.next(Reply::broken(Reply::How::Truncated));
    scene.server.always(answer("{\"images\":[\"" + base64Of(image()) + "\"]}"));
    isPicture(scene.generate(plainJob()));
    ck_assert_uint_eq(scene.server.requests(), 2);
}
END_TEST

START_TEST(aServerThatHangsIsLeft)
{
    Scene scene("openai");
    scene.server.always(Reply::broken(Reply::How::Hang));
    const uint64_t begin = kClock.now();
    const Answer made = scene.generate(plainJob(), 300 * kMillisecond);
    ck_assert(isError(made, HttpFault::TimedOut).ambiguous);
    ck_assert_uint_lt(kClock.now() - begin, 2 * kSecond);
}
END_TEST

START_TEST(whatNobodyReachedIsNotAmbiguous)
{
    Scene scene("openai");
    scene.server.refuse();
    const ProviderError error = isError(scene.generate(plainJob()), HttpFault::Unreachable);
    ck_assert(!error.ambiguous && error.atRisk == 0.0);
    ck_assert_uint_eq(error.attempts, 3);
}
END_TEST

START_TEST(whoRetriesByItselfIsAskedOnce)
{
    Scene scene("fal");
    scene.server.always(Reply::failure(503));
    isError(scene.generate(plainJob()), HttpFault::Server);
    ck_assert_uint_eq(scene.server.requests(), 1);
    Scene other("openai");
    other.server.always(Reply::failure(503));
    isError(other.generate(plainJob()), HttpFault::Server);
    ck_assert_uint_eq(other.server.requests(), 3);
}
END_TEST

START_TEST(whatIsNoPictureIsNone)
{
    const auto with = [](const std::string& text) {
        return answered("openai", answer("{\"data\":[{\"b64_json\":\"" + text + "\"}]}"));
    };
    ck_assert(isError(with(base64Of("not a picture")), HttpFault::Broken, "PNG").atRisk > 0.0);
    isError(with("%%%%"), HttpFault::Broken, "base64");
    isError(with("===="), HttpFault::Broken, "base64");
    isError(with(""), HttpFault::Broken, "no picture");
    isError(answered("openai", answer("[]")), HttpFault::Broken);
    isError(answered("openai", answer("{\"data\":")), HttpFault::Broken, "JSON");
    isError(answered("stability", answer("")), HttpFault::Broken);
    isError(answered("flux", answer("{\"id\":\"7\"}")), HttpFault::Broken, "job");
}
END_TEST

START_TEST(aPictureThatIsGoneCostAllTheSame)
{
    Scene scene("flux");
    beFlux(scene, ready(scene));
    scene.elsewhere.always(Reply::json("{}", 403));
    const ProviderError error = isError(scene.generate(plainJob()), HttpFault::Forbidden);
    ck_assert(error.atRisk > 0.0 && !error.ambiguous);
}
END_TEST

START_TEST(aPictureThatCantBeFetchedNowIsCollectedLater)
{
    Scene scene("flux");
    beFlux(scene, ready(scene));
    scene.elsewhere.always(Reply::failure(503));
    const ProviderError error = isError(scene.generate(plainJob()), HttpFault::Server);
    ck_assert(error.job && error.atRisk > 0.0 && !error.ambiguous);
    scene.elsewhere.always(picture());
    Scene later("flux");  // in another process, where no breaker has opened
    later.made.baseUri = scene.made.baseUri;
    isPicture(later.client().collect(*error.job, {kClock.now() + 10 * kSecond, {}}));
}
END_TEST

START_TEST(whoNeverAnswersAboutAJobIsGivenUp)
{
    Scene scene("sdcpp");
    scene.server.next(answer("{\"id\":\"j\",\"poll_url\":\"/sdcpp/v1/jobs/j\"}"));
    scene.server.always(Reply::failure(500));
    const ProviderError error = isError(scene.generate(plainJob()), HttpFault::TimedOut, "is down");
    ck_assert(error.job && !error.ambiguous);
    ck_assert_uint_le(scene.server.requests(), 1 + 8 * 3);
}
END_TEST

START_TEST(picturesBeyondTheLimitAreNotRead)
{
    Scene scene("flux");
    scene.made.limits.mostBytes = 100000;
    beFlux(scene, ready(scene));
    scene.elsewhere.always(Reply::huge(50u << 20));
    isError(scene.generate(plainJob()), HttpFault::TooLarge);
    ck_assert_uint_lt(scene.elsewhere.written(), 20u << 20);
}
END_TEST

START_TEST(aMissingKeyIsSaidByName)
{
    Scene scene("openai");
    unsetenv("OPENAI_API_KEY");
    isError(scene.generate(plainJob()), HttpFault::Setting, "OPENAI_API_KEY");
    ck_assert_uint_eq(scene.server.requests(), 0);
    Scene local("localai");
    unsetenv("LOCALAI_API_KEY");
    local.server.always(answer(b64Answer()));
    isPicture(local.generate(plainJob()));
}
END_TEST

START_TEST(keysGoOnlyWhereTheManifestSays)
{
    const Provider flux = provider("flux");
    for (const char* good : {"https://api.bfl.ai/v1/x", "https://api.eu1.bfl.ai/v1/x"})
        ck_assert_msg(mayHaveKey(flux, good, true), "%s", good);
    for (const char* bad : {"http://api.eu1.bfl.ai/x", "https://bfl.ai.example.org/x",
                            "https://evilbfl.ai/x", "http://api.bfl.ai/x", "https://x@y/bfl.ai"})
        ck_assert_msg(!mayHaveKey(flux, bad, true), "%s", bad);
    ck_assert(!mayHaveKey(flux, "https://delivery.bfl.ai/x.png", false));
}
END_TEST

START_TEST(addressesAreFollowedOnlyWithoutLosingTheSecrecy)
{
    const auto at = [](const std::string& text, const std::string& base) {
        JsonValue said;
        said.set("u", JsonValue(JsonValue::Value(text)));
        return addressIn({"/u", ""}, base, said).value_or("none");
    };
    ck_assert(at("https://b/x", "https://a") == "https://b/x");
    ck_assert(at("http://b/x", "https://a") == "none");
    ck_assert(at("http://b/x", "http://a") == "http://b/x");
    ck_assert(at("/x", "https://a:8/v1") == "https://a:8/x");
    ck_assert(at("//b/x", "https://a") == "none");
    ck_assert(at("file:///etc/passwd", "http://a") == "none");
}
END_TEST

int main()
{
    return run("provider-client", {anAnswerHoldsThePicture,
                                   aFormCarriesTheStartFrame,
                                   anAnswerIsThePicture,
                                   thePictureMayBeInAnyPart,
                                   anAnswerMayNameAnAddress,
                                   aJobIsAskedAboutEverMoreSeldom,
                                   aJobElsewhereNeverSeesTheKey,
                                   theNativeServerIsAskedByPath,
                                   comfyuiIsAskedForItsHistoryAndTheView,
                                   replicateSaysWhereToAsk,
                                   falHasItsResultAtAnAddressOfItsOwn,
                                   whoStopsAJobCancelsIt,
                                   comfyuiTakesTheJobOutOfItsQueue,
                                   whatIsPaidIsCollectedLater,
                                   aBadPollIsNotTheEndOfAJob,
                                   aJobThatIsGoneIsTheEnd,
                                   jobsFailForReasons,
                                   refusalsWithStatus200AreRefusals,
                                   errorsOfServicesAreTold,
                                   wordsThatHealByWaitingAreTriedAgain,
                                   messagesAreFoundWhereTheManifestSays,
                                   aLostAnswerIsAmbiguousAndNotAskedForTwice,
                                   aLostAnswerThatCostNothingIsAskedForAgain,
                                   aServerThatHangsIsLeft,
                                   whatNobodyReachedIsNotAmbiguous,
                                   whoRetriesByItselfIsAskedOnce,
                                   whatIsNoPictureIsNone,
                                   aPictureThatIsGoneCostAllTheSame,
                                   aPictureThatCantBeFetchedNowIsCollectedLater,
                                   whoNeverAnswersAboutAJobIsGivenUp,
                                   picturesBeyondTheLimitAreNotRead,
                                   aMissingKeyIsSaidByName,
                                   keysGoOnlyWhereTheManifestSays,
                                   addressesAreFollowedOnlyWithoutLosingTheSecrecy});
}
