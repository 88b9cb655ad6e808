// The answer of a YOLOX detector, from rows of numbers to boxes.
//
// One row per cell of three grids, of 8, 16 and 32 pixels a cell, row by row: x, y (of the middle,
// in cells, from the cell's corner), ln width, ln height (in cells), how sure it is that a thing is
// there, and per class how sure it is that it is of that class. Source: Ge et al., "YOLOX:
// Exceeding YOLO Series in 2021", arXiv 2107.08430, and the demo that comes with it.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace animatize {

struct Candidate {
    int label = 0;            ///< index of the class
    double confidence = 0.0;  ///< 0..1
    cv::Rect2d box;           ///< pixels
};

/// How many rows a detector has to answer for an input of that size, of whole 32 pixels.
int gridRows(const cv::Size& input);

/// Whether the boxes are in pixels already (some exports do that): then their middles spread over
/// the whole input. `rows`: gridRows(input) x (5 + classes), CV_32F.
bool isInPixels(const cv::Mat& rows, const cv::Size& input);

/// All candidates of at least that confidence; what isn't a number is none.
std::vector<Candidate> candidatesOf(const cv::Mat& rows, const cv::Size& input, bool inPixels,
                                    double least);

/// The best of those of a class that overlap by more than `overlap` (intersection over union),
/// best first, at most `most`.
std::vector<Candidate> bestOf(std::vector<Candidate> candidates, double overlap, size_t most);

/// Intersection over union, 0..1.
double overlapOf(const cv::Rect2d& a, const cv::Rect2d& b);

}  // namespace animatize
