#include "base/deferred.h"

#include "gate.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::Gate;

namespace {

using Negator = Deferred<int, int>;

int negate(int&& number, const std::stop_token&)
{
    return -number;
}

}  // namespace

START_TEST(aWaitingStreamTakesTheAnswerWhenItIsDue)
{
    Negator deferred(negate);
    ck_assert(deferred.free());
    deferred.offer(4, 100);
    ck_assert(!deferred.free());
    for (uint64_t now = 0; now < 100; now += 33)
        ck_assert(!deferred.collect(now, true));
    const std::optional<int> answer = deferred.collect(132, true);
    ck_assert(answer.has_value());
    ck_assert_int_eq(*answer, -4);
    ck_assert(deferred.free());
    ck_assert(!deferred.collect(165, true));
}
END_TEST

START_TEST(aWaitingStreamWaitsForSlowWork)
{
    Negator deferred([](int&& number, const std::stop_token&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        return number;
    });
    deferred.offer(9, 10);
    ck_assert(deferred.collect(10, true) == 9);
}
END_TEST

START_TEST(aLiveStreamTakesItWhenItIsThere)
{
    Gate gate;
    Negator deferred([&](int&& number, const std::stop_token&) {
        gate.pass();
        return number;
    });
    deferred.offer(3, 1000);
    ck_assert(!deferred.collect(5000, false));  // late, and still nobody waits
    ck_assert(!deferred.free());
    gate.open();
    std::optional<int> answer;
    while (!(answer = deferred.collect(0, false)))
        std::this_thread::yield();
    ck_assert_int_eq(*answer, 3);
    ck_assert(deferred.free());
}
END_TEST

START_TEST(aCancelledJobGivesNoAnswer)
{
    Gate gate;
    Negator deferred([&](int&& number, const std::stop_token&) {
        gate.pass();
        return number;
    });
    deferred.offer(1, 10);
    gate.awaitArrivals(1);
    deferred.cancel();
    ck_assert(deferred.free());
    deferred.offer(2, 20);
    gate.open();
    ck_assert(deferred.collect(20, true) == 2);
}
END_TEST

int main()
{
    return animatize::test::run(
        "deferred", {aWaitingStreamTakesTheAnswerWhenItIsDue, aWaitingStreamWaitsForSlowWork,
                     aLiveStreamTakesItWhenItIsThere, aCancelledJobGivesNoAnswer});
}
