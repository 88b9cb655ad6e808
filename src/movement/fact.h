// Fact: the value of one field of Evidence at one frame: a number, a word, or not known.
#pragma once

#include <optional>
#include <string_view>

namespace animatize {

struct Fact {
    enum class Kind { Absent, Number, Text };

    Kind kind = Kind::Absent;
    double number = 0.0;
    std::string_view text;  ///< into a record or a literal; lives as long as the records do

    Fact() = default;
    Fact(double value) : kind(Kind::Number), number(value) {}      // NOLINT
    Fact(std::string_view word) : kind(Kind::Text), text(word) {}  // NOLINT
    Fact(const std::optional<double>& value)                       // NOLINT
        : kind(value ? Kind::Number : Kind::Absent), number(value.value_or(0.0))
    {}

    bool known() const { return kind != Kind::Absent; }
    bool isNumber() const { return kind == Kind::Number; }
    bool isText() const { return kind == Kind::Text; }
};

}  // namespace animatize
