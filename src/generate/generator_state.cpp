#include "generate/generator_state.h"

#include "generate/image_generator.h"

namespace animatize {
namespace {

const char* wordFor(const GeneratorState& state, bool asks)
{
    if (asks)
        return "waiting";
    if (state.backend.empty())
        return "idle";
    if (!state.preferred)
        return "fallback";
    return state.remote ? "remote" : "local";
}

}  // namespace

void GeneratorState::made(const Keyframe& keyframe, const std::string& backends)
{
    backend = keyframe.backend;
    remote = ImageGenerator::anyRemote(backend);
    preferred = ImageGenerator::preferredOf(backends) == backend;
}

Record toRecord(const GeneratorState& state, const std::string& backends, size_t pending)
{
    Record record;
    const bool asks = pending > 0 && ImageGenerator::anyRemote(backends);
    record.add("state", wordFor(state, asks));
    if (!state.backend.empty())
        record.add("backend", state.backend);
    return record.add("pending", Record::Value(static_cast<uint32_t>(pending)));
}

}  // namespace animatize
