// The recorded shots of shots.json (record_shots.py): what was measured of thirty shots, and what
// the operator wanted.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "prompt/prompt_expander.h"
#include "record/record.h"

namespace animatize::test {

struct RecordedShot {
    struct Frame {
        uint64_t pts = 0;
        Record motion, scene;
    };
    std::string name;
    PromptSettings settings;
    std::vector<Frame> frames;
};

/// Fails the case when the file isn't as it should be.
std::vector<RecordedShot> recordedShots();

/// The prompts of the shot's last frame, by target.
std::map<std::string, Prompt> promptsOf(const RecordedShot& shot);

}  // namespace animatize::test
