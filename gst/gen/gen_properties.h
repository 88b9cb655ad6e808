// The settings of animatizegen and their rows.
#pragma once

#include "generate/generation_queue.h"
#include "gst/base/element.h"
#include "gst/gen/on_air.h"

namespace animatize {

struct GenElementSettings : CommonSettings, GeneratorSettings, RemoteSettings {
    bool wait = false;
    uint64_t liveInterval = 10'000'000'000;
    uint64_t maxStaleness = 60'000'000'000;
    std::string output = "passthrough";  ///< passthrough replace dissolve
    bool autoTake = false;
    uint64_t playDuration = PlaySettings{}.duration;
    bool label = true;

    QueueSettings queueSettings() const { return {*this, *this}; }
    bool isOnAir() const { return output != "passthrough"; }
    /// `mayWait`: whether the stream may be held up.
    AirSettings airSettings(bool mayWait) const;
};

const std::vector<Property<GenElementSettings>>& genProperties();

}  // namespace animatize
