// The GType of animatizemotion; what it does is told in the .cpp.
#pragma once

#include <glib-object.h>

GType animatize_motion_get_type();
