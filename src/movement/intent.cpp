#include "movement/intent.h"

#include <algorithm>
#include <array>

#include "movement/evidence_fields.h"

namespace animatize {
namespace {

struct MoodWords {
    std::string_view kind, words;
};

constexpr std::array<MoodWords, 8> kMoods = {{
    {"calm", "calm peaceful serene gentle quiet tranquil relaxed restful dreamy soothing still"},
    {"tense",
     "tense tension anxious nervous uneasy claustrophobic threatening menacing ominous "
     "suspense suspenseful paranoid dread fear fearful scary frightening"},
    {"sad",
     "sad sadness melancholy melancholic lonely lonesome isolated mournful grieving grief "
     "sorrow sorrowful nostalgic wistful bleak"},
    {"joyful", "joyful joy happy happiness cheerful playful merry festive lighthearted delighted"},
    {"intimate", "intimate intimacy tender tenderness romantic loving affectionate close warm"},
    {"energetic",
     "energetic energy excited exciting frantic chaotic wild restless urgent hectic "
     "agitated angry furious nervy"},
    {"epic", "epic heroic grand majestic triumphant awe monumental powerful proud"},
    {"mysterious", "mysterious mystery enigmatic eerie uncanny secretive haunting strange"},
}};

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 128);
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

std::optional<std::string_view> kindOfWord(std::string_view word)
{
    for (const MoodWords& mood : kMoods)
        if (isOneOf(word, mood.words))
            return mood.kind;
    return std::nullopt;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

}  // namespace

bool Intent::keeps(std::string_view name) const
{
    return std::find(keep.begin(), keep.end(), name) != keep.end();
}

std::string_view nameOf(Intent::Intensity intensity)
{
    return intensity == Intent::Intensity::Subtle ? "subtle"
           : intensity == Intent::Intensity::Bold ? "bold"
                                                  : "balanced";
}

Result<std::vector<std::string>> readKeep(std::string_view list)
{
    std::vector<std::string> names;
    while (!list.empty()) {
        const size_t end = std::min(list.find(','), list.size());
        const std::string name(trimmed(list.substr(0, end)));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (name.empty())
            continue;
        if (!isOneOf(name, kKeepNames))
            return Error{"\"" + name + "\" can't be kept; what can: " + std::string(kKeepNames)};
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return names;
}

std::optional<std::string_view> moodKindOf(std::string_view mood)
{
    size_t at = 0;
    while (at < mood.size()) {
        size_t end = at;
        while (end < mood.size() && isLetter(mood[end]))
            ++end;
        if (const auto kind = kindOfWord(lowerCase(mood.substr(at, end - at))); kind && end > at)
            return kind;
        at = end + 1;
    }
    return std::nullopt;
}

}  // namespace animatize
