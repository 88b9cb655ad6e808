// Composition: sprites as a GstVideoOverlayComposition, for a downstream that lays them over the
// video itself.
//
// Sprites are handed on as they are, not copied; one that stays the same stays the same rectangle
// (the same sequence number), so that whoever renders it uploads it once.
#pragma once

#include <memory>
#include <vector>

#include <gst/video/video.h>

#include "overlay/overlay_artist.h"

namespace animatize {

class Composition {
  public:
    /// Puts the sprites on a writable buffer, over the rectangles that are there already.
    void attach(GstBuffer* buffer, const std::vector<Sprite>& sprites);
    void clear();

  private:
    struct Release {
        void operator()(GstVideoOverlayRectangle* one) { gst_video_overlay_rectangle_unref(one); }
        void operator()(GstVideoOverlayComposition* all)
        {
            gst_video_overlay_composition_unref(all);
        }
    };
    using RectangleRef = std::unique_ptr<GstVideoOverlayRectangle, Release>;
    using WholeRef = std::unique_ptr<GstVideoOverlayComposition, Release>;
    struct Kept {
        Sprite sprite;
        RectangleRef rectangle;
    };

    static RectangleRef rectangleOf(const Sprite& sprite);
    void update(const std::vector<Sprite>& sprites);

    std::vector<Kept> kept_;
    WholeRef whole_;  ///< of what is kept; nobody adds to it
};

}  // namespace animatize
