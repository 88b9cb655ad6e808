// What the generator does about a fault: the message animatize-generation of the contract.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "record/record.h"

namespace animatize {

struct GenerationEvent {
    enum class State {
        Retrying,   ///< the same service is asked again
        Fallback,   ///< the next backend is asked
        Failed,     ///< no backend delivered
        Cancelled,  ///< nobody wants it any more: a flush, a newer shot
        Expired,    ///< it would come too late
        DryRun      ///< this is what would have been sent
    } state = State::Failed;
    std::string backend = {}, reason = {};
    std::optional<uint32_t> attempt = {};     ///< that failed, or (Retrying) that comes
    std::optional<uint64_t> retryAfter = {};  ///< ns
    std::string promptId = {};                ///< empty: unknown
    uint64_t shotId = 0;                      ///< 0: unknown
    std::string request = {};                 ///< DryRun: the resolved request as JSON
    std::optional<double> cost = {};          ///< DryRun: USD, about
};

/// The word for it: "retrying".
const char* nameOf(GenerationEvent::State state);

Record toRecord(const GenerationEvent& event);

/// Told from whatever thread works; it only takes note.
using TellEvent = std::function<void(const GenerationEvent&)>;

}  // namespace animatize
