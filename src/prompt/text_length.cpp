#include "prompt/text_length.h"

#include <glib.h>

namespace animatize {
namespace {

size_t units(gunichar c, LengthUnit unit)
{
    return unit == LengthUnit::Utf16 && c > 0xffff ? 2 : 1;
}

size_t countWords(std::string_view text)
{
    size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        words += c != ' ' && !inside;
        inside = c != ' ';
    }
    return words;
}

// Overrides and isolates of the writing direction: they make a text show what it doesn't say.
bool isUnwanted(gunichar c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

std::string oneLine(const std::string& text)
{
    char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string line;
    for (const char* at = valid; *at; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (isUnwanted(c))
            continue;
        const bool blank = g_unichar_iscntrl(c) || g_unichar_isspace(c);
        if (!blank)
            line.append(at, static_cast<size_t>(g_utf8_next_char(at) - at));
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    g_free(valid);
    return line;
}

void trimEnd(std::string& text)
{
    while (!text.empty() && std::string_view(" ,.;:").find(text.back()) != std::string_view::npos)
        text.pop_back();
}

// The bytes that hold at most `most` units, never half a code point.
size_t bytesWithin(const std::string& text, LengthUnit unit, size_t most)
{
    const char* at = text.c_str();
    size_t used = 0;
    while (*at && used + units(g_utf8_get_char(at), unit) <= most) {
        used += units(g_utf8_get_char(at), unit);
        at = g_utf8_next_char(at);
    }
    return static_cast<size_t>(at - text.c_str());
}

}  // namespace

size_t lengthOf(std::string_view text, LengthUnit unit)
{
    if (unit == LengthUnit::Words)
        return countWords(text);
    size_t length = 0;
    const char* end = text.data() + text.size();
    for (const char* at = text.data(); at < end; at = g_utf8_next_char(at))
        length += units(g_utf8_get_char(at), unit);
    return length;
}

std::string cutToWords(const std::string& text, LengthUnit unit, size_t most)
{
    if (lengthOf(text, unit) <= most)
        return text;
    size_t end = 0;
    for (size_t blank = text.find(' '); blank != std::string::npos;
         blank = text.find(' ', blank + 1)) {
        if (lengthOf(std::string_view(text).substr(0, blank), unit) > most)
            break;
        end = blank;
    }
    if (end == 0 && unit != LengthUnit::Words)
        end = bytesWithin(text, unit, most);
    std::string cut = text.substr(0, end);
    trimEnd(cut);
    return cut;
}

std::string cleanText(const std::string& text, size_t most)
{
    std::string line = cutToWords(oneLine(text), LengthUnit::Characters, most);
    trimEnd(line);
    return line;
}

}  // namespace animatize
