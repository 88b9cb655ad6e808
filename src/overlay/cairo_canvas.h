// CairoCanvas: lines, arrows, rings and plates by Cairo, on a picture of their own.
//
//   CairoCanvas canvas(40, 20, style.aspect);                 // looks twice as wide as high
//   canvas.plate({0, 0, 40, 20}, 3, palette::kGround);
//   canvas.line({{4, 10}, {36, 10}}, 2, palette::kText);
//   Picture picture = canvas.finish();
//
// Lengths are in rows, along x too: a circle is round on the screen, whatever the shape of pixels.
#pragma once

#include <memory>
#include <vector>

#include "overlay/picture.h"

typedef struct _cairo cairo_t;  // NOLINT: as Cairo declares it

namespace animatize {

class CairoCanvas {
  public:
    using Points = std::vector<cv::Point2d>;

    /// At most 8192 x 8192 pixels.
    CairoCanvas(double width, double height, double aspect);
    /// A window on the frame: points are those of the frame, its first column is 0.
    CairoCanvas(const cv::Rect& window, double aspect);
    ~CairoCanvas();

    /// A filled rectangle with round corners.
    void plate(const cv::Rect2d& place, double radius, const Colour& colour);
    /// `dash`: length of the strokes and the gaps; 0: none. Closed when the last point is the
    /// first.
    void line(const Points& points, double width, const Colour& colour, double dash = 0.0);
    void polygon(const Points& points, const Colour& colour);
    void disc(cv::Point2d centre, double radius, const Colour& colour);
    /// From one angle to another, radians clockwise from the right; the whole ring when left out.
    void ring(cv::Point2d centre, double radius, double width, const Colour& colour,
              double from = 0.0, double to = 2.0 * CV_PI);
    /// A line with a head at its end, dark beside it.
    void arrow(cv::Point2d from, cv::Point2d to, double width, double head, const Colour& colour);

    /// As if nothing had been drawn there; in pixels of the picture.
    void clear(const cv::Rect& place);

    cairo_t* cairo() { return cairo_.get(); }

    /// What was drawn; nothing can be drawn any more.
    Picture finish();

  private:
    struct Destroy {
        void operator()(cairo_t* cairo) const;
    };

    void start();
    void trace(const Points& points);
    void use(const Colour& colour);

    std::shared_ptr<cv::Mat> pixels_;
    std::unique_ptr<cairo_t, Destroy> cairo_;
};

}  // namespace animatize
