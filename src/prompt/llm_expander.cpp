#include "prompt/llm_expander.h"

#include <utility>

#include "base/log.h"
#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr uint64_t kApplied = 500 * kMillisecond;  // behind the asking, by the contract
constexpr uint64_t kHopeless = 600 * kSecond;      // until a bad answer is asked for again
constexpr CacheLimits kMostHopeless{64, 64 * 256, kHopeless};
constexpr size_t kMostProblems = 8;

// A checked text has no line breaks.
std::string packed(const LlmText& text)
{
    return text.text + "\n" + text.negative;
}

LlmText unpacked(const std::string& text)
{
    const size_t end = text.find('\n');
    return {text.substr(0, end), text.substr(end + 1)};
}

}  // namespace

LlmExpander::LlmExpander(LaneOf laneOf, MetricScopeRef scope)
    : laneOf_(std::move(laneOf)), cache_(clock_, std::move(scope))
{
    hopeless_.limit(kMostHopeless);
}

LlmExpander::~LlmExpander()
{
    cancel();
}

void LlmExpander::configure(const LlmSettings& settings, const PromptCacheSettings& cache)
{
    cache_.configure(cache);
    if (settings == settings_ && !best_.name.empty())
        return;
    cancel();
    settings_ = settings;
    best_ = {settings.model, nullptr};
    fast_ = {settings.modelFast, nullptr};
    last_.reset();
}

LlmExpander::Asked LlmExpander::expand(Prompt rules, const Dialect& dialect,
                                       const PromptSettings& settings, std::optional<double> people,
                                       uint64_t now, bool offline)
{
    clock_.time = now;
    // What the best model said of it is never replaced by the fast one's.
    const bool critical = std::exchange(shot_, rules.shotId) != rules.shotId;
    if (critical)
        last_.reset();
    std::vector<Model*> models = {&best_};
    if (!critical && !offline && !fast_.name.empty())
        models.push_back(&fast_);
    std::vector<LlmItem> items;
    for (const Model* model : models)
        items.push_back(llmItem(rules, dialect, settings, settings_, model->name, people));
    for (const LlmItem& item : items)
        if (isOpen(item.id)) {
            open_->rules = rules;
            return {std::move(rules), std::nullopt};
        }
    open_.reset();
    for (const LlmItem& item : items)
        if (auto said = known(item, rules))
            return {std::move(*said), std::nullopt};
    LlmItem& item = items.back();
    if (hopeless_.find(item.id, clock_.now()))
        return {std::move(rules), std::nullopt};
    if (offline)
        return {std::move(rules), std::move(item)};
    open_ = Open{item.id, rules, now + kApplied};
    ask(*models.back(), std::move(item));
    return {std::move(rules), std::nullopt};
}

void LlmExpander::ask(Model& model, LlmItem item)
{
    if (!model.lane) {
        auto lane = laneOf_(settings_, model.name);
        if (!lane) {
            problem(lane.error().message);
            open_.reset();
            return;
        }
        model.lane = *lane;
    }
    ++asked_;
    model.lane->ask(box_, shot_.value_or(0), std::move(item));
}

std::optional<Prompt> LlmExpander::known(const LlmItem& item, const Prompt& rules)
{
    const auto about = [&] { return "prompt " + item.id.substr(0, 12); };
    if (last_ && last_->first == item.id)
        return rewritten(rules, last_->second, "llm");
    if (const auto found = results_.find(item.id); found != results_.end()) {
        const auto text = answerFor(item, {*found});
        bad_ += !text;
        if (text)
            return rewritten(rules, *text, "llm");
    }
    const auto found = cache_.find(item.shot);
    logLine(LogArea::Cache, LogLevel::Log, [&] {
        return about() + (!found ? ": miss" : found->exact ? ": hit" : ": hit, in other words");
    });
    if (found)
        return rewritten(rules, unpacked(found->answer), "cache");
    return std::nullopt;
}

std::optional<Prompt> LlmExpander::collect(uint64_t now, bool wait)
{
    clock_.time = now;
    if (!wait)
        return takeAnswers();
    if (!open_ || now < open_->due)
        return std::nullopt;
    return finish();
}

std::optional<Prompt> LlmExpander::finish()
{
    const auto limit = std::chrono::nanoseconds(settings_.timeout + kSecond);
    for (const Model* model : {&best_, &fast_})
        if (model->lane && open_)
            model->lane->drain(limit);
    auto prompt = takeAnswers();
    open_.reset();
    return prompt;
}

std::optional<Prompt> LlmExpander::takeAnswers()
{
    std::optional<Prompt> prompt;
    for (const LlmAnswer& answer : box_->collect()) {
        if (!answer.text) {
            note(answer.id, answer.text.error());
            continue;
        }
        cache_.insert(answer.shot, packed(*answer.text));
        if (!isOpen(answer.id)) {
            ++late_;
            continue;
        }
        ++answered_;
        last_ = {answer.id, *answer.text};
        prompt = rewritten(std::exchange(open_, std::nullopt)->rules, *answer.text, "llm");
    }
    return prompt;
}

void LlmExpander::note(const std::string& id, const LlmFault& fault)
{
    if (isOpen(id))
        open_.reset();
    if (fault.kind == LlmFault::Kind::Cancelled)
        return;
    if (fault.kind == LlmFault::Kind::Answer) {
        ++bad_;
        hopeless_.insert(id, true, id.size(), clock_.now());
        return;
    }
    ++failed_;
    problem(fault.message);
}

void LlmExpander::problem(const std::string& sentence)
{
    if (problems_.size() < kMostProblems)
        problems_.push_back(sentence + " The prompts of the rules go on.");
}

void LlmExpander::cancel()
{
    for (const Model* model : {&best_, &fast_})
        if (model->lane)
            model->lane->forget(box_);
    box_ = std::make_shared<LlmMailbox>();
    open_.reset();
    shot_.reset();
}

bool LlmExpander::isOpen(const std::string& id) const
{
    return open_ && open_->id == id;
}

Prompt LlmExpander::rewritten(Prompt rules, const LlmText& text, const char* source)
{
    rules.text = text.text;
    rules.negative = text.negative;
    rules.source = source;
    return rules;
}

std::vector<std::string> LlmExpander::takeProblems()
{
    return std::exchange(problems_, {});
}

Record LlmExpander::stats() const
{
    Record record;
    record.add("llm-asked", Record::Value(asked_)).add("llm-answered", Record::Value(answered_));
    record.add("llm-late", Record::Value(late_)).add("llm-bad", Record::Value(bad_));
    record.add("llm-failed", Record::Value(failed_));
    const Record cache = cache_.stats();
    for (const Field& field : cache.fields())
        record.add("cache-" + field.name, field.value);
    for (const Model* model : {&best_, &fast_})
        if (model->lane)
            record.append(model->lane->stats());
    return record;
}

}  // namespace animatize
