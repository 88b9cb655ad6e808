// Ownership of GLib's objects, as far as the HTTP client needs it.
#pragma once

#include <memory>
#include <string>

#include <libsoup/soup.h>

namespace animatize {

struct SoupUnref {
    void operator()(gpointer object) const { g_object_unref(object); }
    void operator()(GUri* uri) const { g_uri_unref(uri); }
    void operator()(GError* error) const { g_error_free(error); }
    void operator()(GMainContext* context) const { g_main_context_unref(context); }
    void operator()(GDateTime* time) const { g_date_time_unref(time); }
    void operator()(char* text) const { g_free(text); }
};

template <typename T>
using SoupRef = std::unique_ptr<T, SoupUnref>;

/// "" for null.
inline std::string textOf(const char* text)
{
    return text ? text : "";
}

}  // namespace animatize
