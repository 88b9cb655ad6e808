// What is known of English words, written by hand: where a text must be left as it is, which forms
// are of one verb, and what is said of the whole shot.
#pragma once

#include <string>
#include <string_view>

namespace animatize {

/// One of the words of a list parted by single blanks.
bool isAmong(std::string_view word, std::string_view list);

/// A word of another language: then nothing here is true of the text.
bool isForeignWord(const std::string& word);
/// What follows is read, not seen: "a sign that says ...".
bool announcesLettering(const std::string& word);
/// Another word, or a name, when it is written with a capital: polish and Polish.
bool isWordWithCapital(const std::string& word);
/// Another word when it is written in capitals: us and US.
bool isAcronym(const std::string& word);
/// no, without, never, don't ...: what they govern depends on each comma.
bool isNegation(const std::string& word);
bool isPreposition(const std::string& word);

enum class VerbUse {
    None,
    Verb,   ///< "reads": no noun that makes sense behind "the dog"
    Either  ///< "walks": also the plural of a noun
};
struct VerbForm {
    VerbUse use = VerbUse::None;
    std::string_view base;
    bool ing = false;  ///< else the form with s
};
/// The verb that a form with -s or -ing belongs to, of those that are listed.
VerbForm verbForm(const std::string& word);
/// May be any form of a verb, listed or not: then who does what is open.
bool mayBeVerb(const std::string& word);

enum class TagKind { None, Style, Size, Speed, Time };
/// What a part between commas says of the whole shot and of nothing in it.
TagKind tagKind(const std::string& part);

}  // namespace animatize
