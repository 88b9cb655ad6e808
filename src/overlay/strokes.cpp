#include "overlay/strokes.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace animatize {
namespace {

/// How thick a line is with its dark sides, across and along the rows.
struct Thickness {
    int coreX, coreY, shadeX, shadeY;
    int x() const { return coreX + 2 * shadeX; }
    int y() const { return coreY + 2 * shadeY; }
};

Thickness thicknessOf(const Style& style)
{
    return {style.columns(style.core), style.core, style.columns(style.shade), style.shade};
}

cv::Rect inset(const cv::Rect& rect, int x, int y)
{
    return {rect.x + x, rect.y + y, std::max(0, rect.width - 2 * x),
            std::max(0, rect.height - 2 * y)};
}

/// The part of a box that lies in `part`, both in pixels of the box.
Picture partOfBox(const cv::Size& box, const cv::Rect& part, const Thickness& thick,
                  const Colour& colour)
{
    auto pixels =
        std::make_shared<cv::Mat>(part.size(), CV_8UC4, cv::Scalar(pixelOf(palette::kShade)));
    const auto fill = [&](const cv::Rect& rect, const cv::Scalar& with) {
        if (const cv::Rect seen = (rect & part) - part.tl(); !seen.empty())
            (*pixels)(seen).setTo(with);
    };
    const cv::Rect outer({}, box), core = inset(outer, thick.shadeX, thick.shadeY);
    const cv::Rect inner = inset(core, thick.coreX, thick.coreY);
    fill(core, cv::Scalar(pixelOf(colour)));
    fill(inner, cv::Scalar(pixelOf(palette::kShade)));
    fill(inset(inner, thick.shadeX, thick.shadeY), cv::Scalar::all(0));
    return pixels;
}

/// `key`: lengths that the part depends on.
void addPart(Board& board, Studio& studio, const cv::Rect& box, const cv::Rect& part,
             PictureKey key)
{
    const Thickness thick = thicknessOf(studio.style());
    const uint32_t code = key.colour;
    const Picture picture = studio.picture(
        key, [&] { return partOfBox(box.size(), part, thick, Colour::of(code & 0xffffff)); });
    board.add(picture, box.tl() + part.tl());
}

}  // namespace

void addBox(Board& board, Studio& studio, const cv::Rect& box, const Colour& colour)
{
    const Thickness thick = thicknessOf(studio.style());
    const int w = box.width, h = box.height, x = thick.x(), y = thick.y();
    const uint32_t code = colour.code();
    if (w <= 6 * x || h <= 6 * y) {
        addPart(board, studio, box, {0, 0, w, h}, {PictureKey::Side, 0, w, h, 0, code});
        return;
    }
    if (board.room() < 4)
        return;
    addPart(board, studio, box, {0, 0, w, y}, {PictureKey::Side, 1, w, 0, 0, code});
    addPart(board, studio, box, {0, h - y, w, y}, {PictureKey::Side, 2, w, 0, 0, code});
    addPart(board, studio, box, {0, y, x, h - 2 * y}, {PictureKey::Side, 3, 0, h, 0, code});
    addPart(board, studio, box, {w - x, y, x, h - 2 * y}, {PictureKey::Side, 4, 0, h, 0, code});
}

void addBrackets(Board& board, Studio& studio, const cv::Rect& box, const Colour& colour)
{
    const Style& style = studio.style();
    const Thickness thick = thicknessOf(style);
    const int w = box.width, h = box.height;
    const int y = std::min(std::max(2 * thick.y(), cvRound(0.02 * style.reference)), h / 3);
    const int x = std::min(style.columns(y), w / 3);
    if (x <= thick.x() || y <= thick.y()) {
        addBox(board, studio, box, colour);
        return;
    }
    if (board.room() < 4)
        return;
    int corner = 0;
    for (const cv::Point& at : {cv::Point(0, 0), {w - x, 0}, {0, h - y}, {w - x, h - y}})
        addPart(board, studio, box, {at, cv::Size(x, y)},
                {PictureKey::Bracket, corner++, x, y, 0, colour.code()});
}

void addRule(Board& board, Studio& studio, const cv::Rect& place, const Colour& colour)
{
    const Style& style = studio.style();
    const bool level = place.width > place.height;
    const int x = level ? 0 : style.columns(style.shade), y = level ? style.shade : 0;
    const cv::Size size(place.width + 2 * x, place.height + 2 * y);
    const PictureKey key{PictureKey::Level, size.width, size.height, x, y, colour.code()};
    const Picture picture = studio.picture(key, [&] {
        Colour shade = palette::kShade;
        shade.alpha *= colour.alpha;
        auto pixels = std::make_shared<cv::Mat>(size, CV_8UC4, cv::Scalar(pixelOf(shade)));
        (*pixels)(cv::Rect({x, y}, place.size())).setTo(cv::Scalar(pixelOf(colour)));
        return pixels;
    });
    board.add(picture, place.tl() - cv::Point(x, y));
}

namespace {

struct Piece {
    const Outline* outline;
    cv::Point2d from, to;
    cv::Rect2d around;  ///< of the points alone
};

cv::Rect2d around(const cv::Point2d& a, const cv::Point2d& b)
{
    return {cv::Point2d(std::min(a.x, b.x), std::min(a.y, b.y)),
            cv::Point2d(std::max(a.x, b.x), std::max(a.y, b.y))};
}

// Not cv::Rect's |, to which a line without an area is nothing.
cv::Rect2d hull(const cv::Rect2d& a, const cv::Rect2d& b)
{
    return {cv::Point2d(std::min(a.x, b.x), std::min(a.y, b.y)),
            cv::Point2d(std::max(a.br().x, b.br().x), std::max(a.br().y, b.br().y))};
}

/// Cuts an edge so that no part is more than `slim` pixels across at its shorter side.
void cut(const Outline& outline, const cv::Point2d& a, const cv::Point2d& b, double slim,
         std::vector<Piece>& pieces)
{
    const cv::Rect2d whole = around(a, b);
    const int count = std::max(1, cvCeil(std::min(whole.width, whole.height) / slim - 1e-6));
    for (int i = 0; i < count; ++i) {
        const cv::Point2d from = a + (b - a) * (double(i) / count);
        const cv::Point2d to = a + (b - a) * (double(i + 1) / count);
        pieces.push_back({&outline, from, to, around(from, to)});
    }
}

/// Neighbours as one where that isn't wider than `slim` either.
std::vector<Piece> joined(const std::vector<Piece>& pieces, double slim)
{
    std::vector<Piece> made;
    for (const Piece& piece : pieces) {
        if (!made.empty() && made.back().outline == piece.outline) {
            const cv::Rect2d both = hull(made.back().around, piece.around);
            if (std::min(both.width, both.height) <= slim) {
                made.back().around = both;
                continue;
            }
        }
        made.push_back(piece);
    }
    return made;
}

std::vector<Piece> piecesOf(const std::vector<Outline>& outlines, double slim)
{
    std::vector<Piece> pieces;
    for (const Outline& outline : outlines)
        for (size_t i = 1; i < outline.points.size(); ++i)
            cut(outline, outline.points[i - 1], outline.points[i], slim, pieces);
    return joined(pieces, slim);
}

/// `drawn`: windows that show this outline already, so that no shade is laid twice.
Sprite draw(const Piece& piece, const Style& style, std::vector<cv::Rect>& drawn)
{
    const Outline& outline = *piece.outline;
    const double half = outline.width / 2 + style.shade, halfX = half / style.aspect;
    const cv::Rect2d around(piece.around.x - halfX, piece.around.y - half,
                            piece.around.width + 2 * halfX, piece.around.height + 2 * half);
    const cv::Point tl(cvFloor(around.x), cvFloor(around.y));
    const cv::Point br(cvCeil(around.br().x), cvCeil(around.br().y));
    const cv::Rect window = cv::Rect(tl, br) & cv::Rect({}, style.frame);
    if (window.empty())
        return {};
    CairoCanvas canvas(window, style.aspect);
    CairoCanvas::Points points = outline.points;
    for (cv::Point2d& point : points)
        point.x *= style.aspect;
    canvas.line(points, outline.width + 2 * style.shade, palette::kShade, outline.dash);
    canvas.line(points, outline.width, outline.colour, outline.dash);
    for (const cv::Rect& other : drawn)
        canvas.clear((other & window) - window.tl());
    drawn.push_back(window);
    return {canvas.finish(), window.tl()};
}

}  // namespace

std::vector<Sprite> traced(const std::vector<Outline>& outlines, const Style& style, size_t most)
{
    const double largest = std::max(style.frame.width, style.frame.height);
    double slim = std::max(2.0, 0.003 * style.reference);
    std::vector<Piece> pieces = piecesOf(outlines, slim);
    while (pieces.size() > most && slim < largest)
        pieces = piecesOf(outlines, slim *= 1.4);
    std::vector<Sprite> sprites;
    std::vector<cv::Rect> drawn;  // of the outline at hand
    const Outline* outline = nullptr;
    for (const Piece& piece : pieces) {
        if (std::exchange(outline, piece.outline) != piece.outline)
            drawn.clear();
        if (sprites.size() < most)
            if (Sprite sprite = draw(piece, style, drawn); sprite.pixels)
                sprites.push_back(std::move(sprite));
    }
    return sprites;
}

}  // namespace animatize
