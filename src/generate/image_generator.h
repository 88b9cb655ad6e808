// ImageGenerator: a job -> keyframes, from the first backend in `backends` that delivers.
//
// Runs on a Worker: it may take longer than a frame. Backends are one file each in backends/,
// and one row of the table there.
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "generate/backends/backends.h"
#include "generate/keyframe.h"

namespace animatize {

struct GeneratorSettings {
    std::string backends = "local";  ///< names, comma-separated, in order of preference
    uint32_t frames = 8;             ///< keyframes per set, 1..64
    uint64_t seed = 0;               ///< 0: one per job, derived from shot and source pts
    std::string location;  ///< a %05d pattern for PNG files and the JSON beside them; empty: none
};

struct GeneratedSet {
    std::vector<Keyframe> keyframes;  ///< empty when all backends failed
    std::vector<Error> failures;      ///< one per backend that failed, or file that wasn't written
};

class ImageGenerator {
  public:
    /// Both must outlive the generator.
    explicit ImageGenerator(const Clock& clock,
                            std::span<const BackendRow> backends = backendTable());

    /// Never throws, never waits for anything but the processor (local) or the network.
    /// `firstNumber`: number of the first PNG file; a file appears whole or not at all, and one
    /// that can't be written costs its `location` (or the side-car), not the keyframe. On `stop` it
    /// returns early, with no keyframes and no files. Same job, settings and number: same pictures,
    /// same files; only `elapsed` differs (machine time from the call until the pictures were
    /// measured, files not counted).
    GeneratedSet generate(const KeyframeJob& job, const GeneratorSettings& settings,
                          uint64_t firstNumber, const std::stop_token& stop) const;

    /// Whether every name of a list of backends is known; the error names the one that isn't.
    static Status checkBackends(const std::string& backends);
    /// Whether a location can be used as a pattern; empty is fine.
    static Status checkLocation(const std::string& location);

    /// Keyframes in a set at most, and bytes of pixels that they may take together.
    static constexpr uint32_t kMostFrames = 64;
    static constexpr size_t kMostBytes = size_t{2} << 30;

  private:
    GeneratedSet render(const KeyframeJob& job, const GeneratorSettings& settings,
                        const std::stop_token& stop) const;

    const Clock& clock_;
    std::span<const BackendRow> backends_;
};

}  // namespace animatize
