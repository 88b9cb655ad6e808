// Where log lines go: a category of GST_DEBUG for each element, named as the element is, and one
// for each area of the core (base/log.h): animatize-net, animatize-cache, animatize-rules.
//
//   GST_DEBUG=animatizegen:5,animatize-net:4 gst-launch-1.0 ...
#pragma once

#include <string>

#include <gst/gst.h>

namespace animatize {

/// The core's lines go to GST_DEBUG from now on. Once per process, any thread.
void installLogBridge();

/// The category of an element's class, by the name of its type: "GstAnimatizeGen" has
/// "animatizegen". Made when first asked for.
GstDebugCategory* elementCategory(const char* typeName);

}  // namespace animatize
