// From GStreamer's calls to those of Element. Nothing here knows what an element does.
#include "gst/base/observer.h"

#include "gst/base/caps.h"
#include "gst/base/element.h"
#include "gst/base/log_bridge.h"

using animatize::BufferRef;
using animatize::Element;

static GstBaseTransformClass* parentClass = nullptr;

static Element& elementOf(gpointer object)
{
    return *reinterpret_cast<AnimatizeObserver*>(object)->element;
}

static gboolean start(GstBaseTransform* object)
{
    return elementOf(object).start();
}

static gboolean stop(GstBaseTransform* object)
{
    elementOf(object).stop();
    return TRUE;
}

static gboolean setCaps(GstBaseTransform* object, GstCaps* caps, GstCaps*)
{
    GstVideoInfo info;
    if (!gst_video_info_from_caps(&info, caps))
        return FALSE;
    elementOf(object).setCaps(caps, info);
    return TRUE;
}

// The default would copy a buffer that it can't write even for an element that is switched off.
static GstFlowReturn prepareOutput(GstBaseTransform* object, GstBuffer* in, GstBuffer** out)
{
    const bool writes = elementOf(object).takesNextFrame();
    *out = writes && !gst_buffer_is_writable(in) ? gst_buffer_copy(in) : in;
    return GST_FLOW_OK;
}

static GstFlowReturn transform(GstBaseTransform* object, GstBuffer* buffer)
{
    elementOf(object).handle(buffer);
    return GST_FLOW_OK;
}

static GstFlowReturn generateOutput(GstBaseTransform* object, GstBuffer** out)
{
    const GstFlowReturn flow = parentClass->generate_output(object, out);
    if (flow == GST_FLOW_OK && *out)
        *out = elementOf(object).finish(BufferRef(*out)).release();
    return flow;
}

static gboolean sinkEvent(GstBaseTransform* object, GstEvent* event)
{
    Element& element = elementOf(object);
    switch (GST_EVENT_TYPE(event)) {
        case GST_EVENT_SEGMENT:
            element.setSegment(event);
            break;
        case GST_EVENT_FLUSH_START:
            element.flushStart();
            break;
        case GST_EVENT_FLUSH_STOP:
            element.flushStop();
            break;
        case GST_EVENT_EOS:
            element.endOfStream();
            break;
        default:
            break;
    }
    const bool isCaps = GST_EVENT_TYPE(event) == GST_EVENT_CAPS;
    const gboolean taken = parentClass->sink_event(object, event);
    if (isCaps && taken)
        element.capsSent();
    return taken;
}

static gboolean srcEvent(GstBaseTransform* object, GstEvent* event)
{
    if (GST_EVENT_TYPE(event) == GST_EVENT_QOS)
        elementOf(object).noteQos(event);
    if (GST_EVENT_TYPE(event) == GST_EVENT_RECONFIGURE)
        elementOf(object).downstreamChanged();
    return parentClass->src_event(object, event);
}

// Pools and metas of the sink reach the source as if the element weren't there.
static gboolean query(GstBaseTransform* object, GstPadDirection direction, GstQuery* query)
{
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION || direction != GST_PAD_SINK)
        return parentClass->query(object, direction, query);
    const gboolean answered = gst_pad_peer_query(object->srcpad, query);
    if (answered)
        elementOf(object).allocationAnswered(query);
    return answered;
}

// Pads are only put to sleep when the streaming thread has left them.
static GstStateChangeReturn changeState(GstElement* object, GstStateChange change)
{
    if (change == GST_STATE_CHANGE_PAUSED_TO_READY)
        elementOf(object).unblock();
    if (change == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
        elementOf(object).resumed();
    return GST_ELEMENT_CLASS(parentClass)->change_state(object, change);
}

static GstPad* requestPad(GstElement* object, GstPadTemplate* pads, const gchar* name,
                          const GstCaps*)
{
    return elementOf(object).requestPad(pads, name);
}

static void releasePad(GstElement* object, GstPad* pad)
{
    elementOf(object).releasePad(pad);
}

enum { kStats = 1 };

static void getStats(GObject* object, guint, GValue* value, GParamSpec*)
{
    g_value_take_boxed(value, elementOf(object).stats().release());
}

static void reset(AnimatizeObserver* self)
{
    self->element->requestReset();
}

static void setProperty(GObject* object, guint id, const GValue* value, GParamSpec*)
{
    elementOf(object).setProperty(id, value);
}

static void getProperty(GObject* object, guint id, GValue* value, GParamSpec*)
{
    elementOf(object).getProperty(id, value);
}

static void finalize(GObject* object)
{
    delete reinterpret_cast<AnimatizeObserver*>(object)->element;
    G_OBJECT_CLASS(parentClass)->finalize(object);
}

static void initObject(GTypeInstance* instance, gpointer klass)
{
    auto* object = GST_BASE_TRANSFORM(instance);
    gst_base_transform_set_in_place(object, TRUE);
    gst_base_transform_set_passthrough(object, FALSE);
    gst_base_transform_set_gap_aware(object, TRUE);
    auto* self = reinterpret_cast<AnimatizeObserver*>(instance);
    self->element = static_cast<AnimatizeObserverClass*>(klass)->create(object);
}

static void initClass(gpointer klass, gpointer)
{
    parentClass = GST_BASE_TRANSFORM_CLASS(g_type_class_peek_parent(klass));
    auto* objectClass = G_OBJECT_CLASS(klass);
    objectClass->finalize = finalize;
    objectClass->get_property = getStats;
    g_object_class_install_property(
        objectClass, kStats,
        g_param_spec_boxed("stats", "stats", "Counts and times since the start", GST_TYPE_STRUCTURE,
                           static_cast<GParamFlags>(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)));
    g_signal_new_class_handler("reset", G_TYPE_FROM_CLASS(klass),
                               static_cast<GSignalFlags>(G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION),
                               G_CALLBACK(reset), nullptr, nullptr, nullptr, G_TYPE_NONE, 0);
    auto* transformClass = GST_BASE_TRANSFORM_CLASS(klass);
    transformClass->start = start;
    transformClass->stop = stop;
    transformClass->set_caps = setCaps;
    transformClass->prepare_output_buffer = prepareOutput;
    transformClass->transform_ip = transform;
    transformClass->generate_output = generateOutput;
    transformClass->sink_event = sinkEvent;
    transformClass->src_event = srcEvent;
    transformClass->query = query;
    GST_ELEMENT_CLASS(klass)->change_state = changeState;
    GST_ELEMENT_CLASS(klass)->request_new_pad = requestPad;
    GST_ELEMENT_CLASS(klass)->release_pad = releasePad;
}

GType animatize_observer_get_type()
{
    static const GType type = [] {
        GTypeInfo info{};
        info.class_size = sizeof(AnimatizeObserverClass);
        info.class_init = initClass;
        info.instance_size = sizeof(AnimatizeObserver);
        info.instance_init = initObject;
        return g_type_register_static(GST_TYPE_BASE_TRANSFORM, "AnimatizeObserver", &info,
                                      G_TYPE_FLAG_ABSTRACT);
    }();
    return type;
}

static void addTemplate(GstElementClass* elementClass, const char* name, GstPadDirection direction,
                        GstPadPresence presence, const char* text)
{
    GstCaps* caps = gst_caps_from_string(text);
    gst_element_class_add_pad_template(elementClass,
                                       gst_pad_template_new(name, direction, presence, caps));
    gst_caps_unref(caps);
}

void animatize_observer_class_setup(AnimatizeObserverClass* observerClass, const char* longName,
                                    const char* description)
{
    observerClass->category = animatize::elementCategory(G_OBJECT_CLASS_NAME(observerClass));
    auto* objectClass = G_OBJECT_CLASS(observerClass);
    objectClass->set_property = setProperty;
    objectClass->get_property = getProperty;
    auto* elementClass = GST_ELEMENT_CLASS(observerClass);
    gst_element_class_set_static_metadata(elementClass, longName, "Filter/Analyzer/Video",
                                          description, "The animatize authors");
    addTemplate(elementClass, "sink", GST_PAD_SINK, GST_PAD_ALWAYS, ANIMATIZE_VIDEO_CAPS);
    addTemplate(elementClass, "src", GST_PAD_SRC, GST_PAD_ALWAYS, ANIMATIZE_VIDEO_CAPS);
}

void animatize_observer_class_add_pad(AnimatizeObserverClass* observerClass, const char* name,
                                      const char* caps)
{
    addTemplate(GST_ELEMENT_CLASS(observerClass), name, GST_PAD_SRC, GST_PAD_REQUEST, caps);
}
