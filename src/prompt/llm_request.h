// What a language model is asked: a chat completion in OpenAI's form, which Ollama, llama.cpp,
// vLLM and others take too, with one or several prompts to write anew.
//
// The items hold nothing that changes from frame to frame (no measured numbers, no times), so that
// the same shot asks the same thing and the caches can answer.
#pragma once

#include <string>
#include <vector>

#include "net/http_client.h"
#include "prompt/dialect.h"
#include "prompt/prompt.h"
#include "prompt/prompt_check.h"
#include "prompt/prompt_expander.h"
#include "prompt/shot_description.h"

namespace animatize {

struct LlmSettings {
    std::string uri = "http://localhost:11434/v1";  ///< of the API, as far as /v1
    std::string model;
    std::string modelFast;  ///< for prompts inside a shot; empty = model
    std::string keyEnv;     ///< name of the environment variable with the key; empty = none
    uint64_t seed = 0;
    uint64_t timeout = 30'000'000'000;  ///< ns for all attempts together
    uint64_t batchWindow = 20'000'000;  ///< ns that a request waits for others to join
    uint32_t batchSize = 8;             ///< prompts of one request

    bool operator==(const LlmSettings&) const = default;
};

/// One prompt to write anew.
struct LlmItem {
    std::string id;           ///< of the shot description, hexadecimal
    ShotDescription shot;     ///< all that the answer depends on
    Record question;          ///< the same for the model, without the id
    PromptLimits limits;      ///< what the answer has to keep
    TraceContext trace = {};  ///< of the prompt; no part of what is asked
};

/// `rules` is the prompt of the rules, `model` the one that is asked. `people`: how many there
/// are, where a detector knows.
LlmItem llmItem(const Prompt& rules, const Dialect& dialect, const PromptSettings& settings,
                const LlmSettings& llm, const std::string& model, std::optional<double> people);

/// Parameters that a server refused; some models take no temperature, some servers no schema.
struct LlmRefused {
    bool temperature = false, seed = false, schema = false;
    /// Notes what the error names; false when it names none that is left.
    bool note(const HttpError& error);
};

/// The body of a request: all items in one.
std::string llmBody(const std::vector<LlmItem>& items, const std::string& model, uint64_t seed,
                    const LlmRefused& refused = {});

/// The request with headers and key. Longer answers than items can need are a fault.
HttpRequest llmRequest(const LlmSettings& settings, std::string body);

/// A line of a file for OpenAI's Batch API; its custom_id is the item's id.
std::string llmBatchLine(const LlmItem& item, const std::string& model, uint64_t seed);

}  // namespace animatize
