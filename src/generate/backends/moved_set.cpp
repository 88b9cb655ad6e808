#include "generate/backends/moved_set.h"

#include "generate/render/move_renderer.h"
#include "trace/span.h"

namespace animatize {

std::vector<cv::Mat> movedSet(const cv::Mat& picture, bool sameScene, const KeyframeJob& job,
                              const BackendCall& call)
{
    TraceSpan span = TraceSpan::within(call.trace, "render");
    span.set("animatize.keyframes", job.frames);
    StillScene scene;
    scene.picture = picture;
    scene.pixelAspect = job.pixelAspect;
    if (sameScene) {
        scene.nearness = job.nearness;
        scene.subject = job.subject;
        scene.sways = job.sways;
    }
    const MoveRenderer renderer(scene, job.movements, job.seed);
    const double last = job.frames > 1 ? job.frames - 1.0 : 1.0;
    std::vector<cv::Mat> pictures;
    for (uint32_t i = 0; i < job.frames && !call.stop.stop_requested(); ++i)
        pictures.push_back(renderer.at(i / last));
    return pictures;
}

}  // namespace animatize
