#include "prompt/free_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "prompt/text_request.h"
#include "prompt/text_spelling.h"
#include "prompt/text_tokens.h"
#include "prompt/text_words.h"

namespace animatize {
namespace {

using Kind = TextToken::Kind;

constexpr std::string_view kArticles = "a an the";
// An article that may be the only difference between two things.
constexpr std::string_view kCounted =
    "first second third fourth fifth last next other others only same few little lot dozen hundred "
    "thousand million half quarter bit number majority most least more less best worst one former "
    "latter better bigger larger smaller older younger taller shorter";
// "a light" is a lamp, "light" is none; "a sheep" is one, "sheep" and "the sheep" may be many.
constexpr std::string_view kBare =
    "sheep deer fish aircraft spacecraft series species moose bison salmon trout shrimp squid "
    "swine "
    "crossroads barracks headquarters people glass chicken iron paper hair light wood stone fire "
    "coffee lamb cloth rock oil room work cake chocolate bread cheese egg fruit ice rain water "
    "wine "
    "beer tea juice marble metal gold silver tin copper brick rubber cotton silk wool fur leather "
    "feather plastic turkey duck pie pizza salad potato onion pumpkin melon noise sound colour "
    "shadow shade flame cloud youth beauty painting drawing sculpture art film video television "
    "dress land country war plant string rope wire cable tape corn grain brush bush straw lace "
    "lead "
    "soap candy football basketball baseball volleyball play dance space time life love nature";
// "on fire", "on the fire"; "at sea", "at the sea"; "in front of", "in the front of".
constexpr std::string_view kPlaces =
    "fire sea front back top bottom end rear middle ice place sight hand hands board air foot edge "
    "line shape rest war land court school bed church prison hospital college market town home "
    "work table stage office deck hold course order control question case time way heart mind body "
    "light dark open cold focus love tears motion power duty flight "
    "bloom earth east west north south day night morning evening water ground base field camp "
    "future past present turn fact cover aim part face sail root person detail class form store "
    "trade debt pieces ruins";
// Behind a comma or "and" the article tells one thing with two properties from two things.
constexpr std::string_view kProperties =
    "red blue green yellow orange pink purple violet brown black white grey gold silver beige "
    "turquoise dark light bright pale big small large little tiny huge tall short long old young "
    "new wet dry hot cold warm cool empty full open closed thin thick heavy round square wooden";
constexpr std::string_view kJoining = "and or nor but than yet plus";
constexpr std::string_view kOpening = "a an the his her its their my your our some";
constexpr std::string_view kNoSubject =
    "this that these those each every all both some any many much several other another his her "
    "its their my your our he she it they we i you who which 2 3 4 5 6 7 8 9 10 11 12 one";
// Singular, and no first part of a compound: "the singer walks" is no kind of walk.
constexpr std::string_view kPersons =
    "man woman boy girl child soldier dancer singer actor actress knight nun monk fisherman "
    "painter "
    "cook waiter sailor";
constexpr std::string_view kMasses = "smoke steam fog mist dust";
constexpr std::string_view kUncounted = "colours tones details contrasts";
constexpr std::string_view kQualities = "vivid warm cool muted fine rich strong soft bright pastel";

bool isWordAmong(const TextTokens& tokens, size_t i, std::string_view list)
{
    return i < tokens.size() && tokens[i].kind == Kind::Word && isAmong(tokens[i].text, list);
}

std::string joined(TextTokens::const_iterator from, TextTokens::const_iterator to)
{
    std::string text;
    for (; from != to; ++from) {
        if (!text.empty())
            text += ' ';
        text += from->text;
    }
    return text;
}

// Spelling and contractions, word by word.
TextTokens withOneSpelling(const TextTokens& tokens)
{
    TextTokens spelled;
    for (const TextToken& token : tokens) {
        const auto parts = token.kind == Kind::Word ? uncontracted(token.text) : std::nullopt;
        if (parts) {
            spelled.push_back({Kind::Word, parts->first});
            spelled.push_back({Kind::Word, parts->second});
        } else if (token.kind == Kind::Word) {
            spelled.push_back({Kind::Word, spelledAlike(token.text)});
        } else {
            spelled.push_back(token);
        }
    }
    return spelled;
}

bool denies(const TextTokens& tokens)
{
    return std::any_of(tokens.begin(), tokens.end(), [](const TextToken& token) {
        return token.kind == Kind::Word && isNegation(token.text);
    });
}

// What "no" is said of ends at a mark, and which one matters; else all marks part alike.
TextTokens withOneSeparator(TextTokens tokens)
{
    for (TextToken& token : tokens)
        if (token.isSeparator())
            token.text.assign(1, ',');
    return tokens;
}

// Where the first part begins that says something of a thing in the shot.
size_t descriptionStart(const TextTokens& tokens)
{
    size_t start = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i].isSeparator())
            continue;
        if (tagKind(joined(tokens.begin() + static_cast<long>(start),
                           tokens.begin() + static_cast<long>(i))) == TagKind::None)
            break;
        start = i + 1;
    }
    return start;
}

// "watches" and "dogs": a verb that is not listed, or more than one.
bool endsInS(const std::string& word)
{
    return word.size() > 2 && word.back() == 's' && word[word.size() - 2] != 's' &&
           word[word.size() - 2] != 'u';
}

bool mayBeInSubject(const std::string& word)
{
    return !isPreposition(word) && !isAmong(word, kNoSubject) && !isAmong(word, kJoining) &&
           !isAmong(word, kArticles) && !endsInS(word);
}

// The end of the words from `start` on that are surely one subject: "an old man".
std::optional<size_t> subjectEnd(const TextTokens& tokens, size_t start)
{
    const size_t noun = start + (isWordAmong(tokens, start, kArticles) ? 1 : 0);
    size_t end = noun;
    while (end < tokens.size() && tokens[end].kind == Kind::Word && !mayBeVerb(tokens[end].text))
        if (!mayBeInSubject(tokens[end++].text))
            return std::nullopt;
    return end > noun && end <= noun + 3 ? std::optional(end) : std::nullopt;
}

// "walks" may be the plural of a noun, except behind "a" and what makes no such compound.
bool isSurelyVerb(const TextTokens& tokens, size_t start, size_t verb, const VerbForm& form)
{
    return form.ing || form.use == VerbUse::Verb || isWordAmong(tokens, start, "a an") ||
           isWordAmong(tokens, verb - 1, kPersons) || isWordAmong(tokens, verb - 1, kMasses) ||
           isWordAmong(tokens, verb - 1, "who that");
}

// "a man eating a shark", but not "a man eating shark", which may be a shark.
bool opensObject(const TextTokens& tokens, size_t i)
{
    return i >= tokens.size() || tokens[i].kind != Kind::Word || isPreposition(tokens[i].text) ||
           isAmong(tokens[i].text, kOpening);
}

// "walks", "walking", "is walking", "who is walking" behind the one subject are the same in a
// picture, where no other word may be a verb: "the man following the dog barks".
TextTokens withOneVerbForm(const TextTokens& tokens)
{
    const size_t start = descriptionStart(tokens);
    const auto subject = subjectEnd(tokens, start);
    if (!subject)
        return tokens;
    size_t verb = *subject + (isWordAmong(tokens, *subject, "who that") ? 1 : 0);
    const bool is = isWordAmong(tokens, verb, "is");
    verb += is ? 1 : 0;
    if (verb >= tokens.size() || tokens[verb].kind != Kind::Word)
        return tokens;
    const VerbForm form = verbForm(tokens[verb].text);
    if (form.use == VerbUse::None || (is && !form.ing) || !isSurelyVerb(tokens, start, verb, form))
        return tokens;
    if (!opensObject(tokens, verb + 1))
        return tokens;
    const auto rest = tokens.begin() + static_cast<long>(verb) + 1;
    if (std::any_of(rest, tokens.end(), [](const TextToken& token) {
            return token.kind == Kind::Word && mayBeVerb(token.text);
        }))
        return tokens;
    TextTokens one(tokens.begin(), tokens.begin() + static_cast<long>(*subject));
    one.push_back({Kind::Word, std::string(form.base) + "~"});
    one.insert(one.end(), rest, tokens.end());
    return one;
}

// "vivid colours", "vivid colour", but not "a vivid colour".
TextTokens withOneNumber(TextTokens tokens)
{
    for (size_t i = 1; i < tokens.size(); ++i)
        if (isWordAmong(tokens, i, kUncounted) && isWordAmong(tokens, i - 1, kQualities) &&
            !(i > 1 && isWordAmong(tokens, i - 2, "a an the one")))
            tokens[i].text.pop_back();
    return tokens;
}

enum class Article { Goes, Marked, Stays };

// Behind these an article only opens the thing that they govern. Behind any other word it may
// part two things: "on the table a lamp", "on a table lamp"; "feeds the dog food", "dog food".
bool governs(const std::string& word)
{
    if (isAmong(word, "left right next as like read~ write~ sing~"))
        return false;
    return isPreposition(word) || word.back() == '~' || verbForm(word).use == VerbUse::Verb;
}

Article articleBehind(const TextToken& before, const std::string& thing, bool alone, bool denied)
{
    const bool property = isAmong(thing, kProperties);
    if (before.isSeparator())
        return denied || property ? Article::Marked : Article::Goes;
    const bool set = isAmong(thing, kPlaces) || (property && alone);  // "a woman in the red"
    return set || !governs(before.text) ? Article::Marked : Article::Goes;
}

// Whether the words that an article opens name something that it makes another thing.
bool changesThing(const TextTokens& tokens, size_t i)
{
    for (; i < tokens.size() && tokens[i].kind == Kind::Word; ++i) {
        if (isPreposition(tokens[i].text) || isAmong(tokens[i].text, kArticles))
            return false;
        if (isAmong(tokens[i].text, kBare))
            return true;
    }
    return false;
}

Article articleAt(const TextTokens& tokens, size_t i, bool denied)
{
    if (i + 1 >= tokens.size() || tokens[i + 1].kind != Kind::Word ||
        isPreposition(tokens[i + 1].text) || isAmong(tokens[i + 1].text, "is and or"))
        return Article::Stays;  // a letter: "plan a on a board"
    if (isAmong(tokens[i + 1].text, kCounted) || changesThing(tokens, i + 1))
        return Article::Stays;
    if (i == 0)
        return Article::Goes;
    const bool alone = i + 2 == tokens.size() || tokens[i + 2].kind != Kind::Word ||
                       isPreposition(tokens[i + 2].text);
    return articleBehind(tokens[i - 1], tokens[i + 1].text, alone, denied);
}

TextTokens withoutArticles(const TextTokens& tokens, bool denied)
{
    TextTokens kept;
    for (size_t i = 0; i < tokens.size(); ++i) {
        const bool article = isWordAmong(tokens, i, kArticles);
        const Article what = article ? articleAt(tokens, i, denied) : Article::Stays;
        if (what == Article::Stays)
            kept.push_back(tokens[i]);
        else if (what == Article::Marked)
            kept.push_back({Kind::Word, "a/the"});
    }
    return kept;
}

std::vector<std::string> partsOf(const TextTokens& tokens)
{
    std::vector<std::string> parts;
    for (auto from = tokens.begin(); from <= tokens.end();) {
        const auto end = std::find_if(from, tokens.end(),
                                      [](const TextToken& token) { return token.isSeparator(); });
        parts.push_back(joined(from, end));
        if (end == tokens.end())
            break;
        from = end + 1;
    }
    return parts;
}

// Whether the parts are one description and, around it, what is said of the whole shot, nothing
// of it twice: "wide shot, a man, close-up" tells of a change.
bool isOneDescription(const std::vector<std::string>& parts)
{
    std::array<int, 5> count{};
    for (const std::string& part : parts)
        ++count[static_cast<size_t>(tagKind(part))];
    const auto of = [&](TagKind kind) { return count[static_cast<size_t>(kind)]; };
    return of(TagKind::None) == 1 && of(TagKind::Size) < 2 && of(TagKind::Speed) < 2 &&
           of(TagKind::Time) < 2;
}

std::string inOneOrder(const TextTokens& tokens)
{
    std::vector<std::string> parts = partsOf(tokens);
    for (std::string& part : parts)
        if (part == "in slow-motion")
            part = "slow-motion";
    if (isOneDescription(parts)) {
        const auto description = std::find_if(parts.begin(), parts.end(), [](const auto& part) {
            return tagKind(part) == TagKind::None;
        });
        std::rotate(parts.begin(), description, description + 1);
        std::sort(parts.begin() + 1, parts.end());
    }
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty())
            text += " , ";
        text += part;
    }
    return text;
}

}  // namespace

// The marks in front keep texts that are left alone apart from soft ones.
std::string softFreeText(std::string_view text)
{
    std::optional<TextTokens> tokens = tokensOf(text);
    if (!tokens)
        return std::string(1, '=').append(text);
    TextTokens soft = withPhrases(withoutRequest(withOneSpelling(*tokens)));
    const bool denied = denies(soft);
    if (!denied)
        soft = withOneVerbForm(withOneSeparator(soft));
    soft = withoutArticles(withOneNumber(soft), denied);
    return std::string(1, '~').append(denied ? joined(soft.begin(), soft.end()) : inOneOrder(soft));
}

}  // namespace animatize
