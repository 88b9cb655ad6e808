#include "base/utf8.h"

#include <algorithm>

#include <glib.h>

namespace animatize {

std::string validUtf8(std::string_view text, size_t most)
{
    // Mending makes no text shorter, so no more than this can show; the last character, which may
    // be halved here, begins behind `most`.
    const size_t enough = text.size() - std::min(text.size(), most) > 4 ? most + 4 : text.size();
    char* made = g_utf8_make_valid(text.data(), static_cast<gssize>(enough));
    std::string valid(made);
    g_free(made);
    if (valid.size() <= most)
        return valid;
    size_t end = most;
    // Back from the middle of a character to its first byte.
    while (end > 0 && (static_cast<unsigned char>(valid[end]) & 0xc0) == 0x80)
        --end;
    valid.resize(end);
    return valid;
}

}  // namespace animatize
