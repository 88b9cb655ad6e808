#include "generate/numbered_path.h"

#include <charconv>

namespace animatize {
namespace {

constexpr size_t kMostWidth = 20;  // digits of the largest 64-bit number

Error complaint(const std::string& pattern, const std::string& what)
{
    return {"the location \"" + pattern + "\" " + what +
            "; it needs exactly one %d such as %05d, and %% for a percent sign"};
}

/// A conversion after its percent sign: fill, width, and how many characters it takes.
struct Conversion {
    char fill = ' ';
    size_t width = 0;
    size_t length = 0;  ///< 0: not a number conversion
};

Conversion conversionAt(const std::string& pattern, size_t at)
{
    Conversion found;
    const char* const begin = pattern.data() + at;
    const char* const end = pattern.data() + pattern.size();
    if (begin < end && *begin == '0')
        found.fill = '0';
    const auto [next, error] = std::from_chars(begin, end, found.width);
    const bool readable = error != std::errc::result_out_of_range && found.width <= kMostWidth;
    if (readable && next < end && *next == 'd')
        found.length = static_cast<size_t>(next - begin) + 1;
    return found;
}

}  // namespace

Result<NumberedPath> NumberedPath::parse(const std::string& pattern)
{
    if (pattern.find('\0') != std::string::npos)
        return complaint(pattern.c_str(), "has a zero byte in it");
    NumberedPath path;
    bool numbered = false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        std::string& part = numbered ? path.after_ : path.before_;
        if (pattern[i] != '%') {
            part += pattern[i];
            continue;
        }
        if (pattern.compare(i, 2, "%%") == 0) {
            part += pattern[i++];
            continue;
        }
        const Conversion conversion = conversionAt(pattern, i + 1);
        if (conversion.length == 0)
            return complaint(pattern, "has a % that is neither %d nor %%");
        if (numbered)
            return complaint(pattern, "has more than one %d");
        path.width_ = conversion.width;
        path.fill_ = conversion.fill;
        numbered = true;
        i += conversion.length;
    }
    if (!numbered)
        return complaint(pattern, "has no %d, so every file would replace the one before");
    return path;
}

std::string NumberedPath::at(uint64_t number) const
{
    const std::string digits = std::to_string(number);
    const size_t pad = width_ > digits.size() ? width_ - digits.size() : 0;
    return before_ + std::string(pad, fill_) + digits + after_;
}

}  // namespace animatize
