// ImageGenerator: a job -> keyframes, from the first backend in `backends` that delivers.
//
// Runs on a Worker: it may take longer than a frame. One deadline holds for all backends together;
// what is embedded needs none and can still deliver when it has passed. A refusal (what was asked
// for is not allowed) is not carried to the next service, unless told so.
#pragma once

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
    uint64_t deadline = 90 * kSecond;  ///< ns for all services together
    bool moderationFallback = false;   ///< whether a refusal is carried to the next service
};

struct GeneratedSet {
    std::vector<Keyframe> keyframes;  ///< empty when all backends failed
    std::vector<Error> failures;      ///< one per backend that failed, or file that wasn't written
    std::vector<GenerationEvent> events;  ///< what was done about failures
    bool remote = false;                  ///< a service made them
};

class ImageGenerator {
  public:
    /// What it uses must outlive the generator.
    explicit ImageGenerator(const Clock& clock, FindBackend find = findIn(backendTable()));

    /// Never throws, never waits for anything but the processor (local) or the network. On `stop`
    /// it returns early, with no keyframes. `tell`, if given, hears of retries while they happen;
    /// what was done about failures is also in the set. Several threads at once.
    /// Same job and settings, local: same pictures; only `elapsed` differs (machine time).
    GeneratedSet generate(const KeyframeJob& job, const GeneratorSettings& settings,
                          const std::stop_token& stop, const TellEvent& tell = {}) const;

    /// Writes the set's PNG files and their side-cars, from number `firstNumber` on. A file appears
    /// whole or not at all, and one that can't be written costs its `location` (or the side-car),
    /// not the keyframe. On `stop` none is written.
    static void write(GeneratedSet& set, const GeneratorSettings& settings, uint64_t firstNumber,
                      const std::stop_token& stop);

    /// Whether a list names any backend at all; which there are is known at the start.
    static Status checkBackends(const std::string& backends);
    /// And whether every name of it is known; the error names the one that isn't.
    static Status checkBackends(const std::string& backends, const FindBackend& find);
    /// Whether one of them asks somebody outside of this process.
    static bool anyRemote(const std::string& backends);
    /// The first of a list; empty for an empty one.
    static std::string preferredOf(const std::string& backends);
    /// Whether a location can be used as a pattern; empty is fine.
    static Status checkLocation(const std::string& location);

    /// Keyframes in a set at most, and bytes of pixels that they may take together.
    static constexpr uint32_t kMostFrames = 64;
    static constexpr size_t kMostBytes = size_t{2} << 30;

  private:
    const Clock& clock_;
    const FindBackend find_;
};

}  // namespace animatize
