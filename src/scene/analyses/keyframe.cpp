// keyframe-score: how well the frame would stand for its shot. A product, because nothing makes
// up for a blurred or blown out frame:
//   (0.1 + 0.9 sharpness) (0.2 + 0.8 exposure) clean (0.45 + 0.4 settled + 0.15 composition)
// settled: 1 when the frame before was nearly the same, 0 from a mean change of 0.1.
#include "scene/analyses/analyses.h"
#include "scene/frame_quality.h"

namespace animatize {

void analyseKeyframe(const AnalysisInput& input, SceneRecord& record)
{
    if (record.state != "normal") {
        record.keyframeScore = 0.0;
        return;
    }
    const auto part = [&](const char* name) { return record.aesthetics.number(name).value_or(0); };
    const double settled = settledness(input.change());
    const double technical = (0.1 + 0.9 * record.sharpness) * (0.2 + 0.8 * part("exposure"));
    record.keyframeScore =
        technical * part("clean") * (0.45 + 0.4 * settled + 0.15 * part("composition"));
}

}  // namespace animatize
