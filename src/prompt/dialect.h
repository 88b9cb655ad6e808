// Dialect: how one target model wants to be spoken to, as data (dialects/*.json): which clauses
// in which order, how they are joined, how long the text may be and in which unit, what becomes
// of negatives.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "prompt/clause.h"
#include "prompt/prompt.h"
#include "prompt/text_length.h"

namespace animatize {

struct Dialect {
    std::string name;
    bool still = false;                               ///< says movements as of a still picture
    std::vector<std::vector<std::string>> sentences;  ///< slots, in order; others are not said
    std::string within, between;  ///< joins clauses of a sentence, and sentences
    std::string end;              ///< of each sentence
    bool capital = false;         ///< sentences begin with a capital
    LengthUnit unit = LengthUnit::Characters;
    size_t most = 0;
    std::map<std::string, size_t> mostOf;  ///< movements of a slot
    std::vector<std::string> importance;   ///< slots, the most important first
    bool negativeField = false;
    std::string otherwise;  ///< the text when there is nothing to say

    bool says(const std::string& slot) const;
};

/// A dialect from the text of its file; the error names source and field.
Result<Dialect> readDialect(const std::string& json, const std::string& source);

/// The built-in dialects, sorted by name.
Result<std::vector<Dialect>> builtInDialects();

struct Fitted {
    std::string text;
    std::vector<Clause> said;
    std::vector<DroppedClause> dropped;
};

/// The clauses as a text of the dialect, within its length: whole clauses go, the least
/// important first, the later of a slot before the earlier. Only when a single clause alone is
/// too long is it cut, after a whole word.
Fitted fit(const Dialect& dialect, std::vector<Clause> clauses);

}  // namespace animatize
