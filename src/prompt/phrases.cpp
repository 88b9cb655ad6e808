#include "prompt/phrases.h"

#include "base/resource.h"
#include "record/json_reader.h"

namespace animatize {
namespace {

// A text with one {} for what comes in.
std::string frameOf(const JsonReader& root, const char* key)
{
    std::string text = root.text(key);
    if (text.find("{}") == std::string::npos)
        root.fail(key, "should have {} where the words go");
    return text;
}

std::string inside(const std::string& frame, const std::string& words)
{
    const size_t at = frame.find("{}");
    return frame.substr(0, at) + words + frame.substr(at + 2);
}

std::map<std::string, std::string> wordsOf(const JsonReader& root, const char* key)
{
    std::map<std::string, std::string> words;
    if (const auto table = root.object(key))
        for (const std::string& name : table->keys())
            words[name] = table->text(name.c_str());
    else
        root.fail(key, "is missing; it should be an object");
    return words;
}

std::string listed(const std::vector<std::string>& words, const char* last)
{
    std::string text;
    for (size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? last : ", ") + words[i];
    return text;
}

}  // namespace

Result<Phrases> Phrases::read(const std::string& json, const std::string& source)
{
    const Result<JsonDocument> document = JsonDocument::parse(json, source);
    if (!document)
        return document.error();
    const JsonReader root = document->root();
    Phrases phrases;
    root.allow(
        {"schema", "description", "intensity", "mood", "keep", "kept", "avoid", "positives"});
    if (root.text("schema") != "animatize-phrases/1")
        root.fail("schema", "should be animatize-phrases/1");
    if (const auto table = root.object("intensity"))
        for (const std::string& name : table->keys())
            if (const auto pair = table->object(name.c_str()))
                phrases.intensities_[name] = {pair->text("motion"), pair->text("still")};
    phrases.mood_ = frameOf(root, "mood");
    phrases.keep_ = frameOf(root, "keep");
    phrases.avoid_ = frameOf(root, "avoid");
    phrases.kept_ = wordsOf(root, "kept");
    phrases.positives_ = wordsOf(root, "positives");
    if (const Status status = document->status(); !status)
        return status.error();
    return phrases;
}

Result<Phrases> Phrases::builtIn()
{
    const Result<std::string> text = resourceText("words/phrases.json");
    return text ? read(*text, "built-in words/phrases.json") : Result<Phrases>(text.error());
}

std::string Phrases::intensity(const std::string& name, bool still) const
{
    const auto found = intensities_.find(name);
    if (found == intensities_.end())
        return {};
    return still ? found->second.still : found->second.motion;
}

std::string Phrases::mood(const std::string& name) const
{
    return name.empty() ? std::string() : inside(mood_, name);
}

std::string Phrases::keep(const std::vector<std::string>& what) const
{
    std::vector<std::string> words;
    for (const std::string& name : what)
        if (const auto found = kept_.find(name); found != kept_.end())
            words.push_back(found->second);
    return words.empty() ? std::string() : inside(keep_, listed(words, " and "));
}

std::optional<std::string> Phrases::positive(const std::string& noun) const
{
    const auto found = positives_.find(noun);
    return found == positives_.end() ? std::nullopt : std::optional(found->second);
}

std::string Phrases::avoid(const std::vector<std::string>& nouns) const
{
    return nouns.empty() ? std::string() : inside(avoid_, listed(nouns, " and "));
}

}  // namespace animatize
