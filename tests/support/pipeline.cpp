#include "support/pipeline.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gst/app/gstappsink.h>
#include <gst/check/gstcheck.h>

namespace animatize::test {

namespace {
constexpr GstClockTime kLongest = 60 * GST_SECOND;
}

Pipeline::Pipeline(const std::string& line)
{
    GError* error = nullptr;
    pipeline_ = gst_parse_launch(line.c_str(), &error);
    ck_assert_msg(pipeline_ && !error, "%s: %s", line.c_str(), error ? error->message : "");
    bus_ = gst_element_get_bus(pipeline_);
}

Pipeline::~Pipeline()
{
    gst_element_set_state(pipeline_, GST_STATE_NULL);
    gst_object_unref(bus_);
    gst_object_unref(pipeline_);
}

GstElement* Pipeline::element(const std::string& name)
{
    GstElement* found = gst_bin_get_by_name(GST_BIN(pipeline_), name.c_str());
    ck_assert_msg(found != nullptr, "nothing is called %s", name.c_str());
    gst_object_unref(found);
    return found;
}

void Pipeline::setState(GstState state)
{
    ck_assert_int_ne(gst_element_set_state(pipeline_, state), GST_STATE_CHANGE_FAILURE);
    const auto change = gst_element_get_state(pipeline_, nullptr, nullptr, kLongest / 2);
    ck_assert_msg(change == GST_STATE_CHANGE_SUCCESS || change == GST_STATE_CHANGE_NO_PREROLL,
                  "%s was not reached", gst_element_state_get_name(state));
}

void Pipeline::run()
{
    ck_assert_int_ne(gst_element_set_state(pipeline_, GST_STATE_PLAYING), GST_STATE_CHANGE_FAILURE);
    finish();
}

void Pipeline::finish()
{
    const gint64 until = g_get_monotonic_time() + static_cast<gint64>(kLongest / GST_USECOND);
    while (g_get_monotonic_time() < until) {
        GstMessage* message = gst_bus_timed_pop(bus_, GST_SECOND / 10);
        const GstMessageType type = message ? take(message) : GST_MESSAGE_UNKNOWN;
        ck_assert_msg(type != GST_MESSAGE_ERROR, "%s", error_.c_str());
        if (type == GST_MESSAGE_EOS)
            return;
    }
    ck_abort_msg("it never came to its end");
}

std::string Pipeline::error()
{
    const gint64 until = g_get_monotonic_time() + static_cast<gint64>(kLongest / GST_USECOND);
    while (g_get_monotonic_time() < until)
        if (GstMessage* message = gst_bus_timed_pop(bus_, GST_SECOND / 10))
            if (take(message) == GST_MESSAGE_ERROR)
                return error_;
    ck_abort_msg("there was no error");
    return "";
}

GstMessageType Pipeline::take(GstMessage* message)
{
    const GstMessageType type = GST_MESSAGE_TYPE(message);
    GError* error = nullptr;
    if (type == GST_MESSAGE_ELEMENT)
        messages_.push_back(StructureRef(gst_structure_copy(gst_message_get_structure(message))));
    if (type == GST_MESSAGE_ERROR) {
        gst_message_parse_error(message, &error, nullptr);
        error_ = error->message;
    }
    if (type == GST_MESSAGE_WARNING) {
        gst_message_parse_warning(message, &error, nullptr);
        warnings_.push_back(error->message);
    }
    g_clear_error(&error);
    gst_message_unref(message);
    return type;
}

std::vector<const GstStructure*> Pipeline::messages(const std::string& name)
{
    while (GstMessage* message = gst_bus_pop(bus_))
        take(message);
    std::vector<const GstStructure*> found;
    for (const StructureRef& message : messages_)
        if (name.empty() || gst_structure_has_name(message.get(), name.c_str()))
            found.push_back(message.get());
    return found;
}

BufferRef Pipeline::pull(const std::string& sink)
{
    GstSample* sample = gst_app_sink_try_pull_sample(GST_APP_SINK(element(sink)), kLongest);
    if (!sample) {
        ck_assert_msg(gst_app_sink_is_eos(GST_APP_SINK(element(sink))), "no frame comes");
        return nullptr;
    }
    BufferRef buffer(gst_buffer_ref(gst_sample_get_buffer(sample)));
    gst_sample_unref(sample);
    return buffer;
}

}  // namespace animatize::test
