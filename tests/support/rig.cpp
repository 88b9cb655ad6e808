#include "support/rig.h"

#include <cmath>

#include <gst/check/gstcheck.h>

#include "support/frames.h"

namespace animatize::test {

Rig::Rig(const std::string& launch, bool live)
    : harness_(gst_harness_new_parse(launch.c_str())), bus_(gst_bus_new())
{
    ck_assert_msg(harness_ != nullptr, "can't build: %s", launch.c_str());
    gst_element_set_bus(harness_->element, bus_);
    gst_harness_set_live(harness_, live);
}

Rig::~Rig()
{
    gst_element_set_bus(harness_->element, nullptr);
    gst_harness_teardown(harness_);
    gst_bus_set_flushing(bus_, TRUE);
    gst_object_unref(bus_);
}

GstElement* Rig::element(const std::string& factory)
{
    GstElement* found = gst_harness_find_element(harness_, factory.c_str());
    ck_assert_msg(found != nullptr, "no %s here", factory.c_str());
    gst_object_unref(found);
    return found;
}

void Rig::caps(const GstVideoInfo& info)
{
    gst_harness_set_src_caps(harness_, capsOf(info).release());
}

void Rig::caps(const std::string& text)
{
    gst_harness_set_src_caps_str(harness_, text.c_str());
}

void Rig::segment(const GstSegment& segment)
{
    ck_assert(gst_harness_push_event(harness_, gst_event_new_segment(&segment)));
}

BufferRef Rig::push(BufferRef buffer)
{
    const GstFlowReturn flow = gst_harness_push(harness_, buffer.release());
    ck_assert_msg(flow == GST_FLOW_OK, "the flow return is %s", gst_flow_get_name(flow));
    GstBuffer* out = gst_harness_try_pull(harness_);
    ck_assert_msg(out != nullptr, "a frame went in and none came out");
    return BufferRef(out);
}

void Rig::endOfStream()
{
    ck_assert(gst_harness_push_event(harness_, gst_event_new_eos()));
}

void Rig::flush()
{
    ck_assert(gst_harness_push_event(harness_, gst_event_new_flush_start()));
    ck_assert(gst_harness_push_event(harness_, gst_event_new_flush_stop(TRUE)));
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    this->segment(segment);
}

void Rig::stop()
{
    collect();
    ck_assert_int_eq(gst_element_set_state(harness_->element, GST_STATE_READY),
                     GST_STATE_CHANGE_SUCCESS);
}

void Rig::collect()
{
    while (GstMessage* message = gst_bus_pop(bus_)) {
        GError* error = nullptr;
        switch (GST_MESSAGE_TYPE(message)) {
            case GST_MESSAGE_ELEMENT:
                messages_.push_back(
                    {GST_MESSAGE_SRC_NAME(message),
                     StructureRef(gst_structure_copy(gst_message_get_structure(message)))});
                break;
            case GST_MESSAGE_ERROR:
                gst_message_parse_error(message, &error, nullptr);
                errors_.push_back(error->message);
                break;
            case GST_MESSAGE_WARNING:
                gst_message_parse_warning(message, &error, nullptr);
                warnings_.push_back(error->message);
                break;
            default:
                break;
        }
        g_clear_error(&error);
        gst_message_unref(message);
    }
}

std::vector<Message> Rig::messages(const std::string& name)
{
    collect();
    std::vector<Message> wanted, rest;
    for (Message& message : messages_) {
        const bool fits =
            name.empty() || gst_structure_has_name(message.structure.get(), name.c_str());
        (fits ? wanted : rest).push_back(std::move(message));
    }
    messages_ = std::move(rest);
    return wanted;
}

const std::vector<std::string>& Rig::errors()
{
    collect();
    return errors_;
}

const std::vector<std::string>& Rig::warnings()
{
    collect();
    return warnings_;
}

const GstStructure* metaOf(const BufferRef& buffer, const char* name)
{
    GstCustomMeta* meta = gst_buffer_get_custom_meta(buffer.get(), name);
    return meta ? gst_custom_meta_get_structure(meta) : nullptr;
}

int countMetas(GstBuffer* buffer, const char* name)
{
    int count = 0;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta(buffer, &state))
        count += gst_meta_info_is_custom(meta->info) &&
                 gst_custom_meta_has_name(reinterpret_cast<GstCustomMeta*>(meta), name);
    return count;
}

namespace {

// The case names structure and field when it fails.
void assertHas(const GstStructure* structure, const char* field, GType type)
{
    ck_assert_msg(structure != nullptr, "there is no structure to read %s from", field);
    ck_assert_msg(gst_structure_has_field_typed(structure, field, type), "%s lacks %s (%s)",
                  asText(structure).c_str(), field, g_type_name(type));
}

void assertFiniteValue(const char* name, const GValue* value)
{
    if (G_VALUE_HOLDS_DOUBLE(value))
        ck_assert_msg(std::isfinite(g_value_get_double(value)), "%s is not finite", name);
    else if (GST_VALUE_HOLDS_STRUCTURE(value))
        assertFinite(gst_value_get_structure(value));
    else if (GST_VALUE_HOLDS_ARRAY(value))
        for (guint i = 0; i < gst_value_array_get_size(value); ++i)
            assertFiniteValue(name, gst_value_array_get_value(value, i));
}

}  // namespace

guint64 uint64Of(const GstStructure* structure, const char* field)
{
    assertHas(structure, field, G_TYPE_UINT64);
    return g_value_get_uint64(gst_structure_get_value(structure, field));
}

guint uintOf(const GstStructure* structure, const char* field)
{
    assertHas(structure, field, G_TYPE_UINT);
    return g_value_get_uint(gst_structure_get_value(structure, field));
}

double doubleOf(const GstStructure* structure, const char* field)
{
    assertHas(structure, field, G_TYPE_DOUBLE);
    return g_value_get_double(gst_structure_get_value(structure, field));
}

bool booleanOf(const GstStructure* structure, const char* field)
{
    assertHas(structure, field, G_TYPE_BOOLEAN);
    return g_value_get_boolean(gst_structure_get_value(structure, field));
}

std::string textOf(const GstStructure* structure, const char* field)
{
    assertHas(structure, field, G_TYPE_STRING);
    return g_value_get_string(gst_structure_get_value(structure, field));
}

std::string asText(const GstStructure* structure)
{
    const CharRef text(structure ? gst_structure_to_string(structure) : g_strdup("(none)"));
    return text.get();
}

void assertFinite(const GstStructure* structure)
{
    for (gint i = 0; i < gst_structure_n_fields(structure); ++i) {
        const char* name = gst_structure_nth_field_name(structure, static_cast<guint>(i));
        assertFiniteValue(name, gst_structure_get_value(structure, name));
    }
}

}  // namespace animatize::test
