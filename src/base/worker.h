// Worker<Job, Answer>: one thread, or a few, that do what takes longer than a frame.
//
// The streaming thread offers a job and goes on; there is one job in work per thread and one
// waiting, and the latest job wins: an offer while one waits replaces it. Finished answers are
// collected by the streaming thread in the order in which they were finished, which with one
// thread is that of the jobs.
//
//   Worker<Shot, Keyframes> worker(generate);
//   worker.offer(shot);                    // never blocks
//   for (auto& keyframes : worker.collect()) ...
//   worker.drain();                        // waits until nothing is waiting or in work
//
// offer, collect, cancel, allow and drain may be called from any thread. The work function gets a
// std::stop_token, which is asked to stop when nobody wants the answer any more (cancel,
// destruction); stop callbacks run on the thread that cancels. With several threads it is called
// by all of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace animatize {

template <typename Job, typename Answer>
class Worker {
  public:
    using Work = std::function<Answer(Job&&, const std::stop_token& stop)>;
    /// Answers that nobody collects are bounded too: the oldest goes.
    static constexpr size_t kMostAnswers = 16;

    explicit Worker(Work work, unsigned threads = 1) : work_(std::move(work)) { allow(threads); }
    ~Worker()
    {
        cancel();
        {
            std::lock_guard lock(mutex_);
            quit_ = true;
        }
        changed_.notify_all();
        for (std::thread& thread : threads_)
            thread.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// How many jobs may be in work at a time from now on, at least 1. Those that are, go on.
    void allow(unsigned threads)
    {
        std::lock_guard lock(mutex_);
        most_ = std::max(1u, threads);
        while (threads_.size() < most_)
            threads_.emplace_back([this] { run(); });
        changed_.notify_all();
    }

    /// Returns whether a waiting job had to make way for this one.
    bool offer(Job job)
    {
        std::lock_guard lock(mutex_);
        const bool replaced = waiting_.has_value();
        waiting_ = std::move(job);
        changed_.notify_all();
        return replaced;
    }

    std::vector<Answer> collect()
    {
        std::lock_guard lock(mutex_);
        std::vector<Answer> answers(std::make_move_iterator(answers_.begin()),
                                    std::make_move_iterator(answers_.end()));
        answers_.clear();
        return answers;
    }

    /// Forgets the waiting job and all answers, and tells those in work to stop.
    void cancel()
    {
        std::stop_source unwanted;
        {
            std::lock_guard lock(mutex_);
            waiting_.reset();
            answers_.clear();
            std::swap(unwanted, stop_);  // the next job isn't meant
        }
        changed_.notify_all();    // who drains may have waited for the job that is forgotten
        unwanted.request_stop();  // not under the lock: it runs callbacks
    }

    /// Waits until nothing is waiting or in work. Returns false if `limit` passed first.
    bool drain(std::chrono::nanoseconds limit = std::chrono::hours(24))
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [this] { return !waiting_ && busy_ == 0; });
    }

    bool idle() const
    {
        std::lock_guard lock(mutex_);
        return !waiting_ && busy_ == 0;
    }

  private:
    struct Wanted {
        Job job;
        std::stop_token stop;
    };

    void run()
    {
        while (std::optional<Wanted> wanted = next()) {
            Answer answer = work_(std::move(wanted->job), wanted->stop);
            finish(std::move(answer), wanted->stop);
        }
    }

    std::optional<Wanted> next()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return quit_ || (waiting_ && busy_ < most_); });
        if (quit_)
            return std::nullopt;
        ++busy_;
        std::optional<Wanted> next{{std::move(*waiting_), stop_.get_token()}};
        waiting_.reset();
        return next;
    }

    void finish(Answer answer, const std::stop_token& stop)
    {
        std::lock_guard lock(mutex_);
        --busy_;
        if (stop == stop_.get_token())  // nobody cancelled since
            answers_.push_back(std::move(answer));
        if (answers_.size() > kMostAnswers)
            answers_.pop_front();
        changed_.notify_all();
    }

    Work work_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Job> waiting_;
    std::deque<Answer> answers_;
    unsigned busy_ = 0, most_ = 1;
    bool quit_ = false;
    std::stop_source stop_;             ///< of the jobs since the last cancel()
    std::vector<std::thread> threads_;  // last: they start when all of the above exists
};

}  // namespace animatize
