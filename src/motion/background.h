// Background: what moves before a camera that stands still.
//
// Every picture is first brought to the exposure of the background, so that no change of light
// is motion; then a mixture of Gaussians per pixel (Zivkovic's MOG2) tells what doesn't belong.
// Time counts, not frames. A darkening that keeps the pattern underneath is a shadow.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/video/background_segm.hpp>

namespace animatize {

/// Masks of one frame, CV_8UC1, 255 = yes. Empty: the frame could not be judged.
struct MovingPixels {
    cv::Mat motion;
    cv::Mat shadow;
};

class Background {
  public:
    void reset();
    /// Learns the picture and says what doesn't belong to the background; `strictness` 1 is
    /// normal, higher sees less. The masks are empty for a picture that can't be compared.
    const MovingPixels& next(const cv::Mat& luma, double seconds, double strictness);
    /// Whether it has seen enough to be believed.
    bool learned() const { return seconds_ >= kLeastSeconds && frames_ >= kLeastFrames; }

  private:
    void learn(double seconds);
    void separateShadows();

    static constexpr double kLeastSeconds = 0.8;
    static constexpr int kLeastFrames = 8;

    cv::Ptr<cv::BackgroundSubtractorMOG2> model_;
    cv::Mat mean_;       ///< CV_32F, of what belonged to the background
    cv::Mat reference_;  ///< the same as CV_8U
    cv::Mat matched_;    ///< this picture at the background's exposure
    cv::Mat raw_, outside_, quiet_;
    MovingPixels pixels_;
    double seconds_ = 0.0;
    int frames_ = 0;
};

}  // namespace animatize
