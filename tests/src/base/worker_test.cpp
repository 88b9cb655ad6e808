#include "base/worker.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "gate.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::Gate;

namespace {

using Squarer = Worker<int, int>;

int square(int&& number, const std::stop_token&)
{
    return number * number;
}

}  // namespace

START_TEST(anAnswerIsCollectedOnce)
{
    Squarer worker(square);
    ck_assert(worker.idle());
    ck_assert(worker.collect().empty());
    ck_assert(!worker.offer(7));
    ck_assert(worker.drain());
    const std::vector<int> answers = worker.collect();
    ck_assert_uint_eq(answers.size(), 1);
    ck_assert_int_eq(answers[0], 49);
    ck_assert(worker.collect().empty());
    ck_assert(worker.idle());
}
END_TEST

START_TEST(theLatestJobWins)
{
    Gate gate;
    Squarer worker([&](int&& number, const std::stop_token& stop) {
        gate.pass();
        return square(std::move(number), stop);
    });
    ck_assert(!worker.offer(1));
    gate.awaitArrivals(1);
    ck_assert(!worker.offer(2));  // waits behind the first
    ck_assert(worker.offer(3));   // takes the place of the second
    ck_assert(worker.offer(4));
    ck_assert(!worker.idle());
    gate.open();
    worker.drain();
    const std::vector<int> answers = worker.collect();
    ck_assert_uint_eq(answers.size(), 2);
    ck_assert_int_eq(answers[0], 1);
    ck_assert_int_eq(answers[1], 16);
}
END_TEST

START_TEST(answersKeepTheOrderAndAreBounded)
{
    Squarer worker(square);
    constexpr int kJobs = static_cast<int>(Squarer::kMostAnswers) + 5;
    for (int i = 1; i <= kJobs; ++i) {
        worker.offer(i);
        worker.drain();
    }
    const std::vector<int> answers = worker.collect();
    ck_assert_uint_eq(answers.size(), Squarer::kMostAnswers);
    for (size_t i = 0; i < answers.size(); ++i) {
        const int number = 6 + static_cast<int>(i);  // the oldest five are gone
        ck_assert_int_eq(answers[i], number * number);
    }
}
END_TEST

START_TEST(severalThreadsWorkAtOnceAndOneJobWaits)
{
    Gate gate;
    const auto work = [&](int&& number, const std::stop_token& stop) {
        gate.pass();
        return square(std::move(number), stop);
    };
    Squarer worker(work, 2);
    ck_assert(!worker.offer(1));
    gate.awaitArrivals(1);
    ck_assert(!worker.offer(2));
    gate.awaitArrivals(2);        // beside the first
    ck_assert(!worker.offer(3));  // waits
    ck_assert(worker.offer(4));
    ck_assert(!worker.idle());
    gate.open();
    worker.drain();
    const std::vector<int> answers = worker.collect();
    ck_assert_uint_eq(answers.size(), 3);
    ck_assert_uint_eq(std::count(answers.begin(), answers.end(), 9), 0);
}
END_TEST

START_TEST(moreMayWorkAtOnceAndFewerAgain)
{
    Gate gate;
    std::atomic<int> now{0}, most{0};
    const auto work = [&](int&& number, const std::stop_token& stop) {
        const int busy = ++now;
        if (busy > most)
            most = busy;
        gate.pass();
        --now;
        return square(std::move(number), stop);
    };
    Squarer worker(work);
    worker.offer(1);
    gate.awaitArrivals(1);
    worker.offer(2);  // waits, and begins as soon as it may
    worker.allow(2);
    gate.awaitArrivals(2);
    gate.open();
    worker.drain();
    ck_assert_uint_eq(worker.collect().size(), 2);
    ck_assert_int_eq(most.exchange(0), 2);
    worker.allow(0);  // one at least
    gate.close();
    worker.offer(3);
    gate.awaitArrivals(3);
    worker.offer(4);
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    ck_assert(worker.offer(5));  // the fourth still waited
    gate.open();
    worker.drain();
    ck_assert_int_eq(most, 1);
}
END_TEST

START_TEST(cancelMeansAllThreads)
{
    Gate gate;
    std::atomic<int> told{0};
    const auto work = [&](int&& number, const std::stop_token& stop) {
        gate.pass();
        told += stop.stop_requested();
        return square(std::move(number), stop);
    };
    Squarer worker(work, 2);
    worker.offer(1);
    gate.awaitArrivals(1);
    worker.offer(2);
    gate.awaitArrivals(2);
    worker.cancel();
    gate.open();
    worker.drain();
    ck_assert_int_eq(told, 2);
    ck_assert(worker.collect().empty());
    worker.offer(5);
    worker.drain();
    ck_assert_uint_eq(worker.collect().size(), 1);  // what came later was not meant
}
END_TEST

START_TEST(cancelTellsTheWorkAndDropsItsAnswer)
{
    Gate gate;
    std::atomic<bool> told{false};
    Squarer worker([&](int&& number, const std::stop_token& stop) {
        gate.pass();
        told = told || stop.stop_requested();
        return number;
    });
    worker.offer(1);
    gate.awaitArrivals(1);
    worker.offer(2);
    worker.cancel();
    gate.open();
    ck_assert(worker.drain());
    ck_assert(told);
    ck_assert(worker.collect().empty());
}
END_TEST

START_TEST(whatIsOfferedAfterACancelIsWanted)
{
    Gate gate;
    std::atomic<int> stopped{0};
    Squarer worker([&](int&& number, const std::stop_token& stop) {
        gate.pass();
        stopped += stop.stop_requested();
        return number;
    });
    worker.offer(1);
    gate.awaitArrivals(1);
    worker.cancel();
    worker.offer(5);
    gate.open();
    worker.drain();
    const std::vector<int> answers = worker.collect();
    ck_assert_uint_eq(answers.size(), 1);
    ck_assert_int_eq(answers[0], 5);
    ck_assert_int_eq(stopped, 1);  // the second was not asked to stop
}
END_TEST

START_TEST(aStopCallbackMayUseTheWorker)
{
    Gate gate;
    std::atomic<bool> idle{true};
    Squarer* self = nullptr;
    Squarer worker([&](int&& number, const std::stop_token& stop) {
        const std::stop_callback asked(stop, [&] { idle = self->idle(); });
        gate.pass();
        return number;
    });
    self = &worker;
    worker.offer(1);
    gate.awaitArrivals(1);
    worker.cancel();
    ck_assert(!idle);
    gate.open();
    ck_assert(worker.drain());
}
END_TEST

START_TEST(cancelForgetsFinishedAnswers)
{
    Squarer worker(square);
    worker.offer(3);
    worker.drain();
    worker.cancel();
    ck_assert(worker.collect().empty());
    ck_assert(worker.idle());
}
END_TEST

START_TEST(drainGivesUpAtItsLimit)
{
    Gate gate;
    Squarer worker([&](int&& number, const std::stop_token&) {
        gate.pass();
        return number;
    });
    worker.offer(1);
    ck_assert(!worker.drain(std::chrono::milliseconds(20)));
    gate.open();
    ck_assert(worker.drain());
}
END_TEST

START_TEST(drainReturnsWhenTheJobIsCancelled)
{
    // The first job's end holds the thread outside of all locks, so that the second stays waiting
    // with nothing in work: only the cancel itself can wake who drains.
    using Held = std::unique_ptr<Gate, void (*)(Gate*)>;
    const auto hold = [](Gate* gate) { gate->pass(); };
    Gate gate;
    Worker<Held, int> worker([](Held&&, const std::stop_token&) { return 0; });
    worker.offer(Held(&gate, hold));
    gate.awaitArrivals(1);
    worker.offer(Held(nullptr, hold));
    bool drained = false;
    std::chrono::steady_clock::duration took{};
    std::thread drainer([&] {
        const auto start = std::chrono::steady_clock::now();
        drained = worker.drain(std::chrono::seconds(3));
        took = std::chrono::steady_clock::now() - start;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until it waits
    worker.cancel();
    drainer.join();
    gate.open();
    ck_assert(drained);
    ck_assert(took < std::chrono::seconds(3));
}
END_TEST

START_TEST(destructionStopsWhatIsInWork)
{
    std::atomic<int> started{0}, ended{0};
    {
        Squarer worker([&](int&& number, const std::stop_token& stop) {
            ++started;
            while (!stop.stop_requested())
                std::this_thread::yield();
            ++ended;
            return number;
        });
        worker.offer(1);
        while (started == 0)
            std::this_thread::yield();
        worker.offer(2);  // never begun
    }
    ck_assert_int_eq(started, 1);
    ck_assert_int_eq(ended, 1);
}
END_TEST

START_TEST(jobsAndAnswersAreMoved)
{
    Worker<std::unique_ptr<int>, std::unique_ptr<int>> worker(
        [](std::unique_ptr<int>&& job, const std::stop_token&) {
            ++*job;
            return std::move(job);
        });
    worker.offer(std::make_unique<int>(1));
    worker.drain();
    ck_assert_int_eq(*worker.collect().at(0), 2);
}
END_TEST

START_TEST(threadsMayDoAllOfItAtOnce)
{
    constexpr int kOffers = 3000;
    std::atomic<int> done{0}, collected{0};
    {
        Squarer worker([&](int&& number, const std::stop_token&) {
            ++done;
            return number;
        });
        const auto offer = [&] {
            for (int i = 0; i < kOffers; ++i)
                worker.offer(i);
        };
        std::thread first(offer), second(offer);
        std::thread canceller([&] {
            for (int i = 0; i < 100; ++i)
                worker.cancel();
        });
        for (int i = 0; i < kOffers; ++i) {
            collected += static_cast<int>(worker.collect().size());
            (void)worker.idle();
        }
        first.join();
        second.join();
        canceller.join();
        worker.offer(-1);
        ck_assert(worker.drain(std::chrono::seconds(20)));
        const std::vector<int> rest = worker.collect();
        ck_assert(!rest.empty() && rest.back() == -1);
        collected += static_cast<int>(rest.size());
    }
    ck_assert_int_le(done, 2 * kOffers + 1);
    ck_assert_int_le(collected, done);
}
END_TEST

int main()
{
    return animatize::test::run(
        "worker",
        {anAnswerIsCollectedOnce, theLatestJobWins, answersKeepTheOrderAndAreBounded,
         severalThreadsWorkAtOnceAndOneJobWaits, moreMayWorkAtOnceAndFewerAgain,
         cancelMeansAllThreads, cancelTellsTheWorkAndDropsItsAnswer,
         whatIsOfferedAfterACancelIsWanted, aStopCallbackMayUseTheWorker,
         cancelForgetsFinishedAnswers, drainGivesUpAtItsLimit, drainReturnsWhenTheJobIsCancelled,
         destructionStopsWhatIsInWork, jobsAndAnswersAreMoved, threadsMayDoAllOfItAtOnce});
}
