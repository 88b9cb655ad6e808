#include "prompt/free_text.h"

#include <glib.h>

namespace animatize {

// Case, blanks at the ends and more than one in a row say nothing.
std::string softFreeText(std::string_view text)
{
    std::string soft;
    bool gap = false;
    for (const char c : text) {
        if (g_ascii_isspace(c)) {
            gap = !soft.empty();
            continue;
        }
        if (gap)
            soft += ' ';
        gap = false;
        soft += g_ascii_tolower(c);
    }
    return soft;
}

}  // namespace animatize
