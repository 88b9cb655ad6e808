#include "prompt/prompt_check.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>

#include <glib.h>

#include "base/resource.h"
#include "record/json_reader.h"

namespace animatize {
namespace {

constexpr size_t kReach = 6;  // words behind a verb in which its direction stands

using Words = std::vector<std::string>;

// Lower case, parted at everything that isn't part of a word; ends of clauses stay as ".".
Words wordsOf(const std::string& text)
{
    char* lower = g_utf8_strdown(text.data(), static_cast<gssize>(text.size()));
    Words words;
    std::string word;
    const auto end = [&] {
        if (!word.empty())
            words.push_back(std::exchange(word, {}));
    };
    for (const char* at = lower; *at; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalnum(c) || c == '-' || c == '\'') {
            word.append(at, static_cast<size_t>(g_utf8_next_char(at) - at));
            continue;
        }
        end();
        if (c == '.' || c == ',' || c == ';' || c == '!' || c == '?')
            words.emplace_back(".");
    }
    end();
    g_free(lower);
    return words;
}

struct Claim {
    std::string movement, direction;
    auto operator<=>(const Claim&) const = default;
};

struct Going {
    std::string way;
    bool camera = false;
    auto operator<=>(const Going&) const = default;
};

class Terms {
  public:
    static const Terms& builtIn()
    {
        static const Terms terms;
        return terms;
    }

    std::set<Claim> cameraClaims(const Words& words) const
    {
        std::set<Claim> claims;
        for (size_t i = 0; i < words.size(); ++i)
            if (const Term* term = longestAt(words, i))
                claims.insert({term->movement, wayBehind(words, i, term->words.size())});
        return claims;
    }

    /// What is said to go where; in a clause about the camera that is the camera.
    std::set<Going> goings(const Words& words) const
    {
        std::set<Going> goings;
        size_t begin = 0;
        for (size_t i = 0; i < words.size(); ++i) {
            if (words[i] == ".")
                begin = i + 1;
            if (!going_.count(words[i]))
                continue;
            if (const std::string way = wayBehind(words, i, 1); !way.empty())
                goings.insert({way, isOfCamera(words, begin)});
        }
        return goings;
    }

    std::string person(const Words& words) const
    {
        const auto found = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
            return people_.count(word);
        });
        return found == words.end() ? std::string() : *found;
    }

    /// Whether a measured movement may be called so.
    bool standsFor(const std::string& measured, const std::string& said) const
    {
        const auto found = standsFor_.find(measured);
        return measured == said ||
               (found != standsFor_.end() &&
                std::find(found->second.begin(), found->second.end(), said) != found->second.end());
    }

  private:
    struct Term {
        std::string movement;
        Words words;
    };

    Terms()
    {
        const Result<std::string> text = resourceText("words/film_terms.json");
        const auto document = JsonDocument::parse(text ? *text : "", "built-in words");
        assert(text && document);  // the tests read them
        if (!document)
            return;
        const JsonReader root = document->root();
        for (const JsonReader& reader : root.objects("terms"))
            for (const std::string& words : reader.texts("words"))
                terms_.push_back({reader.text("movement"), wordsOf(words)});
        if (const auto table = root.object("stands-for"))
            for (const std::string& measured : table->keys())
                standsFor_[measured] = table->texts(measured.c_str());
        if (const auto ways = root.object("ways"))
            for (const std::string& way : ways->keys())
                for (const std::string& word : ways->texts(way.c_str()))
                    ways_[word] = way;
        for (auto [words, key] : {std::pair(&going_, "going"), std::pair(&people_, "people"),
                                  std::pair(&camera_, "camera")})
            for (const std::string& word : root.texts(key, 256))
                words->insert(word);
        assert(document->status());
    }

    bool isOfCamera(const Words& words, size_t begin) const
    {
        for (size_t i = begin; i < words.size() && words[i] != "."; ++i)
            if (camera_.count(words[i]) || longestAt(words, i))
                return true;
        return false;
    }

    // "whip pan" and not "pan".
    const Term* longestAt(const Words& words, size_t at) const
    {
        const Term* longest = nullptr;
        for (const Term& term : terms_) {
            const size_t count = term.words.size();
            if (at + count <= words.size() &&
                std::equal(term.words.begin(), term.words.end(),
                           words.begin() + static_cast<std::ptrdiff_t>(at)) &&
                (!longest || count > longest->words.size()))
                longest = &term;
        }
        return longest;
    }

    // The first way in the term ("push in") or behind it, within the clause.
    std::string wayBehind(const Words& words, size_t at, size_t count) const
    {
        const size_t end = std::min(words.size(), at + count + kReach);
        for (size_t i = at; i < end && words[i] != "."; ++i)
            if (const auto found = ways_.find(words[i]); found != ways_.end())
                return found->second;
        return {};
    }

    std::vector<Term> terms_;
    std::map<std::string, Words> standsFor_;
    std::map<std::string, std::string> ways_;
    std::set<std::string> going_, people_, camera_;
};

std::string spoken(const Claim& claim)
{
    std::string name = claim.movement;
    std::replace(name.begin(), name.end(), '_', ' ');
    return claim.direction.empty() ? name : name + " " + claim.direction;
}

bool isMeasured(const Claim& claim, const std::vector<Movement>& movements)
{
    return std::any_of(movements.begin(), movements.end(), [&](const Movement& movement) {
        const std::string way = movement.direction.value_or("");
        return Terms::builtIn().standsFor(movement.name, claim.movement) &&
               (claim.direction.empty() || way.empty() || way == claim.direction);
    });
}

bool goesThere(const Going& going, const std::vector<Movement>& movements)
{
    return std::any_of(movements.begin(), movements.end(), [&](const Movement& movement) {
        const bool camera = movement.category == "camera_movement";
        const bool concerned = going.camera || !camera || movement.name == "tracking";
        return concerned && movement.direction.value_or(camera ? "" : going.way) == going.way;
    });
}

Status checkCamera(const Words& text, const Words& allowed, const PromptLimits& limits)
{
    const std::set<Claim> known = Terms::builtIn().cameraClaims(allowed);
    for (const Claim& claim : Terms::builtIn().cameraClaims(text))
        if (!known.count(claim) && !isMeasured(claim, limits.movements))
            return Error{"says " + spoken(claim) + ", which was not measured"};
    return ok();
}

Status checkGoing(const Words& text, const Words& allowed, const PromptLimits& limits)
{
    const std::set<Going> known = Terms::builtIn().goings(allowed);
    for (const Going& going : Terms::builtIn().goings(text))
        if (!known.count(going) && !goesThere(going, limits.movements))
            return Error{"says that something moves " + going.way + ", which was not measured"};
    return ok();
}

Status checkPeople(const Words& text, const Words& allowed, const PromptLimits& limits)
{
    const std::string person = Terms::builtIn().person(text);
    if (limits.nobody && !person.empty() && Terms::builtIn().person(allowed).empty())
        return Error{"speaks of \"" + person + "\", and nobody is there"};
    return ok();
}

}  // namespace

Result<std::string> checkedPrompt(const std::string& text, const PromptLimits& limits)
{
    constexpr size_t kMostBytes = 100'000;
    const std::string line = cleanText(text.substr(0, kMostBytes), kMostBytes);
    if (line.empty())
        return Error{"is empty"};
    if (const size_t length = lengthOf(line, limits.unit); length > limits.most)
        return Error{"is " + std::to_string(length) + " long, where " +
                     std::to_string(limits.most) + " are allowed"};
    const Words words = wordsOf(line), allowed = wordsOf(limits.allowed);
    for (const auto check : {checkCamera, checkGoing, checkPeople})
        if (const Status status = check(words, allowed, limits); !status)
            return status.error();
    return line;
}

}  // namespace animatize
