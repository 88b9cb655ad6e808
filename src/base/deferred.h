// Deferred<Job, Answer>: one job at a time beside the stream, its answer taken at a set moment.
//
// A stream that waits takes the answer at the first frame at or after `due`, whatever the thread
// timing, so that the same input gives the same output; one that doesn't takes it when it is
// there. All functions belong to the streaming thread; only the work runs on the worker.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/worker.h"

namespace animatize {

template <typename Job, typename Answer>
class Deferred {
  public:
    explicit Deferred(typename Worker<Job, Answer>::Work work) : worker_(std::move(work)) {}

    /// Whether a job may be offered: none is in work or waits to be taken.
    bool free() const { return !due_; }

    void offer(Job job, uint64_t due)
    {
        due_ = due;
        worker_.offer(std::move(job));
    }

    std::optional<Answer> collect(uint64_t now, bool wait)
    {
        if (!due_ || (wait && now < *due_))
            return std::nullopt;
        if (wait)
            worker_.drain();
        auto answers = worker_.collect();
        if (answers.empty())
            return std::nullopt;
        due_.reset();
        return std::move(answers.front());
    }

    void cancel()
    {
        worker_.cancel();
        due_.reset();
    }

  private:
    Worker<Job, Answer> worker_;
    std::optional<uint64_t> due_;
};

}  // namespace animatize
