// Frames of any format of the contract, painted from a formula; tight, or laid out as badly as a
// GstVideoMeta allows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gst/video/video.h>

#include "gst/base/ref.h"

namespace animatize::test {

/// One pixel: luma 0 (nominal black) .. 1 (nominal white), colour differences -0.5 .. 0.5.
struct Pixel {
    double luma = 0.0, cb = 0.0, cr = 0.0;
};
using Paint = std::function<Pixel(int x, int y)>;

/// The same grey everywhere.
Paint grey(double luma);
/// A gradient with a checked square of half the frame's height that stands `step` squares to the
/// right: something that moves, with detail and colour.
Paint moving(int width, int height, int step);

/// The formats of the contract, in its order.
const std::vector<GstVideoFormat>& formats();
/// The four elements that see and make, in the order of the chain.
const std::vector<std::string>& elements();
/// And animatizeoverlay, where it is built.
const std::vector<std::string>& everyElement();
/// "animatizemotion ! animatizeanalyze ! ...": all four.
std::string chain();

/// A progressive video at 25 frames/s. `fullRange`: 0..255 instead of 16..235, or the other way
/// round for RGB (which is full range unless told).
GstVideoInfo videoInfo(GstVideoFormat format, int width, int height, int fps = 25);
void setFullRange(GstVideoInfo& info, bool fullRange);
CapsRef capsOf(const GstVideoInfo& info);

/// A frame laid out as the caps say, without a GstVideoMeta; no timestamps.
BufferRef frame(const GstVideoInfo& info, const Paint& paint);
/// The same pixels with longer rows, space between the planes and an offset in front; all bytes
/// that are not pixels are `poison`.
BufferRef paddedFrame(const GstVideoInfo& info, const Paint& paint, guint8 poison);
/// Gives the buffer the time of frame `index` at the info's rate (25 where it is 0/1).
void stamp(GstBuffer* buffer, const GstVideoInfo& info, int index);

/// All bytes of all memories, in order.
std::vector<guint8> bytesOf(GstBuffer* buffer);

}  // namespace animatize::test
