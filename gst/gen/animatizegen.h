// The GType of animatizegen; what it does is told in the .cpp.
#pragma once

#include <glib-object.h>

GType animatize_gen_get_type();
