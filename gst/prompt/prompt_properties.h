// The settings of animatizeprompt and their rows.
#pragma once

#include "gst/base/element.h"
#include "prompt/llm_request.h"
#include "prompt/prompt_cache.h"

namespace animatize {

struct PromptElementSettings : CommonSettings, PromptSettings {
    std::string rulesLocation;
    bool wait = false;
    std::string expander = "rules";  ///< rules llm
    std::string llmUri = LlmSettings{}.uri, llmModel, llmModelFast, llmKeyEnv;
    uint64_t llmSeed = 0;
    uint64_t llmTimeout = LlmSettings{}.timeout, llmBatchWindow = LlmSettings{}.batchWindow;
    uint32_t llmBatchSize = LlmSettings{}.batchSize;
    std::string llmBatchLocation, llmResultsLocation;
    uint32_t cacheEntries = static_cast<uint32_t>(PromptCacheSettings{}.entries);
    uint64_t cacheMaxBytes = PromptCacheSettings{}.bytes;
    uint64_t cacheTtl = PromptCacheSettings{}.age;
    bool semanticCache = false;

    bool usesLlm() const { return expander == "llm"; }
    LlmSettings llmSettings() const;
    PromptCacheSettings cacheSettings() const;
    /// What single properties can't say: a model that is missing, two that don't go together.
    Status check() const;
};

const std::vector<Property<PromptElementSettings>>& promptProperties();

}  // namespace animatize
