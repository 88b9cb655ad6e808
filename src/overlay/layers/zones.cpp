// Zones as their operator drew them: outline and name. Ground that isn't watched is dashed; a zone
// in which an event runs is amber and thicker.
#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr size_t kMostZones = 32, kMostCorners = 256;  // as animatizemotion takes them
constexpr size_t kNames = 12;                          // of the sprites, for names

std::optional<Canvas::Points> cornersOf(const ZoneOutline& zone, const cv::Size& frame)
{
    Canvas::Points points;
    for (const cv::Point2d& corner : zone.corners) {
        if (!std::isfinite(corner.x) || !std::isfinite(corner.y) || points.size() == kMostCorners)
            return std::nullopt;
        points.emplace_back(std::clamp(corner.x, 0.0, 1.0) * frame.width,
                            std::clamp(corner.y, 0.0, 1.0) * frame.height);
    }
    if (points.size() < 3)
        return std::nullopt;
    points.push_back(points.front());
    return points;
}

Colour colourOf(const ZoneOutline& zone)
{
    return zone.active ? palette::kAmber : zone.ignored ? palette::kGrey : palette::kCyan;
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
        cv::Point top;  ///< the zone's highest corner
    };

    void trace(const std::vector<ZoneOutline>& zones, size_t most)
    {
        zones_ = zones;
        names_.clear();
        std::vector<Outline> outlines;
        for (const ZoneOutline& zone : zones) {
            auto corners = cornersOf(zone, style().frame);
            if (!corners || outlines.size() == kMostZones)
                continue;
            addNameOf(zone, *corners);
            const double width = (zone.active ? 2.0 : 1.0) * style().core;
            outlines.push_back({std::move(*corners), colourOf(zone), width,
                                zone.ignored ? 0.012 * style().reference + 4 : 0.0});
        }
        sprites_ = traced(outlines, style(), most);
    }

    void addNameOf(const ZoneOutline& zone, const Canvas::Points& corners)
    {
        const auto top = *std::min_element(
            corners.begin(), corners.end(),
            [](const auto& a, const auto& b) { return a.y + a.x / 64 < b.y + b.x / 64; });
        names_.push_back(
            {studio().label(zone.name, colourOf(zone)), cv::Point(cvRound(top.x), cvRound(top.y))});
    }

    void addName(const Name& name, Board& board)
    {
        if (!name.picture)
            return;
        const cv::Size size = name.picture->size();
        const int line = style().core + 2 * style().shade;
        const int left = name.top.x + style().columns(line), under = name.top.y + line;
        if (const auto at = board.claim({{left, under},
                                         {name.top.x - size.width - style().columns(line), under},
                                         {left, name.top.y - size.height - line},
                                         {left, under + size.height}},
                                        size))
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
