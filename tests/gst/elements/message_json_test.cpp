// The line of JSON of a message says what its structure says.
#include <cmath>

#include <json-glib/json-glib.h>

#include "record_film.h"
#include "support/gst_suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void assertSame(const char* name, const GValue* value, JsonNode* node);

// Every field is in the JSON as it is in the structure, except times that are unknown.
void assertSame(const GstStructure* structure, JsonObject* object)
{
    for (gint i = 0; i < gst_structure_n_fields(structure); ++i) {
        const char* name = gst_structure_nth_field_name(structure, static_cast<guint>(i));
        const GValue* value = gst_structure_get_value(structure, name);
        if (std::string(name) == "json")
            continue;
        const bool unknown =
            G_VALUE_HOLDS_UINT64(value) && g_value_get_uint64(value) == GST_CLOCK_TIME_NONE;
        ck_assert_msg(json_object_has_member(object, name) != unknown, "%s", name);
        if (!unknown)
            assertSame(name, value, json_object_get_member(object, name));
    }
}

void assertSame(const char* name, const GValue* value, JsonNode* node)
{
    if (G_VALUE_HOLDS_STRING(value)) {
        ASSERT_TEXT(json_node_get_string(node), g_value_get_string(value));
    } else if (G_VALUE_HOLDS_BOOLEAN(value)) {
        ck_assert_int_eq(json_node_get_boolean(node), g_value_get_boolean(value));
    } else if (G_VALUE_HOLDS_UINT(value)) {
        ck_assert_int_eq(json_node_get_int(node), g_value_get_uint(value));
    } else if (G_VALUE_HOLDS_UINT64(value)) {
        ck_assert_uint_eq(static_cast<guint64>(json_node_get_int(node)), g_value_get_uint64(value));
    } else if (G_VALUE_HOLDS_DOUBLE(value)) {
        const double wanted = g_value_get_double(value), got = json_node_get_double(node);
        ck_assert_msg(std::abs(got - wanted) <= 1e-5 * std::abs(wanted), "%s: %g, not %g", name,
                      got, wanted);
    } else if (GST_VALUE_HOLDS_STRUCTURE(value)) {
        assertSame(gst_value_get_structure(value), json_node_get_object(node));
    } else {
        JsonArray* array = json_node_get_array(node);
        ck_assert_uint_eq(json_array_get_length(array), gst_value_array_get_size(value));
        for (guint i = 0; i < gst_value_array_get_size(value); ++i)
            assertSame(name, gst_value_array_get_value(value, i), json_array_get_element(array, i));
    }
}

}  // namespace

GST_START_TEST(theLineOfJsonSaysTheSame)
{
    Rig rig(kLine);
    show(rig, [](const BufferRef&, int) {});
    for (const Message& message : rig.messages()) {
        const GstStructure* structure = message.structure.get();
        const std::string text = textOf(structure, "json");
        ck_assert_msg(text.find('\n') == std::string::npos, "more than a line: %s", text.c_str());
        JsonParser* parser = json_parser_new();
        ck_assert_msg(json_parser_load_from_data(parser, text.c_str(), -1, nullptr), "%s",
                      text.c_str());
        JsonObject* object = json_node_get_object(json_parser_get_root(parser));
        ASSERT_TEXT(json_object_get_string_member(object, "schema"), "animatize/1");
        const std::string type = json_object_get_string_member(object, "type");
        ASSERT_TEXT(("animatize-" + type), gst_structure_get_name(structure));
        ck_assert_uint_eq(static_cast<guint64>(json_object_get_int_member(object, "pts")),
                          uint64Of(structure, "timestamp"));
        assertSame(structure, object);
        g_object_unref(parser);
    }
}
GST_END_TEST

GST_START_TEST(postMessagesCanBeSwitchedOff)
{
    Rig rig(
        "animatizemotion post-messages=false ! animatizeanalyze post-messages=false ! "
        "animatizeprompt post-messages=false ! animatizegen post-messages=false frames=1 "
        "wait=true");
    int metas = 0;
    show(rig, [&metas](const BufferRef& out, int) {
        metas += metaOf(out, "AnimatizeScene") != nullptr;
    });
    ck_assert_uint_eq(rig.messages().size(), 0);
    ck_assert_int_eq(metas, Film::kFrames);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "message-json",
                  {CASE(theLineOfJsonSaysTheSame), CASE(postMessagesCanBeSwitchedOff)});
}
