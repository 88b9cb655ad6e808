// GenerationQueue: sets of keyframes in the making, beside the stream.
//
//   GenerationQueue queue(parts, 2);
//   queue.offer(job, settings, now);                       // the streaming thread, never blocks
//   for (GenerationEvent& event : queue.takeEvents()) ...  // retries, fallbacks, what was given up
//   for (GeneratedSet& set : queue.collect()) ...
//
// A few sets are in work at a time, one waits, and the latest wins. A set that nobody wants any
// more (a flush, a newer one, too old) is given up, and with it what it has asked of services.
// Files are numbered in the order in which sets are done.
//
// offer, collect, takeEvents and expire belong to one thread, the streaming thread; cancel, close
// and open are for any: they free whoever waits in drain().
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/worker.h"
#include "generate/delivery/remote_services.h"
#include "generate/image_generator.h"
#include "metrics/metric_scope.h"

namespace animatize {

struct QueueSettings {
    GeneratorSettings generator;
    RemoteSettings remote;
};

/// What it needs of the world; tests bring their own.
struct QueueParts {
    const Clock& clock;  ///< of the links; outlives the queue
    MakeLink link;
    std::function<std::string()> today;
    std::shared_ptr<Spending> spending = nullptr;  ///< null: one of its own
};
/// The clock is a steady one that lives as long as the process.
QueueParts networkParts();

class GenerationQueue {
  public:
    /// Of the pictures of sets, in pixels; larger ones are averaged down.
    static constexpr int kLongestSide = 1920;

    /// Sets by what became of them, keyframes and fallbacks by backend, and how many sets are in
    /// work, are counted in the scope.
    GenerationQueue(QueueParts parts, unsigned threads, MetricScopeRef scope = ownScope());
    ~GenerationQueue();

    /// Whether these settings can be used together: every backend is known, manifests can be read,
    /// the cache can be opened. Reads files: before frames flow.
    Status check(const QueueSettings& settings);
    /// Fetches what earlier processes have paid for, beside everything else.
    void collectPaid();

    /// How many sets may be in work at a time from now on.
    void allow(unsigned threads) { worker_.allow(threads); }
    /// `now`: ns of the stream, for expire().
    void offer(KeyframeJob job, QueueSettings settings, uint64_t now);
    /// Those that delivered, and those that failed; both are counted now.
    std::vector<GeneratedSet> collect();
    std::vector<GenerationEvent> takeEvents();
    /// Gives up what was offered more than `most` ns of the stream ago.
    void expire(uint64_t now, uint64_t most);
    /// Gives up everything; the reason is told of each.
    void cancel(const std::string& reason);
    /// The same, and gives up whatever is offered from now on, until it is opened again.
    void close(const std::string& reason);
    void open();
    /// Waits until nothing waits or is in work. Returns false if `limit` passed first.
    bool drain(std::chrono::nanoseconds limit = std::chrono::hours(24))
    {
        return worker_.drain(limit);
    }

    /// Sets that wait or are in work. One short lock.
    size_t pending() const;
    /// replaced cancelled expired, and what RemoteServices::stats() said after the last set that
    /// named services. One short lock.
    Record stats() const;

  private:
    struct Wanted {
        std::string promptId, backends;
        uint64_t shotId = 0, offered = 0, number = 0;
        std::stop_source stop;
        std::shared_ptr<TraceSpan> span;  ///< touched under the lock; ends with the work
    };
    struct Task {
        KeyframeJob job;
        QueueSettings settings;
        Wanted wanted;
    };
    struct State {
        std::deque<Wanted> wanted;  ///< waiting or in work
        std::deque<GenerationEvent> events;
        uint64_t fileNumber = 0;
        uint64_t offered = 0;
        Record services;
        std::optional<std::string> closed;  ///< why nothing is taken
    };
    static constexpr size_t kMostEvents = 64;

    Counter& outcome(const char* outcome);
    void noteDepth(const State& state) { depth_.set(state.wanted.size()); }
    void count(const GeneratedSet& set);
    GeneratedSet work(Task&& task, const std::stop_token& stop);
    static std::shared_ptr<TraceSpan> spanOf(const KeyframeJob& job, const QueueSettings& settings);
    void finish(const Wanted& wanted, GeneratedSet& set, const Record& services);
    void giveUp(State& state, const Wanted& wanted, GenerationEvent::State as,
                const std::string& reason);
    static void describe(const GeneratedSet& set, TraceSpan& span);
    void tell(const GenerationEvent& event);
    void note(State& state, GenerationEvent event);
    FindBackend findFor(const QueueSettings& settings);

    const QueueParts parts_;
    const MetricScopeRef scope_;
    Counter &done_, &failed_, &replaced_, &cancelled_, &expired_;  ///< sets
    Gauge& depth_;
    RemoteServices services_;
    Guarded<State> state_;
    std::jthread collecting_;
    Worker<Task, GeneratedSet> worker_;  // last: its threads use all of the above
};

}  // namespace animatize
