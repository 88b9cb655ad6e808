#include "gst/prompt/prompt_properties.h"

#include "base/resource.h"
#include "movement/intent.h"
#include "movement/movement_predictor.h"

namespace animatize {
namespace {

using Settings = PromptElementSettings;
using Row = Property<Settings>;

Status checkRules(const std::string& path)
{
    if (path.empty())
        return ok();
    const auto text = fileText(path);
    if (!text)
        return text.error();
    return MovementPredictor().loadRules(*text, path);
}

Status checkUri(const std::string& uri)
{
    const auto starts = [&](const char* scheme) { return uri.rfind(scheme, 0) == 0; };
    if (starts("http://") || starts("https://"))
        return ok();
    return Error{"\"" + uri + "\" should be the address of an API as far as /v1, such as " +
                 LlmSettings{}.uri};
}

Status checkKeep(const std::string& names)
{
    const auto read = readKeep(names);
    return read ? ok() : Status(read.error());
}

const std::vector<Row> kOperator = {
    {"target",
     "The model that the prompt is worded for",
     &Settings::target,
     {},
     When::Playing,
     {"generic", "flux", "openai", "gemini", "veo", "runway", "kling", "luma", "wan"}},
    {"target-model", "A model of the target, where its limits differ; empty = any",
     &Settings::targetModel},
    {"base-prompt", "What the operator wants to see; stands in front", &Settings::basePrompt},
    {"style", "The look; stands behind", &Settings::style},
    {"mood", "The mood in a word or two, such as melancholy", &Settings::mood},
    {"intensity",
     "How much is said and how strongly",
     &Settings::intensity,
     {},
     When::Playing,
     {"subtle", "balanced", "bold"}},
    {"keep",
     "What must not change, by commas, such as camera-motion,light",
     &Settings::keep,
     {},
     When::Playing,
     {},
     checkKeep},
    {"negative-prompt", "What should not be seen, nouns by commas", &Settings::negativePrompt},
    {"start-frame",
     "Whether the picture travels with the prompt: then it says what changes, not what is there",
     &Settings::startFrame,
     {},
     When::Playing,
     {"auto", "yes", "no"}},
    {"interval", "Time between prompts inside a shot (ns)", &Settings::interval, {1}},
    {"rules-location",
     "A JSON file with rules instead of the built-in ones",
     &Settings::rulesLocation,
     {},
     When::Playing,
     {},
     checkRules},
    {"wait", "Wait for answers of workers, so that the same file gives the same result (not live)",
     &Settings::wait},
};

const std::vector<Row> kLlm = {
    {"expander",
     "Who writes: the rules, or a language model after them",
     &Settings::expander,
     {},
     When::Playing,
     {"rules", "llm"}},
    {"llm-uri",
     "An OpenAI-compatible API as far as /v1 (OpenAI, Ollama, llama.cpp, vLLM)",
     &Settings::llmUri,
     {},
     When::Playing,
     {},
     checkUri},
    {"llm-model", "The language model", &Settings::llmModel},
    {"llm-model-fast", "A cheaper one for prompts inside a shot; empty = llm-model",
     &Settings::llmModelFast},
    {"llm-key-env", "Name of the environment variable with the key; empty = none",
     &Settings::llmKeyEnv},
    {"llm-seed", "Seed for models that take one", &Settings::llmSeed, {0, 9007199254740991}},
    {"llm-timeout",
     "Longest time for a request with all its repetitions (ns)",
     &Settings::llmTimeout,
     {1000000}},
    {"llm-batch-window",
     "How long a request waits for prompts of other shots and streams (ns)",
     &Settings::llmBatchWindow,
     {0, 10000000000}},
    {"llm-batch-size", "Most prompts of one request", &Settings::llmBatchSize, {1, 64}},
    {"llm-batch-location",
     "File for OpenAI's Batch API that gets the requests, instead of asking",
     &Settings::llmBatchLocation,
     {},
     When::Ready},
    {"llm-results-location",
     "Results of such a batch: these prompts are not asked for",
     &Settings::llmResultsLocation,
     {},
     When::Ready},
    {"cache-entries",
     "Answers of the language model that are kept, 0 = none",
     &Settings::cacheEntries,
     {0, 1000000}},
    {"cache-max-bytes", "Most bytes of kept answers", &Settings::cacheMaxBytes},
    {"cache-ttl", "How long an answer is kept (ns), 0 = as long as there is room",
     &Settings::cacheTtl},
    {"semantic-cache", "Whether a sure rewording of base-prompt takes the kept answer",
     &Settings::semanticCache},
};

}  // namespace

const std::vector<Row>& promptProperties()
{
    static const std::vector<Row> rows = [] {
        std::vector<Row> all = kOperator;
        all.insert(all.end(), kLlm.begin(), kLlm.end());
        return withCommonRows<Settings>(all);
    }();
    return rows;
}

LlmSettings PromptElementSettings::llmSettings() const
{
    LlmSettings llm;
    llm.uri = llmUri;
    llm.model = llmModel;
    llm.modelFast = llmModelFast;
    llm.keyEnv = llmKeyEnv;
    llm.seed = llmSeed;
    llm.timeout = llmTimeout;
    llm.batchWindow = llmBatchWindow;
    llm.batchSize = llmBatchSize;
    return llm;
}

PromptCacheSettings PromptElementSettings::cacheSettings() const
{
    return {cacheEntries, static_cast<size_t>(cacheMaxBytes), cacheTtl, semanticCache};
}

Status PromptElementSettings::check() const
{
    if (usesLlm() && llmModel.empty())
        return Error{"expander=llm needs a model: set llm-model, such as llama3.2"};
    if (!usesLlm() && !(llmBatchLocation.empty() && llmResultsLocation.empty()))
        return Error{"llm-batch-location and llm-results-location need expander=llm"};
    return ok();
}

}  // namespace animatize
