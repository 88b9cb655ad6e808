// The engine against servers that answer as the vendors' APIs do: answers, forms, jobs.
#include <stdlib.h>

#include "provider_scene.h"

using namespace animatize;
using namespace animatize::test;

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
    equal(request.header("authorization"), "Bearer s3cret/0815");
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
    equal(scene.got().at(0).header("authorization"), "Bearer s3cret/0815");
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
    equal(scene.got().at(1).header("x-key"), "s3cret/0815");
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
    equal(scene.got().at(3).header("authorization"), "Key s3cret/0815");
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
    equal(last.header("authorization"), "Key s3cret/0815");
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

START_TEST(servicesAreToldHowLongTheyAreWaitedFor)
{
    const auto said = [](const std::string& name, const std::string& header, uint64_t time) {
        Scene scene(name);
        scene.server.always(answer("{}"));
        (void)scene.generate(plainJob(), time);
        return scene.got().at(0).header(header);
    };
    // A machine that is busy takes a while to send it.
    const std::string fal = said("fal", "x-fal-request-timeout", 60 * kSecond);
    ck_assert(fal.size() == 2 && fal >= "50" && fal < "60");
    const std::string replicate = said("replicate", "cancel-after", 60 * kSecond);
    ck_assert(replicate.size() == 3 && replicate >= "80s" && replicate < "90s");
    equal(said("replicate", "cancel-after", 500 * kSecond), "150s");
    equal(said("openai", "cancel-after", 60 * kSecond), "");
}
END_TEST

int main()
{
    return run(
        "provider-client",
        {anAnswerHoldsThePicture, aFormCarriesTheStartFrame, anAnswerIsThePicture,
         thePictureMayBeInAnyPart, anAnswerMayNameAnAddress, aJobIsAskedAboutEverMoreSeldom,
         aJobElsewhereNeverSeesTheKey, theNativeServerIsAskedByPath,
         comfyuiIsAskedForItsHistoryAndTheView, replicateSaysWhereToAsk,
         falHasItsResultAtAnAddressOfItsOwn, whoStopsAJobCancelsIt, comfyuiTakesTheJobOutOfItsQueue,
         whatIsPaidIsCollectedLater, aBadPollIsNotTheEndOfAJob, aJobThatIsGoneIsTheEnd,
         servicesAreToldHowLongTheyAreWaitedFor});
}
