// What is known of an endpoint: cooldown, disablement, budget, slots; and who shares it.
#include "net/endpoint.h"

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "support/suite.h"

using namespace animatize;

namespace {

constexpr uint64_t kStart = 5000 * kSecond;

std::string numbered(char letter, size_t number)
{
    return std::string(1, letter).append(std::to_string(number));
}

}  // namespace

START_TEST(aCooldownLastsAsLongAsAsked)
{
    Cooldown cooldown;
    ck_assert_uint_eq(cooldown.remaining(kStart), 0);
    ck_assert_uint_eq(cooldown.throttled(kStart, 7 * kSecond), 7 * kSecond);
    ck_assert_uint_eq(cooldown.remaining(kStart + 6 * kSecond), kSecond);
    ck_assert_uint_eq(cooldown.remaining(kStart + 7 * kSecond), 0);
    ck_assert_uint_eq(cooldown.throttled(kStart + 8 * kSecond, 0), 0);
    ck_assert_uint_eq(cooldown.throttled(kStart + 8 * kSecond, 1'000'000 * kSecond),
                      3600 * kSecond);
}
END_TEST

START_TEST(aCooldownDoublesWhenNothingIsAsked)
{
    Cooldown cooldown;
    uint64_t now = kStart;
    for (const uint64_t wait : {5u, 10u, 20u, 40u, 60u, 60u}) {
        ck_assert_uint_eq(cooldown.throttled(now, {}), wait * kSecond);
        now += wait * kSecond;
    }
    cooldown.answered();
    ck_assert_uint_eq(cooldown.throttled(now, {}), 5 * kSecond);
}
END_TEST

START_TEST(callsThatAreThrottledTogetherAreOneStep)
{
    Cooldown cooldown;
    cooldown.throttled(kStart, {});
    ck_assert_uint_eq(cooldown.throttled(kStart + kSecond, {}), 5 * kSecond);
    ck_assert_uint_eq(cooldown.throttled(kStart + kSecond, kSecond), 5 * kSecond);  // never shorter
    ck_assert_uint_eq(cooldown.throttled(kStart + 6 * kSecond, {}), 10 * kSecond);
}
END_TEST

START_TEST(disablementIsByConfigurationAndBounded)
{
    Disablement disablement;
    disablement.disable(1, "no money");
    disablement.disable(1, "still none");
    ck_assert_str_eq(disablement.reason(1)->c_str(), "no money");
    ck_assert_ptr_null(disablement.reason(2));
    for (size_t i = 2; i <= 9; ++i)
        disablement.disable(i, "x");
    ck_assert_ptr_null(disablement.reason(1));
    ck_assert_ptr_nonnull(disablement.reason(9));
}
END_TEST

START_TEST(aFewRetriesAreAlwaysThere)
{
    RetryBudget budget;
    budget.called(kStart);
    for (int i = 0; i < 3; ++i)
        ck_assert(budget.take(kStart));
    ck_assert(!budget.take(kStart));
    ck_assert(!budget.take(kStart + 59 * kSecond));
    ck_assert(budget.take(kStart + 60 * kSecond));
}
END_TEST

START_TEST(theBudgetIsAFifthOfTheCalls)
{
    RetryBudget budget;
    for (int i = 0; i < 100; ++i)
        budget.called(kStart + static_cast<uint64_t>(i) * kSecond / 10);
    const uint64_t now = kStart + 10 * kSecond;
    int retries = 0;
    while (budget.take(now))
        ++retries;
    ck_assert_int_eq(retries, 20);
}
END_TEST

START_TEST(theBudgetIsThatOfAModel)
{
    std::mt19937 random(3);
    RetryBudget budget;
    std::vector<uint64_t> calls, retries;  // in seconds
    uint64_t now = kStart;
    int granted = 0, denied = 0;
    for (int i = 0; i < 20'000; ++i) {
        const bool rare = random() % 100 == 0;
        now += random() % (rare ? 90 * kSecond : kSecond);
        const uint64_t second = now / kSecond;
        if (random() % 3 != 0) {
            budget.called(now);
            calls.push_back(second);
            continue;
        }
        const auto recent = [&](const std::vector<uint64_t>& all) {
            return std::count_if(all.begin(), all.end(),
                                 [&](uint64_t at) { return at + 60 > second; });
        };
        const double most = std::max(3.0, 0.2 * static_cast<double>(recent(calls)));
        const bool fits = static_cast<double>(recent(retries) + 1) <= most;
        ck_assert_msg(budget.take(now) == fits, "step %d", i);
        granted += fits;
        denied += !fits;
        if (fits)
            retries.push_back(second);
    }
    ck_assert_int_gt(granted, 1000);
    ck_assert_int_gt(denied, 1000);
}
END_TEST

START_TEST(noMoreThanSoManyAreUnderWay)
{
    InFlightLimit limit(2);
    std::atomic<int> now{0}, most{0}, done{0};
    const auto work = [&] {
        for (int i = 0; i < 200; ++i) {
            const InFlightLimit::Slot slot = limit.acquire(20 * kSecond, {});
            ck_assert(static_cast<bool>(slot));
            const int here = ++now;
            for (int seen = most; seen < here && !most.compare_exchange_weak(seen, here);) {
            }
            std::this_thread::yield();
            --now;
            ++done;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(work);
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(done, 800);
    ck_assert_int_le(most, 2);
}
END_TEST

START_TEST(waitingForASlotEnds)
{
    InFlightLimit limit(1);
    const InFlightLimit::Slot taken = limit.acquire(0, {});
    ck_assert(static_cast<bool>(taken));
    ck_assert(!limit.acquire(0, {}));
    ck_assert(!limit.acquire(20 * kMillisecond, {}));
    std::stop_source interest;
    std::thread bored([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        interest.request_stop();
    });
    const SteadyClock clock;
    const uint64_t begin = clock.now();
    ck_assert(!limit.acquire(UINT64_MAX, interest.get_token()));
    ck_assert_uint_lt(clock.now() - begin, 5 * kSecond);
    bored.join();
}
END_TEST

START_TEST(theLatestSaysHowManyMayBeUnderWay)
{
    EndpointRegistry registry;
    EndpointSettings settings;
    settings.mostInFlight = 1;
    const auto endpoint = registry.find("a", settings);
    const auto first = endpoint->inFlight.acquire(0, {});
    ck_assert(first && !endpoint->inFlight.acquire(0, {}));
    settings.mostInFlight = 2;
    registry.find("a", settings);
    {
        const auto second = endpoint->inFlight.acquire(0, {});
        ck_assert(static_cast<bool>(second));
        settings.mostInFlight = 1;  // who is under way goes on
        registry.find("a", settings);
    }
    ck_assert(!endpoint->inFlight.acquire(0, {}));
}
END_TEST

START_TEST(whoNamesTheSameEndpointSharesIt)
{
    EndpointRegistry registry;
    const auto key = [](const char* uri, const char* model) { return endpointKey(uri, model); };
    const auto one = registry.find(key("http://h/v1", "m"));
    ck_assert(one == registry.find(key("http://h/v1/", "m")));
    ck_assert(one == registry.find(key("http://h/v1?key=x", "m")));
    ck_assert(one != registry.find(key("http://h/v1", "n")));
    ck_assert(one != registry.find(key("http://h/v2", "m")));
    ck_assert(&EndpointRegistry::shared() == &EndpointRegistry::shared());
}
END_TEST

START_TEST(whatIsKnownOutlivesItsUsers)
{
    EndpointRegistry registry;
    registry.find("a")->disablement.with([](Disablement& d) { d.disable(0, "no money"); });
    ck_assert(registry.find("a")->disablement.with(
        [](const Disablement& d) { return d.reason(0) != nullptr; }));
}
END_TEST

START_TEST(theRegistryIsBoundedAndForgetsWhatNobodyUses)
{
    EndpointRegistry registry;
    const auto used = registry.find("used");
    for (size_t i = 0; i < 500; ++i)
        registry.find(numbered('e', i));
    ck_assert_uint_eq(registry.size(), EndpointRegistry::kMost);
    ck_assert(registry.find("used") == used);
    // All in use: who comes then has one of their own.
    std::vector<std::shared_ptr<Endpoint>> all;
    for (size_t i = 0; i < EndpointRegistry::kMost; ++i)
        all.push_back(registry.find(numbered('u', i)));
    ck_assert_uint_eq(registry.size(), EndpointRegistry::kMost);
    ck_assert(registry.find("late") != registry.find("late"));
    ck_assert(registry.find("u0") == all[0]);
}
END_TEST

START_TEST(threadsMayAskTheRegistryAtOnce)
{
    EndpointRegistry registry;
    const auto work = [&](unsigned seed) {
        std::mt19937 random(seed);
        for (int i = 0; i < 2000; ++i) {
            const auto endpoint = registry.find(numbered('e', random() % 100));
            const uint64_t now = kStart + static_cast<uint64_t>(i) * kSecond;
            endpoint->budget.with([&](RetryBudget& budget) { budget.called(now); });
            const auto ticket =
                endpoint->breaker.with([&](CircuitBreaker& b) { return b.admit(now); });
            if (ticket)
                endpoint->breaker.with([&](CircuitBreaker& b) { b.failed(*ticket, now); });
        }
    };
    std::thread one(work, 1), other(work, 2);
    one.join();
    other.join();
    ck_assert_uint_le(registry.size(), EndpointRegistry::kMost);
}
END_TEST

int main()
{
    return animatize::test::run(
        "endpoint",
        {aCooldownLastsAsLongAsAsked, aCooldownDoublesWhenNothingIsAsked,
         callsThatAreThrottledTogetherAreOneStep, disablementIsByConfigurationAndBounded,
         aFewRetriesAreAlwaysThere, theBudgetIsAFifthOfTheCalls, theBudgetIsThatOfAModel,
         noMoreThanSoManyAreUnderWay, waitingForASlotEnds, theLatestSaysHowManyMayBeUnderWay,
         whoNamesTheSameEndpointSharesIt, whatIsKnownOutlivesItsUsers,
         theRegistryIsBoundedAndForgetsWhatNobodyUses, threadsMayAskTheRegistryAtOnce});
}
