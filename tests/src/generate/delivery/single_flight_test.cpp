// Who asks the same at the same time shares one answer.
#include "generate/delivery/single_flight.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "src/base/gate.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::Gate;

using Flights = SingleFlight<int>;
constexpr uint64_t kLong = UINT64_MAX;

START_TEST(whoIsAloneLeads)
{
    Flights flights;
    int calls = 0;
    const auto lead = [&](int value) {
        return [&calls, value] { return ++calls, std::optional(value); };
    };
    ck_assert_int_eq(*flights.join("a", {}, kLong, lead(7)), 7);
    ck_assert_uint_eq(flights.size(), 0);
    // Nothing is kept: the next one goes anew.
    ck_assert_int_eq(*flights.join("a", {}, kLong, lead(8)), 8);
    ck_assert_int_eq(calls, 2);
    ck_assert(!flights.join("a", {}, kLong, [] { return std::optional<int>(); }));
}
END_TEST

START_TEST(aLeaderThatThrowsLeavesNobodyWaiting)
{
    Flights flights;
    bool thrown = false;
    try {
        flights.join("a", {}, kLong, []() -> std::optional<int> { throw std::runtime_error("x"); });
    } catch (const std::runtime_error&) {
        thrown = true;
    }
    ck_assert(thrown);
    ck_assert_uint_eq(flights.size(), 0);
    ck_assert_int_eq(*flights.join("a", {}, kLong, [] { return std::optional(1); }), 1);
}
END_TEST

START_TEST(aFollowerWaitsNoLongerThanItSays)
{
    Flights flights;
    Gate gate;
    std::thread leader([&] {
        flights.join("a", {}, kLong, [&] {
            gate.pass();
            return std::optional(1);
        });
    });
    gate.awaitArrivals(1);
    const auto lead = [] { return std::optional(2); };
    ck_assert(!flights.join("a", {}, 20'000'000, lead));
    gate.open();
    leader.join();
}
END_TEST

START_TEST(theOthersGetACopy)
{
    Flights flights;
    Gate gate;
    std::atomic<int> calls{0}, sum{0};
    const auto fly = [&](const char* key) {
        const auto lead = [&] {
            ++calls;
            gate.pass();
            return std::optional(5);
        };
        sum += *flights.join(key, {}, kLong, lead);
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
    ck_assert_int_le(calls, 5);
}
END_TEST

START_TEST(aLeaderThatGivesUpHandsOn)
{
    Flights flights;
    Gate gate;
    std::optional<int> first = 1, second;
    std::thread leader([&] {
        first = flights.join("a", {}, kLong, [&]() -> std::optional<int> {
            gate.pass();
            return std::nullopt;
        });
    });
    gate.awaitArrivals(1);
    std::thread follower(
        [&] { second = flights.join("a", {}, kLong, [] { return std::optional(2); }); });
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
        flights.join("a", {}, kLong, [&] {
            gate.pass();
            return std::optional(1);
        });
    });
    gate.awaitArrivals(1);
    std::stop_source stop;
    std::optional<int> value = 9;
    std::thread follower([&] {
        value = flights.join("a", stop.get_token(), kLong, [] { return std::optional(2); });
    });
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
                const auto value = flights.join(std::to_string(key), {}, kLong,
                                                [&] { return std::optional(key); });
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
    return animatize::test::run(
        "single_flight",
        {whoIsAloneLeads, aLeaderThatThrowsLeavesNobodyWaiting, aFollowerWaitsNoLongerThanItSays,
         theOthersGetACopy, aLeaderThatGivesUpHandsOn, aFollowerMayStopWaiting,
         manyThreadsAndFewKeys});
}
