// What nearly every file of the plugin pulls in; only speeds the build up.
#ifndef ANIMATIZE_GST_PCH_H
#define ANIMATIZE_GST_PCH_H

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gst/base/gstbasetransform.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <opencv2/core.hpp>

#endif
