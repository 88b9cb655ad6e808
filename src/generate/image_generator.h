// ImageGenerator: a job -> keyframes, from the first backend in `backends` that delivers.
//
// Runs on a Worker: it may take longer than a frame. Backends are one file each in backends/,
// and one row of the table there.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "generate/keyframe.h"

namespace animatize {

struct GeneratorSettings {
    std::string backends = "local";  ///< names, comma-separated, in order of preference
    uint32_t frames = 8;             ///< keyframes per set, 1..64
    uint64_t seed = 0;               ///< 0: one per job, derived from shot and source pts
    std::string location;            ///< a %05d pattern for PNG files; empty: none
};

struct GeneratedSet {
    std::vector<Keyframe> keyframes;  ///< empty when all backends failed
    std::vector<Error> failures;      ///< one per backend that failed, or file that wasn't written
};

class ImageGenerator {
  public:
    explicit ImageGenerator(const Clock& clock);

    /// Never throws, never waits for anything but the processor (local) or the network.
    /// `firstNumber`: number of the first PNG file. Stops early, with no keyframes, on `stop`.
    GeneratedSet generate(const KeyframeJob& job, const GeneratorSettings& settings,
                          uint64_t firstNumber, const std::atomic<bool>& stop) const;

    /// Whether every name of a list of backends is known; the error names the one that isn't.
    static Status checkBackends(const std::string& backends);

  private:
    const Clock& clock_;
};

}  // namespace animatize
