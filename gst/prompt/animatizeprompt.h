// The GType of animatizeprompt; what it does is told in the .cpp.
#pragma once

#include <glib-object.h>

GType animatize_prompt_get_type();
