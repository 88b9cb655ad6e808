#include "prompt/prompt_writer.h"

#include <algorithm>

#include "base/log.h"
#include "metrics/stage_timer.h"

namespace animatize {
namespace {

constexpr uint64_t kLeastStanding = kSecond;

std::string said(const Movement& movement)
{
    const std::string direction = movement.direction ? " " + *movement.direction : "";
    return movement.name + direction + " by rule " + movement.rule + ": " + movement.justification;
}

std::string lost(const Conflict& conflict)
{
    const std::string direction = conflict.direction ? " " + *conflict.direction : "";
    return conflict.name + direction + " by rule " + conflict.rule + " lost to " + conflict.lostTo +
           " (" + conflict.reason + ")";
}

void logRules(const Prompt& prompt)
{
    for (const Movement& movement : prompt.movements)
        logLine(LogArea::Rules, LogLevel::Debug,
                [&] { return "prompt " + prompt.id + " says " + said(movement); });
    for (const Conflict& conflict : prompt.conflicts)
        logLine(LogArea::Rules, LogLevel::Log,
                [&] { return "prompt " + prompt.id + ": " + lost(conflict); });
}

}  // namespace

PromptWriter::PromptWriter(MetricScopeRef scope)
    : scope_(std::move(scope)),
      tookRules_(scope_->histogram(Metric::StageDuration, {"rules"})),
      tookCompile_(scope_->histogram(Metric::StageDuration, {"compile"}))
{
    for (const char* source : {"rules", "llm", "cache"})
        bySource_.emplace(source, CountSince(scope_->counter(Metric::Prompts, {source})));
}

void PromptWriter::enterShot(uint64_t shot)
{
    shot_ = shot;
    tried_ = false;
    current_.reset();
    span_.end();
}

// The shot's trace begins with its first frame.
TraceContext PromptWriter::trace()
{
    if (!span_ && isTracing()) {
        span_ = TraceSpan::begin("shot");
        if (shot_ != 0)
            span_.set("animatize.shot.id", shot_);
    }
    return span_.context();
}

bool PromptWriter::hasChanged(const PromptSettings& settings) const
{
    if (!settings.sameWords(settings_))
        return true;
    return predictor_.revision() != revision_ && predictor_.signature() != signature_;
}

bool PromptWriter::isDue(const Evidence& evidence, const PromptSettings& settings) const
{
    if (!tried_)
        return evidence.sceneIsAnalysed() || (!evidence.hasScene() && evidence.hasMotion());
    const uint64_t now = evidence.time().now;
    const uint64_t standing = now > lastWritten_ ? now - lastWritten_ : 0;
    if (standing < kLeastStanding)
        return false;
    return standing >= settings.interval || hasChanged(settings);
}

void PromptWriter::remember(const Evidence& evidence, const PromptSettings& settings)
{
    tried_ = true;
    lastWritten_ = evidence.time().now;
    revision_ = predictor_.revision();
    signature_ = predictor_.signature();
    settings_ = settings;
}

Result<std::optional<Prompt>> PromptWriter::write(const Evidence& evidence,
                                                  const PromptSettings& settings,
                                                  const Improve& improve)
{
    predict(evidence);
    if (evidence.skipped())
        return std::optional<Prompt>();
    if (evidence.shotId() != shot_)
        enterShot(evidence.shotId());
    const TraceContext shot = trace();
    if (!isDue(evidence, settings))
        return std::optional<Prompt>();
    TraceSpan span = TraceSpan::within(shot, "prompt");
    remember(evidence, settings);
    Result<Prompt> prompt = compile(evidence, settings);
    if (!prompt) {
        span.failed("setting");
        return prompt.error();
    }
    prompt->id = std::to_string(shot_) + "-" + std::to_string(++number_);
    prompt->shotId = shot_;
    prompt->start = {evidence.time().pts};
    prompt->conflicts = predictor_.conflicts();
    prompt->prediction = predictor_.forecast().record();
    prompt->trace = span.context();
    current_ = improve ? improve(*prompt) : std::move(*prompt);
    describe(*current_, span);
    logRules(*current_);
    count(*current_);
    return current_;
}

void PromptWriter::describe(const Prompt& prompt, TraceSpan& span)
{
    span.set("animatize.prompt.id", prompt.id).set("animatize.prompt.target", prompt.target);
    span.set("animatize.prompt.source", prompt.source);
    span.set("animatize.prompt.confidence", prompt.confidence);
    span.set("animatize.prompt.movements", uint64_t{prompt.movements.size()});
}

void PromptWriter::predict(const Evidence& evidence)
{
    const StageTimer timer(tookRules_);
    predictor_.update(evidence);
}

Result<Prompt> PromptWriter::compile(const Evidence& evidence, const PromptSettings& settings) const
{
    const StageTimer timer(tookCompile_);
    return expander_.expand(predictor_.movements(), predictor_.looks(), evidence, settings);
}

std::optional<Prompt> PromptWriter::replace(Prompt better)
{
    if (!current_ || current_->id != better.id)
        return std::nullopt;
    better.replaces = better.id;
    better.id = std::to_string(shot_) + "-" + std::to_string(++number_);
    current_ = std::move(better);
    count(*current_);
    return current_;
}

void PromptWriter::count(const Prompt& prompt)
{
    bySource_.at(prompt.source).add();
    shotsSeen_ += promptsWritten_ == 0 || prompt.shotId != lastCountedShot_;
    lastCountedShot_ = prompt.shotId;
    ++promptsWritten_;
    movementsSaid_ += prompt.movements.size();
    confidenceSum_ += prompt.confidence;
}

void PromptWriter::reset()
{
    predictor_.reset();
    enterShot(0);
}

Record PromptWriter::summary() const
{
    Record record("summary");
    record.add("prompts", promptsWritten_);
    for (const auto& [source, count] : bySource_)
        if (count.value() > 0 || (source == "rules" && promptsWritten_ > 0))
            record.add("prompts-" + source, Record::Value(count.value()));
    record.add("shots", shotsSeen_);
    if (promptsWritten_ == 0)
        return record;
    const auto prompts = static_cast<double>(promptsWritten_);
    record.add("mean-confidence", confidenceSum_ / prompts);
    record.add("mean-movements", static_cast<double>(movementsSaid_) / prompts);
    return record;
}

void PromptWriter::resetSummary()
{
    promptsWritten_ = shotsSeen_ = movementsSaid_ = lastCountedShot_ = 0;
    confidenceSum_ = 0.0;
    for (auto& [source, count] : bySource_)
        count.restart();
}

}  // namespace animatize
