// What has arrived of an answer, from the thread that reads to the caller who waits.
#include "net/answer_handover.h"

#include <atomic>
#include <thread>

#include "support/suite.h"

using namespace animatize;

namespace {

using std::chrono::steady_clock;

AnswerHandover::Deadline in(unsigned milliseconds)
{
    return steady_clock::now() + std::chrono::milliseconds(milliseconds);
}

/// Writes down what it sees, and on which thread.
struct Notes final : BodyReceiver {
    std::string seen;
    size_t enough = SIZE_MAX;  // calls of arrived()
    size_t calls = 0;
    std::thread::id thread = std::this_thread::get_id();
    std::function<void()> slowly;

    void began(const HttpResponse& head) override
    {
        ck_assert(thread == std::this_thread::get_id());
        seen += "[" + std::to_string(head.status) + "]";
    }
    bool arrived(std::string_view bytes) override
    {
        ck_assert(thread == std::this_thread::get_id());
        ck_assert_uint_gt(bytes.size(), 0);
        if (slowly)
            slowly();
        seen += bytes;
        return ++calls < enough;
    }
};

void nobody() {}

}  // namespace

START_TEST(anAnswerWithoutAReceiverIsHandedOver)
{
    AnswerHandover handover;
    ck_assert(!handover.isEnded());
    std::thread reader([&] { handover.ended(HttpResponse{200, {}, "body"}); });
    const auto answer = handover.await(in(5000), {}, nullptr, nobody);
    reader.join();
    ck_assert(answer && *answer && (*answer)->body == "body");
    ck_assert(handover.isEnded());
}
END_TEST

START_TEST(allThatCameIsSeenBeforeTheEndIs)
{
    AnswerHandover handover;
    handover.began({206, {}, {}});
    ck_assert(handover.arrived("one "));
    ck_assert(handover.arrived("two"));
    handover.ended(HttpError{HttpFault::Broken, "it broke off"});
    Notes notes;
    const auto answer = handover.await(in(5000), {}, &notes, nobody);
    ck_assert(answer && !*answer && answer->error().fault == HttpFault::Broken);
    ck_assert_str_eq(notes.seen.c_str(), "[206]one two");
}
END_TEST

START_TEST(whoHasEnoughGetsTheHead)
{
    AnswerHandover handover;
    handover.began({201, {{"X", "y"}}, {}});
    handover.arrived("one");
    Notes notes;
    notes.enough = 1;
    const auto answer = handover.await(in(5000), {}, &notes, nobody);
    ck_assert(answer && *answer);
    ck_assert_uint_eq((*answer)->status, 201);
    ck_assert_str_eq((*answer)->headers.at(0).value.c_str(), "y");
    ck_assert(!handover.isEnded());
}
END_TEST

START_TEST(aSlowReceiverHoldsTheReader)
{
    AnswerHandover handover;
    handover.began({200, {}, {}});
    const std::string block(AnswerHandover::kMost / 4, 'x');
    for (int i = 0; i < 3; ++i)
        ck_assert(handover.arrived(block));
    ck_assert(!handover.arrived(block));
    int wentOn = 0;
    Notes notes;
    notes.enough = 2;
    const auto goOn = [&] {
        ++wentOn;
        ck_assert(handover.arrived("more"));
    };
    ck_assert(handover.await(in(5000), {}, &notes, goOn).has_value());
    ck_assert_int_eq(wentOn, 1);
    ck_assert_uint_eq(notes.seen.size(), 5 + AnswerHandover::kMost + 4);
}
END_TEST

START_TEST(nobodyIsToldAnythingAfterTheDeadline)
{
    AnswerHandover handover;
    Notes notes;
    const auto begin = steady_clock::now();
    ck_assert(!handover.await(in(50), {}, &notes, nobody));
    ck_assert(steady_clock::now() - begin >= std::chrono::milliseconds(50));
    handover.began({200, {}, {}});
    handover.arrived("late");
    ck_assert(!handover.await(in(0), {}, &notes, nobody));
    std::stop_source interest;
    interest.request_stop();
    ck_assert(!handover.await(in(5000), interest.get_token(), &notes, nobody));
    ck_assert(notes.seen.empty());
}
END_TEST

START_TEST(whatKeepsComingHoldsNobodyBeyondTheDeadline)
{
    for (const bool stops : {false, true}) {
        AnswerHandover handover;
        std::atomic<bool> left{false};
        std::thread reader([&] {
            handover.began({200, {}, {}});
            while (!left)
                handover.arrived("x");
        });
        std::stop_source interest;
        std::atomic<bool> any{false};
        std::thread bored([&] {
            while (!any)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (stops)
                interest.request_stop();
        });
        Notes notes;
        notes.slowly = [&] {
            any = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        };
        const auto begin = steady_clock::now();
        const auto deadline = in(stops ? 20'000 : 1000);
        ck_assert(!handover.await(deadline, interest.get_token(), &notes, nobody));
        left = true;
        ck_assert(steady_clock::now() - begin < std::chrono::seconds(5));
        reader.join();
        bored.join();
        ck_assert(notes.seen.starts_with("[200]"));
    }
}
END_TEST

START_TEST(threadsHandOverEveryByte)
{
    AnswerHandover handover;
    std::mutex mutex;
    std::condition_variable changed;
    bool paused = false;
    std::string sent;
    std::thread reader([&] {
        handover.began({200, {}, {}});
        for (int i = 0; i < 3000; ++i) {
            const std::string piece(static_cast<size_t>(1 + i % 997), static_cast<char>(i));
            sent += piece;
            std::unique_lock lock(mutex);
            paused = true;
            if (handover.arrived(piece))
                paused = false;
            changed.wait(lock, [&] { return !paused; });
        }
        handover.ended(HttpResponse{200, {}, {}});
    });
    Notes notes;
    const auto answer = handover.await(in(60'000), {}, &notes, [&] {
        std::lock_guard lock(mutex);
        paused = false;
        changed.notify_all();
    });
    reader.join();
    ck_assert(answer && *answer);
    ck_assert(notes.seen == "[200]" + sent);
}
END_TEST

int main()
{
    return animatize::test::run(
        "answer-handover",
        {anAnswerWithoutAReceiverIsHandedOver, allThatCameIsSeenBeforeTheEndIs,
         whoHasEnoughGetsTheHead, aSlowReceiverHoldsTheReader, nobodyIsToldAnythingAfterTheDeadline,
         whatKeepsComingHoldsNobodyBeyondTheDeadline, threadsHandOverEveryByte});
}
