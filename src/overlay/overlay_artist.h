// OverlayArtist: what is to be laid over each frame of a stream, as sprites.
//
//   OverlayArtist artist({1920, 1080}, 1.0);
//   for (const Sprite& sprite : artist.next(input, kAllLayers))
//       blend(frame, *sprite.pixels, sprite.at);              // the lowest first
//
// Sprites are small: a box is four lines, not a picture with a hole. One whose content has not
// changed since the frame before is the same object at the same address, so whoever blends them
// can keep what was made of it. One thread at a time. Same input, same pixels. What a record says
// is bounded and made safe, whatever it holds. Without any font on the system there are no words.
//
// Built in a library of its own, overlay_dep, where Pango and Cairo are there (meson:
// overlay_enabled).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <opencv2/core.hpp>

#include "overlay/overlay_input.h"

namespace animatize {

/// What can be shown or left out; flags.
enum OverlayLayer : uint32_t {
    kRegionsLayer = 1 << 0,      ///< boxes of what moves, ids, velocity arrows
    kObjectsLayer = 1 << 1,      ///< boxes and classes of detected objects
    kZonesLayer = 1 << 2,        ///< outlines and names of zones
    kCameraLayer = 1 << 3,       ///< dial of the camera's motion with its steadiness
    kShotLayer = 1 << 4,         ///< number of the shot, state, scene type, flash at a transition
    kCompositionLayer = 1 << 5,  ///< thirds, horizon, vanishing and salient points
    kPromptLayer = 1 << 6,       ///< the prompt as a caption
    kGeneratorLayer = 1 << 7,    ///< what the generator does: local, waiting, remote, fallback
    kTimingLayer = 1 << 8,       ///< time per frame of each element
    kAllLayers = (1 << 9) - 1,
};

struct Sprite {
    std::shared_ptr<const cv::Mat> pixels;  ///< CV_8UC4, B G R A, premultiplied; 1 x 1 or larger
    cv::Point at;                           ///< its top left corner; all of it is in the frame

    bool operator==(const Sprite&) const = default;
};

class OverlayArtist {
  public:
    static constexpr size_t kMostSprites = 256;

    /// `frame` in pixels, 1 x 1 to 8192 x 8192; `pixelAspect`: displayed width / height of one.
    OverlayArtist(cv::Size frame, double pixelAspect);
    ~OverlayArtist();

    /// The sprites of this frame, the lowest first; they hold until the next call. `layers` may
    /// change from frame to frame.
    const std::vector<Sprite>& next(const OverlayInput& input, uint32_t layers);

    /// A flush, a jump in time: nothing of the past is shown any more. Not at a new shot, which is
    /// told by its number and flashes.
    void forget();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace animatize
