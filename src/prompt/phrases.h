// Phrases: what the operator's settings are in words, and what is wanted instead of what isn't
// (phrases.json).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace animatize {

class Phrases {
  public:
    /// From the text of the file; the error names source and field.
    static Result<Phrases> read(const std::string& json, const std::string& source);
    static Result<Phrases> builtIn();

    /// Of a moving or a still picture; empty where there is nothing to say (balanced).
    std::string intensity(const std::string& name, bool still) const;
    /// "melancholy" -> "melancholy mood".
    std::string mood(const std::string& name) const;
    /// "keeping the framing and the light unchanged"; empty for an empty list.
    std::string keep(const std::vector<std::string>& what) const;
    /// What is wanted where `noun` isn't; absent when that can't be said.
    std::optional<std::string> positive(const std::string& noun) const;
    /// "Avoid camera shake, zoom", without the full stop.
    std::string avoid(const std::vector<std::string>& nouns) const;

  private:
    struct Pair {
        std::string motion, still;
    };
    std::map<std::string, Pair> intensities_;
    std::map<std::string, std::string> kept_, positives_;
    std::string mood_, keep_, avoid_;  ///< with {} for the words
};

}  // namespace animatize
