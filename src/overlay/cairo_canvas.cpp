#include "overlay/cairo_canvas.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <cairo.h>

namespace animatize {
namespace {

constexpr int kMost = 8192;  // pixels along a side

int pixels(double length)
{
    return static_cast<int>(std::clamp(std::ceil(length - 1e-6), 1.0, double{kMost}));
}

}  // namespace

void CairoCanvas::Destroy::operator()(cairo_t* cairo) const
{
    cairo_destroy(cairo);
}

CairoCanvas::CairoCanvas(double width, double height, double aspect)
    : pixels_(std::make_shared<cv::Mat>(pixels(height), pixels(width / aspect), CV_8UC4,
                                        cv::Scalar::all(0)))
{
    start();
    cairo_scale(cairo(), 1.0 / aspect, 1.0);
}

CairoCanvas::CairoCanvas(const cv::Rect& window, double aspect)
    : pixels_(std::make_shared<cv::Mat>(pixels(window.height), pixels(window.width), CV_8UC4,
                                        cv::Scalar::all(0)))
{
    start();
    cairo_translate(cairo(), -window.x, -window.y);
    cairo_scale(cairo(), 1.0 / aspect, 1.0);
}

CairoCanvas::~CairoCanvas() = default;

void CairoCanvas::start()
{
    cairo_surface_t* surface =
        cairo_image_surface_create_for_data(pixels_->data, CAIRO_FORMAT_ARGB32, pixels_->cols,
                                            pixels_->rows, static_cast<int>(pixels_->step));
    cairo_.reset(cairo_create(surface));
    cairo_surface_destroy(surface);
    cairo_set_line_cap(cairo(), CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo(), CAIRO_LINE_JOIN_ROUND);
}

void CairoCanvas::use(const Colour& colour)
{
    cairo_set_source_rgba(cairo(), colour.red, colour.green, colour.blue, colour.alpha);
}

void CairoCanvas::plate(const cv::Rect2d& place, double radius, const Colour& colour)
{
    const double r = std::min({radius, place.width / 2, place.height / 2});
    const double right = place.x + place.width, low = place.y + place.height;
    cairo_new_path(cairo());
    cairo_arc(cairo(), right - r, place.y + r, r, -CV_PI / 2, 0);
    cairo_arc(cairo(), right - r, low - r, r, 0, CV_PI / 2);
    cairo_arc(cairo(), place.x + r, low - r, r, CV_PI / 2, CV_PI);
    cairo_arc(cairo(), place.x + r, place.y + r, r, CV_PI, 1.5 * CV_PI);
    cairo_close_path(cairo());
    use(colour);
    cairo_fill(cairo());
}

void CairoCanvas::trace(const Points& points)
{
    cairo_new_path(cairo());
    for (const cv::Point2d& point : points)
        cairo_line_to(cairo(), point.x, point.y);
    if (points.size() > 2 && points.front() == points.back())
        cairo_close_path(cairo());
}

void CairoCanvas::line(const Points& points, double width, const Colour& colour, double dash)
{
    trace(points);
    cairo_set_dash(cairo(), &dash, dash > 0.0 ? 1 : 0, 0.0);
    cairo_set_line_width(cairo(), width);
    use(colour);
    cairo_stroke(cairo());
}

void CairoCanvas::polygon(const Points& points, const Colour& colour)
{
    trace(points);
    use(colour);
    cairo_fill(cairo());
}

void CairoCanvas::disc(cv::Point2d centre, double radius, const Colour& colour)
{
    cairo_new_path(cairo());
    cairo_arc(cairo(), centre.x, centre.y, radius, 0, 2 * CV_PI);
    use(colour);
    cairo_fill(cairo());
}

void CairoCanvas::ring(cv::Point2d centre, double radius, double width, const Colour& colour,
                       double from, double to)
{
    cairo_new_path(cairo());
    cairo_arc(cairo(), centre.x, centre.y, radius, std::min(from, to), std::max(from, to));
    cairo_set_dash(cairo(), nullptr, 0, 0.0);
    cairo_set_line_width(cairo(), width);
    use(colour);
    cairo_stroke(cairo());
}

void CairoCanvas::arrow(cv::Point2d from, cv::Point2d to, double width, double head,
                        const Colour& colour)
{
    const cv::Point2d way = to - from;
    const double length = std::hypot(way.x, way.y);
    if (!(length > 0.0))
        return;
    const cv::Point2d along = way * (std::min(head, length) / length);
    const cv::Point2d across(-along.y / 2, along.x / 2), neck = to - along;
    const Points tip = {to, neck + across, neck - across, to};
    line({from, neck}, 2 * width, palette::kShade);
    line(tip, width, palette::kShade);
    line({from, neck}, width, colour);
    polygon(tip, colour);
}

void CairoCanvas::clear(const cv::Rect& place)
{
    cairo_surface_t* surface = cairo_get_target(cairo());
    cairo_surface_flush(surface);
    (*pixels_)(place & cv::Rect({}, pixels_->size())).setTo(cv::Scalar::all(0));
    cairo_surface_mark_dirty(surface);
}

Picture CairoCanvas::finish()
{
    cairo_surface_flush(cairo_get_target(cairo()));
    cairo_.reset();
    // Cairo's pixels are numbers: alpha comes first in memory where the high byte does.
    if constexpr (std::endian::native == std::endian::big)
        cv::mixChannels({*pixels_}, {*pixels_}, {0, 3, 1, 2, 2, 1, 3, 0});
    return std::move(pixels_);
}

}  // namespace animatize
