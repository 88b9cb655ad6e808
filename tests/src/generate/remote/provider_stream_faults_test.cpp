// Streams of partial pictures against all that goes wrong between the first and the final one.
#include "streaming.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// What an event that is an error is taken for.
ProviderError errorBy(const std::string& text, HttpFault fault, const std::string& words = "")
{
    const Streamed one({partial(0), {text}});
    equal(told(one.scene), "8 ");
    const ProviderError error = isError(one.made, fault, words);
    ck_assert_double_eq(error.atRisk, one.scene.made.cost);
    return error;
}

}  // namespace

START_TEST(aStreamWithoutItsPictureIsBroken)
{
    for (const Ending ending : {Ending::Whole, Ending::HangUp})
        for (const bool any : {false, true}) {
            const Streamed one(
                any ? std::vector<Piece>{partial(0)} : std::vector<Piece>{{": hello\n\n"}}, ending);
            const ProviderError error = isError(one.made, HttpFault::Broken, "ended without");
            ck_assert(error.ambiguous);
            ck_assert_double_eq(error.atRisk, one.scene.made.cost);
            ck_assert_uint_eq(one.scene.server.requests(), 1);
        }
    isError(Streamed({}).made, HttpFault::Broken, "ended without");
    // The end of it came, and its empty line didn't.
    Piece half = completed();
    half.bytes.pop_back();
    isError(Streamed({partial(0), half}).made, HttpFault::Broken, "ended without");
}
END_TEST

START_TEST(aStreamThatBreaksOffIsBroken)
{
    Piece half = completed();
    half.bytes.resize(half.bytes.size() / 2);
    const Streamed one({partial(0), half}, Ending::BreakOff);
    const ProviderError error = isError(one.made, HttpFault::Broken);
    ck_assert(error.ambiguous);
    ck_assert_double_eq(error.atRisk, one.scene.made.cost);
    ck_assert_uint_eq(one.scene.server.requests(), 1);
    equal(told(one.scene), "8 ");
}
END_TEST

START_TEST(aStreamThatStandsStillIsLeft)
{
    const uint64_t begin = kClock.now();
    const Streamed one({partial(0)}, Ending::StandStill, 3,
                       [](Provider& made) { made.stream->idle = 300 * kMillisecond; });
    const ProviderError error = isError(one.made, HttpFault::TimedOut, "stood still");
    ck_assert(error.ambiguous && error.atRisk > 0.0);
    ck_assert_uint_eq(one.scene.server.requests(), 1);
    ck_assert_uint_lt(kClock.now() - begin, 5 * kSecond);
}
END_TEST

START_TEST(errorsInAStreamAreTold)
{
    const auto said = [](const std::string& error) {
        return eventText("error", "{\"type\":\"error\",\"error\":" + error + "}");
    };
    errorBy(said("{\"type\":\"image_generation_user_error\",\"code\":\"moderation_blocked\","
                 "\"message\":\"Your request was rejected by the safety system.\"}"),
            HttpFault::Moderated, "rejected by the safety system");
    errorBy(said("{\"code\":\"billing_hard_limit_reached\",\"message\":\"No more.\"}"),
            HttpFault::Billing, "No more.; the account has no money");
    errorBy(said("{\"code\":\"invalid_api_key\"}"), HttpFault::Forbidden, "check the key");
    errorBy(said("{\"code\":\"model_not_found\"}"), HttpFault::Missing, "check the name");
    errorBy(said("{\"type\":\"server_error\",\"code\":null,\"message\":\"Sorry.\"}"),
            HttpFault::Server, "the service failed: Sorry.");
    errorBy(said("\"just words\""), HttpFault::Server, "just words");
}
END_TEST

START_TEST(errorsHaveManyShapes)
{
    errorBy("data: {\"error\":{\"code\":\"moderation_blocked\",\"message\":\"No.\"}}\n\n",
            HttpFault::Moderated, "No.");
    errorBy("data: {\"type\":\"error\",\"code\":\"insufficient_quota\",\"message\":\"No.\"}\n\n",
            HttpFault::Billing, "No.");
    errorBy("event: error\ndata: upstream gone\n\n", HttpFault::Server, "upstream gone");
    const ProviderError later =
        errorBy("data: {\"error\":{\"message\":\"Full.\",\"retry_after\":4}}\n\n",
                HttpFault::Server, "Full.");
    ck_assert_uint_eq(*later.retryAfter, 4 * kSecond);
    errorBy("data: {\"error\":{\"message\":\"The key s3cret/0815 is no key.\"}}\n\n",
            HttpFault::Server, "The key *** is no key.");
    std::string longWords;
    for (int i = 0; i < 1000; ++i)
        longWords += "words ";
    const ProviderError cut = errorBy("data: {\"error\":{\"message\":\"" + longWords + "\"}}\n\n",
                                      HttpFault::Server, longWords.substr(0, 100));
    ck_assert(cut.message.size() < 250 && cut.message.ends_with("..."));
    errorBy("data: {\"error\":{\"message\":\"" + std::string(5000, 'x') + "\"}}\n\n",
            HttpFault::Server, "(data)");
}
END_TEST

START_TEST(nobodyStreamsARefusal)
{
    Scene scene("openai");
    scene.server.always(Reply::json("{\"error\":{\"code\":\"moderation_blocked\"}}", 400));
    const ProviderError error =
        isError(scene.generate(streamed(plainJob())), HttpFault::Moderated, "400");
    ck_assert(error.atRisk == 0.0 && error.status == 400);
}
END_TEST

START_TEST(aFinalEventWithoutAPictureIsUseless)
{
    const auto final = [](const std::string& data) {
        return Streamed({{eventText("image_generation.completed", data)}}).made;
    };
    ck_assert(isError(final("{}"), HttpFault::Broken, "no picture").atRisk > 0.0);
    ck_assert(isError(final("never JSON"), HttpFault::Broken, "isn't JSON").atRisk > 0.0);
    isError(final("{\"b64_json\":\"" + base64Of("text") + "\"}"), HttpFault::Broken, "PNG");
    isError(final("{\"b64_json\":\"%\"}"), HttpFault::Broken, "base64");
    isError(final("{\"b64_json\":null}"), HttpFault::Broken, "no picture");
}
END_TEST

START_TEST(hugeEventsAreNotRead)
{
    Scene scene("openai");
    scene.made.limits.mostBytes = 100'000;
    std::vector<Piece> pieces{{"data: "}};
    for (int i = 0; i < 300; ++i)
        pieces.push_back({std::string(100'000, 'x')});
    scene.server.always(Reply::events(pieces));
    const ProviderError error = isError(scene.generate(streamed(plainJob())), HttpFault::TooLarge);
    ck_assert(error.atRisk > 0.0);
    ck_assert_uint_lt(scene.server.written(), 20u << 20);
}
END_TEST

START_TEST(manyEventsAreAsBoundedAsOne)
{
    Scene scene("openai");
    scene.made.limits.mostBytes = 100'000;
    std::vector<Piece> pieces(300, {eventText("more", std::string(1000, 'x'))});
    pieces.push_back(completed());
    scene.server.always(Reply::events(pieces));
    isError(scene.generate(streamed(plainJob())), HttpFault::TooLarge, "100000");
}
END_TEST

START_TEST(anotherAttemptTellsItsOwn)
{
    Scene scene("openai");
    scene.made.cost = 0.0;
    scene.server.next(Reply::events({partial(0), partial(1)}, Ending::BreakOff));
    scene.server.next(Reply::failure(503));
    scene.server.always(Reply::events({partial(2), partial(3), partial(4), completed()}));
    const Answer made = scene.generate(streamed(plainJob()));
    isPicture(made);
    ck_assert_uint_eq(made->attempts, 3);
    equal(told(scene), "8 9 10 11 12 ");
    ck_assert_uint_eq(scene.partials.at(1).attempts, 1);
    ck_assert_uint_eq(scene.partials.at(2).attempts, 2);
}
END_TEST

START_TEST(anAttemptThatIsNoStreamBeginsAnewToo)
{
    Scene scene("openai");
    scene.made.cost = 0.0;
    scene.server.next(Reply::events({{"data: half of"}}, Ending::BreakOff));
    scene.server.always(answer(b64Answer()));
    isPicture(scene.generate(streamed(plainJob())));
    Scene other("openai");
    other.made.cost = 0.0;
    other.server.next(Reply::broken(Reply::How::Truncated, b64Answer()));
    other.server.always(Reply::events({completed()}));
    isPicture(other.generate(streamed(plainJob())));
    Scene third("openai");
    third.made.cost = 0.0;
    third.server.next(Reply::broken(Reply::How::Truncated, b64Answer()));
    third.server.always(answer(b64Answer()));
    isPicture(third.generate(streamed(plainJob())));
}
END_TEST

START_TEST(whatIsPaidForIsSentAgainOnlyToWhoKnowsIt)
{
    Scene scene("openai");
    scene.made.idempotencyHeader = "Idempotency-Key";
    scene.server.next(Reply::events({partial(0)}, Ending::BreakOff));
    scene.server.always(Reply::events({completed()}));
    isPicture(scene.generate(streamed(plainJob())));
    const std::vector<Received> got = scene.got();
    ck_assert_uint_eq(got.size(), 2);
    ck_assert_uint_eq(got[0].header("idempotency-key").size(), 64);
    equal(got[1].header("idempotency-key"), got[0].header("idempotency-key"));
}
END_TEST

START_TEST(whoSeesEnoughMayStop)
{
    Scene scene("openai");
    scene.server.always(Reply::events({partial(0)}, Ending::StandStill));
    const Answer made =
        scene.client().generate(resolved(scene.made, streamed(plainJob())),
                                {kClock.now() + 20 * kSecond, scene.stop.get_token()}, {},
                                [&](const Picture&) { scene.stop.request_stop(); });
    const ProviderError error = isError(made, HttpFault::Cancelled);
    ck_assert(error.ambiguous && error.atRisk > 0.0);
}
END_TEST

int main()
{
    return run("provider-stream-faults",
               {aStreamWithoutItsPictureIsBroken, aStreamThatBreaksOffIsBroken,
                aStreamThatStandsStillIsLeft, errorsInAStreamAreTold, errorsHaveManyShapes,
                nobodyStreamsARefusal, aFinalEventWithoutAPictureIsUseless, hugeEventsAreNotRead,
                manyEventsAreAsBoundedAsOne, anotherAttemptTellsItsOwn,
                anAttemptThatIsNoStreamBeginsAnewToo, whatIsPaidForIsSentAgainOnlyToWhoKnowsIt,
                whoSeesEnoughMayStop});
}
