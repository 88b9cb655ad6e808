#include "prompt/prompt_compiler.h"

#include <algorithm>

#include <glib.h>

namespace animatize {
namespace {

constexpr size_t kMostAvoid = 12;  // nouns of a negative prompt

std::string withCapital(const std::string& text)
{
    if (text.empty())
        return text;
    const gunichar first = g_unichar_toupper(g_utf8_get_char(text.c_str()));
    char letter[6];
    const int size = g_unichar_to_utf8(first, letter);
    return std::string(letter, static_cast<size_t>(size)) + (g_utf8_next_char(text.c_str()));
}

class Compiler {
  public:
    Compiler(const Dialect& dialect, const Phrases& phrases, Draft draft)
        : dialect_(dialect),
          phrases_(phrases),
          draft_(std::move(draft)),
          layout_(dialect.layout(draft_.startFrame)),
          most_(dialect.mostFor(draft_.model))
    {}

    Compiled run()
    {
        addLayoutsOwn();
        for (Clause& clause : draft_.clauses) {
            if (clause.slot == "camera")
                rewrite(clause.text);
            admit(std::move(clause));
        }
        sayUnwanted();
        fit();
        if (dialect_.negatives == Negatives::Field)
            out_.negative = joined(unwanted());
        if (out_.text.empty())
            out_.text = layout_.otherwise;
        return std::move(out_);
    }

  private:
    void drop(const std::string& slot, const std::string& text, std::string reason)
    {
        out_.dropped.push_back({slot, text, std::move(reason)});
    }

    // The lead and what stays need something that changes: alone they would ask for nothing.
    void addLayoutsOwn()
    {
        const auto keeps = [](const Clause& clause) { return clause.slot == "keep"; };
        std::vector<Clause>& clauses = draft_.clauses;
        if (clauses.empty())
            return;
        if (!layout_.keeps.empty() && std::none_of(clauses.begin(), clauses.end(), keeps))
            clauses.push_back({"keep", layout_.keeps});
        if (!layout_.lead.empty())
            clauses.push_back({"lead", layout_.lead});
    }

    // The operator's first, then those of what is said.
    std::vector<std::string> unwanted() const
    {
        std::vector<std::string> nouns;
        const auto add = [&](const std::string& noun) {
            const bool known = std::find(nouns.begin(), nouns.end(), noun) != nouns.end();
            if (!known && nouns.size() < kMostAvoid)
                nouns.push_back(noun);
        };
        std::for_each(draft_.avoid.begin(), draft_.avoid.end(), add);
        for (const Clause& clause : out_.said)
            std::for_each(clause.avoid.begin(), clause.avoid.end(), add);
        return nouns;
    }

    static std::string joined(const std::vector<std::string>& nouns)
    {
        std::string text;
        for (const std::string& noun : nouns)
            text += (text.empty() ? "" : ", ") + noun;
        return text;
    }

    void sayUnwanted()
    {
        const std::vector<std::string> nouns = unwanted();
        if (dialect_.negatives == Negatives::Prose && !nouns.empty())
            admit({"avoid", phrases_.avoid(nouns)});
        for (const std::string& noun : nouns) {
            if (dialect_.negatives == Negatives::Positives)
                sayPositive(noun);
            else if (dialect_.negatives == Negatives::None)
                drop("avoid", noun, dialect_.name + " takes no negatives");
        }
    }

    void sayPositive(const std::string& noun)
    {
        if (const std::optional<std::string> positive = phrases_.positive(noun))
            admit({"avoid", *positive});
        else
            drop("avoid", noun, dialect_.name + " takes no negatives, and it has no positive word");
    }

    // Whole words only: "pans" is another word than "span".
    void rewrite(std::string& text) const
    {
        const auto isLetter = [](char c) { return g_ascii_isalpha(c) || (c & 0x80); };
        for (const auto& [from, to] : dialect_.rewrite) {
            size_t at = text.find(from);
            while (at != std::string::npos) {
                const size_t end = at + from.size();
                const bool whole = (at == 0 || !isLetter(text[at - 1])) &&
                                   (end == text.size() || !isLetter(text[end]));
                if (whole)
                    text.replace(at, from.size(), to);
                at = text.find(from, at + (whole ? to.size() : 1));
            }
        }
    }

    // How many clauses of a slot; absent: any number.
    std::optional<size_t> mostOf(const std::string& slot) const
    {
        const auto found = layout_.mostOf.find(slot);
        if (found == layout_.mostOf.end())
            return std::nullopt;
        if (found->second == 0)
            return 0;
        return static_cast<size_t>(std::max(1, static_cast<int>(found->second) + draft_.more));
    }

    // Not a clause that the dialect has no place for, one too many of its slot, or one twice.
    void admit(Clause clause)
    {
        const std::optional<size_t> most = mostOf(clause.slot);
        const auto sameSlot = [&](const Clause& one) { return one.slot == clause.slot; };
        const auto count = std::count_if(out_.said.begin(), out_.said.end(), sameSlot);
        if (!layout_.says(clause.slot))
            drop(clause.slot, clause.text, noPlaceFor(clause.slot));
        else if (isSaid(clause.text))
            drop(clause.slot, clause.text, "said already");
        else if (most && static_cast<size_t>(count) >= *most)
            drop(clause.slot, clause.text, "enough of its kind");
        else
            out_.said.push_back(std::move(clause));
    }

    bool isSaid(const std::string& text) const
    {
        return std::any_of(out_.said.begin(), out_.said.end(),
                           [&](const Clause& clause) { return clause.text == text; });
    }

    std::string noPlaceFor(const std::string& slot) const
    {
        if (draft_.startFrame && dialect_.alone.says(slot))
            return "the start frame shows it";
        return "not for " + dialect_.name;
    }

    bool tooLong() const { return lengthOf(out_.text, dialect_.unit) > most_; }

    void fit()
    {
        out_.text = assemble();
        while (tooLong() && out_.said.size() > 1) {
            const size_t least = leastImportant();
            drop(out_.said[least].slot, out_.said[least].text, "the text would be too long");
            out_.said.erase(out_.said.begin() + static_cast<std::ptrdiff_t>(least));
            out_.text = assemble();
        }
        if (tooLong())
            cutTheLast();
    }

    void cutTheLast()
    {
        const size_t end =
            dialect_.unit == LengthUnit::Words ? 0 : lengthOf(dialect_.end, dialect_.unit);
        Clause& clause = out_.said.front();
        const std::string whole = clause.text;
        clause.text = cutToWords(whole, dialect_.unit, most_ > end ? most_ - end : 0);
        drop(clause.slot, whole.substr(clause.text.size()), "cut: the text would be too long");
        out_.text = assemble();
    }

    size_t rankOf(const Clause& clause) const
    {
        const auto& ranks = dialect_.importance;
        return static_cast<size_t>(std::find(ranks.begin(), ranks.end(), clause.slot) -
                                   ranks.begin());
    }

    // Of equal rank the later one is the less important.
    size_t leastImportant() const
    {
        size_t least = 0;
        for (size_t i = 1; i < out_.said.size(); ++i)
            if (rankOf(out_.said[i]) >= rankOf(out_.said[least]))
                least = i;
        return least;
    }

    std::string sentenceOf(const std::vector<std::string>& slots) const
    {
        std::string sentence;
        for (const std::string& slot : slots)
            for (const Clause& clause : out_.said)
                if (clause.slot == slot)
                    sentence += (sentence.empty() ? "" : dialect_.within) + clause.text;
        if (sentence.empty())
            return sentence;
        const bool ended = sentence.back() == '?' || sentence.back() == '!';
        return (dialect_.capital ? withCapital(sentence) : sentence) + (ended ? "" : dialect_.end);
    }

    std::string assemble() const
    {
        std::string text;
        for (const auto& slots : layout_.sentences) {
            const std::string sentence = sentenceOf(slots);
            if (!sentence.empty())
                text += (text.empty() ? "" : dialect_.between) + sentence;
        }
        return text;
    }

    const Dialect& dialect_;
    const Phrases& phrases_;
    Draft draft_;
    const Layout& layout_;
    const size_t most_;
    Compiled out_;
};

}  // namespace

Compiled compile(const Dialect& dialect, const Phrases& phrases, Draft draft)
{
    return Compiler(dialect, phrases, std::move(draft)).run();
}

}  // namespace animatize
