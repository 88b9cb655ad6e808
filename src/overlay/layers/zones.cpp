// Zones as their operator drew them: outline and name. Ground that isn't watched is dashed; a zone
// in which an event runs is amber and thicker.
#include <opencv2/imgproc.hpp>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr size_t kMostZones = 32, kMostCorners = 256;  // as animatizemotion takes them
constexpr size_t kNames = 12;                          // of the sprites, for names

std::optional<CairoCanvas::Points> cornersOf(const ZoneOutline& zone, const cv::Size& frame,
                                             int width)
{
    // The middle of a pixel for lines of odd width, else between two: level edges are sharp then.
    const double middle = width % 2 == 1 ? 0.5 : 0.0;
    const auto place = [middle](double share, int side) {
        const double pixel = std::floor(std::clamp(share, 0.0, 1.0) * side);
        return std::min(pixel, side - 1.0) + middle;
    };
    CairoCanvas::Points points;
    for (const cv::Point2d& corner : zone.corners) {
        if (!std::isfinite(corner.x) || !std::isfinite(corner.y) || points.size() == kMostCorners)
            return std::nullopt;
        points.emplace_back(place(corner.x, frame.width), place(corner.y, frame.height));
    }
    if (points.size() < 3)
        return std::nullopt;
    points.push_back(points.front());
    return points;
}

Colour colourOf(const ZoneOutline& zone)
{
    return zone.active ? palette::kAmber : zone.ignored ? palette::kDim : palette::kCyan;
}

class ZonesLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        if (input.zones != zones_)
            trace(input.zones, board.room() - kNames);
        for (const Sprite& sprite : sprites_)
            board.add(sprite.pixels, sprite.at);
        for (const Name& name : names_)
            addName(name, board);
    }

    void forget() override
    {
        zones_.clear();
        sprites_.clear();
        names_.clear();
    }

  private:
    struct Name {
        Picture picture;
        cv::Point at;
    };

    void trace(const std::vector<ZoneOutline>& zones, size_t most)
    {
        zones_ = zones;
        names_.clear();
        std::vector<Outline> outlines;
        for (const ZoneOutline& zone : zones) {
            const int width = (zone.active ? 2 : 1) * style().core;
            auto corners = cornersOf(zone, style().frame, width);
            if (!corners || outlines.size() == kMostZones)
                continue;
            addNameOf(zone, *corners);
            outlines.push_back({std::move(*corners), colourOf(zone), double(width),
                                zone.ignored ? 0.012 * style().reference + 4 : 0.0});
        }
        sprites_ = traced(outlines, style(), most);
    }

    void addNameOf(const ZoneOutline& zone, const CairoCanvas::Points& corners)
    {
        const Picture picture = studio().label(zone.name, colourOf(zone));
        if (!picture)
            return;
        const auto top = *std::min_element(
            corners.begin(), corners.end(),
            [](const auto& a, const auto& b) { return a.y + a.x / 64 < b.y + b.x / 64; });
        const int line = 2 * style().core + style().shade, across = style().columns(line);
        const cv::Size size = picture->size();
        const cv::Point right(cvRound(top.x) + across, cvRound(top.y) + line);
        const cv::Point left(cvRound(top.x) - across - size.width, right.y);
        const cv::Point shift(size.width / 2, size.height);
        const bool isRight = liesIn(corners, right + shift) || !liesIn(corners, left + shift);
        names_.push_back({picture, isRight ? right : left});
    }

    static bool liesIn(const CairoCanvas::Points& corners, const cv::Point& point)
    {
        const std::vector<cv::Point2f> outline(corners.begin(), corners.end());
        return cv::pointPolygonTest(outline, cv::Point2f(point), false) > 0;
    }

    // Below its highest corner, or further down where that is taken; never beside the zone.
    void addName(const Name& name, Board& board)
    {
        const cv::Size size = name.picture->size();
        const cv::Point step(0, size.height);
        if (const auto at = board.claim({name.at, name.at + step, name.at + 2 * step}, size))
            board.add(name.picture, *at);
    }

    std::vector<ZoneOutline> zones_;  ///< what was drawn
    std::vector<Sprite> sprites_;
    std::vector<Name> names_;
};

}  // namespace

std::unique_ptr<Layer> makeZonesLayer(Studio& studio)
{
    return std::make_unique<ZonesLayer>(studio);
}

}  // namespace animatize
