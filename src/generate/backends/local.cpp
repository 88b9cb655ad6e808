// The embedded backend: the predicted camera movement, rendered on the shot's best frame. It
// needs no network, no model and no luck, so it is the one that can always deliver.
//
// Keyframe i of n shows the move at t = i / (n - 1): the first is the frame itself, the last the
// end of the move (see camera_move.h). The seed changes nothing here: a camera move has no chance
// in it.
#include "generate/backends/backends.h"
#include "generate/camera_move.h"

namespace animatize {
namespace {

class LocalBackend final : public Backend {
  public:
    Result<Rendering> render(const KeyframeJob& job, const std::stop_token& stop) const override
    {
        // A captured picture that an algorithm resampled, and nothing was invented.
        Rendering rendering{{}, "animatize-2d", "algorithmicallyEnhanced"};
        const CameraMove move = cameraMove(job.movements, job.image.size(), job.pixelAspect);
        const double last = job.frames > 1 ? job.frames - 1.0 : 1.0;
        for (uint32_t i = 0; i < job.frames && !stop.stop_requested(); ++i)
            rendering.images.push_back(renderView(job.image, move, i / last));
        return rendering;
    }
};

}  // namespace

std::unique_ptr<Backend> makeLocalBackend()
{
    return std::make_unique<LocalBackend>();
}

}  // namespace animatize
