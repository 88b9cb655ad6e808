// The embedded backend: the predicted camera movement over the shot's best frame, with depth. It
// needs no network, no model and no luck, so it is the one that can always deliver.
//
// The seed says how a hand shakes.
#include "generate/backends/backends.h"
#include "generate/backends/moved_set.h"

namespace animatize {
namespace {

class LocalBackend final : public Backend {
  public:
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall& call) const override
    {
        return Rendering{movedSet(job.image, true, job, call), std::string(kLocalModel),
                         std::string(termOf(kLocalSource))};
    }
};

}  // namespace

std::unique_ptr<Backend> makeLocalBackend()
{
    return std::make_unique<LocalBackend>();
}

}  // namespace animatize
