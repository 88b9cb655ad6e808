#include "generate/delivery/generation_event.h"

namespace animatize {

const char* nameOf(GenerationEvent::State state)
{
    switch (state) {
        case GenerationEvent::State::Retrying:
            return "retrying";
        case GenerationEvent::State::Fallback:
            return "fallback";
        case GenerationEvent::State::Failed:
            return "failed";
        case GenerationEvent::State::Cancelled:
            return "cancelled";
        case GenerationEvent::State::Expired:
            return "expired";
        case GenerationEvent::State::DryRun:
            return "dry-run";
    }
    return "failed";
}

Record toRecord(const GenerationEvent& event)
{
    Record record;
    record.add("state", nameOf(event.state)).add("backend", event.backend);
    if (!event.reason.empty())
        record.add("reason", event.reason);
    if (event.attempt)
        record.add("attempt", *event.attempt);
    if (event.retryAfter)
        record.add("retry-after", *event.retryAfter);
    if (!event.promptId.empty())
        record.add("prompt-id", event.promptId);
    if (event.shotId != 0)
        record.add("shot-id", event.shotId);
    if (!event.request.empty())
        record.add("request", event.request);
    if (event.cost)
        record.add("cost", *event.cost);
    return record;
}

}  // namespace animatize
