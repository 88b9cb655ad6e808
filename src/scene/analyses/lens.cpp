// lens: what the lens, the sensor and the shutter did.
//
// vignetting: share of the light lost in the corners. grain: standard deviation of the noise in
// the frame's own pixels, as a share of nominal black to white. shallow-focus, motion-blur,
// motion-blur-direction: see lens_measures.h; the direction only where there is a blur.
#include "scene/analyses/analyses.h"
#include "scene/analyses/lens_measures.h"
#include "scene/analyses/noise.h"

namespace animatize {

void analyseLens(const AnalysisInput& input, SceneRecord& record)
{
    constexpr double kBlurred = 0.2;
    if (record.state != "normal" || !input.hasStructure())
        return;
    record.lens = Record("lens");
    record.lens.add("vignetting", vignettingOf(input)).add("grain", grainOf(input.view()));
    record.lens.add("shallow-focus", shallowFocusOf(input));
    if (const auto blur = motionBlurOf(input)) {
        record.lens.add("motion-blur", blur->strength);
        if (blur->strength >= kBlurred)
            record.lens.add("motion-blur-direction", blur->direction);
    }
}

}  // namespace animatize
