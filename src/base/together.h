// Together: tasks that don't depend on each other, spread over a few threads and the caller's.
//
//   Together together(2);                        // two threads beside the caller
//   together.run({{[&] { a = left(); }, [&] { b = right(); }}});
//
// run() returns when all are done. Which thread takes which task is left to chance, so tasks write
// to places of their own; then the outcome is the same with any number of threads.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <list>
#include <span>
#include <vector>

#include "base/worker.h"

namespace animatize {

class Together {
  public:
    using Task = std::function<void()>;

    /// `threads` beside the one that calls run(); 0: that one does all.
    explicit Together(unsigned threads)
    {
        for (unsigned i = 0; i < threads; ++i)
            workers_.emplace_back([](Task&& task, const std::stop_token&) {
                task();
                return true;
            });
    }

    unsigned threads() const { return static_cast<unsigned>(workers_.size()); }

    /// One caller at a time. Throws what the first of the tasks threw that threw anything, after
    /// all have ended.
    void run(std::span<const Task> tasks)
    {
        std::atomic<size_t> next{0};
        std::vector<std::exception_ptr> problems(tasks.size());
        const auto work = [&] {
            for (size_t i = next++; i < tasks.size(); i = next++) {
                try {
                    tasks[i]();
                } catch (...) {
                    problems[i] = std::current_exception();
                }
            }
        };
        for (auto& worker : workers_)
            worker.offer(work);
        work();
        for (auto& worker : workers_) {
            worker.drain();
            worker.collect();
        }
        for (const std::exception_ptr& problem : problems)
            if (problem)
                std::rethrow_exception(problem);
    }

  private:
    std::list<Worker<Task, bool>> workers_;
};

}  // namespace animatize
