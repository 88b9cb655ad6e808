// The engine against services that send partial pictures as events: what is told, and what is the
// picture.
#include <thread>

#include "streaming.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(partialPicturesAreToldBeforeTheFinalOne)
{
    const Streamed one({partial(0), partial(1), partial(2), completed()});
    isPicture(one.made);
    equal(told(one.scene), "8 9 10 ");
    ck_assert_double_eq(one.made->cost, one.scene.made.cost);
    ck_assert_uint_eq(one.made->attempts, 1);
    equal(one.made->model, "gpt-image-2");
    for (const Picture& picture : one.scene.partials) {
        equal(picture.mimeType, "image/png");
        equal(picture.model, "gpt-image-2");
        equal(picture.digitalSourceType, "trainedAlgorithmicMedia");
        ck_assert(picture.cost == 0.0 && picture.attempts == 1);
    }
    const Received request = one.scene.got().at(0);
    ck_assert(has(request.body, "\"stream\":true,\"partial_images\":3"));
    ck_assert_uint_eq(one.scene.server.requests(), 1);
}
END_TEST

START_TEST(editsHaveEventsOfTheirOwn)
{
    Scene scene("openai");
    scene.server.always(Reply::events({partial(0, "image_edit"), completed("image_edit")}));
    const Answer made = scene.generate(streamed(fullJob(), 1));
    isPicture(made);
    equal(told(scene), "8 ");
    equal(made->digitalSourceType, "compositeWithTrainedAlgorithmicMedia");
    equal(scene.partials.at(0).digitalSourceType, "compositeWithTrainedAlgorithmicMedia");
    equal(scene.got().at(0).target, "/v1/images/edits");
}
END_TEST

START_TEST(theyAreToldAsTheyCome)
{
    Scene scene("openai");
    Piece last = completed();
    last.pause = 1000;
    scene.server.always(Reply::events({partial(0), last}));
    uint64_t first = 0;
    const auto thread = std::this_thread::get_id();
    const Answer made =
        scene.client().generate(resolved(scene.made, streamed(plainJob())),
                                {kClock.now() + 10 * kSecond, {}}, {}, [&](const Picture&) {
                                    first = kClock.now();
                                    ck_assert(thread == std::this_thread::get_id());
                                });
    isPicture(made);
    ck_assert_uint_gt(kClock.now() - first, 300 * kMillisecond);
}
END_TEST

START_TEST(theFinalPictureMayComeEarly)
{
    const Streamed one({partial(0), completed()});
    isPicture(one.made);
    equal(told(one.scene), "8 ");
    const Streamed none({completed()});
    isPicture(none.made);
    equal(told(none.scene), "");
}
END_TEST

START_TEST(whatComesBehindTheFinalPictureIsNotWaitedFor)
{
    const uint64_t begin = kClock.now();
    const Streamed one({completed(), partial(0), {eventText("error", "{\"error\":{}}")}},
                       Ending::StandStill);
    isPicture(one.made);
    equal(told(one.scene), "");
    const Streamed broken({completed()}, Ending::BreakOff);
    isPicture(broken.made);
    ck_assert_uint_lt(kClock.now() - begin, 5 * kSecond);
}
END_TEST

START_TEST(noMoreAreToldThanWereAskedFor)
{
    const Streamed one({partial(0), partial(1), partial(2), partial(3), completed()}, Ending::Whole,
                       2);
    isPicture(one.made);
    equal(told(one.scene), "8 9 ");
}
END_TEST

START_TEST(whoAsksForNoneIsToldNone)
{
    const Streamed one({partial(0), completed()}, Ending::Whole, 0);
    isPicture(one.made);  // the service streams all the same
    equal(told(one.scene), "");
    ck_assert(!has(one.scene.got().at(0).body, "stream"));
    Scene scene("openai");
    scene.server.always(Reply::events({partial(0), completed()}));
    isPicture(scene.client().generate(resolved(scene.made, streamed(plainJob())),
                                      {kClock.now() + 10 * kSecond, {}}));
}
END_TEST

START_TEST(whoTakesNoNoticeAnswersAsEver)
{
    Reply nameless = answer(b64Answer());
    nameless.headers.clear();
    Reply wrong = nameless;
    wrong.with("Content-Type", "text/event-stream");
    for (const Reply& reply : {answer(b64Answer()), nameless, wrong}) {
        Scene scene("openai");
        scene.server.always(reply);
        isPicture(scene.generate(streamed(plainJob())));
        equal(told(scene), "");
    }
    Scene bytes("openai");
    bytes.made.pictures = {{PictureAt::As::Bytes, "", ""}};
    bytes.server.always(picture());
    isPicture(bytes.generate(streamed(plainJob())));
    Scene empty("openai");
    empty.server.always(answer("{\"data\":[]}"));
    isError(empty.generate(streamed(plainJob())), HttpFault::Broken, "no picture");
}
END_TEST

START_TEST(eventsAreKnownWithoutAContentType)
{
    for (const char* first : {": hello\n", "id: 1\n", "retry: 5\n", ""}) {
        Reply reply = Reply::events({{first}, partial(0), completed()});
        reply.headers.clear();
        reply.with("Content-Type", "text/plain");
        if (!*first)
            reply.pieces.erase(reply.pieces.begin());
        Scene scene("openai");
        scene.server.always(reply);
        isPicture(scene.generate(streamed(plainJob())));
        equal(told(scene), "8 ");
    }
}
END_TEST

START_TEST(eventsMayBeginOddlyWhereTheirTypeIsSaid)
{
    for (const char* first : {"\n", "\xEF\xBB\xBF", "x-field: 1\n", " \n"}) {
        const Streamed one({{first}, partial(0), completed()});
        isPicture(one.made);
        equal(told(one.scene), "8 ");
    }
}
END_TEST

START_TEST(eventsMayHaveTheirTypeInTheirData)
{
    const auto nameless = [](Piece piece) {
        return Piece{piece.bytes.substr(piece.bytes.find("data:"))};
    };
    const Streamed one({nameless(partial(0)), nameless(completed())});
    isPicture(one.made);
    equal(told(one.scene), "8 ");
    const Streamed many({nameless(partial(0)), nameless(partial(1)), nameless(completed())},
                        Ending::Whole, 1);
    isPicture(many.made);
    equal(told(many.scene), "8 ");
    const Streamed wrapped({{"event: chunk\n" + nameless(completed()).bytes}});
    isPicture(wrapped.made);
}
END_TEST

START_TEST(whatIsNotKnownIsPassedOver)
{
    const Streamed one({{": keep-alive\n\n"},
                        {eventText("image_generation.started", "{\"type\":\"started\"}")},
                        {"data: [DONE]\n\n"},
                        {"data: 7\n\n"},
                        {eventText("image_generation.partial_image", "no json")},
                        {eventText("image_generation.partial_image", "{\"b64_json\":\"%%%\"}")},
                        {eventText("image_generation.partial_image", "{}")},
                        {eventText("image_generation.partial_image",
                                   "{\"b64_json\":\"" + base64Of("no picture") + "\"}")},
                        partial(5),
                        completed()});
    isPicture(one.made);
    equal(told(one.scene), "13 ");
}
END_TEST

START_TEST(theFinalPictureMayBeElsewhere)
{
    Scene scene("openai");
    scene.made.stream->pictures = {{PictureAt::As::Url, "/url", ""}};
    scene.elsewhere.always(picture());
    const auto event = [&](const std::string& type) {
        return Piece{typed("image_generation." + type,
                           "\"url\":\"" + scene.elsewhere.uri("/" + type) + "\"")};
    };
    scene.server.always(Reply::events({event("partial_image"), event("completed")}));
    isPicture(scene.generate(streamed(plainJob())));
    ck_assert(scene.partials.empty());
    ck_assert_uint_eq(scene.elsewhere.requests(), 1);
    equal(scene.elsewhere.received().at(0).target, "/completed");
    equal(scene.elsewhere.received().at(0).header("authorization"), "");
}
END_TEST

int main()
{
    return run(
        "provider-stream",
        {partialPicturesAreToldBeforeTheFinalOne, editsHaveEventsOfTheirOwn, theyAreToldAsTheyCome,
         theFinalPictureMayComeEarly, whatComesBehindTheFinalPictureIsNotWaitedFor,
         noMoreAreToldThanWereAskedFor, whoAsksForNoneIsToldNone, whoTakesNoNoticeAnswersAsEver,
         eventsAreKnownWithoutAContentType, eventsMayBeginOddlyWhereTheirTypeIsSaid,
         eventsMayHaveTheirTypeInTheirData, whatIsNotKnownIsPassedOver,
         theFinalPictureMayBeElsewhere});
}
