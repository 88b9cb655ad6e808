#include "base/together.h"

#include <array>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/suite.h"

namespace animatize::test {

START_TEST(everyTaskIsDoneOnceWhateverTheThreads)
{
    for (const unsigned threads : {0U, 1U, 3U}) {
        Together together(threads);
        ck_assert_uint_eq(together.threads(), threads);
        for (int round = 0; round < 50; ++round) {
            std::array<int, 20> done{};
            std::vector<Together::Task> tasks;
            for (int& one : done)
                tasks.emplace_back([&one] { ++one; });
            together.run(tasks);
            for (const int times : done)
                ck_assert_int_eq(times, 1);
        }
    }
}
END_TEST

// Each of two tasks waits for the other: that ends only when they run at the same time.
START_TEST(tasksRunAtTheSameTime)
{
    Together together(1);
    std::atomic<int> arrived{0};
    const auto meet = [&] {
        ++arrived;
        while (arrived < 2)
            std::this_thread::yield();
    };
    together.run(std::vector<Together::Task>{meet, meet});
    ck_assert_int_eq(arrived, 2);
}
END_TEST

START_TEST(nothingToDoIsDoneAtOnce)
{
    Together together(2);
    together.run({});
}
END_TEST

START_TEST(theFirstProblemComesThroughAfterAllHaveEnded)
{
    Together together(2);
    std::atomic<int> done{0};
    std::string said;
    try {
        together.run(std::vector<Together::Task>{
            [&] { ++done; }, [] { throw std::runtime_error("first"); },
            [] { throw std::runtime_error("second"); }, [&] { ++done; }});
    } catch (const std::runtime_error& problem) {
        said = problem.what();
    }
    ck_assert_str_eq(said.c_str(), "first");
    ck_assert_int_eq(done, 2);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("together", {everyTaskIsDoneOnceWhateverTheThreads, tasksRunAtTheSameTime,
                            nothingToDoIsDoneAtOnce, theFirstProblemComesThroughAfterAllHaveEnded});
}
