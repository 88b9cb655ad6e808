// The embedded backend: the predicted camera movement over the shot's best frame, with depth. It
// needs no network, no model and no luck, so it is the one that can always deliver.
//
// Keyframe i of n shows the move at t = i / (n - 1): the first is the frame itself, the last the
// end of the move (see move_renderer.h). The seed says how a hand shakes.
#include "generate/backends/backends.h"
#include "generate/provenance/digital_source.h"
#include "generate/render/move_renderer.h"

namespace animatize {
namespace {

class LocalBackend final : public Backend {
  public:
    Result<Rendering> render(const KeyframeJob& job, const std::stop_token& stop) const override
    {
        // A captured picture that an algorithm resampled, and nothing was invented but the soft
        // filling behind what moves away.
        constexpr DigitalSource kSource = afterAlgorithm(DigitalSource::DigitalCapture);
        Rendering rendering{{}, "animatize-2.5d", std::string(termOf(kSource))};
        const MoveRenderer renderer({job.image, job.pixelAspect, job.nearness, job.subject},
                                    job.movements, job.seed);
        const double last = job.frames > 1 ? job.frames - 1.0 : 1.0;
        for (uint32_t i = 0; i < job.frames && !stop.stop_requested(); ++i)
            rendering.images.push_back(renderer.at(i / last));
        return rendering;
    }
};

}  // namespace

std::unique_ptr<Backend> makeLocalBackend()
{
    return std::make_unique<LocalBackend>();
}

}  // namespace animatize
