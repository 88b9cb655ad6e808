#include "gst/base/structure.h"

namespace animatize {
namespace {

// One overload per type of Record::Value: initialises `out` and sets it.
void set(GValue* out, bool value)
{
    g_value_init(out, G_TYPE_BOOLEAN);
    g_value_set_boolean(out, value);
}

void set(GValue* out, uint32_t value)
{
    g_value_init(out, G_TYPE_UINT);
    g_value_set_uint(out, value);
}

void set(GValue* out, uint64_t value)
{
    g_value_init(out, G_TYPE_UINT64);
    g_value_set_uint64(out, value);
}

void set(GValue* out, double value)
{
    g_value_init(out, G_TYPE_DOUBLE);
    g_value_set_double(out, value);
}

void set(GValue* out, const std::string& value)
{
    g_value_init(out, G_TYPE_STRING);
    g_value_set_string(out, value.c_str());
}

void set(GValue* out, const Nanoseconds& value)
{
    set(out, value.value.value_or(GST_CLOCK_TIME_NONE));
}

void set(GValue* out, const Record& value)
{
    g_value_init(out, GST_TYPE_STRUCTURE);
    g_value_take_boxed(out, toStructure(value, value.name().c_str()).release());
}

void set(GValue* out, const RecordList& list)
{
    g_value_init(out, GST_TYPE_ARRAY);
    for (const Record& record : list) {
        GValue item = G_VALUE_INIT;
        set(&item, record);
        gst_value_array_append_and_take_value(out, &item);
    }
}

Record nested(const GValue* value)
{
    return toRecord(gst_value_get_structure(value));
}

RecordList list(const GValue* value)
{
    RecordList records;
    for (guint i = 0; i < gst_value_array_get_size(value); ++i) {
        const GValue* item = gst_value_array_get_value(value, i);
        if (GST_VALUE_HOLDS_STRUCTURE(item))
            records.push_back(nested(item));
    }
    return records;
}

gboolean addField(GQuark name, const GValue* value, gpointer data)
{
    auto& record = *static_cast<Record*>(data);
    const char* field = g_quark_to_string(name);
    if (G_VALUE_HOLDS_BOOLEAN(value))
        record.add(field, Record::Value(static_cast<bool>(g_value_get_boolean(value))));
    else if (G_VALUE_HOLDS_UINT(value))
        record.add(field, Record::Value(uint32_t{g_value_get_uint(value)}));
    else if (G_VALUE_HOLDS_UINT64(value))
        record.add(field, Record::Value(uint64_t{g_value_get_uint64(value)}));
    else if (G_VALUE_HOLDS_DOUBLE(value))
        record.add(field, Record::Value(g_value_get_double(value)));
    else if (G_VALUE_HOLDS_STRING(value) && g_value_get_string(value))
        record.add(field, g_value_get_string(value));
    else if (GST_VALUE_HOLDS_STRUCTURE(value))
        record.add(field, nested(value));
    else if (GST_VALUE_HOLDS_ARRAY(value))
        record.add(field, list(value));
    return TRUE;
}

}  // namespace

void setFields(GstStructure* structure, const Record& record)
{
    for (const Field& field : record.fields()) {
        GValue value = G_VALUE_INIT;
        std::visit([&value](const auto& held) { set(&value, held); }, field.value);
        gst_structure_take_value(structure, field.name.c_str(), &value);
    }
}

StructureRef toStructure(const Record& record, const char* name)
{
    StructureRef structure(gst_structure_new_empty(*name ? name : "record"));
    setFields(structure.get(), record);
    return structure;
}

Record toRecord(const GstStructure* structure)
{
    Record record(gst_structure_get_name(structure));
    gst_structure_foreach(structure, addField, &record);
    return record;
}

bool isSameText(const GstStructure* structure, const Record& record, const char* field)
{
    const char* one = gst_structure_get_string(structure, field);
    const Record::Value* other = record.find(field);
    const auto* text = other ? std::get_if<std::string>(other) : nullptr;
    return one && text ? *text == one : !one && !text;
}

}  // namespace animatize
