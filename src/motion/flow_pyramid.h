// FlowPyramid: a picture made ready for tracking, and the tracking between two of them.
//
// Pyramidal Lucas-Kanade (Bouguet): a window around each point is shifted until it fits, from
// coarse to fine. The pyramid and its gradients are made once per picture and used forwards,
// backwards, and for choosing the points.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace animatize {

struct FlowPyramid {
    static constexpr int kWindow = 16;  ///< a whole number of SIMD registers: half the time of 15
    static constexpr int kLeastSide = 24;  ///< smaller pictures give no hold

    std::vector<cv::Mat> levels;  ///< picture, gradient, picture of half the size, ...
    int top = 0;                  ///< index of the coarsest level
    cv::Size size;

    bool empty() const { return levels.empty(); }
    /// The gradient of the finest level, CV_16SC2, in 1/32 grey levels per pixel (Scharr).
    const cv::Mat& gradient() const { return levels[1]; }
    /// Reuses the memory. A picture below kLeastSide leaves it empty.
    void build(const cv::Mat& luma);
    void clear() { levels.clear(); }
};

struct TrackOptions {
    int window = FlowPyramid::kWindow;
    int levels = 8;  ///< at most this many above the finest
    int rounds = 12;
};

struct Track {
    cv::Point2f to;
    bool found = false;
    float error = 0.0f;  ///< mean absolute difference of the two windows, grey levels
};

/// The tracking; it keeps its memory for the next time.
class PointTracker {
  public:
    /// Follows `from` of picture `a` to picture `b`, starting the search at `guess`. The answer is
    /// valid until the next call.
    const std::vector<Track>& track(const FlowPyramid& a, const FlowPyramid& b,
                                    const std::vector<cv::Point2f>& from,
                                    const std::vector<cv::Point2f>& guess,
                                    const TrackOptions& options);

    /// Like track(), and back again: a point that doesn't return to within `slack` pixels is lost.
    const std::vector<Track>& trackBothWays(const FlowPyramid& a, const FlowPyramid& b,
                                            const std::vector<cv::Point2f>& from,
                                            const std::vector<cv::Point2f>& guess,
                                            const TrackOptions& options, double slack);

  private:
    void follow(const FlowPyramid& a, const FlowPyramid& b, const std::vector<cv::Point2f>& from,
                const std::vector<cv::Point2f>& guess, const TrackOptions& options, int levels);

    std::vector<Track> tracks_;
    std::vector<cv::Point2f> to_, arrived_;
    std::vector<uint8_t> found_;
    std::vector<float> error_;
};

}  // namespace animatize
