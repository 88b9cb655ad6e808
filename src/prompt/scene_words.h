// SceneWords: what the scene record is in words (scene_words.json): per slot the first entry
// whose conditions are met. Only measured fields are put into words.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "movement/condition.h"
#include "movement/evidence.h"
#include "prompt/clause.h"

namespace animatize {

class SceneWords {
  public:
    /// From the text of the file; the error names source, entry and field.
    static Result<SceneWords> read(const std::string& json, const std::string& source);
    static Result<SceneWords> builtIn();

    std::vector<Clause> clauses(const Evidence& evidence) const;

  private:
    struct Entry {
        std::string slot, say;
        std::vector<Condition> all;
    };
    std::vector<Entry> entries_;
};

}  // namespace animatize
