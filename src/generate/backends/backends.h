// The backends: who can turn a job into pictures. One file each, and one row of the table here;
// rows are written by hand, because objects that register themselves vanish from static
// libraries.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "generate/keyframe.h"

namespace animatize {

/// What a backend hands over: `job.frames` pictures of the size and type of `job.image`.
struct Rendering {
    std::vector<cv::Mat> images;
    std::string model;              ///< what made them, as precisely as the backend knows
    std::string digitalSourceType;  ///< term of cv.iptc.org/newscodes/digitalsourcetype
    bool cached = false;
    uint32_t attempts = 1;
};

class Backend {
  public:
    virtual ~Backend() = default;
    /// Renders a job whose image, frames and seed the generator has checked and filled in. When
    /// asked to stop it returns early with whatever: nobody looks at it.
    virtual Result<Rendering> render(const KeyframeJob& job, const std::stop_token& stop) const = 0;
};

struct BackendRow {
    std::string_view name;
    std::string_view caption;
    std::unique_ptr<Backend> (*make)();
};

/// All there are, in the order in which they are listed to people.
std::span<const BackendRow> backendTable();

// One per file of this folder.
std::unique_ptr<Backend> makeLocalBackend();

}  // namespace animatize
