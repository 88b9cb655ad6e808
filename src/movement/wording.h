// Wording: a text with places for measured values, compiled once.
//
//   "camera pans at {motion.camera-pan:2}, confidence {motion.camera-confidence:2}"
//   -> "camera pans at 0.21 widths/s, confidence 0.93"
//
// {FIELD} or {FIELD:N}: the value with N decimals (2 when not said) and its unit; shares are
// written in per cent. {+FIELD} leaves the sign out: the words around it say the way.
// {NAME} without a dot is a word that the caller gives, such as {direction} or {held}. Blanks
// that an empty word leaves behind are closed up. "{{" is not supported: rules need no braces.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "movement/evidence_fields.h"
#include "movement/fact.h"

namespace animatize {

class Wording {
  public:
    struct Part {
        std::string plain;                     ///< text in front of the value
        const EvidenceField* field = nullptr;  ///< or
        std::string word;                      ///< or neither: the end
        int decimals = 2;
        bool unsignedValue = false;
        size_t slot = 0;  ///< the caller's, of the field
    };

    /// Empty, or what is wrong with `text`. `words`: the names that may stand without a dot.
    std::string compile(const std::string& text, std::string_view words);

    std::vector<Part>& parts() { return parts_; }
    const std::vector<Part>& parts() const { return parts_; }

    using FactOf = std::function<Fact(const Part&)>;
    using WordOf = std::function<std::string(std::string_view)>;
    std::string fill(const FactOf& factOf, const WordOf& wordOf) const;

  private:
    std::string compilePart(std::string_view inside, std::string_view words, Part& part);

    std::vector<Part> parts_;
};

/// "0.21 widths/s", "12 %", "3", "yes", "pan-left".
std::string describe(const EvidenceField& field, const Fact& fact, int decimals);

/// `number` with a fixed count of decimals, never "-0.00".
std::string fixedNumber(double number, int decimals);

}  // namespace animatize
