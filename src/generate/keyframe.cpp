#include "generate/keyframe.h"

namespace animatize {

Record toRecord(const Keyframe& keyframe)
{
    Record record("AnimatizeKeyframe");
    record.add("frame-width", static_cast<uint32_t>(keyframe.image.cols));
    record.add("frame-height", static_cast<uint32_t>(keyframe.image.rows));
    if (!keyframe.promptId.empty())
        record.add("prompt-id", keyframe.promptId);
    if (keyframe.shotId != 0)
        record.add("shot-id", keyframe.shotId);
    record.add("source-pts", keyframe.sourcePts)
        .add("index", keyframe.index)
        .add("count", keyframe.count)
        .add("backend", keyframe.backend)
        .add("model", keyframe.model)
        .add("seed", keyframe.seed)
        .add("cached", keyframe.cached)
        .add("attempts", keyframe.attempts)
        .add("elapsed", keyframe.elapsed)
        .add("quality", keyframe.quality)
        .add("digital-source-type", keyframe.digitalSourceType);
    if (keyframe.trace)
        record.add("trace-id", textOf(keyframe.trace.trace));
    if (!keyframe.location.empty())
        record.add("location", keyframe.location);
    return record;
}

uint64_t derivedSeed(uint64_t shotId, const Nanoseconds& sourcePts)
{
    // Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).
    uint64_t z = shotId * 0x9E3779B97F4A7C15u + sourcePts.value.value_or(0);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z = (z ^ (z >> 31)) & kMostSeed;
    return z != 0 ? z : 1;
}

uint64_t seedOf(uint64_t wanted, uint64_t shotId, const Nanoseconds& sourcePts)
{
    const uint64_t seed = wanted & kMostSeed;
    return seed != 0 ? seed : derivedSeed(shotId, sourcePts);
}

}  // namespace animatize
