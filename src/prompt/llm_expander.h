// LlmExpander: a language model rewrites the prompts of one stream, without anybody waiting.
//
// The prompt of the rules goes out at once; the model's takes its place when it comes and still
// fits: the prompt that stands then asks the same thing. What was asked before is answered from the
// cache. An answer that breaks the target's limits or contradicts the evidence is counted and
// dropped, and the same thing isn't asked again for ten minutes of the stream.
//
// All functions belong to the streaming thread; requests are made by the lanes' threads
// (llm_lane.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/lru_cache.h"
#include "prompt/llm_lane.h"
#include "prompt/prompt_cache.h"

namespace animatize {

class LlmExpander {
  public:
    using LaneOf =
        std::function<Result<std::shared_ptr<LlmLane>>(const LlmSettings&, const std::string&)>;

    /// What the cache does is counted in the scope.
    explicit LlmExpander(LaneOf laneOf = sharedLlmLane, MetricScopeRef scope = ownScope());
    ~LlmExpander();

    /// What may be used; other endpoints or models forget what was asked.
    void configure(const LlmSettings& settings, const PromptCacheSettings& cache);

    /// Answers that were fetched beforehand (readBatchResults), by item id; never asked for.
    void useResults(std::map<std::string, LlmText> results) { results_ = std::move(results); }

    struct Asked {
        Prompt prompt;                ///< to say now: the given one, or one out of the cache
        std::optional<LlmItem> open;  ///< what nobody has answered yet
    };
    /// `rules` is a new prompt of the rules, `now` the time of its frame (FrameTime::now). With
    /// `offline` nobody is asked, and all is for the best model: without a hurry.
    Asked expand(Prompt rules, const Dialect& dialect, const PromptSettings& settings,
                 std::optional<double> people, uint64_t now, bool offline);

    /// The model's prompt, when it came for the one that stands. With `wait`: only at or after
    /// half a second behind the asking, and then it is waited for.
    std::optional<Prompt> collect(uint64_t now, bool wait);
    /// Waits for what is asked, whenever that was.
    std::optional<Prompt> finish();
    /// Nothing that was asked is wanted any more.
    void cancel();

    /// Sentences for the operator since the last call, at most a few.
    std::vector<std::string> takeProblems();
    /// llm-asked, -answered, -late, -bad, -failed, and the counters of cache and lanes.
    Record stats() const;

  private:
    struct Open {
        std::string id;
        Prompt rules;
        uint64_t due = 0;
    };
    struct Model {
        std::string name;
        std::shared_ptr<LlmLane> lane;  ///< made when it is first asked
    };

    void ask(Model& model, LlmItem item);
    std::optional<Prompt> known(const LlmItem& item, const Prompt& rules);
    std::optional<Prompt> takeAnswers();
    void note(const std::string& id, const LlmFault& fault);
    void problem(const std::string& sentence);
    bool isOpen(const std::string& id) const;
    static Prompt rewritten(Prompt rules, const LlmText& text, const char* source);

    /// Time in the caches is that of the stream: the same film has the same hits.
    struct StreamClock final : Clock {
        uint64_t time = 0;
        uint64_t now() const override { return time; }
    };

    const LaneOf laneOf_;
    StreamClock clock_;
    LlmSettings settings_;
    PromptCache cache_;
    std::map<std::string, LlmText> results_;
    LruCache<std::string, bool> hopeless_;  ///< ids with a bad answer
    std::shared_ptr<LlmMailbox> box_ = std::make_shared<LlmMailbox>();
    Model best_, fast_;
    std::optional<Open> open_;                             ///< asked, and still wanted
    std::optional<std::pair<std::string, LlmText>> last_;  ///< of this shot, by id
    std::optional<uint64_t> shot_;
    std::vector<std::string> problems_;
    uint64_t asked_ = 0, answered_ = 0, late_ = 0, bad_ = 0, failed_ = 0;
};

}  // namespace animatize
