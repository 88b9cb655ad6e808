// Properties as data: a row each. The default of a property stands once, in the Settings struct.
//
//   const std::vector<Property<MotionSettings>> kProperties = {
//       {"sensitivity", "How little change counts as motion", &MotionSettings::sensitivity, {0,
//       1}},
//   };
//
// The rows become GParamSpecs, and reading and writing them is looking up a row. Property ids
// are the row's number + 1.
#pragma once

#include <cfloat>
#include <string>
#include <variant>
#include <vector>

#include <gst/gst.h>

#include "base/result.h"

namespace animatize {

/// Inclusive; the default covers the whole type.
struct Bounds {
    double least = -DBL_MAX;
    double most = DBL_MAX;
};

enum class When { Playing, Ready };  ///< up to which state a property can be set

template <typename Settings>
struct Property {
    using Member = std::variant<bool Settings::*, uint32_t Settings::*, uint64_t Settings::*,
                                double Settings::*, std::string Settings::*>;
    using Check = Status (*)(const std::string&);

    Property(const char* name, const char* blurb, Member member, Bounds bounds = Bounds(),
             When when = When::Playing, std::vector<std::string> choices = {},
             Check check = nullptr)
        : name(name),
          blurb(blurb),
          member(member),
          bounds(bounds),
          when(when),
          choices(std::move(choices)),
          check(check)
    {}

    const char* name;
    const char* blurb;
    Member member;
    Bounds bounds;
    When when;
    std::vector<std::string> choices;  ///< a string with these is an enum outside, a uint32_t flags
    Check check;                       ///< strings only
};

GParamFlags paramFlags(When when);
/// The GEnum of a property with choices, registered once under the property's name.
GType enumType(const char* name, const std::vector<std::string>& choices);
/// The same as GFlags: the first choice is bit 0, at most 32.
GType flagsType(const char* name, const std::vector<std::string>& choices);
GParamSpec* specOf(const char* name, const char* blurb, When when, bool initial);
GParamSpec* specOf(const char* name, const char* blurb, When when, uint32_t initial, Bounds);
GParamSpec* specOf(const char* name, const char* blurb, When when, uint64_t initial, Bounds);
GParamSpec* specOf(const char* name, const char* blurb, When when, double initial, Bounds);
GParamSpec* specOf(const char* name, const char* blurb, When when, const std::string& initial);
GParamSpec* specOf(const char* name, const char* blurb, When when, const std::string& initial,
                   const std::vector<std::string>& choices);
GParamSpec* specOf(const char* name, const char* blurb, When when, uint32_t initial,
                   const std::vector<std::string>& choices);

template <typename Settings>
GParamSpec* specOf(const Property<Settings>& row)
{
    static const Settings defaults{};
    return std::visit(
        [&row](auto member) {
            const auto& initial = defaults.*member;
            using Type = std::decay_t<decltype(initial)>;
            if constexpr (std::is_same_v<Type, bool>)
                return specOf(row.name, row.blurb, row.when, initial);
            else if constexpr (std::is_same_v<Type, uint32_t>)
                return row.choices.empty()
                           ? specOf(row.name, row.blurb, row.when, initial, row.bounds)
                           : specOf(row.name, row.blurb, row.when, initial, row.choices);
            else if constexpr (!std::is_same_v<Type, std::string>)
                return specOf(row.name, row.blurb, row.when, initial, row.bounds);
            else if (row.choices.empty())
                return specOf(row.name, row.blurb, row.when, initial);
            else
                return specOf(row.name, row.blurb, row.when, initial, row.choices);
        },
        row.member);
}

template <typename Settings>
void install(GObjectClass* objectClass, const std::vector<Property<Settings>>& rows)
{
    guint id = 0;
    for (const Property<Settings>& row : rows)
        g_object_class_install_property(objectClass, ++id, specOf(row));
}

inline void read(const GValue* value, bool& into)
{
    into = g_value_get_boolean(value);
}
inline void read(const GValue* value, uint32_t& into)
{
    into = G_VALUE_HOLDS_FLAGS(value) ? g_value_get_flags(value) : g_value_get_uint(value);
}
inline void read(const GValue* value, uint64_t& into)
{
    into = g_value_get_uint64(value);
}
inline void read(const GValue* value, double& into)
{
    into = g_value_get_double(value);
}
void read(const GValue* value, std::string& into);

inline void write(GValue* value, bool from)
{
    g_value_set_boolean(value, from);
}
inline void write(GValue* value, uint32_t from)
{
    if (G_VALUE_HOLDS_FLAGS(value))
        g_value_set_flags(value, from);
    else
        g_value_set_uint(value, from);
}
inline void write(GValue* value, uint64_t from)
{
    g_value_set_uint64(value, from);
}
inline void write(GValue* value, double from)
{
    g_value_set_double(value, from);
}
void write(GValue* value, const std::string& from);

/// Whether the row's check takes the value; the error says what is wrong with it.
template <typename Settings>
Status check(const Property<Settings>& row, const GValue* value)
{
    if (!row.check)
        return ok();
    std::string wanted;
    read(value, wanted);
    return row.check(wanted);
}

template <typename Settings>
void set(const Property<Settings>& row, const GValue* value, Settings& settings)
{
    std::visit([&](auto member) { read(value, settings.*member); }, row.member);
}

template <typename Settings>
void get(const Property<Settings>& row, GValue* value, const Settings& settings)
{
    std::visit([&](auto member) { write(value, settings.*member); }, row.member);
}

}  // namespace animatize
