#include "prompt/prompt_expander.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "prompt/prompt_compiler.h"
#include "prompt/scene_words.h"

namespace animatize {
namespace {

constexpr size_t kMostBase = 500;  // code points of the operator's text
constexpr size_t kMostStyle = 200;
constexpr size_t kMostWord = 40;  // of a mood, of an unwanted thing
constexpr size_t kMostListed = 16;

void addText(std::vector<Clause>& clauses, const char* slot, const std::string& text)
{
    if (!text.empty())
        clauses.push_back({slot, text});
}

void addMovements(std::vector<Clause>& clauses, const std::vector<Movement>& movements, bool still)
{
    for (size_t i = 0; i < movements.size(); ++i) {
        const std::string& text = still ? movements[i].still : movements[i].phrase;
        if (!text.empty())
            clauses.push_back({movements[i].slot, text, i, movements[i].avoid});
    }
}

// What the picture is, as clauses of its own slots.
void addLooks(std::vector<Clause>& clauses, const std::vector<Look>& looks, bool still)
{
    for (const Look& look : looks)
        clauses.push_back({look.slot, still ? look.still : look.phrase, std::nullopt, look.avoid});
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

bool sets(const CameraControl& control, const Movement& movement)
{
    return control.movement == movement.name &&
           (control.direction.empty() || control.direction == movement.direction.value_or(""));
}

// To a tenth of the model's unit, at least one: nothing would be no movement. A movement of
// which the speed isn't known is made at half.
double controlValue(const CameraControl& control, double speed)
{
    const double share = speed > 0.0 ? std::min(1.0, speed / control.fullSpeed) : 0.5;
    const double value = std::round(control.atFull * share * 10.0) / 10.0;
    return value != 0.0 ? value : std::copysign(0.1, control.atFull);
}

// Of the first movement that the model has a control for: they take one at a time.
Record cameraControlOf(const Dialect& dialect, const std::vector<Movement>& movements)
{
    Record record("camera-control");
    for (const Movement& movement : movements)
        for (const CameraControl& control : dialect.control) {
            if (!sets(control, movement))
                continue;
            if (!control.word.empty())
                return record.add(control.parameter, control.word);
            return record.add(control.parameter, controlValue(control, movement.speed));
        }
    return record;
}

// The element takes no other names; a caller that does keeps nothing.
std::vector<std::string> keptOf(const PromptSettings& settings)
{
    Result<std::vector<std::string>> names = readKeep(settings.keep);
    return names ? std::move(*names) : std::vector<std::string>();
}

}  // namespace

Intent intentOf(const PromptSettings& settings)
{
    using Intensity = Intent::Intensity;
    return {settings.mood,
            settings.intensity == "subtle" ? Intensity::Subtle
            : settings.intensity == "bold" ? Intensity::Bold
                                           : Intensity::Balanced,
            keptOf(settings)};
}

bool hasStartFrame(const PromptSettings& settings, const Dialect& dialect)
{
    return settings.startFrame == "yes" ||
           (settings.startFrame == "auto" && dialect.expectsStartFrame);
}

std::vector<std::string> listOf(const std::string& text)
{
    std::vector<std::string> parts;
    size_t at = 0;
    while (at <= text.size() && parts.size() < kMostListed) {
        const size_t comma = std::min(text.find(',', at), text.size());
        std::string part = cleanText(text.substr(at, comma - at), text.size());
        part.erase(0, part.find_first_not_of(' '));
        if (!part.empty())
            parts.push_back(std::move(part));
        at = comma + 1;
    }
    return parts;
}

bool PromptSettings::sameWords(const PromptSettings& other) const
{
    return target == other.target && targetModel == other.targetModel &&
           basePrompt == other.basePrompt && style == other.style && mood == other.mood &&
           intensity == other.intensity && keep == other.keep &&
           negativePrompt == other.negativePrompt && startFrame == other.startFrame;
}

struct PromptExpander::Impl {
    std::vector<Dialect> dialects;
    SceneWords words;
    Phrases phrases;

    Error unknown(const std::string& target) const;
    Draft draft(const Dialect& dialect, const std::vector<Movement>& movements,
                const std::vector<Look>& looks, const Evidence& evidence,
                const PromptSettings& settings) const;
};

Error PromptExpander::Impl::unknown(const std::string& target) const
{
    std::string known;
    for (const Dialect& dialect : dialects)
        known += (known.empty() ? "" : ", ") + dialect.name;
    return Error{"no dialect for the target \"" + target + "\"; there are: " + known};
}

Draft PromptExpander::Impl::draft(const Dialect& dialect, const std::vector<Movement>& movements,
                                  const std::vector<Look>& looks, const Evidence& evidence,
                                  const PromptSettings& settings) const
{
    Draft draft;
    addText(draft.clauses, "base", cleanText(settings.basePrompt, kMostBase));
    addMovements(draft.clauses, movements, dialect.still);
    addLooks(draft.clauses, looks, dialect.still);
    for (Clause& clause : words.clauses(evidence))
        draft.clauses.push_back(std::move(clause));
    if (!movements.empty())
        addText(draft.clauses, "manner", phrases.intensity(settings.intensity, dialect.still));
    addText(draft.clauses, "mood", phrases.mood(cleanText(settings.mood, kMostWord)));
    addText(draft.clauses, "style", cleanText(settings.style, kMostStyle));
    addText(draft.clauses, "keep", phrases.keep(keptOf(settings)));
    for (const std::string& noun : listOf(settings.negativePrompt))
        draft.avoid.push_back(cleanText(noun, kMostWord));
    draft.model = settings.targetModel;
    draft.startFrame = hasStartFrame(settings, dialect);
    draft.more = settings.intensity == "bold" ? 1 : settings.intensity == "subtle" ? -1 : 0;
    return draft;
}

PromptExpander::PromptExpander() : impl_(std::make_unique<Impl>())
{
    Result<std::vector<Dialect>> dialects = builtInDialects();
    Result<SceneWords> words = SceneWords::builtIn();
    Result<Phrases> phrases = Phrases::builtIn();
    assert(dialects && words && phrases);  // the tests read them
    if (dialects)
        impl_->dialects = std::move(*dialects);
    if (words)
        impl_->words = std::move(*words);
    if (phrases)
        impl_->phrases = std::move(*phrases);
}

PromptExpander::~PromptExpander() = default;

const Dialect* PromptExpander::dialect(const std::string& target) const
{
    const auto& dialects = impl_->dialects;
    const auto found = std::find_if(dialects.begin(), dialects.end(),
                                    [&](const Dialect& one) { return one.name == target; });
    return found == dialects.end() ? nullptr : &*found;
}

Result<Prompt> PromptExpander::expand(const std::vector<Movement>& movements,
                                      const std::vector<Look>& looks, const Evidence& evidence,
                                      const PromptSettings& settings) const
{
    const Dialect* target = dialect(settings.target);
    if (!target)
        return impl_->unknown(settings.target);
    Compiled compiled = compile(*target, impl_->phrases,
                                impl_->draft(*target, movements, looks, evidence, settings));
    Prompt prompt;
    prompt.text = std::move(compiled.text);
    prompt.negative = std::move(compiled.negative);
    prompt.target = target->name;
    prompt.movements = saidOf(movements, compiled.said);
    prompt.confidence = confidenceOf(prompt.movements);
    prompt.cameraControl = cameraControlOf(*target, prompt.movements);
    prompt.said = std::move(compiled.said);
    prompt.dropped = std::move(compiled.dropped);
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
