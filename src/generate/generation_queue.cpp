#include "generate/generation_queue.h"

#include <algorithm>

#include "base/today.h"
#include "frame/reduced_picture.h"
#include "generate/backends/remote.h"

namespace animatize {
namespace {

/// Without the model, which may be anything.
std::string nameOfBackend(const std::string& backend)
{
    return backend.substr(0, backend.find(':'));
}

}  // namespace

QueueParts networkParts()
{
    static const SteadyClock clock;
    return {clock, linkOverNetwork(), today, std::make_shared<Spending>(clock)};
}

GenerationQueue::GenerationQueue(QueueParts parts, unsigned threads, MetricScopeRef scope)
    : parts_(std::move(parts)),
      scope_(std::move(scope)),
      done_(outcome("done")),
      failed_(outcome("failed")),
      replaced_(outcome("replaced")),
      cancelled_(outcome("cancelled")),
      expired_(outcome("expired")),
      depth_(scope_->gauge(Metric::QueueDepth, {"generation"})),
      services_(parts_.clock, parts_.link, parts_.today, parts_.spending),
      worker_(
          [this](Task&& task, const std::stop_token& stop) { return work(std::move(task), stop); },
          threads)
{}

Counter& GenerationQueue::outcome(const char* outcome)
{
    return scope_->counter(Metric::GenerationJobs, {outcome});
}

// The jobs' own stop sources are what their work listens to.
GenerationQueue::~GenerationQueue()
{
    collecting_.request_stop();
    const auto wanted = state_.with([](State& state) { return std::exchange(state.wanted, {}); });
    for (const Wanted& one : wanted)
        std::stop_source(one.stop).request_stop();
}

FindBackend GenerationQueue::findFor(const QueueSettings& settings)
{
    return findLocalOrRemote(services_, {settings.remote.minQuality, settings.remote.dryRun});
}

Status GenerationQueue::check(const QueueSettings& settings)
{
    if (!ImageGenerator::anyRemote(settings.generator.backends) &&
        settings.remote.providersLocation.empty() && settings.remote.cacheLocation.empty())
        return ImageGenerator::checkBackends(settings.generator.backends, findIn(backendTable()));
    if (const Status status = services_.use(settings.remote); !status)
        return status;
    return ImageGenerator::checkBackends(settings.generator.backends, findFor(settings));
}

void GenerationQueue::collectPaid()
{
    collecting_ =
        std::jthread([this](const std::stop_token& stop) { services_.collectPaid(stop); });
}

// From the wish to what became of it, the time that it waits included.
std::shared_ptr<TraceSpan> GenerationQueue::spanOf(const KeyframeJob& job,
                                                   const QueueSettings& settings)
{
    TraceSpan span = TraceSpan::within(job.trace, "keyframes");
    if (!span)
        return nullptr;
    span.set("animatize.backends", settings.generator.backends);
    if (job.shotId != 0)
        span.set("animatize.shot.id", job.shotId);
    if (!job.promptId.empty())
        span.set("animatize.prompt.id", job.promptId);
    return std::make_shared<TraceSpan>(std::move(span));
}

void GenerationQueue::offer(KeyframeJob job, QueueSettings settings, uint64_t now)
{
    Wanted wanted{job.promptId, settings.generator.backends, job.shotId, now, 0,
                  {},           spanOf(job, settings)};
    job.trace = wanted.span ? wanted.span->context() : TraceContext();
    const bool taken = state_.with([&](State& state) {
        wanted.number = ++state.offered;
        if (state.closed) {
            cancelled_.add();
            giveUp(state, wanted, GenerationEvent::State::Cancelled, *state.closed);
            return false;
        }
        state.wanted.push_back(wanted);
        noteDepth(state);
        return true;
    });
    if (!taken || !worker_.offer({std::move(job), std::move(settings), wanted}))
        return;
    // The one before this is what waited.
    state_.with([&](State& state) {
        const auto waited =
            std::find_if(state.wanted.rbegin(), state.wanted.rend(),
                         [&](const Wanted& one) { return one.number < wanted.number; });
        if (waited == state.wanted.rend())
            return;
        replaced_.add();
        giveUp(state, *waited, GenerationEvent::State::Cancelled, "a newer set took its place");
        state.wanted.erase(std::next(waited).base());
        noteDepth(state);
    });
}

GeneratedSet GenerationQueue::work(Task&& task, const std::stop_token& stop)
{
    const std::stop_callback both(stop, [&] { task.wanted.stop.request_stop(); });
    const std::stop_token unwanted = task.wanted.stop.get_token();
    task.job.image = shrunkPicture(task.job.image, kLongestSide);
    const bool remote = ImageGenerator::anyRemote(task.settings.generator.backends);
    const Status ready = remote ? services_.use(task.settings.remote) : ok();
    const ImageGenerator generator(parts_.clock, findFor(task.settings));
    GeneratedSet set = generator.generate(task.job, task.settings.generator, unwanted,
                                          [this](const GenerationEvent& event) { tell(event); });
    if (!ready)
        set.failures.insert(set.failures.begin(), ready.error());
    const uint64_t first = state_.with([&](State& state) {
        return std::exchange(state.fileNumber, state.fileNumber + set.keyframes.size());
    });
    if (!task.settings.generator.location.empty()) {
        const TraceSpan span = TraceSpan::within(task.job.trace, "write");
        ImageGenerator::write(set, task.settings.generator, first, unwanted);
    }
    if (remote)
        for (const std::string& problem : services_.takeProblems())
            set.failures.push_back({problem});
    finish(task.wanted, set, remote ? services_.stats() : Record());
    return unwanted.stop_requested() ? GeneratedSet() : set;
}

void GenerationQueue::finish(const Wanted& wanted, GeneratedSet& set, const Record& services)
{
    TraceSpan span;  // ends outside of the lock
    state_.with([&](State& state) {
        const size_t given = std::erase_if(
            state.wanted, [&](const Wanted& one) { return one.number == wanted.number; });
        if (given > 0 && wanted.span)
            describe(set, *wanted.span);
        if (wanted.span)
            span = std::move(*wanted.span);
        noteDepth(state);
        for (GenerationEvent& event : std::exchange(set.events, {}))
            note(state, std::move(event));
        if (!services.empty())
            state.services = services;
    });
}

void GenerationQueue::describe(const GeneratedSet& set, TraceSpan& span)
{
    span.set("animatize.keyframes", uint64_t{set.keyframes.size()});
    span.set("animatize.outcome", set.keyframes.empty() ? "failed" : "made");
    if (set.keyframes.empty())
        return void(span.failed("failed"));
    span.set("animatize.backend", set.keyframes.front().backend);
    span.set("animatize.quality", set.keyframes.front().quality);
}

void GenerationQueue::note(State& state, GenerationEvent event)
{
    if (event.state == GenerationEvent::State::Fallback)
        scope_->counter(Metric::Fallbacks, {nameOfBackend(event.backend)}).add();
    state.events.push_back(std::move(event));
    if (state.events.size() > kMostEvents)
        state.events.pop_front();
}

void GenerationQueue::tell(const GenerationEvent& event)
{
    state_.with([&](State& state) { note(state, event); });
}

void GenerationQueue::giveUp(State& state, const Wanted& wanted, GenerationEvent::State as,
                             const std::string& reason)
{
    GenerationEvent event{as, wanted.backends, reason};
    event.promptId = wanted.promptId;
    event.shotId = wanted.shotId;
    if (wanted.span)
        wanted.span->set("animatize.outcome", nameOf(as)).set("animatize.reason", reason);
    note(state, std::move(event));
}

std::vector<GeneratedSet> GenerationQueue::collect()
{
    std::vector<GeneratedSet> sets = worker_.collect();
    std::erase_if(sets, [](const GeneratedSet& set) {
        return set.keyframes.empty() && set.failures.empty();
    });
    for (const GeneratedSet& set : sets)
        count(set);
    return sets;
}

void GenerationQueue::count(const GeneratedSet& set)
{
    (set.keyframes.empty() ? failed_ : done_).add();
    for (const Keyframe& keyframe : set.keyframes)
        scope_->counter(Metric::Keyframes, {nameOfBackend(keyframe.backend)}).add();
}

std::vector<GenerationEvent> GenerationQueue::takeEvents()
{
    return state_.with([](State& state) {
        const auto events = std::exchange(state.events, {});
        return std::vector<GenerationEvent>(events.begin(), events.end());
    });
}

void GenerationQueue::expire(uint64_t now, uint64_t most)
{
    std::vector<Wanted> old;
    state_.with([&](State& state) {
        for (const Wanted& one : state.wanted)
            if (now > one.offered && now - one.offered > most)
                old.push_back(one);
        for (const Wanted& one : old) {
            expired_.add();
            giveUp(state, one, GenerationEvent::State::Expired, "it would come too late");
        }
        std::erase_if(state.wanted, [&](const Wanted& one) {
            return now > one.offered && now - one.offered > most;
        });
        noteDepth(state);
    });
    for (Wanted& one : old)
        one.stop.request_stop();  // not under the lock: it runs callbacks
}

void GenerationQueue::close(const std::string& reason)
{
    state_.with([&](State& state) { state.closed = reason; });
    cancel(reason);
}

void GenerationQueue::open()
{
    state_.with([](State& state) { state.closed.reset(); });
}

void GenerationQueue::cancel(const std::string& reason)
{
    std::deque<Wanted> all;
    state_.with([&](State& state) {
        all = std::exchange(state.wanted, {});
        noteDepth(state);
        cancelled_.add(all.size());
        for (const Wanted& one : all)
            giveUp(state, one, GenerationEvent::State::Cancelled, reason);
    });
    worker_.cancel();
    for (Wanted& one : all)
        one.stop.request_stop();
}

size_t GenerationQueue::pending() const
{
    return state_.with([](const State& state) { return state.wanted.size(); });
}

Record GenerationQueue::stats() const
{
    return state_.with([this](const State& state) {
        Record record;
        record.add("replaced", replaced_.value()).add("cancelled", cancelled_.value());
        return record.add("expired", expired_.value()).append(state.services);
    });
}

}  // namespace animatize
