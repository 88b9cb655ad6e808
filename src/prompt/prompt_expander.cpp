#include "prompt/prompt_expander.h"

#include <algorithm>
#include <cassert>

#include "prompt/dialect.h"
#include "prompt/scene_words.h"

namespace animatize {
namespace {

constexpr size_t kMostBase = 500;  // code points of the operator's text
constexpr size_t kMostStyle = 200;
constexpr size_t kMostAvoid = 12;  // nouns of a negative prompt

void addText(std::vector<Clause>& clauses, const char* slot, const std::string& text)
{
    if (!text.empty())
        clauses.push_back({slot, text, std::nullopt});
}

void addMovements(std::vector<Clause>& clauses, const std::vector<Movement>& movements, bool still)
{
    for (size_t i = 0; i < movements.size(); ++i) {
        const std::string& text = still ? movements[i].still : movements[i].phrase;
        if (!text.empty())
            clauses.push_back({movements[i].slot, text, i});
    }
}

std::string negativeOf(const std::vector<Movement>& movements)
{
    std::vector<std::string> nouns;
    for (const Movement& movement : movements)
        for (const std::string& noun : movement.avoid)
            if (nouns.size() < kMostAvoid &&
                std::find(nouns.begin(), nouns.end(), noun) == nouns.end())
                nouns.push_back(noun);
    std::string text;
    for (const std::string& noun : nouns)
        text += (text.empty() ? "" : ", ") + noun;
    return text;
}

// In the order of the movements, not of the text: the generator looks for the first camera move.
std::vector<Movement> saidOf(const std::vector<Movement>& movements,
                             const std::vector<Clause>& clauses)
{
    std::vector<Movement> said;
    for (size_t i = 0; i < movements.size(); ++i)
        if (std::any_of(clauses.begin(), clauses.end(),
                        [i](const Clause& clause) { return clause.movement == i; }))
            said.push_back(movements[i]);
    return said;
}

double confidenceOf(const std::vector<Movement>& movements)
{
    double sum = 0.0, weights = 0.0;
    for (const Movement& movement : movements) {
        sum += movement.priority * movement.confidence;
        weights += movement.priority;
    }
    return weights > 0.0 ? sum / weights : 0.0;
}

}  // namespace

struct PromptExpander::Impl {
    std::vector<Dialect> dialects;
    SceneWords words;

    const Dialect* find(const std::string& target) const;
    Error unknown(const std::string& target) const;
};

const Dialect* PromptExpander::Impl::find(const std::string& target) const
{
    const auto found = std::find_if(dialects.begin(), dialects.end(),
                                    [&](const Dialect& one) { return one.name == target; });
    return found == dialects.end() ? nullptr : &*found;
}

Error PromptExpander::Impl::unknown(const std::string& target) const
{
    std::string known;
    for (const Dialect& dialect : dialects)
        known += (known.empty() ? "" : ", ") + dialect.name;
    return Error{"no dialect for the target \"" + target + "\"; there are: " + known};
}

PromptExpander::PromptExpander() : impl_(std::make_unique<Impl>())
{
    Result<std::vector<Dialect>> dialects = builtInDialects();
    Result<SceneWords> words = SceneWords::builtIn();
    assert(dialects && words);  // the tests read them
    if (dialects)
        impl_->dialects = std::move(*dialects);
    if (words)
        impl_->words = std::move(*words);
}

PromptExpander::~PromptExpander() = default;

Result<Prompt> PromptExpander::expand(const std::vector<Movement>& movements,
                                      const Evidence& evidence,
                                      const PromptSettings& settings) const
{
    const Dialect* dialect = impl_->find(settings.target);
    if (!dialect)
        return impl_->unknown(settings.target);
    std::vector<Clause> clauses;
    addText(clauses, "base", cleanText(settings.basePrompt, kMostBase));
    addMovements(clauses, movements, dialect->still);
    for (Clause& clause : impl_->words.clauses(evidence))
        clauses.push_back(std::move(clause));
    addText(clauses, "style", cleanText(settings.style, kMostStyle));
    Fitted fitted = fit(*dialect, std::move(clauses));
    Prompt prompt;
    prompt.text = fitted.text.empty() ? dialect->otherwise : fitted.text;
    prompt.target = dialect->name;
    prompt.movements = saidOf(movements, fitted.said);
    prompt.confidence = confidenceOf(prompt.movements);
    if (dialect->negativeField)
        prompt.negative = negativeOf(prompt.movements);
    prompt.dropped = std::move(fitted.dropped);
    return prompt;
}

std::vector<std::string> PromptExpander::targets() const
{
    std::vector<std::string> names;
    for (const Dialect& dialect : impl_->dialects)
        names.push_back(dialect.name);
    return names;
}

}  // namespace animatize
