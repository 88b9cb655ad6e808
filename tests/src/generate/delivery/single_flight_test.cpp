// Who asks the same at the same time shares one answer.
#include "generate/delivery/single_flight.h"

#include <atomic>
#include <thread>
#include <vector>

#include "src/base/gate.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::Gate;

using Flights = SingleFlight<int>;

START_TEST(whoIsAloneLeads)
{
    Flights flights;
    bool led = false;
    const auto value = flights.join(
        "a", {}, [] { return std::optional(7); }, &led);
    ck_assert_int_eq(*value, 7);
    ck_assert(led);
    ck_assert_uint_eq(flights.size(), 0);
    // Nothing is kept: the next one goes anew.
    ck_assert_int_eq(*flights.join("a", {}, [] { return std::optional(8); }), 8);
}
END_TEST

START_TEST(theOthersGetACopy)
{
    Flights flights;
    Gate gate;
    std::atomic<int> calls{0}, sum{0}, leaders{0};
    const auto fly = [&](const char* key) {
        bool led = false;
        const auto lead = [&] {
            ++calls;
            gate.pass();
            return std::optional(5);
        };
        sum += *flights.join(key, {}, lead, &led);
        leaders += led;
    };
    std::vector<std::thread> threads;
    threads.emplace_back(fly, "a");
    gate.awaitArrivals(1);
    for (int i = 0; i < 3; ++i)
        threads.emplace_back(fly, "a");
    threads.emplace_back(fly, "b");  // something else doesn't wait
    gate.awaitArrivals(2);
    ck_assert_int_eq(calls, 2);
    gate.open();
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(sum, 25);
    // A late one may have found nobody under way any more.
    ck_assert_int_ge(leaders, 2);
    ck_assert_int_eq(leaders, calls);
}
END_TEST

START_TEST(aLeaderThatGivesUpHandsOn)
{
    Flights flights;
    Gate gate;
    std::optional<int> first = 1, second;
    std::thread leader([&] {
        first = flights.join("a", {}, [&]() -> std::optional<int> {
            gate.pass();
            return std::nullopt;
        });
    });
    gate.awaitArrivals(1);
    std::thread follower([&] { second = flights.join("a", {}, [] { return std::optional(2); }); });
    gate.open();
    leader.join();
    follower.join();
    ck_assert(!first);
    ck_assert_int_eq(second.value_or(0), 2);
}
END_TEST

START_TEST(aFollowerMayStopWaiting)
{
    Flights flights;
    Gate gate;
    std::thread leader([&] {
        flights.join("a", {}, [&] {
            gate.pass();
            return std::optional(1);
        });
    });
    gate.awaitArrivals(1);
    std::stop_source stop;
    std::optional<int> value = 9;
    std::thread follower(
        [&] { value = flights.join("a", stop.get_token(), [] { return std::optional(2); }); });
    stop.request_stop();
    follower.join();  // although the leader is still away
    ck_assert(!value);
    gate.open();
    leader.join();
}
END_TEST

START_TEST(manyThreadsAndFewKeys)
{
    Flights flights;
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 500; ++n) {
                const int key = (n + i) % 3;
                const auto value =
                    flights.join(std::to_string(key), {}, [&] { return std::optional(key); });
                wrong += !value || *value != key;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(wrong, 0);
    ck_assert_uint_eq(flights.size(), 0);
}
END_TEST

int main()
{
    return animatize::test::run("single_flight",
                                {whoIsAloneLeads, theOthersGetACopy, aLeaderThatGivesUpHandsOn,
                                 aFollowerMayStopWaiting, manyThreadsAndFewKeys});
}
