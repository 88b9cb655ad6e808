// The constraint compiler: clauses -> the text that one model takes.
//
// It keeps the model's constraints (dialect.h): order, length in its unit, how many clauses of a
// kind, negatives, what a start frame makes needless, its camera terms. What doesn't fit goes as
// whole clauses, the least important first, the later of a slot before the earlier, and is listed
// with the reason. Only when a single clause alone is too long is it cut, after a whole word.
#pragma once

#include <string>
#include <vector>

#include "prompt/dialect.h"
#include "prompt/phrases.h"

namespace animatize {

/// What there is to say.
struct Draft {
    std::vector<Clause> clauses;
    std::vector<std::string> avoid;  ///< nouns of the operator's; clauses bring their own
    std::string model;               ///< of the dialect, for its own limit; may be empty
    bool startFrame = false;         ///< the picture travels with the text
    int more = 0;                    ///< clauses of a slot more (bold) or fewer (subtle) than usual
};

struct Compiled {
    std::string text;
    std::string negative;      ///< only of dialects with a field for it
    std::vector<Clause> said;  ///< in the order of the draft
    std::vector<DroppedClause> dropped;
};

Compiled compile(const Dialect& dialect, const Phrases& phrases, Draft draft);

}  // namespace animatize
