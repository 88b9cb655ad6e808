#include "prompt/text_tokens.h"

#include <algorithm>
#include <memory>

#include <glib.h>

#include "prompt/text_words.h"

namespace animatize {
namespace {

constexpr size_t kLongest = 8192;

using Letters = std::u32string;

struct FreeText {
    void operator()(gchar* text) const { g_free(text); }
};

// Full-width letters, ligatures, blanks of all widths and the ellipsis have plain forms that mean
// the same. Others, such as superscripts and "№", don't.
bool isPlainlyCompatible(char32_t c)
{
    return (c >= 0xff01 && c <= 0xff5e) || (c >= 0xfb00 && c <= 0xfb06) || c == 0x2026 ||
           g_unichar_isspace(c);
}

bool losesMeaning(char32_t c)
{
    gunichar canonical[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gunichar compatible[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    const gsize most = G_UNICHAR_MAX_DECOMPOSITION_LENGTH;
    const gsize a = g_unichar_fully_decompose(c, FALSE, canonical, most);
    const gsize b = g_unichar_fully_decompose(c, TRUE, compatible, most);
    return !isPlainlyCompatible(c) &&
           !std::equal(canonical, canonical + a, compatible, compatible + b);
}

Letters lettersOf(const gchar* text)
{
    Letters letters;
    for (; *text != '\0'; text = g_utf8_next_char(text))
        letters += static_cast<char32_t>(g_utf8_get_char(text));
    return letters;
}

// NFKC, with one kind of apostrophe. None where that could change the meaning.
std::optional<Letters> plainLetters(std::string_view text)
{
    if (text.size() > kLongest || text.find('\0') != text.npos ||
        !g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr))
        return std::nullopt;
    const std::string whole(text);
    const Letters raw = lettersOf(whole.c_str());
    if (std::any_of(raw.begin(), raw.end(), losesMeaning))
        return std::nullopt;
    const std::unique_ptr<gchar, FreeText> normal(
        g_utf8_normalize(whole.c_str(), -1, G_NORMALIZE_ALL_COMPOSE));
    Letters letters = lettersOf(normal.get());
    std::replace(letters.begin(), letters.end(), char32_t{0x2019}, U'\'');
    return letters;
}

bool isPlainLetter(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool isDigit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool isPlain(char32_t c)
{
    return isPlainLetter(c) || isDigit(c);
}

bool isForeign(char32_t c)
{
    return !isPlain(c) && (g_unichar_isalnum(c) || g_unichar_ismark(c));
}

bool isQuote(char32_t c)
{
    return Letters(U"\"`´‘‚‛“”„«»‹›「」").find(c) != Letters::npos;
}

class Splitter {
  public:
    explicit Splitter(const Letters& letters) : letters_(letters) {}

    std::optional<TextTokens> split()
    {
        while (at_ < letters_.size() && !verbatim_)
            step();
        endWord();
        if (verbatim_)
            return std::nullopt;
        while (!tokens_.empty() && tokens_.back().isSeparator())
            tokens_.pop_back();
        return tokens_;
    }

  private:
    char32_t after(size_t steps = 1) const
    {
        return at_ + steps < letters_.size() ? letters_[at_ + steps] : U' ';
    }
    char32_t before() const { return at_ > 0 ? letters_[at_ - 1] : U' '; }

    void step()
    {
        const char32_t c = letters_[at_];
        verbatim_ = isForeign(c) || isQuote(c) || (c == U'\'' && !isPlain(before()));
        if (isPlain(c) || isInsideWord(c))
            word_ += static_cast<char>(c);
        else if (c == U'/' && (word_ == "w" || word_ == "W") && g_unichar_isspace(after()))
            word_ = "with";
        else
            mark(c);
        ++at_;
    }

    // "o'clock", "dogs'", "close-up", "b&w", "24/7", "1.5", "16:9", but "soft,light".
    bool isInsideWord(char32_t c) const
    {
        if (c == U'\'')
            return isPlain(before());
        if (!isPlain(before()) || !isPlain(after()))
            return false;
        if (c == U'-' || c == U'&' || c == U'/' || c == U'.')
            return c != U'.' || isDigit(before()) || isAbbreviation();
        return (c == U',' || c == U':') && isDigit(before()) && isDigit(after());
    }

    // "a.m.", "U.S.": single letters between dots.
    bool isAbbreviation() const { return at_ >= 1 && (at_ == 1 || !isPlain(letters_[at_ - 2])); }

    void mark(char32_t c)
    {
        endWord();
        if (c == U'\n')
            return separate('.');
        if (g_unichar_isspace(c) || g_unichar_iscntrl(c))
            return;
        if (c == U'&' && g_unichar_isspace(before()) && g_unichar_isspace(after()))
            return tokens_.push_back({TextToken::Kind::Word, "and"});
        if (isDash(c))
            return separate('-');
        if (Letters(U",;:.!()").find(c) != Letters::npos)
            return separate(static_cast<char>(c));
        char sign[6];
        const int size = g_unichar_to_utf8(c, sign);
        tokens_.push_back({TextToken::Kind::Sign, std::string(sign, static_cast<size_t>(size))});
    }

    // A hyphen that stands free, or a dash that joins no numbers.
    bool isDash(char32_t c) const
    {
        const auto free = [](char32_t side) { return g_unichar_isspace(side) || side == U'-'; };
        if (c == U'-')
            return free(before()) && free(after()) && (after() != U'-' || free(after(2)));
        return (c == 0x2013 || c == 0x2014) && !isDigit(before()) && !isDigit(after());
    }

    void separate(char mark)
    {
        if (!tokens_.empty() && tokens_.back().isSeparator())
            tokens_.back().text += mark;
        else if (!tokens_.empty())
            tokens_.push_back({TextToken::Kind::Separator, std::string(1, mark)});
    }

    void endWord()
    {
        if (!word_.empty())
            tokens_.push_back({TextToken::Kind::Word, word_});
        word_.clear();
    }

    const Letters& letters_;
    size_t at_ = 0;
    std::string word_;
    TextTokens tokens_;
    bool verbatim_ = false;
};

enum class Case { Lower, Capital, Upper, Mixed };

bool isUpper(char c)
{
    return g_ascii_isupper(c);
}

bool isLower(char c)
{
    return g_ascii_islower(c);
}

// Each part of a hyphenated word has its own capital: "Close-Up".
Case caseOf(const std::string& word)
{
    const auto uppers = std::count_if(word.begin(), word.end(), isUpper);
    const auto lowers = std::count_if(word.begin(), word.end(), isLower);
    if (uppers == 0)
        return Case::Lower;
    if (lowers == 0)
        return uppers == 1 && word.size() == 1 ? Case::Capital : Case::Upper;
    for (size_t i = 1; i < word.size(); ++i)
        if (isUpper(word[i]) && word[i - 1] != '-')
            return Case::Mixed;
    return isUpper(word[0]) ? Case::Capital : Case::Mixed;
}

std::string lowered(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), g_ascii_tolower);
    return word;
}

bool opensSentence(const TextTokens& tokens, size_t i)
{
    return i == 0 || tokens[i - 1].kind == TextToken::Kind::Sign ||
           (tokens[i - 1].isSeparator() &&
            tokens[i - 1].text.find_first_of(".!:") != std::string::npos);
}

struct Casing {
    bool shouted = true;  ///< no small letter at all
    bool titled = true;   ///< "Old Lighthouse in a Storm": no word of 4 letters is small
};

Casing casingOf(const TextTokens& tokens)
{
    Casing casing;
    int capitals = 0, words = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != TextToken::Kind::Word)
            continue;
        const Case of = caseOf(tokens[i].text);
        casing.shouted = casing.shouted && of != Case::Mixed &&
                         std::none_of(tokens[i].text.begin(), tokens[i].text.end(), isLower);
        ++words;
        if (tokens[i].text.size() < 4 || opensSentence(tokens, i))
            continue;
        casing.titled = casing.titled && of == Case::Capital;
        ++capitals;
    }
    casing.shouted = casing.shouted && words > 1;
    casing.titled = casing.titled && capitals > 1;
    return casing;
}

// A capital inside a sentence may be a name: "a portrait of Hunter". There it stays, as it does
// in words that are other words with it: "Polish", "US".
std::string folded(const std::string& word, bool opens, const Casing& casing)
{
    const Case of = caseOf(word);
    const std::string low = lowered(word);
    if (low == "i" || low.rfind("i'", 0) == 0)
        return low;
    if (of == Case::Lower || isWordWithCapital(low) || (of == Case::Upper && isAcronym(low)))
        return word;
    if (casing.shouted || of == Case::Upper)
        return low;
    return of == Case::Capital && (opens || casing.titled) ? low : word;
}

}  // namespace

std::optional<TextTokens> tokensOf(std::string_view text)
{
    const std::optional<Letters> letters = plainLetters(text);
    std::optional<TextTokens> tokens = letters ? Splitter(*letters).split() : std::nullopt;
    if (!tokens)
        return std::nullopt;
    const Casing casing = casingOf(*tokens);
    TextTokens soft = *tokens;
    for (size_t i = 0; i < soft.size(); ++i) {
        if (soft[i].kind != TextToken::Kind::Word)
            continue;
        soft[i].text = folded(soft[i].text, opensSentence(*tokens, i), casing);
        if (isForeignWord(lowered(soft[i].text)) || announcesLettering(lowered(soft[i].text)))
            return std::nullopt;
    }
    return soft;
}

}  // namespace animatize
