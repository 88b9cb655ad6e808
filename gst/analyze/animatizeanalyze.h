// The GType of animatizeanalyze; what it does is told in the .cpp.
#pragma once

#include <glib-object.h>

GType animatize_analyze_get_type();
