// A job's whole way as spans: which there are, below which, in which order, and how they ended.
#include <set>

#include "generate/generation_queue.h"
#include "src/generate/delivery/desk.h"
#include "support/folder.h"
#include "support/span_collector.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const std::vector<std::string> kTold = {"animatize.backend", "animatize.attempt",
                                        "http.response.status_code", "animatize.cache.hit",
                                        "animatize.outcome"};

/// Services behind all clients that a call over the network has; only what sends is the test's.
struct World {
    FakeClock clock;
    std::shared_ptr<FakeClient> sender = std::make_shared<FakeClient>();
    EndpointRegistry endpoints;

    QueueParts parts()
    {
        const auto link = [this](const Provider& provider, const std::string& model,
                                 const auto& meter) {
            return Result<ProviderLink>(makeProviderLink(
                provider, model, meter, {sender, clock, clock.sleep(), endpoints, 1}));
        };
        return {clock, link, [] { return std::string("2026-11-29"); }};
    }
};

KeyframeJob job(const TraceContext& trace, uint64_t shot = 1)
{
    KeyframeJob made;
    made.image = startFrame();
    made.prompt = "a secret garden";
    made.promptId = std::to_string(shot) + "-1";
    made.shotId = shot;
    made.sourcePts = {shot * kSecond};
    made.trace = trace;
    return made;
}

QueueSettings settings(const std::string& backends)
{
    QueueSettings made;
    made.generator.backends = backends;
    made.generator.frames = 2;
    return made;
}

std::vector<GeneratedSet> made(World& world, const QueueSettings& asked, const TraceContext& trace)
{
    GenerationQueue queue(world.parts(), 1);
    queue.offer(job(trace), asked, 0);
    queue.drain();
    return queue.collect();
}

}  // namespace

START_TEST(aJobWithRetriesAJobOfAServiceAndItsPictureIsATree)
{
    World world;
    world.sender->next(HttpFault::Server, 503);
    world.sender->next(HttpFault::Server, 503);
    world.sender->next(HttpFault::Throttled, 429);
    world.sender->next("{\"id\":\"1\",\"polling_url\":\"https://api.bfl.ai/v1/get?id=secret\"}");
    world.sender->next("{\"status\":\"Pending\"}");
    world.sender->next(
        "{\"status\":\"Ready\",\"result\":{\"sample\":\"https://cdn.bfl.ai/p.png?sig=secret\"}}");
    world.sender->next(pngOfPicture(goodPicture()));
    const Traced traced;
    std::vector<GeneratedSet> sets;
    {
        const TraceSpan shot = TraceSpan::begin("shot");
        sets = made(world, settings("openai,flux,local"), shot.context());
    }
    equal(traced.tree(kTold),
          "shot\n"
          "  keyframes backend=flux outcome=made\n"
          "    backend !throttled backend=openai outcome=fallback\n"
          "      cache hit=false\n"
          "      POST /v1/images/edits !server attempt=1 status_code=503\n"
          "      POST /v1/images/edits !server attempt=2 status_code=503\n"
          "      POST /v1/images/edits !throttled attempt=3 status_code=429\n"
          "    backend backend=flux outcome=made\n"
          "      cache hit=false\n"
          "      POST /v1/{model} attempt=1 status_code=200\n"
          "      GET attempt=1 status_code=200\n"
          "      GET attempt=1 status_code=200\n"
          "      GET attempt=1 status_code=200\n"
          "      decode\n"
          "      quality\n"
          "      render\n");
    const Keyframe& keyframe = sets.at(0).keyframes.at(0);
    const SpanData set = traced.named("keyframes").at(0);
    ck_assert(keyframe.trace == set.context);
    equal(*toRecord(keyframe).text("trace-id"), textOf(set.context.trace));
    const auto sent = world.sender->sent();
    std::set<std::string> ids;
    for (const Patience& one : sent) {
        ck_assert(one.trace.trace == set.context.trace);
        ids.insert(textOf(one.trace.span));
    }
    ck_assert_uint_eq(ids.size(), 7);  // each attempt tells the server its own
}
END_TEST

START_TEST(attributesFollowTheConventionsAndHoldNoSecrets)
{
    World world;
    world.sender->next("{\"id\":\"1\",\"polling_url\":\"https://api.bfl.ai:8443/get?id=secret\"}");
    world.sender->next(
        "{\"status\":\"Ready\",\"result\":{\"sample\":\"https://cdn.bfl.ai/p.png?sig=secret\"}}");
    world.sender->next(pngOfPicture(goodPicture()));
    const Traced traced;
    {
        const TraceSpan shot = TraceSpan::begin("shot");
        made(world, settings("flux"), shot.context());
    }
    const SpanData submit = traced.named("POST /v1/{model}").at(0);
    ck_assert(submit.kind == SpanKind::Client);
    equal(attributeOf(submit, "http.request.method"), "POST");
    equal(attributeOf(submit, "server.address"), "api.bfl.ai");
    equal(attributeOf(submit, "server.port"), "443");
    equal(attributeOf(submit, "url.template"), "/v1/{model}");
    equal(attributeOf(submit, "http.request.resend_count"), "");
    equal(attributeOf(traced.named("GET").at(0), "server.port"), "8443");
    equal(attributeOf(traced.named("GET").at(1), "server.address"), "cdn.bfl.ai");
    const SpanData backend = traced.named("backend").at(0);
    equal(attributeOf(backend, "gen_ai.provider.name"), "flux");
    equal(attributeOf(backend, "gen_ai.request.model"), "flux-2-pro");
    equal(attributeOf(backend, "gen_ai.output.type"), "image");
    ck_assert(!attributeOf(traced.named("quality").at(0), "animatize.quality").empty());
    equal(attributeOf(traced.named("decode").at(0), "animatize.type"), "image/png");
    for (const SpanData& span : traced.spans())
        for (const SpanAttribute& one : span.attributes)
            ck_assert_msg(!has(valueText(one.value), "secret"), "%s", valueText(one.value).c_str());
}
END_TEST

START_TEST(whatIsThereAlreadyIsADecodedHit)
{
    World world;
    const std::string body = b64Answer(pngOfPicture(goodPicture()));
    world.sender->next(body);
    GenerationQueue queue(world.parts(), 1);
    const Traced traced;
    TraceSpan shot = TraceSpan::begin("shot");
    for (int i = 0; i < 2; ++i) {
        queue.offer(job(i == 0 ? TraceContext() : shot.context()), settings("openai"), 0);
        queue.drain();
    }
    shot.end();
    equal(traced.tree(kTold),
          "shot\n"
          "  keyframes backend=openai outcome=made\n"
          "    backend backend=openai outcome=cached\n"
          "      cache hit=true\n"
          "        decode\n"
          "        quality\n"
          "      render\n");
}
END_TEST

START_TEST(aBadPictureAndABrokenOneAreTheirSpansFault)
{
    World world;
    const cv::Mat black(108, 192, CV_8UC3, cv::Scalar::all(0));
    world.sender->next(b64Answer(pngOfPicture(black)));
    world.sender->next(b64Answer(pngOfPicture(goodPicture()).substr(0, 2000)));
    const Traced traced;
    for (int i = 0; i < 2; ++i) {
        const TraceSpan shot = TraceSpan::begin("shot");
        made(world, settings("openai"), shot.context());
    }
    const std::string around =
        "shot\n"
        "  keyframes !failed outcome=failed\n"
        "    backend !broken backend=openai outcome=fallback\n"
        "      cache hit=false\n"
        "      POST /v1/images/edits attempt=1 status_code=200\n";
    equal(traced.tree(kTold),
          around + "      decode\n      quality !bad\n" + around + "      decode !broken\n");
}
END_TEST

START_TEST(whatABreakerHoldsBackIsASpanThatSentNothing)
{
    World world;
    world.sender->always(HttpFault::Unreachable);
    const Traced traced;
    for (int i = 0; i < 2; ++i) {
        const TraceSpan shot = TraceSpan::begin("shot");
        made(world, settings("openai"), shot.context());
    }
    const auto attempts = traced.named("POST /v1/images/edits");
    const SpanData last = attempts.back();
    equal(attributeOf(last, "error.type"), "refused");
    equal(attributeOf(last, "animatize.sent"), "false");
    ck_assert_uint_eq(attempts.size(), world.sender->requests() + 1);
    equal(attributeOf(attempts[1], "http.request.resend_count"), "1");
    ck_assert(!attributeOf(attempts[0], "animatize.retry.delay").empty());
}
END_TEST

START_TEST(whatIsGivenUpSaysWhy)
{
    World world;
    const Folder folder;
    GenerationQueue queue(world.parts(), 1);
    const Traced traced;
    {
        const TraceSpan shot = TraceSpan::begin("shot");
        queue.close("flush");
        queue.offer(job(shot.context()), settings("local"), 0);
        queue.open();
        QueueSettings asked = settings("local");
        asked.generator.location = folder.path("k%d.png");
        queue.offer(job(shot.context(), 2), asked, 0);
        queue.drain();
    }
    equal(traced.tree({"animatize.outcome", "animatize.reason", "animatize.shot.id",
                       "animatize.prompt.id"}),
          "shot\n"
          "  keyframes outcome=cancelled reason=flush id=1 id=1-1\n"
          "  keyframes outcome=made id=2 id=2-1\n"
          "    backend outcome=made\n"
          "      render\n"
          "    write\n");
}
END_TEST

START_TEST(whatComesTooLateIsExpired)
{
    World world;
    std::atomic<bool> asked{false};
    world.sender->compute([&](const HttpRequest&, const Patience& patience) {
        asked = true;
        sleepFor(30 * kSecond, patience.stop);
        return FakeClient::Answer(FakeClient::error(HttpFault::Cancelled));
    });
    GenerationQueue queue(world.parts(), 1);
    const Traced traced;
    TraceSpan shot = TraceSpan::begin("shot");
    queue.offer(job(shot.context()), settings("openai"), 0);
    while (!asked)
        sleepFor(kMillisecond, {});
    queue.expire(10 * kSecond, kSecond);
    queue.drain();
    shot.end();
    ck_assert_uint_eq(traced.named("keyframes").size(), 1);
    equal(attributeOf(traced.named("keyframes")[0], "animatize.outcome"), "expired");
}
END_TEST

START_TEST(withoutASinkNothingChanges)
{
    World world;
    world.sender->next(b64Answer(pngOfPicture(goodPicture())));
    TraceContext trace;
    {
        const Traced traced;
        trace = TraceSpan::begin("shot").context();
    }
    const auto sets = made(world, settings("openai"), trace);
    const Keyframe& keyframe = sets.at(0).keyframes.at(0);
    ck_assert(!keyframe.trace);
    ck_assert(!toRecord(keyframe).text("trace-id"));
    ck_assert(!world.sender->sent().at(0).trace);
}
END_TEST

int main()
{
    return run(
        "job spans",
        {aJobWithRetriesAJobOfAServiceAndItsPictureIsATree,
         attributesFollowTheConventionsAndHoldNoSecrets, whatIsThereAlreadyIsADecodedHit,
         aBadPictureAndABrokenOneAreTheirSpansFault, whatABreakerHoldsBackIsASpanThatSentNothing,
         whatIsGivenUpSaysWhy, whatComesTooLateIsExpired, withoutASinkNothingChanges});
}
