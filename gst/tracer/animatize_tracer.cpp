// The tracer `animatize`: makes what the elements do visible outside of the process.
//
//   GST_TRACERS="animatize(metrics=127.0.0.1:9464)" gst-launch-1.0 ...
//
// A tracer and no property, because it belongs to the process and not to an element, and because
// no launch line has to be changed for it (docs/adr/0009). Without it nobody serves anything and
// nothing is traced. What is wrong with its parameters is a sentence in the log; the pipeline runs.
#include "gst/tracer/animatize_tracer.h"

#define GST_USE_UNSTABLE_API
#include <gst/gst.h>
#include <gst/gsttracer.h>

#include "gst/base/ref.h"
#include "gst/tracer/span_records.h"
#include "gst/tracer/tracer_settings.h"
#include "metrics/prometheus_endpoint.h"

GST_DEBUG_CATEGORY_STATIC(animatize_tracer_debug);
#define GST_CAT_DEFAULT animatize_tracer_debug

namespace animatize {
namespace {

/// What the tracer keeps alive, from its parameters on to its end.
class ProcessTracer {
  public:
    ProcessTracer(GstTracer* object, const TracerSettings& settings)
    {
        GST_INFO_OBJECT(object, "spans are %s", settings.spans ? "on" : "off");
        if (settings.spans)
            trace(object);
        if (settings.metrics)
            serve(object, *settings.metrics);
    }
    ~ProcessTracer()
    {
        if (traces_)
            removeSpanRecords();
    }
    ProcessTracer(const ProcessTracer&) = delete;
    ProcessTracer& operator=(const ProcessTracer&) = delete;

  private:
    void trace(GstTracer* object)
    {
        traces_ = true;
        if (const Status status = installSpanRecords(); !status)
            GST_WARNING_OBJECT(object, "%s", status.error().message.c_str());
    }

    void serve(GstTracer* object, const std::string& address)
    {
        auto endpoint = PrometheusEndpoint::open(address);
        if (!endpoint) {
            GST_ERROR_OBJECT(object, "%s", endpoint.error().message.c_str());
            return;
        }
        endpoint_ = std::move(*endpoint);
        GST_INFO_OBJECT(object, "metrics are served at %s", endpoint_->uri().c_str());
    }

    bool traces_ = false;
    std::unique_ptr<PrometheusEndpoint> endpoint_;
};

}  // namespace
}  // namespace animatize

struct GstAnimatizeTracer {
    GstTracer parent;
    animatize::ProcessTracer* tracer;
};

struct GstAnimatizeTracerClass {
    GstTracerClass parent_class;
};

G_DEFINE_TYPE_WITH_CODE(GstAnimatizeTracer, animatize_tracer, GST_TYPE_TRACER,
                        GST_DEBUG_CATEGORY_INIT(animatize_tracer_debug, "animatizetracer", 0,
                                                "metrics and spans of animatize"))

static GstAnimatizeTracer* tracerOf(GObject* object)
{
    return reinterpret_cast<GstAnimatizeTracer*>(object);
}

static void stay(GObject*, GstClockTime, GstElement*) {}

// The parameters are known only now. Whoever has no hook is gone at once; this one is seldom
// called.
static void constructed(GObject* object)
{
    G_OBJECT_CLASS(animatize_tracer_parent_class)->constructed(object);
    gst_tracing_register_hook(GST_TRACER_CAST(object), "element-new", G_CALLBACK(stay));
    gchar* text = nullptr;
    g_object_get(object, "params", &text, nullptr);
    const animatize::CharRef parameters(text);
    const auto settings = animatize::tracerSettings(text ? text : "");
    if (settings)
        tracerOf(object)->tracer = new animatize::ProcessTracer(GST_TRACER_CAST(object), *settings);
    else
        GST_ERROR_OBJECT(object, "%s", settings.error().message.c_str());
}

static void finalize(GObject* object)
{
    delete tracerOf(object)->tracer;
    G_OBJECT_CLASS(animatize_tracer_parent_class)->finalize(object);
}

static void animatize_tracer_class_init(GstAnimatizeTracerClass* klass)
{
    G_OBJECT_CLASS(klass)->constructed = constructed;
    G_OBJECT_CLASS(klass)->finalize = finalize;
}

static void animatize_tracer_init(GstAnimatizeTracer*) {}
