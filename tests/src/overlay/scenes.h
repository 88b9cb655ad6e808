// Inputs as the elements make them, and frames with sprites laid over them.
#pragma once

#include "overlay/overlay_artist.h"
#include "overlay/overlay_input.h"

namespace animatize::test {

/// An input and the records that it points to.
struct Scene {
    Scene() = default;
    Scene(const Scene& other) { *this = other; }
    Scene& operator=(const Scene& other);

    /// With only those of its records that were filled.
    const OverlayInput& input();

    Record motion, scene, prompt, generator, keyframe;
    std::vector<ZoneOutline> zones;
    std::vector<StageTime> times;
    FrameTime time;

  private:
    OverlayInput input_;
};

/// A street with walkers and a car, everything that can be said of it, 3.4 s into its second shot.
Scene street();

Record region(uint64_t id, const cv::Rect2d& box, double vx, double vy);
Record object(const char* name, double confidence, const cv::Rect2d& box);
/// A motion record with these regions and a camera at rest.
Record motionOf(std::vector<Record> regions);
FrameTime at(double seconds);

/// B G R A of the frame with nothing below: transparent where nothing is.
cv::Mat laid(const std::vector<Sprite>& sprites, const cv::Size& frame);
/// Over a picture, B G R.
cv::Mat over(const cv::Mat& picture, const std::vector<Sprite>& sprites);
/// What a fresh artist lays over a frame of this size, on nothing.
cv::Mat drawn(Scene scene, uint32_t layers, const cv::Size& frame = {640, 360},
              double aspect = 1.0);
/// How many pixels of the place have about this colour (0xRRGGBB), as far as they are opaque.
int count(const cv::Mat& laid, uint32_t colour, cv::Rect place = {});
/// The middle of those pixels.
cv::Point2d middle(const cv::Mat& laid, uint32_t colour, cv::Rect place = {});
/// Whether all is empty there.
bool isEmpty(const cv::Mat& laid, cv::Rect place = {});
/// Whether two lists have the very same pictures at the same places.
bool areSame(const std::vector<Sprite>& a, const std::vector<Sprite>& b);
/// Whether all that they are is in the frame, and their number is allowed.
bool areSound(const std::vector<Sprite>& sprites, const cv::Size& frame);

/// How much of the frame the sprites cover, counted as often as they do.
double coverage(const std::vector<Sprite>& sprites, const cv::Size& frame);

}  // namespace animatize::test
