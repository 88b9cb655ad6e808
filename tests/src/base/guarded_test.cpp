#include "base/guarded.h"

#include <string>
#include <thread>
#include <vector>

#include "support/suite.h"

using namespace animatize;

namespace {

struct Pair {
    int first = 0;
    int second = 0;
};

}  // namespace

START_TEST(aValueGoesInAndComesOut)
{
    Guarded<std::string> text(std::string("before"));
    ck_assert(text.snapshot() == "before");
    const size_t length = text.with([](std::string& value) {
        value = "afterwards";
        return value.size();
    });
    ck_assert_uint_eq(length, 10);
    const Guarded<std::string>& constant = text;
    ck_assert(constant.with([](const std::string& value) { return value == "afterwards"; }));
    ck_assert_int_eq(Guarded<Pair>().snapshot().second, 0);
}
END_TEST

START_TEST(aSnapshotIsACopy)
{
    Guarded<std::string> text(std::string("kept"));
    const std::string snapshot = text.snapshot();
    text.with([](std::string& value) { value.clear(); });
    ck_assert_str_eq(snapshot.c_str(), "kept");
}
END_TEST

START_TEST(threadsNeverSeeHalfAChange)
{
    constexpr int kThreads = 4, kTimes = 5000;
    Guarded<Pair> pair;
    Guarded<int> torn(0);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&] {
            for (int k = 0; k < kTimes; ++k) {
                pair.with([](Pair& value) {
                    ++value.first;
                    ++value.second;
                });
                const Pair seen = pair.snapshot();
                if (seen.first != seen.second)
                    torn.with([](int& count) { ++count; });
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    ck_assert_int_eq(torn.snapshot(), 0);
    ck_assert_int_eq(pair.snapshot().first, kThreads * kTimes);
    ck_assert_int_eq(pair.snapshot().second, kThreads * kTimes);
}
END_TEST

int main()
{
    return animatize::test::run(
        "guarded", {aValueGoesInAndComesOut, aSnapshotIsACopy, threadsNeverSeeHalfAChange});
}
