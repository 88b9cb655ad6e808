// The pairs of requests of rewordings.json, as the caches see them.
#pragma once

#include <string>
#include <vector>

#include "prompt/shot_description.h"

namespace animatize::test {

struct RequestPair {
    std::string kind;
    std::string text;       ///< both, for messages
    bool heldBack = false;  ///< nothing was tuned on it
    ShotDescription a, b;
};

struct Rewordings {
    std::vector<RequestPair> different;   ///< never one answer for both
    std::vector<RequestPair> rewordings;  ///< the same shot
};

/// Ends the program with a message when the file is missing or wrong.
Rewordings readRewordings(const std::string& path);

}  // namespace animatize::test
