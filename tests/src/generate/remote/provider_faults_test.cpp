// The engine against all that goes wrong: refusals, lost answers, pictures that are none, keys.
#include <stdlib.h>

#include "provider_scene.h"

using namespace animatize;
using namespace animatize::test;

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

START_TEST(aKeyThatIsRepeatedIsHidden)
{
    // Where no JSON is, where a job failed, and in an address that is asked without a key.
    isError(answered("openai", answer("{\"data\": s3cret/0815}")), HttpFault::Broken, "not JSON");
    Scene failed("flux");
    beFlux(failed, "{\"status\":\"Error s3cret\\/0815\",\"details\":\"x\"}");
    failed.made.poll->failed.push_back("Error s3cret/0815");
    isError(failed.generate(plainJob()), HttpFault::Server, "Error ***");
    Scene gone("flux");
    beFlux(gone, "{\"status\":\"Ready\",\"result\":{\"sample\":\"" +
                     gone.elsewhere.uri("/s3cret%2f0815.png") + "\"}}");
    gone.elsewhere.always(Reply::failure(404));
    isError(gone.generate(plainJob()), HttpFault::Invalid, "/***.png");
}
END_TEST

START_TEST(aJobThatHasTheKeyInItsAddressIsNotKept)
{
    Scene scene("flux");
    scene.elsewhere.always(picture());
    scene.server.next(answer("{\"id\":\"7\",\"polling_url\":\"" +
                             scene.server.uri("/v1/get_result?key=s3cret%2F0815") + "\"}"));
    scene.server.always(answer(ready(scene)));
    isPicture(scene.generate(plainJob()));
    ck_assert(scene.accepted.empty());
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
    return run("provider-faults", {jobsFailForReasons,
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
                                   aKeyThatIsRepeatedIsHidden,
                                   aJobThatHasTheKeyInItsAddressIsNotKept,
                                   keysGoOnlyWhereTheManifestSays,
                                   addressesAreFollowedOnlyWithoutLosingTheSecrecy});
}
