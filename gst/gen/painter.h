// Painter: a moment of a generated shot as a video frame of one format.
//
//   Result<std::unique_ptr<Painter>> painter = makePainter(info);
//   (*painter)->paint(shot.renderer, 0.5, false, frame);     // frame: mapped for writing
//
// A painter is made for the caps and used for every frame. Which one is the best for a format is
// makePainter's to know: whoever can render straight into a format is a class of its own and a line
// there. Deterministic: the same shot, moment and caps give the same pixels.
#pragma once

#include <memory>

#include <gst/video/video.h>

#include "base/result.h"
#include "generate/render/move_renderer.h"

namespace animatize {

class Painter {
  public:
    virtual ~Painter() = default;
    /// Fills all pixels of the frame. The shot has the size of the video's frames; where fields
    /// come one by one the frame is a field of it, which one is in its flags.
    /// `label`: with "AI generated" in its corner.
    virtual void paint(const MoveRenderer& shot, double t, bool label, GstVideoFrame& into) = 0;
};

/// Progressive I420, YV12, NV12 and NV21 of shots that are planar: rendered as they are. Everything
/// else by way of R G B: GstVideoConverter with what costs time or bits
/// switched off: no dither, no change of primaries or transfer. Pictures are R G B of full range
/// (colourPicture), so what is done is the matrix, the range and the chroma of the caps.
Result<std::unique_ptr<Painter>> makePainter(const GstVideoInfo& info);

}  // namespace animatize
