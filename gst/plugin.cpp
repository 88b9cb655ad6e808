// Registers the elements and the tracer, nothing else.
#define GST_USE_UNSTABLE_API
#include <gst/gst.h>
#include <gst/gsttracer.h>

#include "gst/analyze/animatizeanalyze.h"
#include "gst/base/custom_meta.h"
#include "gst/base/log_bridge.h"
#include "gst/base/nearness_meta.h"
#include "gst/base/picture_meta.h"
#include "gst/base/sway_meta.h"
#include "gst/base/times_meta.h"
#include "gst/base/zones_meta.h"
#include "gst/gen/animatizegen.h"
#include "gst/motion/animatizemotion.h"
#ifdef HAVE_OVERLAY
#include "gst/overlay/animatizeoverlay.h"
#endif
#include "gst/prompt/animatizeprompt.h"
#include "gst/tracer/animatize_tracer.h"

static gboolean init(GstPlugin* plugin)
{
    animatize::installLogBridge();
    animatize::registerCustomMetas();
    animatize::registerPictureMeta();
    animatize::registerNearnessMeta();
    animatize::swayMeta();
    animatize::registerTimesMeta();
    animatize::registerZonesMeta();
    const auto add = [plugin](const char* name, GType type) {
        return gst_element_register(plugin, name, GST_RANK_NONE, type);
    };
    return add("animatizemotion", animatize_motion_get_type()) &&
           add("animatizeanalyze", animatize_analyze_get_type()) &&
           add("animatizeprompt", animatize_prompt_get_type()) &&
           add("animatizegen", animatize_gen_get_type()) &&
#ifdef HAVE_OVERLAY
           add("animatizeoverlay", animatize_overlay_get_type()) &&
#endif
           // False only where GStreamer was built without tracers; the elements are there all the
           // same.
           (gst_tracer_register(plugin, "animatize", animatize_tracer_get_type()) || true);
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, animatize,
                  "Live video that understands itself: motion, scene, prompts, keyframes", init,
                  PACKAGE_VERSION, "LGPL", "animatize", "https://animatize.invalid/")
