// Label: a discreet "AI generated" in the lower right corner of a picture, for those who look at it
// rather than at its metadata.
//
//   const Label label({1920, 1080}, 1.0);      // once per size, 3 ms: draws the words
//   label.draw(picture);                       // CV_8UC3, R G B
//   label.draw(planes, 16, 235);               // or 8-bit 4:2:0, black and white of its range
//
// White letters, semi-transparent, with a soft dark outline: the outline carries them where the
// picture is white, the letters where it is dark. Capitals are 2.2 % of the shorter displayed side
// high and at least 7 pixels (in both directions, should pixels be wide); the corner lies on the
// edge of the title-safe area, 5 % inside the picture. Words of pictures whose pixels aren't square
// are squeezed so that they look right on the screen.
//
// Words that would take more than 60 % of the width become "AI"; where not even that fits (below
// 27 x 27 square pixels) nothing is drawn, and empty() says so.
//
// Immutable once made, so threads may share one. Drawing touches place() and no pixel else,
// allocates nothing, and takes a twentieth of the time of copying the picture (1080p, 4:2:0,
// optimised). Same picture, same bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include <opencv2/core.hpp>

#include "generate/render/planar_picture.h"

namespace animatize {

class Label {
  public:
    /// Of pictures of this size in pixels; `pixelAspect`: displayed width / height of one pixel
    /// (taken as 1 when it isn't a number above 0, and within 1/8 to 8).
    Label(cv::Size picture, double pixelAspect);

    /// Whether the picture is too small for any words.
    bool empty() const { return text_.empty(); }
    std::string_view text() const { return text_; }
    /// Pixels that may change; the corner is even, so that chroma lies on it.
    cv::Rect place() const { return place_; }

    /// `rgb`: CV_8UC3 of the label's size. A picture of another size or kind stays as it is.
    void draw(cv::Mat& rgb) const;
    /// `black` and `white` are codes of Y, by the picture's range: 16 and 235, or 0 and 255.
    void draw(const PlanarTarget& target, uint8_t black, uint8_t white) const;

  private:
    void render(double capital, double pixelAspect);

    cv::Size size_;
    std::string_view text_;
    cv::Rect place_;
    cv::Mat white_, drawn_;  ///< CV_8UC1 over the place: share (of 255) of white, of all that's new
    cv::Mat whiteRgb_, drawnRgb_;   ///< the same, three times per pixel
    cv::Mat chroma_, chromaPairs_;  ///< drawn_ over 2 x 2 pixels, once and twice each
};

}  // namespace animatize
