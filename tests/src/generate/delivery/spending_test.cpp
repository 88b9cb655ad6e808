// Limits of requests and money: what is taken, refused, given back, and when there is room again.
#include "generate/delivery/spending.h"

#include <thread>
#include <vector>

#include "support/fake_clock.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::FakeClock;

namespace {

constexpr uint64_t kMinute = 60 * kSecond;

bool near(double one, double other)
{
    return std::abs(one - other) < 1e-9;
}

bool has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

}  // namespace

START_TEST(withoutLimitsEverythingIsCounted)
{
    FakeClock clock;
    Spending spending(clock);
    for (int i = 0; i < 1000; ++i)
        ck_assert(static_cast<bool>(spending.take(0.05)));
    ck_assert_uint_eq(spending.totals().requests, 1000);
    ck_assert(near(spending.totals().cost, 50.0));
    ck_assert(near(spending.totals().lastHour, 50.0));
}
END_TEST

START_TEST(requestsOfAMinuteAreLimited)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({3, 0.0});
    for (int i = 0; i < 3; ++i) {
        ck_assert(static_cast<bool>(spending.take(0.0)));
        clock.advance(5 * kSecond);
    }
    const auto refused = spending.take(0.0);
    ck_assert(!refused);
    ck_assert(has(refused.error().message, "max-requests-per-minute"));
    ck_assert(refused.error().retryAfter.has_value());
    clock.advance(*refused.error().retryAfter - kSecond);
    ck_assert(!spending.take(0.0));
    clock.advance(kSecond);
    ck_assert(static_cast<bool>(spending.take(0.0)));  // as promised
    ck_assert(!spending.take(0.0));                    // and no more than one
    ck_assert_uint_eq(spending.totals().refused, 3);
}
END_TEST

START_TEST(neverMoreThanTheLimitInAnyMinute)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({10, 0.0});
    std::vector<uint64_t> sent;
    for (int i = 0; i < 3000; ++i) {
        if (spending.take(0.0))
            sent.push_back(clock.now());
        clock.advance(137 * kMillisecond);
    }
    for (size_t i = 10; i < sent.size(); ++i)
        ck_assert_uint_ge(sent[i] - sent[i - 10], kMinute);
    ck_assert_uint_ge(sent.size(), 60);  // 411 s: the limit is used, too
}
END_TEST

START_TEST(moneyOfAnHourIsLimitedAndComesBack)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({0, 0.10});
    ck_assert(static_cast<bool>(spending.take(0.05)));
    clock.advance(10 * kMinute);
    ck_assert(static_cast<bool>(spending.take(0.05)));  // exactly the limit
    const auto refused = spending.take(0.01);
    ck_assert(!refused);
    ck_assert(has(refused.error().message, "0.10 USD of the last hour are spent"));
    ck_assert(static_cast<bool>(spending.take(0.0)));  // what is free is free
    ck_assert_uint_le(*refused.error().retryAfter, 51 * kMinute);
    ck_assert_uint_gt(*refused.error().retryAfter, 49 * kMinute);
    clock.advance(*refused.error().retryAfter);
    ck_assert(static_cast<bool>(spending.take(0.05)));
    ck_assert(!spending.take(0.01));
}
END_TEST

START_TEST(whatCostNothingIsGivenBack)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({0, 0.10});
    const auto receipt = spending.take(0.10);
    ck_assert(!spending.take(0.05));
    clock.advance(3 * kMinute);
    spending.settle(*receipt, 0.04, 1);
    ck_assert(near(spending.totals().cost, 0.04));
    ck_assert(static_cast<bool>(spending.take(0.06)));
    // Long after its hour a receipt must not touch the money of another.
    clock.advance(200 * kMinute);
    const auto later = spending.take(0.10);
    spending.settle(*receipt, 0.0, 1);
    ck_assert(!spending.take(0.01));
    spending.settle(*later, 0.0, 1);
    ck_assert(static_cast<bool>(spending.take(0.10)));
}
END_TEST

START_TEST(requestsAreCountedAsTheyLeft)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({3, 0.0});
    const auto refused = spending.take(0.0);
    spending.settle(*refused, 0.0, 0);  // a breaker was open: nothing left
    const auto retried = spending.take(0.0);
    spending.settle(*retried, 0.0, 2);
    ck_assert_uint_eq(spending.totals().requests, 2);
    ck_assert(static_cast<bool>(spending.take(0.0)));
    ck_assert(!spending.take(0.0));
    // Of what is long gone only the total is known.
    clock.advance(3 * kMinute);
    spending.settle(*retried, 0.0, 1);
    for (int i = 0; i < 3; ++i)
        ck_assert(static_cast<bool>(spending.take(0.0)));
}
END_TEST

START_TEST(whatCanNeverBePaidHasNoTimeToComeBack)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({0, 0.02});
    const auto refused = spending.take(0.05);
    ck_assert(!refused);
    ck_assert(!refused.error().retryAfter);
    ck_assert(has(refused.error().message, "more than the 0.02 USD"));
}
END_TEST

START_TEST(limitsMayChangeWhileMoneyIsSpent)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({0, 1.0});
    ck_assert(static_cast<bool>(spending.take(0.90)));
    spending.limit({0, 0.5});
    ck_assert(!spending.take(0.01));
    spending.limit({0, 0.0});
    ck_assert(static_cast<bool>(spending.take(5.0)));
}
END_TEST

START_TEST(threadsTogetherDontPassTheLimit)
{
    FakeClock clock;
    Spending spending(clock);
    spending.limit({0, 1.0});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 100; ++n)
                if (const auto receipt = spending.take(0.01); receipt && n % 2)
                    spending.settle(*receipt, 0.005, 1);
        });
    for (std::thread& thread : threads)
        thread.join();
    ck_assert(spending.totals().lastHour <= 1.0 + 1e-9);
    ck_assert(spending.totals().lastHour >= 0.98);
}
END_TEST

int main()
{
    return animatize::test::run(
        "spending", {withoutLimitsEverythingIsCounted, requestsOfAMinuteAreLimited,
                     neverMoreThanTheLimitInAnyMinute, moneyOfAnHourIsLimitedAndComesBack,
                     whatCostNothingIsGivenBack, requestsAreCountedAsTheyLeft,
                     whatCanNeverBePaidHasNoTimeToComeBack, limitsMayChangeWhileMoneyIsSpent,
                     threadsTogetherDontPassTheLimit});
}
