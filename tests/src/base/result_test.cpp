#include "base/result.h"

#include <memory>

#include "base/clock.h"
#include "support/suite.h"

using namespace animatize;

namespace {

Result<int> half(int number)
{
    if (number % 2 != 0)
        return Error{std::to_string(number) + " is odd"};
    return number / 2;
}

Result<int> quarter(int number)
{
    const Result<int> once = half(number);
    if (!once)
        return once.error();
    return half(*once);
}

}  // namespace

START_TEST(aValueIsAValue)
{
    const Result<int> result = quarter(12);
    ck_assert(static_cast<bool>(result));
    ck_assert_int_eq(*result, 3);
}
END_TEST

START_TEST(anErrorPassesOnItsSentence)
{
    ck_assert(quarter(7).error().message == "7 is odd");
    ck_assert(quarter(6).error().message == "3 is odd");
}
END_TEST

START_TEST(whatCanOnlyBeMovedFits)
{
    Result<std::unique_ptr<std::string>> result(std::make_unique<std::string>("moved"));
    ck_assert_uint_eq((*result)->size(), 5);
    const std::unique_ptr<std::string> taken = std::move(*result);
    ck_assert_str_eq(taken->c_str(), "moved");
    Result<std::string> text(std::string("abc"));
    text->push_back('d');
    ck_assert_uint_eq(text->size(), 4);
}
END_TEST

START_TEST(aStatusIsFineOrSaysWhy)
{
    const Status fine = ok(), broken = Error{"no disk"};
    ck_assert(static_cast<bool>(fine));
    ck_assert(!broken);
    ck_assert_str_eq(broken.error().message.c_str(), "no disk");
}
END_TEST

START_TEST(theClockNeverGoesBack)
{
    const SteadyClock clock;
    uint64_t last = clock.now();
    for (int i = 0; i < 1000; ++i) {
        const uint64_t now = clock.now();
        ck_assert_uint_ge(now, last);
        last = now;
    }
}
END_TEST

int main()
{
    return animatize::test::run("result",
                                {aValueIsAValue, anErrorPassesOnItsSentence, whatCanOnlyBeMovedFits,
                                 aStatusIsFineOrSaysWhy, theClockNeverGoesBack});
}
