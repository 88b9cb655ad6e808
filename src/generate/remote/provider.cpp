#include "generate/remote/provider.h"

#include <algorithm>

#include "base/resource.h"
#include "generate/remote/provider_template.h"

namespace animatize {
namespace {

constexpr size_t kMostProviders = 64;  // of one file
constexpr size_t kMostFile = 1u << 20;

/// The manifests of a file: one, or a list.
std::vector<const JsonValue*> manifestsOf(const JsonValue& file)
{
    std::vector<const JsonValue*> manifests;
    const JsonValue* list = file.member("providers");
    if (!list || !list->array())
        return {&file};
    for (const JsonValue& one : *list->array())
        manifests.push_back(&one);
    return manifests;
}

/// Manifests by name, merged, and where each was changed last.
struct Merged {
    std::map<std::string, std::pair<JsonValue, std::string>> manifests;

    Status add(const JsonValue& manifest, const std::string& source)
    {
        const JsonValue* name = manifest.member("name");
        if (!name || !name->text() || name->text()->empty())
            return Error{source + ": field \"name\": is missing; it should be a text"};
        auto& [merged, from] = manifests[*name->text()];
        mergePatch(merged, manifest);
        from = source;
        return ok();
    }

    Status addFile(const std::string& text, const std::string& source)
    {
        const Result<JsonValue> file = parseJson(text, source);
        if (!file)
            return file.error();
        const auto list = manifestsOf(*file);
        if (list.size() > kMostProviders)
            return Error{source + ": field \"providers\": should be an array of at most " +
                         std::to_string(kMostProviders)};
        for (const JsonValue* one : list)
            if (const Status added = add(*one, source); !added)
                return added;
        return ok();
    }
};

Status addBuiltIn(Merged& merged)
{
    for (const std::string& name : resourceNames("providers")) {
        const Result<std::string> text = resourceText("providers/" + name);
        if (!text)
            return text.error();
        if (const Status added = merged.addFile(*text, "built-in providers/" + name); !added)
            return added;
    }
    return ok();
}

std::string sentence(const std::string& what, const std::string& sunset,
                     const std::string& successor)
{
    std::string text = what + " was shut down on " + sunset;
    if (!successor.empty())
        text += "; its successor is " + successor;
    return text + ". It isn't asked any more.";
}

}  // namespace

bool Provider::takesSeed() const
{
    return hasSlot(submit.body, "seed") ||
           (submitWithImage && hasSlot(submitWithImage->body, "seed"));
}

bool Provider::takesNegative() const
{
    return hasSlot(submit.body, "negative");
}

const SubmitTemplate& Provider::submitFor(bool image) const
{
    return image && submitWithImage ? *submitWithImage : submit;
}

Result<std::vector<Provider>> readProviders(const std::vector<std::string>& files)
{
    Merged merged;
    if (const Status added = addBuiltIn(merged); !added)
        return added.error();
    for (const std::string& file : files) {
        const Result<std::string> text = fileText(file, kMostFile);
        if (!text)
            return text.error();
        if (const Status added = merged.addFile(*text, file); !added)
            return added.error();
    }
    std::vector<Provider> providers;
    for (const auto& [name, manifest] : merged.manifests) {
        Result<Provider> provider = readProvider(manifest.first, manifest.second);
        if (!provider)
            return provider.error();
        providers.push_back(std::move(*provider));
    }
    return providers;
}

const Provider* findProvider(const std::vector<Provider>& providers, const std::string& name)
{
    const auto found = std::find_if(providers.begin(), providers.end(),
                                    [&](const Provider& one) { return one.name == name; });
    return found == providers.end() ? nullptr : &*found;
}

// Dates of this form are in order as texts.
std::string sunsetWarning(const Provider& provider, const std::string& model,
                          const std::string& today)
{
    if (!provider.sunset.empty() && today >= provider.sunset)
        return sentence("The provider " + provider.name, provider.sunset, provider.successor);
    const std::string& used = model.empty() ? provider.model : model;
    for (const ProviderModel& one : provider.models)
        if (one.id == used && !one.sunset.empty() && today >= one.sunset)
            return sentence("The model " + used + " of " + provider.name, one.sunset,
                            one.successor);
    return {};
}

}  // namespace animatize
