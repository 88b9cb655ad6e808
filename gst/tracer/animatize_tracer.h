// The GType of the tracer `animatize`; what it does is told in the .cpp.
#pragma once

#include <glib-object.h>

GType animatize_tracer_get_type();
