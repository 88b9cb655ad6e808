// Spans as records of GStreamer's tracers: one line of the category GST_TRACER for each span, as it
// ends, in the form that GStreamer's tools for traces read.
//
//   GST_TRACERS=animatize GST_DEBUG=GST_TRACER:7 gst-launch-1.0 ... 2>&1 | grep animatize-span
//
//   animatize-span, trace-id=(string)4bf9..., span-id=(string)00f0..., parent-id=(string)...,
//     name=(string)"decode", start=(guint64)..., duration=(guint64)..., status=(string)ok,
//     attributes=(string)"animatize.bytes=4711 animatize.type=image/png";
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "trace/span.h"

namespace animatize {

/// "NAME=VALUE NAME=VALUE", at most 1000 bytes.
std::string attributesText(const SpanData& span);

std::shared_ptr<SpanSink> makeSpanRecords();

/// From now on there are spans: as records, and to OpenTelemetry where its variables ask for that.
/// A sentence where they do and it can't be had.
Status installSpanRecords();
/// No more; what is left is sent.
void removeSpanRecords();

}  // namespace animatize
