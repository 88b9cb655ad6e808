// Shots for films whose boundaries are known exactly: a camera that moves over a photograph or
// over a drawing, or a piece of a clip between two labelled cuts. Same seeds, same pixels.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize::accuracy {

constexpr int kShotWidth = 320, kShotHeight = 180;

/// The frames of a shot, CV_8UC3 (R G B), kShotHeight x kShotWidth; any index from 0 on.
using Shot = std::function<cv::Mat(int index)>;

/// The photographs and wallpapers of Debian's mate-backgrounds; empty when not installed.
std::vector<cv::Mat> photographs();

/// Landscapes and patterns of a few flat colours: the least detail that pictures have.
std::vector<cv::Mat> drawings(int count, uint64_t seed);

/// A camera with noise that pans, tilts or zooms over a picture: at most `fastest` widths/s.
Shot cameraOver(const cv::Mat& picture, double fastest, cv::RNG& random);

/// The same, but things of flat colour move through the picture.
Shot cartoonOver(const cv::Mat& picture, cv::RNG& random);

struct Clip {
    std::string name;
    std::vector<cv::Mat> frames;
};

/// Pieces between the labelled boundaries of the clips in `folder` (groundtruth.json names them),
/// of at least `least` frames. What can't be read is left out.
std::vector<Clip> labelledPieces(const std::string& folder, int least);

/// `clip` from frame `first` on; at its end it plays backwards.
Shot playing(const Clip& clip, int first);

}  // namespace animatize::accuracy
