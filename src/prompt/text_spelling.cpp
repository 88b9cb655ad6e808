#include "prompt/text_spelling.h"

#include <algorithm>

#include "prompt/text_words.h"

namespace animatize {
namespace {

struct Spelling {
    std::string_view from, to;
};

// Pairs whose other member is a word of its own stay apart: storey, whisky, draught, programme,
// cheque, metre. So do words that two countries use for different things: pavement, football.
constexpr Spelling kSpellings[] = {
    {"color", "colour"},
    {"colors", "colours"},
    {"colored", "coloured"},
    {"colorful", "colourful"},
    {"colorless", "colourless"},
    {"multicolored", "multicoloured"},
    {"gray", "grey"},
    {"center", "centre"},
    {"centered", "centred"},
    {"theater", "theatre"},
    {"theaters", "theatres"},
    {"harbor", "harbour"},
    {"harbors", "harbours"},
    {"neighbor", "neighbour"},
    {"neighbors", "neighbours"},
    {"neighborhood", "neighbourhood"},
    {"armor", "armour"},
    {"armored", "armoured"},
    {"jewelry", "jewellery"},
    {"mustache", "moustache"},
    {"pajamas", "pyjamas"},
    {"airplane", "aeroplane"},
    {"airplanes", "aeroplanes"},
    {"aluminum", "aluminium"},
    {"traveling", "travelling"},
    {"traveler", "traveller"},
    {"travelers", "travellers"},
    {"plow", "plough"},
    {"plowed", "ploughed"},
    {"fiber", "fibre"},
    {"fibers", "fibres"},
    {"somber", "sombre"},
    {"saber", "sabre"},
    {"specter", "spectre"},
    {"luster", "lustre"},
    {"cozy", "cosy"},
    {"moldy", "mouldy"},
    {"smoldering", "smouldering"},
    {"donut", "doughnut"},
    {"donuts", "doughnuts"},
    {"yogurt", "yoghurt"},
    {"catalog", "catalogue"},
    {"odor", "odour"},
    {"vapor", "vapour"},
    {"parlor", "parlour"},
    {"splendor", "splendour"},
    {"glamor", "glamour"},
    {"behavior", "behaviour"},
    {"laborer", "labourer"},
    {"laborers", "labourers"},
    {"favorite", "favourite"},
    {"stylized", "stylised"},
    {"organized", "organised"},
    {"marvelous", "marvellous"},
    {"woolen", "woollen"},
    {"skeptical", "sceptical"},
    {"artifact", "artefact"},
    {"ax", "axe"},
    {"gray-haired", "grey-haired"},
    // Film.
    {"closeup", "close-up"},
    {"closeups", "close-ups"},
    {"slowmo", "slow-motion"},
    {"slow-mo", "slow-motion"},
    {"slo-mo", "slow-motion"},
    {"slomo", "slow-motion"},
    {"timelapse", "time-lapse"},
    {"b&w", "black-and-white"},
    {"b/w", "black-and-white"},
    {"dof", "depth-of-field"},
    {"photo-realistic", "photorealistic"},
    {"hyper-realistic", "hyperrealistic"},
    {"hand-held", "handheld"},
    {"back-lit", "backlit"},
    {"front-lit", "frontlit"},
    {"candle-lit", "candlelit"},
    {"moon-lit", "moonlit"},
    {"sun-lit", "sunlit"},
    {"anticlockwise", "counterclockwise"},
    {"anti-clockwise", "counterclockwise"},
    {"counter-clockwise", "counterclockwise"},
    {"birdseye", "bird's-eye"},
    {"birds-eye", "bird's-eye"},
    {"photograph", "photo"},
    {"photographs", "photos"},
    {"tv", "television"},
    {"tvs", "televisions"},
    {"w/o", "without"},
    {"cannot", "can-not"},
    {"can't", "can-not"},
    // Numbers. Not 1: "one" is also a pronoun, "no 1" a number.
    {"two", "2"},
    {"three", "3"},
    {"four", "4"},
    {"five", "5"},
    {"six", "6"},
    {"seven", "7"},
    {"eight", "8"},
    {"nine", "9"},
    {"ten", "10"},
    {"eleven", "11"},
    {"twelve", "12"},
    // Misspellings that are no words.
    {"cinamatic", "cinematic"},
    {"cinematc", "cinematic"},
    {"beatiful", "beautiful"},
    {"beautifull", "beautiful"},
    {"portait", "portrait"},
    {"protrait", "portrait"},
    {"baloon", "balloon"},
    {"restaraunt", "restaurant"},
    {"restaurent", "restaurant"},
    {"backround", "background"},
    {"foregound", "foreground"},
    {"mountian", "mountain"},
    {"mountians", "mountains"},
    {"silhoutte", "silhouette"},
    {"silouette", "silhouette"},
    {"photorealisitc", "photorealistic"},
    {"realisitc", "realistic"},
    {"umberella", "umbrella"},
    {"cemetary", "cemetery"},
    {"enviroment", "environment"},
    {"vaccum", "vacuum"},
    {"lanscape", "landscape"},
    {"landscpae", "landscape"},
    {"charachter", "character"},
    {"backgroud", "background"},
    {"moton", "motion"},
    {"womann", "woman"},
};

// A phrase in several words is one word only where it can't be read otherwise: "flowers close up
// at night". `before` and `after` list the words beside it of which one must be there, "," for
// the end of the part; empty: any. With hyphens it is one word in any place.
struct Phrase {
    std::string_view words, to, before, after;
};
constexpr std::string_view kShotNouns =
    "film footage photo photos photography image images movie pictures shot portrait video still";
constexpr Phrase kPhrases[] = {
    {"close up", "close-up", "", "of shot view portrait"},
    {"close up", "close-up", "a an the in extreme medium tight", ""},
    {"close up", "close-up", ",", ","},
    {"slow motion", "slow-motion", "", ", of a an the shot video footage film"},
    {"time lapse", "time-lapse", "", ", of shot video footage film"},
    {"black and white", "black-and-white", "", kShotNouns},
    {"low angle", "low-angle", "", ", shot view of"},
    {"high angle", "high-angle", "", ", shot view of"},
    {"dutch angle", "dutch-angle", "", ", shot view of"},
    {"wide angle", "wide-angle", "", ", shot view of lens"},
    {"over the shoulder", "over-the-shoulder", "", "shot view"},
    {"bird's eye", "bird's-eye", "", "view"},
    {"birds eye", "bird's-eye", "", "view"},
    {"point of view", "pov", "", "shot"},
    {"depth of field", "depth-of-field", "", ""},
    {"hand held", "handheld", "", "camera shot footage look style"},
    {"photo realistic", "photorealistic", "", ""},
    {"hyper realistic", "hyperrealistic", "", ""},
    {"high contrast", "high-contrast", "", ""},
    {"low contrast", "low-contrast", "", ""},
    {"high key", "high-key", "", "portrait light lighting shot look"},
    {"low key", "low-key", "", "portrait light lighting shot look"},
    {"high resolution", "high-resolution", "", ""},
    {"out of focus", "out-of-focus", "", ""},
    {"well lit", "well-lit", "", ""},
    {"long haired", "long-haired", "", ""},
    {"short haired", "short-haired", "", ""},
    {"blue eyed", "blue-eyed", "", ""},
    {"green eyed", "green-eyed", "", ""},
    {"brown eyed", "brown-eyed", "", ""},
    {"zoom in", "zoom in", "", ""},
    {"zoom out", "zoom out", "", ""},
    {"push in", "push in", "", ""},
    {"dolly in", "dolly in", "", ""},
    {"dolly out", "dolly out", "", ""},
    {"pan left", "pan left", "", ""},
    {"pan right", "pan right", "", ""},
    {"tilt up", "tilt up", "", ""},
    {"tilt down", "tilt down", "", ""},
    {"movie", "film", "", "poster star scene trailer set director theatre"},
    {"35 mm", "35mm", "", ""},
    {"16 mm", "16mm", "", ""},
    {"50 mm", "50mm", "", ""},
    {"70 mm", "70mm", "", ""},
    {"85 mm", "85mm", "", ""},
    {"24 fps", "24fps", "", ""},
    {"60 fps", "60fps", "", ""},
    {"120 fps", "120fps", "", ""},
    {"can not", "can-not", "", ""},
};

struct Contraction {
    std::string_view from, first, second;
};
constexpr Contraction kContractions[] = {
    {"don't", "do", "not"},     {"doesn't", "does", "not"}, {"didn't", "did", "not"},
    {"isn't", "is", "not"},     {"aren't", "are", "not"},   {"wasn't", "was", "not"},
    {"weren't", "were", "not"}, {"won't", "will", "not"},   {"hasn't", "has", "not"},
    {"haven't", "have", "not"}, {"i'd", "i", "would"},      {"i'm", "i", "am"},
    {"there's", "there", "is"}, {"it's", "it", "is"},       {"let's", "let", "us"},
};

}  // namespace

std::string spelledAlike(const std::string& word)
{
    for (const Spelling& spelling : kSpellings)
        if (spelling.from == word)
            return std::string(spelling.to);
    return word;
}

std::optional<std::pair<std::string, std::string>> uncontracted(const std::string& word)
{
    for (const Contraction& contraction : kContractions)
        if (contraction.from == word)
            return std::pair(std::string(contraction.first), std::string(contraction.second));
    return std::nullopt;
}

namespace {

// The words from `at` on that make up `words`, hyphens read as blanks; 0 when they don't.
size_t lengthAt(const TextTokens& tokens, size_t at, std::string_view words, bool& hyphened)
{
    if (tokens[at].text.front() != words.front())
        return 0;
    std::string read;
    for (size_t i = at; i < tokens.size() && tokens[i].kind == TextToken::Kind::Word; ++i) {
        std::string word = tokens[i].text;
        hyphened = i == at && word.find('-') != word.npos;
        std::replace(word.begin(), word.end(), '-', ' ');
        if (!read.empty())
            read += ' ';
        read += word;
        if (read == words)
            return i - at + 1;
        if (words.compare(0, read.size(), read) != 0)
            return 0;
    }
    return 0;
}

std::string neighbour(const TextTokens& tokens, size_t i)
{
    return i < tokens.size() && tokens[i].kind == TextToken::Kind::Word ? tokens[i].text : ",";
}

bool fits(const std::string& word, std::string_view list)
{
    return list.empty() || isAmong(word, list);
}

// How many words from `at` on are the phrase, where it may stand for one word.
size_t phraseLength(const TextTokens& tokens, size_t at, const Phrase& phrase)
{
    bool hyphened = false;
    const size_t length = lengthAt(tokens, at, phrase.words, hyphened);
    if (length == 0 || (length == 1 && hyphened))
        return length;
    const std::string before = at == 0 ? "," : neighbour(tokens, at - 1);
    const bool fitting =
        fits(before, phrase.before) && fits(neighbour(tokens, at + length), phrase.after);
    return fitting ? length : 0;
}

}  // namespace

TextTokens withPhrases(const TextTokens& tokens)
{
    TextTokens joined;
    for (size_t i = 0; i < tokens.size();) {
        size_t length = 0;
        for (const Phrase& phrase : kPhrases) {
            length = phraseLength(tokens, i, phrase);
            if (length == 0)
                continue;
            joined.push_back({TextToken::Kind::Word, std::string(phrase.to)});
            break;
        }
        if (length == 0)
            joined.push_back(tokens[i]);
        i += std::max<size_t>(length, 1);
    }
    return joined;
}

}  // namespace animatize
