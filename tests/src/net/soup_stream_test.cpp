// Bodies that are seen as they arrive, over real sockets: what the receiver is told, and when the
// client stops telling it.
#include <atomic>
#include <thread>

#include "net/make_client.h"
#include "sending.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using Ending = Reply::Ending;

/// Writes down what it is told; wants no more once it has seen `last`.
struct Notes final : BodyReceiver {
    std::string seen, type, last;
    unsigned begins = 0, status = 0;
    size_t most = 0;  // bytes at once
    bool returned = false;
    std::thread::id thread = std::this_thread::get_id();
    std::vector<uint64_t> times;
    std::function<void()> slowly;

    void began(const HttpResponse& head) override
    {
        ++begins;
        status = head.status;
        seen.clear();
        for (const HttpHeader& header : head.headers)
            if (header.name == "Content-Type")
                type = header.value;
    }
    bool arrived(std::string_view bytes) override
    {
        ck_assert(!returned && thread == std::this_thread::get_id());
        times.push_back(kClock.now());
        most = std::max(most, bytes.size());
        seen += bytes;
        if (slowly)
            slowly();
        return last.empty() || !has(seen, last);
    }
};

struct Sent {
    Answer answer;
    Notes notes;
    uint64_t took = 0;
};

/// One request to a server that always answers so.
Sent sent(const Reply& reply, Notes notes = {}, uint64_t idle = 0, uint64_t time = 10 * kSecond,
          size_t mostBytes = 16u << 20)
{
    FaultServer server;
    server.always(reply);
    HttpRequest request = chat(server);
    request.receiver = &notes;
    request.mostIdle = idle;
    request.mostBytes = mostBytes;
    const auto client = makeClient();
    const uint64_t begin = kClock.now();
    const Answer answer = client->send(request, patience(time));
    const uint64_t took = kClock.now() - begin;
    notes.returned = true;
    // Were anything still under way, it would come now.
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return {answer, std::move(notes), took};
}

}  // namespace

START_TEST(whatArrivesIsSeenAtOnce)
{
    const Sent one = sent(Reply::events({{"one "}, {"two ", 400}, {"three", 400}}));
    isAnswer(one.answer, "");
    ck_assert_uint_eq(one.answer->status, 200);
    equal(one.notes.seen, "one two three");
    equal(one.notes.type, "text/event-stream; charset=utf-8");
    ck_assert_uint_eq(one.notes.begins, 1);
    ck_assert_uint_ge(one.notes.times.size(), 3);
    ck_assert_uint_ge(one.notes.times.back() - one.notes.times.front(), 300 * kMillisecond);
}
END_TEST

START_TEST(aWholeAnswerIsSeenToo)
{
    const Sent one = sent(Reply::json("{\"a\":1}", 201));
    isAnswer(one.answer, "");
    equal(one.notes.seen, "{\"a\":1}");
    ck_assert_uint_eq(one.notes.status, 201);
    const Sent nothing = sent(Reply::json(""));
    isAnswer(nothing.answer, "");
    ck_assert(nothing.notes.begins == 1 && nothing.notes.times.empty());
}
END_TEST

START_TEST(refusalsAreReadAsEver)
{
    const Sent one = sent(Reply::json("{\"error\":{\"message\":\"so it is\"}}", 400));
    isFault(errorOf(one.answer), HttpFault::Invalid, "so it is");
    ck_assert_uint_eq(one.notes.begins, 0);
    ck_assert(one.notes.seen.empty());
    Reply stalled = Reply::tooMany().with("Retry-After", "3");
    stalled.how = How::HeadOnly;
    isFault(errorOf(sent(stalled, {}, 100 * kMillisecond).answer), HttpFault::Throttled);
}
END_TEST

START_TEST(redirectsAreNotSeen)
{
    FaultServer server;
    server.next(Reply::redirect("/there"));
    Notes notes;
    HttpRequest request = chat(server);
    request.receiver = &notes;
    isAnswer(send(request), "");
    ck_assert_uint_eq(notes.begins, 1);
    equal(notes.seen, "{}");
}
END_TEST

START_TEST(whoHasEnoughWaitsForNothing)
{
    Notes notes;
    notes.last = "two";
    const Sent one = sent(Reply::events({{"one "}, {"two"}}, Ending::StandStill), std::move(notes));
    isAnswer(one.answer, "");
    equal(one.notes.seen, "one two");
    ck_assert_uint_lt(one.took, 5 * kSecond);
}
END_TEST

START_TEST(whatBreaksOffIsBrokenBehindWhatCame)
{
    const Sent one = sent(Reply::events({{"one "}, {"tw"}}, Ending::BreakOff));
    isFault(errorOf(one.answer), HttpFault::Broken);
    equal(one.notes.seen, "one tw");
    const Sent other = sent(Reply::broken(How::Truncated, "0123456789"));
    isFault(errorOf(other.answer), HttpFault::Broken);
    equal(other.notes.seen, "01234");
    // Nothing tells this from an end: whoever reads events misses the last one.
    const Sent third = sent(Reply::events({{"one "}, {"tw"}}, Ending::HangUp));
    isAnswer(third.answer, "");
    equal(third.notes.seen, "one tw");
}
END_TEST

START_TEST(whatStandsStillIsLeft)
{
    const Sent one = sent(Reply::events({{"one"}, {" two", 100}}, Ending::StandStill), {},
                          300 * kMillisecond, 20 * kSecond);
    isFault(errorOf(one.answer), HttpFault::TimedOut, "stood still");
    ck_assert_uint_eq(errorOf(one.answer).attempts, 1);
    equal(one.notes.seen, "one two");
    ck_assert_uint_ge(one.took, 300 * kMillisecond);
    ck_assert_uint_lt(one.took, 5 * kSecond);
    const Sent never = sent(Reply::events({}, Ending::StandStill), {}, 300 * kMillisecond);
    isFault(errorOf(never.answer), HttpFault::TimedOut, "stood still");
    ck_assert_uint_eq(never.notes.begins, 1);
}
END_TEST

START_TEST(whatComesSlowlyDoesNotStandStill)
{
    std::vector<Reply::Piece> pieces;
    for (int i = 0; i < 6; ++i)
        pieces.push_back({": keep\n", 400});
    const Sent one = sent(Reply::events(pieces), {}, 2 * kSecond, 30 * kSecond);
    isAnswer(one.answer, "");
    ck_assert_uint_ge(one.took, 2300 * kMillisecond);
}
END_TEST

START_TEST(collectedBodiesMayNotStandStillEither)
{
    FaultServer server;
    server.always(Reply::events({{"one"}}, Ending::StandStill));
    HttpRequest request = chat(server);
    request.mostIdle = 200 * kMillisecond;
    isFault(errorOf(send(request)), HttpFault::TimedOut, "stood still");
}
END_TEST

START_TEST(ourOwnSlownessIsNotTheServers)
{
    Notes notes;
    int calls = 0;
    notes.slowly = [&] {
        if (++calls <= 2)
            std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    };
    const Sent one = sent(Reply::huge(1500 << 10), std::move(notes), kSecond, 60 * kSecond);
    isAnswer(one.answer, "");
    ck_assert_uint_eq(one.notes.seen.size(), 1500 << 10);
}
END_TEST

START_TEST(nothingIsSaidAfterTheDeadline)
{
    std::vector<Reply::Piece> pieces(1000, {"x", 10});
    const Sent one = sent(Reply::events(pieces), {}, 0, kSecond);
    isFault(errorOf(one.answer), HttpFault::TimedOut);
    ck_assert_uint_gt(one.notes.seen.size(), 0);
    ck_assert_uint_lt(one.notes.seen.size(), 120);
    ck_assert_uint_lt(one.took, 5 * kSecond);
}
END_TEST

START_TEST(nothingIsSaidToWhoHasLeft)
{
    for (int i = 0; i < 20; ++i) {
        FaultServer server;
        server.always(Reply::events(std::vector<Reply::Piece>(500, {"x", 1})));
        const auto client = makeClient();
        std::stop_source interest;
        Notes notes;
        std::atomic<bool> any{false};
        notes.slowly = [&] { any = true; };
        std::thread bored([&] {
            while (!any)
                std::this_thread::yield();
            interest.request_stop();
        });
        HttpRequest request = chat(server);
        request.receiver = &notes;
        const Answer answer = client->send(request, patience(20 * kSecond, interest.get_token()));
        notes.returned = true;
        bored.join();
        isFault(errorOf(answer), HttpFault::Cancelled);
    }
}
END_TEST

START_TEST(theReceiverMayStopTheCallItself)
{
    FaultServer server;
    server.always(Reply::events({{"x"}}, Ending::StandStill));
    std::stop_source interest;
    Notes notes;
    notes.slowly = [&] { interest.request_stop(); };
    HttpRequest request = chat(server);
    request.receiver = &notes;
    isFault(errorOf(makeClient()->send(request, patience(20 * kSecond, interest.get_token()))),
            HttpFault::Cancelled);
}
END_TEST

START_TEST(theWholeIsBounded)
{
    for (const bool chunked : {false, true}) {
        const Sent one = sent(Reply::huge(50u << 20, chunked), {}, 0, 20 * kSecond, 1u << 20);
        isFault(errorOf(one.answer), HttpFault::TooLarge, chunked ? "1048576" : "52428800");
        ck_assert_uint_le(one.notes.seen.size(), 1u << 20);
    }
    isAnswer(sent(Reply::huge(1u << 20, true), {}, 0, 20 * kSecond, 1u << 20).answer, "");
}
END_TEST

START_TEST(aSlowReceiverSlowsTheServer)
{
    constexpr size_t kBytes = 40u << 20;
    FaultServer server;
    server.always(Reply::huge(kBytes, true));
    Notes notes;
    size_t ahead = 0;
    notes.slowly = [&] {
        if (notes.times.size() <= 20) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            ahead = server.written() - notes.seen.size();
        }
    };
    HttpRequest request = chat(server);
    request.receiver = &notes;
    request.mostBytes = kBytes;
    isAnswer(send(request, 60 * kSecond), "");
    ck_assert_uint_eq(notes.seen.size(), kBytes);
    ck_assert_uint_le(notes.most, (256u << 10) + (64u << 10));
    ck_assert_uint_lt(ahead, 16u << 20);  // what the sockets hold
}
END_TEST

START_TEST(anotherAttemptBeginsAnew)
{
    FaultServer server;
    server.next(Reply::events({{"half of the fir"}}, Ending::BreakOff));
    server.next(Reply::failure(503));
    server.always(Reply::events({{"the second"}}));
    EndpointRegistry endpoints;
    ClientSettings settings;
    settings.uri = server.uri("/");
    settings.retry.base = 10 * kMillisecond;
    const auto client =
        animatize::makeClient(settings, nullptr, {test::makeClient(), kClock, sleepFor, endpoints});
    Notes notes;
    HttpRequest request = chat(server);
    request.receiver = &notes;
    const Answer answer = client->send(request, patience());
    isAnswer(answer, "");
    ck_assert_uint_eq(answer->attempts, 3);
    ck_assert_uint_eq(notes.begins, 2);  // a refusal begins nothing
    equal(notes.seen, "the second");
    server.next(Reply::events({{"half of the fir"}}, Ending::BreakOff));
    request.repeatable = false;
    isFault(errorOf(client->send(request, patience())), HttpFault::Broken);
    ck_assert_uint_eq(server.requests(), 4);
}
END_TEST

START_TEST(connectionsAreKeptBehindAWholeStream)
{
    FaultServer server;
    server.always(Reply::events({{"one"}, {"two"}}));
    const auto client = makeClient();
    for (int i = 0; i < 3; ++i) {
        Notes notes;
        HttpRequest request = chat(server);
        request.receiver = &notes;
        isAnswer(client->send(request, patience()), "");
    }
    ck_assert_uint_eq(server.connections(), 1);
}
END_TEST

START_TEST(threadsStreamSideBySide)
{
    FaultServer server;
    server.answer([](const Received& request) {
        std::vector<Reply::Piece> pieces;
        for (const char byte : request.body)
            pieces.push_back({std::string(200, byte)});
        return Reply::events(std::move(pieces));
    });
    const auto client = makeClient();
    std::atomic<int> right{0};
    const auto call = [&](int thread) {
        for (int i = 0; i < 20; ++i) {
            Notes notes;
            HttpRequest request = chat(server);
            request.body = std::to_string(thread) + std::string(static_cast<size_t>(i), 'x');
            request.receiver = &notes;
            std::string wanted;
            for (const char byte : request.body)
                wanted += std::string(200, byte);
            right += client->send(request, patience()) && notes.seen == wanted;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(call, i);
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(right, 80);
}
END_TEST

int main()
{
    return animatize::test::run(
        "soup-stream",
        {whatArrivesIsSeenAtOnce, aWholeAnswerIsSeenToo, refusalsAreReadAsEver, redirectsAreNotSeen,
         whoHasEnoughWaitsForNothing, whatBreaksOffIsBrokenBehindWhatCame, whatStandsStillIsLeft,
         whatComesSlowlyDoesNotStandStill, collectedBodiesMayNotStandStillEither,
         ourOwnSlownessIsNotTheServers, nothingIsSaidAfterTheDeadline, nothingIsSaidToWhoHasLeft,
         theReceiverMayStopTheCallItself, theWholeIsBounded, aSlowReceiverSlowsTheServer,
         anotherAttemptBeginsAnew, connectionsAreKeptBehindAWholeStream, threadsStreamSideBySide});
}
