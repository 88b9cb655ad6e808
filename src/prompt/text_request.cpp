#include "prompt/text_request.h"

#include <algorithm>

#include "prompt/text_words.h"

namespace animatize {
namespace {

constexpr std::string_view kGreetings = "hi hello hey ok okay so well um uh erm please";
constexpr std::string_view kArticles = "a an the";

// Longer ones first where one begins with another. "," is any separator.
constexpr std::string_view kQuestions[] = {"can you", "could you", "would you", "will you"};
constexpr std::string_view kWholeQuestions[] = {
    "can we have",  "can we get",  "can we see",  "can i have",    "can i get",   "can i see",
    "could i have", "could i get", "could i see", "could we have", "could we see"};
constexpr std::string_view kStatements[] = {"i want to see",
                                            "i want",
                                            "i would like to see",
                                            "i would like to have",
                                            "i would like",
                                            "i would love to see",
                                            "i would love",
                                            "i need",
                                            "we want to see",
                                            "we want",
                                            "we need",
                                            "let us see",
                                            "we see",
                                            "there is",
                                            "there are"};
constexpr std::string_view kStages[] = {"in this shot", "in this scene", "in this video",
                                        "in this clip", "in this image"};
constexpr std::string_view kToMe[] = {"show me", "show us", "give me",
                                      "give us", "make me", "make us"};
constexpr std::string_view kCreate[] = {"create", "generate", "render", "produce"};
constexpr std::string_view kMedia[] = {"a video of",   "a clip of",    "an image of",
                                       "a picture of", "the video of", "the image of"};

class Reader {
  public:
    explicit Reader(const TextTokens& tokens) : tokens_(tokens), end_(tokens.size()) {}

    TextTokens read()
    {
        const bool polite = greet();
        asked_ = ask(polite);
        if (!asked_)
            at_ = afterGreeting_;
        thank(polite);
        if (at_ >= end_)
            return tokens_;
        return {tokens_.begin() + static_cast<long>(at_),
                tokens_.begin() + static_cast<long>(end_)};
    }

  private:
    bool isAt(size_t at, std::string_view word) const
    {
        if (at >= end_)
            return false;
        return word == "," ? tokens_[at].isSeparator() : tokens_[at].isWord(word);
    }
    bool isArticle(size_t at) const
    {
        return at < end_ && tokens_[at].kind == TextToken::Kind::Word &&
               isAmong(tokens_[at].text, kArticles);
    }

    bool take(std::string_view phrase)
    {
        size_t at = at_;
        while (!phrase.empty()) {
            const std::string_view word = phrase.substr(0, phrase.find(' '));
            if (!isAt(at++, word))
                return false;
            phrase.remove_prefix(std::min(word.size() + 1, phrase.size()));
        }
        at_ = at;
        return true;
    }
    template <size_t N>
    bool takeOne(const std::string_view (&phrases)[N])
    {
        return std::any_of(std::begin(phrases), std::end(phrases),
                           [&](std::string_view phrase) { return take(phrase); });
    }

    // "well dressed" is no greeting: there is a comma behind one.
    bool greet()
    {
        bool polite = false;
        while (at_ + 1 < end_ && tokens_[at_].kind == TextToken::Kind::Word &&
               isAmong(tokens_[at_].text, kGreetings) && tokens_[at_ + 1].isSeparator()) {
            polite = polite || tokens_[at_].text == "please";
            at_ += 2;
        }
        take("basically");
        afterGreeting_ = at_;
        return polite;
    }

    bool ask(bool polite)
    {
        polite = take("please") || polite;
        if (takeOne(kQuestions)) {
            question_ = true;
            take("please");
            return order(true);
        }
        if (takeOne(kWholeQuestions))
            return question_ = true;
        const size_t start = at_;
        if (takeOne(kStages) && (take(","), true) && !take("we see"))
            at_ = start;
        if (isAt(at_, "imagine") && at_ + 1 < end_ && isArticle(at_ + 1))
            return take("imagine");
        return at_ > start || takeOne(kStatements) || order(polite);
    }

    // Without a "please" it is taken for an order only when it can be nothing else: "make a mess,
    // two children".
    bool order(bool polite)
    {
        if (takeOne(kToMe))
            return true;
        const bool alone = std::none_of(tokens_.begin(), tokens_.end(),
                                        [](const TextToken& t) { return t.isSeparator(); });
        const size_t start = at_;
        if (take("make it") && isArticle(at_) && (polite || alone))
            return true;
        at_ = start;
        const bool make = polite && (take("make") || take("show"));
        if (!make && !takeOne(kCreate))
            return false;
        if (takeOne(kMedia))
            return true;
        return isArticle(at_) && (polite || alone);
    }

    // "toys that please": without a comma only where something was asked for.
    void thank(bool polite)
    {
        if (question_ && tokens_[end_ - 1].text == "?")
            --end_;
        const bool two = end_ >= at_ + 2 && isAt(end_ - 2, "thank") && isAt(end_ - 1, "you");
        const bool one = end_ > at_ && (isAt(end_ - 1, "please") || isAt(end_ - 1, "thanks"));
        const size_t length = two ? 2 : one ? 1 : 0;
        if (length == 0 || end_ < at_ + length + 1)
            return;
        const bool parted = tokens_[end_ - length - 1].isSeparator();
        if (parted || asked_ || polite)
            end_ -= length + (parted ? 1 : 0);
        if (question_ && end_ > at_ && tokens_[end_ - 1].text == "?")
            --end_;
    }

    const TextTokens& tokens_;
    size_t at_ = 0, end_, afterGreeting_ = 0;
    bool asked_ = false, question_ = false;
};

}  // namespace

TextTokens withoutRequest(const TextTokens& tokens)
{
    return tokens.empty() ? tokens : Reader(tokens).read();
}

}  // namespace animatize
