// The backends: who can turn a job into pictures. The embedded ones are one file each here, and one
// row of the table; services that are asked over HTTP are data (remote/provider.h), and one file
// (remote.cpp) makes a backend of each.
//
// Rows are written by hand, because objects that register themselves vanish from static libraries.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "generate/delivery/generation_event.h"
#include "generate/keyframe.h"
#include "generate/provenance/digital_source.h"
#include "trace/span.h"

namespace animatize {

/// What a backend hands over: `job.frames` pictures of the size and type of `job.image`.
struct Rendering {
    std::vector<cv::Mat> images;
    std::string model;              ///< what made them, as precisely as the backend knows
    std::string digitalSourceType;  ///< term of cv.iptc.org/newscodes/digitalsourcetype
    bool cached = false;
    uint32_t attempts = 1;
    std::optional<uint64_t> seed = {};  ///< that was used, where it isn't the job's
    /// Of a picture that isn't the job's but all images show: its quality, and the first image is
    /// what the others are measured against. None: the job's picture is.
    std::optional<double> quality = {};
};

struct BackendError {
    std::string message;
    bool refused = false;  ///< what was asked for is not allowed: others are not asked the same
    bool dryRun = false;   ///< nothing is wrong
    uint32_t attempts = 0;
    std::optional<uint64_t> retryAfter = {};  ///< ns
    const char* type = "failed";              ///< in a word, for spans
};

/// How long whoever asks waits, and whom to tell on the way.
struct BackendCall {
    uint64_t deadline = UINT64_MAX;  ///< of the generator's clock
    std::stop_token stop = {};
    TellEvent tell = {};      ///< may be empty
    TraceContext trace = {};  ///< the span of this backend's turn; none: not traced
};

class Backend {
  public:
    virtual ~Backend() = default;
    /// Renders a job whose image, frames and seed the generator has checked and filled in. When
    /// asked to stop it returns early with whatever: nobody looks at it. Several threads at once.
    virtual Result<Rendering, BackendError> render(const KeyframeJob& job,
                                                   const BackendCall& call) const = 0;
    /// Whether it asks somebody outside of this process.
    virtual bool isRemote() const { return false; }
    /// What is known of it before it is asked, on the span of its turn.
    virtual void describe(TraceSpan&) const {}
};

struct BackendRow {
    std::string_view name;
    std::string_view caption;
    std::unique_ptr<Backend> (*make)();
};

/// The embedded ones, in the order in which they are listed to people.
std::span<const BackendRow> backendTable();

/// The backend of a name; the error says which names there are.
using FindBackend = std::function<Result<std::shared_ptr<Backend>>(const std::string& name)>;

/// Finds the rows of a table.
FindBackend findIn(std::span<const BackendRow> table);

/// "a, b, c".
std::string namesOf(std::span<const BackendRow> table);

/// What is said of pictures that the local backend's renderer makes of a frame of the stream: a
/// captured picture that an algorithm resampled, and nothing was invented but the soft filling
/// behind what moves away.
inline constexpr std::string_view kLocalBackend = "local";
inline constexpr std::string_view kLocalModel = "animatize-2.5d";
inline constexpr DigitalSource kLocalSource = afterAlgorithm(DigitalSource::DigitalCapture);

// One per file of this folder.
std::unique_ptr<Backend> makeLocalBackend();

}  // namespace animatize
