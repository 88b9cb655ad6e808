// The GType of animatizeoverlay; what it does is told in the .cpp.
#pragma once

#include <glib-object.h>

GType animatize_overlay_get_type();
