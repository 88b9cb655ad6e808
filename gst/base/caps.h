// The caps of every pad that carries video: the formats of the contract, in system memory.
#pragma once

#include <gst/video/video.h>

#define ANIMATIZE_FORMATS                                                                   \
    "{ I420, YV12, NV12, NV21, NV16, Y42B, Y444, YUY2, YVYU, UYVY, GRAY8, RGB, BGR, RGBA, " \
    "BGRA, ARGB, ABGR, RGBx, BGRx, xRGB, xBGR, I420_10LE, I422_10LE, P010_10LE, v210, UYVP }"

#define ANIMATIZE_SIZES \
    ", width = (int) [ 1, 8192 ], height = (int) [ 1, 8192 ], framerate = (fraction) [ 0, max ]"

#define ANIMATIZE_CAPS_WITH(features) \
    "video/x-raw(" features "), format = (string) " ANIMATIZE_FORMATS ANIMATIZE_SIZES

// Caps features are compared as written: with and without the memory that is meant anyway.
#define ANIMATIZE_CAPS_WITH_BOTH(features) \
    ANIMATIZE_CAPS_WITH(features)          \
    "; " ANIMATIZE_CAPS_WITH(GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY ", " features)

#define ANIMATIZE_VIDEO_CAPS \
    "video/x-raw, format = (string) " ANIMATIZE_FORMATS ANIMATIZE_SIZES "; "           \
    ANIMATIZE_CAPS_WITH_BOTH(GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION) "; " \
    ANIMATIZE_CAPS_WITH_BOTH(GST_CAPS_FEATURE_FORMAT_INTERLACED) "; "                  \
    ANIMATIZE_CAPS_WITH_BOTH(GST_CAPS_FEATURE_FORMAT_INTERLACED                        \
                             ", " GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION)
