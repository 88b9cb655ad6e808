// A detector of the YOLOX family, small enough to be written by a test: it sees red and blue
// squares and nothing else. Made by hand, byte by byte; no weights of anyone are in it.
#pragma once

#include <string>

namespace animatize::test {

struct TinyModel {
    /// Side of the squares that it sees, and of its boxes, in pixels of its input.
    static constexpr int kSquare = 64;

    int classes = 2;         ///< the first is red, the second blue, more are never seen
    int fixedSide = 0;       ///< 0: takes any size of whole 32 pixels, else this square only
    bool threeGrids = true;  ///< without: its answer is too short for a detector
    int colours = 3;         ///< of its input

    /// The ONNX file.
    std::string bytes() const;
};

}  // namespace animatize::test
