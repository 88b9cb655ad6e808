#include "generate/quality/tone.h"

namespace animatize {

Tone toneOf(const LevelCounts& counts)
{
    constexpr int kClipSteps = 2, kMost = 255;
    constexpr double kFew = 0.001;
    Tone tone;
    for (int level = 0; level <= kMost; ++level)
        tone.mean += level * counts.shareOf(level);
    tone.darkest = counts.levelAt(kFew);
    tone.brightest = counts.levelAt(1.0 - kFew);
    tone.black = counts.shareUpTo(kClipSteps);
    tone.white = 1.0 - counts.shareUpTo(kMost - kClipSteps - 1);
    return tone;
}

}  // namespace animatize
