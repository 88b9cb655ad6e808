#include "gst/base/properties.h"

#include <limits>
#include <string>

namespace animatize {
namespace {

template <typename T>
T clampTo(double bound)
{
    const double most = static_cast<double>(std::numeric_limits<T>::max());
    if (bound >= most)
        return std::numeric_limits<T>::max();
    return bound <= 0.0 ? T{0} : static_cast<T>(bound);
}

const char* nickOf(const GValue* value)
{
    auto* enumClass = G_ENUM_CLASS(g_type_class_ref(G_VALUE_TYPE(value)));
    const GEnumValue* found = g_enum_get_value(enumClass, g_value_get_enum(value));
    g_type_class_unref(enumClass);
    return found ? found->value_nick : "";
}

int valueOf(GType type, const std::string& nick)
{
    auto* enumClass = G_ENUM_CLASS(g_type_class_ref(type));
    const GEnumValue* found = g_enum_get_value_by_nick(enumClass, nick.c_str());
    g_type_class_unref(enumClass);
    return found ? found->value : 0;
}

/// "layers" is AnimatizeLayers outside.
std::string typeNameOf(const char* property)
{
    std::string name = std::string("Animatize") + property;
    name[sizeof "Animatize" - 1] = g_ascii_toupper(*property);
    return name;
}

}  // namespace

GParamFlags paramFlags(When when)
{
    const int mutability =
        when == When::Playing ? GST_PARAM_MUTABLE_PLAYING : GST_PARAM_MUTABLE_READY;
    return static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | mutability);
}

GType enumType(const char* name, const std::vector<std::string>& choices)
{
    const std::string typeName = typeNameOf(name);
    if (const GType known = g_type_from_name(typeName.c_str()))
        return known;
    // GLib keeps these for the life of the process.
    auto* values = g_new0(GEnumValue, choices.size() + 1);
    for (size_t i = 0; i < choices.size(); ++i) {
        const char* nick = g_intern_string(choices[i].c_str());
        values[i] = {static_cast<int>(i), nick, nick};
    }
    return g_enum_register_static(g_intern_string(typeName.c_str()), values);
}

GType flagsType(const char* name, const std::vector<std::string>& choices)
{
    const std::string typeName = typeNameOf(name);
    if (const GType known = g_type_from_name(typeName.c_str()))
        return known;
    auto* values = g_new0(GFlagsValue, choices.size() + 1);
    for (size_t i = 0; i < choices.size(); ++i) {
        const char* nick = g_intern_string(choices[i].c_str());
        values[i] = {1U << i, nick, nick};
    }
    return g_flags_register_static(g_intern_string(typeName.c_str()), values);
}

GParamSpec* specOf(const char* name, const char* blurb, When when, bool initial)
{
    return g_param_spec_boolean(name, name, blurb, initial, paramFlags(when));
}

GParamSpec* specOf(const char* name, const char* blurb, When when, uint32_t initial, Bounds bounds)
{
    return g_param_spec_uint(name, name, blurb, clampTo<guint>(bounds.least),
                             clampTo<guint>(bounds.most), initial, paramFlags(when));
}

GParamSpec* specOf(const char* name, const char* blurb, When when, uint64_t initial, Bounds bounds)
{
    return g_param_spec_uint64(name, name, blurb, clampTo<guint64>(bounds.least),
                               clampTo<guint64>(bounds.most), initial, paramFlags(when));
}

GParamSpec* specOf(const char* name, const char* blurb, When when, double initial, Bounds bounds)
{
    return g_param_spec_double(name, name, blurb, bounds.least, bounds.most, initial,
                               paramFlags(when));
}

GParamSpec* specOf(const char* name, const char* blurb, When when, const std::string& initial)
{
    return g_param_spec_string(name, name, blurb, g_intern_string(initial.c_str()),
                               paramFlags(when));
}

GParamSpec* specOf(const char* name, const char* blurb, When when, const std::string& initial,
                   const std::vector<std::string>& choices)
{
    const GType type = enumType(name, choices);
    return g_param_spec_enum(name, name, blurb, type, valueOf(type, initial), paramFlags(when));
}

GParamSpec* specOf(const char* name, const char* blurb, When when, uint32_t initial,
                   const std::vector<std::string>& choices)
{
    return g_param_spec_flags(name, name, blurb, flagsType(name, choices), initial,
                              paramFlags(when));
}

void read(const GValue* value, std::string& into)
{
    const char* text = G_VALUE_HOLDS_ENUM(value) ? nickOf(value) : g_value_get_string(value);
    into = text ? text : "";
}

void write(GValue* value, const std::string& from)
{
    if (G_VALUE_HOLDS_ENUM(value))
        g_value_set_enum(value, valueOf(G_VALUE_TYPE(value), from));
    else
        g_value_set_string(value, from.c_str());
}

}  // namespace animatize
