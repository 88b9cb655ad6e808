// A small dialect to change, and what is wrong with a changed one.
#pragma once

#include <string>

#include "prompt/dialect.h"
#include "support/suite.h"

namespace animatize::test {

inline const std::string kDialect = R"({
    "schema": "animatize-dialects/1",
    "name": "test",
    "wording": "motion",
    "sentences": [["base", "camera"], ["style"], ["avoid"]],
    "within": ", ",
    "between": " ",
    "end": ".",
    "capital": true,
    "limit": {"unit": "words", "at-most": 6},
    "most": {"camera": 2},
    "importance": ["lead", "base", "camera", "keep", "style", "avoid"],
    "negatives": "none",
    "otherwise": "Nothing."
})";

inline std::string spoiled(const std::string& good, const std::string& bad)
{
    std::string json = kDialect;
    const size_t at = json.find(good);
    ck_assert_msg(at != std::string::npos, "no %s", good.c_str());
    return json.replace(at, good.size(), bad);
}

}  // namespace animatize::test
