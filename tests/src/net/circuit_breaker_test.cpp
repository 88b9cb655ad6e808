// The breaker against its description, case by case and against a model that remembers everything.
#include "net/circuit_breaker.h"

#include <random>
#include <vector>

#include "support/suite.h"

using namespace animatize;

namespace {

constexpr uint64_t kStart = 5000 * kSecond;

/// Without chance, so that times are exact.
BreakerSettings exact()
{
    BreakerSettings settings;
    settings.spread = 0.0;
    return settings;
}

/// One call that is let through and ends so.
void call(CircuitBreaker& breaker, uint64_t now, bool fault)
{
    const auto ticket = breaker.admit(now);
    ck_assert(ticket.has_value());
    if (fault)
        breaker.failed(*ticket, now);
    else
        breaker.succeeded(*ticket, now);
}

CircuitBreaker opened(uint64_t now)
{
    CircuitBreaker breaker(exact());
    for (int i = 0; i < 3; ++i)
        call(breaker, now, true);
    ck_assert(breaker.state(now) == BreakerState::Open);
    return breaker;
}

}  // namespace

START_TEST(threeFaultsInARowOpenIt)
{
    CircuitBreaker breaker(exact());
    call(breaker, kStart, true);
    call(breaker, kStart + 1000 * kSecond, true);  // however far apart
    ck_assert(breaker.state(kStart + 1000 * kSecond) == BreakerState::Closed);
    call(breaker, kStart + 2000 * kSecond, true);
    ck_assert(breaker.state(kStart + 2000 * kSecond) == BreakerState::Open);
    ck_assert(!breaker.admit(kStart + 2000 * kSecond));
    ck_assert_uint_eq(breaker.remaining(kStart + 2004 * kSecond), 6 * kSecond);
}
END_TEST

START_TEST(aSuccessBetweenStartsOver)
{
    CircuitBreaker breaker(exact());
    for (int i = 0; i < 5; ++i)
        call(breaker, kStart, false);
    const bool pattern[] = {true, true, false, true, true, false};
    for (const bool fault : pattern)
        call(breaker, kStart, fault);
    ck_assert(breaker.state(kStart) == BreakerState::Closed);
}
END_TEST

START_TEST(halfOfAFewCallsOpenIt)
{
    CircuitBreaker breaker(exact());
    call(breaker, kStart, true);
    call(breaker, kStart, false);
    call(breaker, kStart, true);
    call(breaker, kStart, false);
    ck_assert(breaker.state(kStart) == BreakerState::Closed);  // 2 of 4: too few calls
    call(breaker, kStart, true);
    ck_assert(breaker.state(kStart) == BreakerState::Open);  // 3 of 5
}
END_TEST

START_TEST(oldCallsDoNotCount)
{
    CircuitBreaker breaker(exact());
    const bool pattern[] = {true, false, true, false};
    for (const bool fault : pattern)
        call(breaker, kStart, fault);
    call(breaker, kStart + 60 * kSecond, true);
    ck_assert(breaker.state(kStart + 60 * kSecond) == BreakerState::Closed);
}
END_TEST

START_TEST(oneCallAtATimeTries)
{
    CircuitBreaker breaker = opened(kStart);
    const uint64_t later = kStart + 10 * kSecond;
    ck_assert(!breaker.admit(later - 1));
    ck_assert(breaker.state(later) == BreakerState::HalfOpen);
    const auto probe = breaker.admit(later);
    ck_assert(probe.has_value());
    ck_assert(!breaker.admit(later));
    ck_assert_uint_eq(breaker.remaining(later), 0);
    breaker.succeeded(*probe, later);
    ck_assert(breaker.state(later) == BreakerState::HalfOpen);  // one is not enough
    call(breaker, later, false);
    ck_assert(breaker.state(later) == BreakerState::Closed);
}
END_TEST

START_TEST(aProbeThatComesToNothingLeavesItsPlace)
{
    CircuitBreaker breaker = opened(kStart);
    const uint64_t later = kStart + 10 * kSecond;
    const auto probe = breaker.admit(later);
    breaker.abandoned(*probe);
    ck_assert(breaker.state(later) == BreakerState::HalfOpen);
    ck_assert(breaker.admit(later).has_value());
}
END_TEST

START_TEST(itStaysOpenTwiceAsLongEachTime)
{
    CircuitBreaker breaker = opened(kStart);
    uint64_t now = kStart;
    for (const uint64_t stays : {10u, 20u, 40u, 80u, 160u, 300u, 300u, 300u}) {
        ck_assert_uint_eq(breaker.remaining(now), stays * kSecond);
        now += stays * kSecond;
        call(breaker, now, true);
    }
    now += 300 * kSecond;
    call(breaker, now, false);
    call(breaker, now, false);  // closed: the next time it begins at 10 s
    for (int i = 0; i < 3; ++i)
        call(breaker, now, true);
    ck_assert_uint_eq(breaker.remaining(now), 10 * kSecond);
}
END_TEST

START_TEST(callsFromBeforeChangeNothing)
{
    CircuitBreaker breaker(exact());
    const auto slow = breaker.admit(kStart), slower = breaker.admit(kStart);
    for (int i = 0; i < 3; ++i)
        call(breaker, kStart, true);
    breaker.succeeded(*slow, kStart + kSecond);
    ck_assert(breaker.state(kStart + kSecond) == BreakerState::Open);
    const auto probe = breaker.admit(kStart + 10 * kSecond);
    breaker.failed(*slower, kStart + 11 * kSecond);
    breaker.abandoned(*slower);
    ck_assert(!breaker.admit(kStart + 11 * kSecond));  // the probe is still under way
    breaker.succeeded(*probe, kStart + 12 * kSecond);
    ck_assert(breaker.state(kStart + 12 * kSecond) == BreakerState::HalfOpen);
}
END_TEST

START_TEST(chanceSpreadsTheTimeByATenth)
{
    uint64_t shortest = UINT64_MAX, longest = 0;
    for (uint64_t seed = 0; seed < 200; ++seed) {
        CircuitBreaker breaker({}, seed);
        for (int i = 0; i < 3; ++i)
            call(breaker, kStart, true);
        shortest = std::min(shortest, breaker.remaining(kStart));
        longest = std::max(longest, breaker.remaining(kStart));
    }
    ck_assert_uint_ge(shortest, 9 * kSecond);
    ck_assert_uint_lt(shortest, 9200 * kMillisecond);
    ck_assert_uint_le(longest, 11 * kSecond);
    ck_assert_uint_gt(longest, 10800 * kMillisecond);
}
END_TEST

namespace {

/// The rules, written down once more from the description, with all of the past at hand.
class Model {
  public:
    bool admit(uint64_t now)
    {
        if (closed_)
            return true;
        if (now < until_ || probing_)
            return false;
        probing_ = true;
        return true;
    }
    void end(uint64_t now, bool fault)
    {
        if (closed_) {
            past_.emplace_back(now, fault);
            if (bad(now))
                open(now);
        } else if (fault) {
            open(now);
        } else {
            probing_ = false;
            if (++good_ == 2)
                *this = Model();
        }
    }

  private:
    bool bad(uint64_t now) const
    {
        const size_t n = past_.size();
        if (n >= 3 && past_[n - 1].second && past_[n - 2].second && past_[n - 3].second)
            return true;
        int calls = 0, faults = 0;
        for (size_t i = n < 20 ? 0 : n - 20; i < n; ++i)
            if (now - past_[i].first < 60 * kSecond) {
                ++calls;
                faults += past_[i].second;
            }
        return past_.back().second && calls >= 5 && 2 * faults >= calls;
    }
    void open(uint64_t now)
    {
        stays_ = stays_ == 0 ? 10 : std::min<uint64_t>(stays_ * 2, 300);
        until_ = now + stays_ * kSecond;
        closed_ = probing_ = false;
        good_ = 0;
    }

    bool closed_ = true, probing_ = false;
    uint64_t until_ = 0, stays_ = 0;
    int good_ = 0;
    std::vector<std::pair<uint64_t, bool>> past_;
};

}  // namespace

START_TEST(itDoesWhatTheModelDoes)
{
    std::mt19937 random(7);
    int refusals = 0, admissions = 0;
    for (int run = 0; run < 40; ++run) {
        CircuitBreaker breaker(exact());
        Model model;
        uint64_t now = kStart;
        const unsigned faultsOf10 = run % 10;
        for (int i = 0; i < 2000; ++i) {
            now += random() % (12 * kSecond);
            const bool fault = random() % 10 < faultsOf10;
            const auto ticket = breaker.admit(now);
            ck_assert_msg(ticket.has_value() == model.admit(now), "run %d, call %d", run, i);
            if (!ticket) {
                ++refusals;
                continue;
            }
            ++admissions;
            model.end(now, fault);
            fault ? breaker.failed(*ticket, now) : breaker.succeeded(*ticket, now);
        }
    }
    ck_assert_int_gt(refusals, 5000);
    ck_assert_int_gt(admissions, 5000);
}
END_TEST

int main()
{
    return animatize::test::run(
        "circuit-breaker",
        {threeFaultsInARowOpenIt, aSuccessBetweenStartsOver, halfOfAFewCallsOpenIt,
         oldCallsDoNotCount, oneCallAtATimeTries, aProbeThatComesToNothingLeavesItsPlace,
         itStaysOpenTwiceAsLongEachTime, callsFromBeforeChangeNothing, chanceSpreadsTheTimeByATenth,
         itDoesWhatTheModelDoes});
}
