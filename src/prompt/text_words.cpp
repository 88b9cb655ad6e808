#include "prompt/text_words.h"

#include <algorithm>
#include <array>

namespace animatize {
namespace {

struct Verb {
    std::string_view base, s, ing;
    VerbUse use;
};
// Verbs whose two forms are no other words. Left out: leaves, flies, falls, lies.
constexpr Verb kVerbs[] = {
    {"walk", "walks", "walking", VerbUse::Either},
    {"run", "runs", "running", VerbUse::Either},
    {"jump", "jumps", "jumping", VerbUse::Either},
    {"stand", "stands", "standing", VerbUse::Either},
    {"dance", "dances", "dancing", VerbUse::Either},
    {"smile", "smiles", "smiling", VerbUse::Verb},
    {"look", "looks", "looking", VerbUse::Either},
    {"turn", "turns", "turning", VerbUse::Either},
    {"cross", "crosses", "crossing", VerbUse::Either},
    {"cut", "cuts", "cutting", VerbUse::Either},
    {"rise", "rises", "rising", VerbUse::Either},
    {"work", "works", "working", VerbUse::Either},
    {"ride", "rides", "riding", VerbUse::Either},
    {"climb", "climbs", "climbing", VerbUse::Either},
    {"swim", "swims", "swimming", VerbUse::Either},
    {"float", "floats", "floating", VerbUse::Either},
    {"laugh", "laughs", "laughing", VerbUse::Either},
    {"sit", "sits", "sitting", VerbUse::Verb},
    {"sleep", "sleeps", "sleeping", VerbUse::Verb},
    {"read", "reads", "reading", VerbUse::Verb},
    {"write", "writes", "writing", VerbUse::Verb},
    {"sing", "sings", "singing", VerbUse::Verb},
    {"eat", "eats", "eating", VerbUse::Verb},
    {"carry", "carries", "carrying", VerbUse::Verb},
    {"enter", "enters", "entering", VerbUse::Verb},
    {"kneel", "kneels", "kneeling", VerbUse::Verb},
    {"wait", "waits", "waiting", VerbUse::Verb},
    {"gallop", "gallops", "galloping", VerbUse::Either},
    {"crawl", "crawls", "crawling", VerbUse::Either},
    {"follow", "follows", "following", VerbUse::Verb},
};

struct Tag {
    std::string_view part;
    TagKind kind;
};
constexpr Tag kTags[] = {
    {"cinematic", TagKind::Style},      {"photorealistic", TagKind::Style},
    {"film grain", TagKind::Style},     {"35mm film", TagKind::Style},
    {"16mm film", TagKind::Style},      {"highly detailed", TagKind::Style},
    {"close-up", TagKind::Size},        {"extreme close-up", TagKind::Size},
    {"medium close-up", TagKind::Size}, {"wide shot", TagKind::Size},
    {"medium shot", TagKind::Size},     {"long shot", TagKind::Size},
    {"full shot", TagKind::Size},       {"slow-motion", TagKind::Speed},
    {"in slow-motion", TagKind::Speed}, {"time-lapse", TagKind::Speed},
    {"at night", TagKind::Time},        {"at noon", TagKind::Time},
    {"at dawn", TagKind::Time},         {"at dusk", TagKind::Time},
    {"at sunrise", TagKind::Time},      {"at sunset", TagKind::Time},
    {"at midnight", TagKind::Time},     {"golden hour", TagKind::Time},
    {"blue hour", TagKind::Time},
};

constexpr std::string_view kForeign =
    "der das den dem des ein eine einen einem einer eines und mit ohne nicht auf unter hinter "
    "zwischen mann frau hund le les un une et avec sans dans sur du au aux est pas homme femme "
    "el los las una uno unos unas y con por para del hombre mujer perro il gli di che nel della "
    "uomo donna os uma com het een van zonder och utan ett jest";
constexpr std::string_view kLettering =
    "sign signs banner banners title titled caption captioned label labels labelled labeled logo "
    "lettering letters inscription inscribed text texts word words named name names called says "
    "saying say said spells spelling slogan written headline subtitle subtitles password graffiti "
    "neon-sign quote initials tattoo";
// Names first, then what the capital makes something else.
constexpr std::string_view kCapitals =
    "hunter fisher baker smith miller cook carter mason cooper taylor turner tanner walker weaver "
    "potter porter parker archer bishop queen prince duke earl dean abbot pope rose lily daisy "
    "iris ivy olive violet hazel heather holly poppy jasmine ginger amber ruby pearl coral jade "
    "crystal grace hope faith joy charity patience melody harmony summer april june dawn eve star "
    "skye cliff brook mark will jack frank rob bob sue pat art ray ron don guy jimmy drew chase "
    "chuck buck wolf fox drake robin martin jay phoenix angel saint max ace hank gene miles chip "
    "rich sandy rusty misty stormy polish turkey china march may august cork reading chile guinea "
    "java champagne cologne job jordan mercury mars earth amazon apple jaguar mustang beetle shell "
    "target oracle windows word thing lent hull wells dover cuba panama bristol hamburg frankfurt "
    "lima mobile buffalo orange nice bath";
// Another word in capitals only.
constexpr std::string_view kAcronyms =
    "us it who aids led ice act pin sat ram cat mac pan id pa ma la al mt md de";
constexpr std::string_view kNegations =
    "no not never none without neither nor nobody nothing nowhere no-one can-not cannot hardly "
    "barely scarcely except excluding exclude avoid minus lacking lack lacks but unless instead "
    "rather only";
constexpr std::string_view kPrepositions =
    "in on at of to from by with over under above below behind before beside besides between among "
    "into onto off out through across along around past near against towards toward about after "
    "inside outside within beyond beneath underneath upon amid amidst during until till since as "
    "like per via for opposite atop up down left right next";
// Past forms that don't end in -ed, forms of be, have, do, and what opens another clause.
constexpr std::string_view kIrregular =
    "held seen bitten hit caught driven ridden taken led fed worn drawn shown known thrown left "
    "lost hung hidden kept bound built bought brought sold told made found forgotten frozen broken "
    "torn shot struck stuck cut put set sat stood lain laid fought felt swept swung slung spun "
    "given written eaten chosen stolen woken bent burnt dealt dug met paid sent shaken shut "
    "ate began bled blew bred came chose clung crept drank drew drove fell fled flew forgave "
    "forgot froze gave got grew hid knew lay leapt lent lit meant ran rang rode rose sang sank saw "
    "shone shook spat sped spent spoke sprang stole strode stung swore swam taught thought threw "
    "took tore understood went wept woke won wore wove wrote heard read let said bit "
    "is are was were be been being has have had do does did can could may might must shall should "
    "will would who whom whose which that while when as and or then";
constexpr std::string_view kIngNouns = "morning evening king ring wing ceiling thing";

}  // namespace

bool isAmong(std::string_view word, std::string_view list)
{
    if (word.empty() || word.find(' ') != word.npos)
        return false;
    for (size_t at = list.find(word); at != list.npos; at = list.find(word, at + 1)) {
        const size_t end = at + word.size();
        if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' '))
            return true;
    }
    return false;
}

bool isForeignWord(const std::string& word)
{
    return isAmong(word, kForeign);
}

bool announcesLettering(const std::string& word)
{
    return isAmong(word, kLettering);
}

bool isWordWithCapital(const std::string& word)
{
    return isAmong(word, kCapitals);
}

bool isAcronym(const std::string& word)
{
    return isAmong(word, kAcronyms);
}

bool isNegation(const std::string& word)
{
    const bool contracted = word.size() > 3 && word.compare(word.size() - 3, 3, "n't") == 0;
    return contracted || isAmong(word, kNegations);
}

bool isPreposition(const std::string& word)
{
    return isAmong(word, kPrepositions);
}

VerbForm verbForm(const std::string& word)
{
    for (const Verb& verb : kVerbs)
        if (word == verb.s || word == verb.ing)
            return {verb.use, verb.base, word == verb.ing};
    return {};
}

bool mayBeVerb(const std::string& word)
{
    const auto ends = [&](std::string_view end) {
        return word.size() > end.size() + 1 &&
               std::string_view(word).substr(word.size() - end.size()) == end;
    };
    if (word.find('-') != word.npos)
        return false;
    if (isAmong(word, kIrregular) || verbForm(word).use != VerbUse::None)
        return true;
    return ends("ed") || (ends("ing") && !isAmong(word, kIngNouns));
}

TagKind tagKind(const std::string& part)
{
    for (const Tag& tag : kTags)
        if (tag.part == part)
            return tag.kind;
    return TagKind::None;
}

}  // namespace animatize
