// Boxes and outlines as few small sprites: what is empty inside is not part of any.
#pragma once

#include <vector>

#include "overlay/board.h"
#include "overlay/studio.h"

namespace animatize {

/// Four sides, or one picture where that is as cheap. `box` lies in the frame.
void addBox(Board& board, Studio& studio, const cv::Rect& box, const Colour& colour);

/// Only the corners of a box.
void addBrackets(Board& board, Studio& studio, const cv::Rect& box, const Colour& colour);

/// A straight line along an axis: `place` is its bright core.
void addRule(Board& board, Studio& studio, const cv::Rect& place, const Colour& colour);

struct Outline {
    CairoCanvas::Points points;  ///< in pixels of the frame, the first again at the end
    Colour colour;
    double width = 1.0;  ///< rows
    double dash = 0.0;   ///< rows; 0: none
};

/// The outlines as at most `most` sprites that follow them closely: slanted edges are many small
/// sprites rather than one that is as large as the frame.
std::vector<Sprite> traced(const std::vector<Outline>& outlines, const Style& style, size_t most);

}  // namespace animatize
