// What moves: a box, the number of the region, and an arrow to where it would be half a second
// later if the camera stood still. Its colour goes with its number.
#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr double kArrowSeconds = 0.5;
constexpr size_t kSpritesOfOne = 6;

class RegionsLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const RecordList* regions = fields::list(input.motion, "regions");
        if (!regions)
            return;
        for (const Record& region : *regions) {
            if (board.room() < kSpritesOfOne)
                break;
            if (const auto box = fields::box(region, style().frame))
                drawOne(region, *box, board);
        }
    }

    void forget() override { labels_.clear(); }

  private:
    void drawOne(const Record& region, const cv::Rect& box, Board& board)
    {
        const uint64_t id = fields::whole(&region, "id").value_or(0);
        const Colour colour = colourOf(id);
        addBox(board, studio(), box, colour);
        if (style().detail != Detail::All)
            return;
        addArrow(region, box, colour, board);
        if (id > 0)
            addLabel(id, box, colour, board);
    }

    void addArrow(const Record& region, const cv::Rect& box, const Colour& colour, Board& board)
    {
        const auto vx = fields::between(&region, "vx", -10.0, 10.0);
        const auto vy = fields::between(&region, "vy", -10.0, 10.0);
        if (!vx || !vy)
            return;
        const cv::Point2d centre((box.x + box.width / 2.0) * style().aspect,
                                 box.y + box.height / 2.0);
        cv::Point2d way(*vx * kArrowSeconds * style().frame.width * style().aspect,
                        *vy * kArrowSeconds * style().frame.height);
        way *= shortened(centre, way);
        // Whole steps, so that nearly the same arrow is the same picture.
        const double step = std::max(1.0, style().reference / 400.0);
        const int x = cvRound(way.x / step), y = cvRound(way.y / step);
        if (std::hypot(x, y) * step < 2.5 * head())
            return;
        const Picture picture =
            studio().picture({PictureKey::Arrow, x, y, 0, 0, colour.code()}, [&] {
                return arrow({x * step, y * step}, colour);
            });
        const double margin = head();
        const cv::Point at(cvRound((centre.x + std::min(0.0, x * step) - margin) / style().aspect),
                           cvRound(centre.y + std::min(0.0, y * step) - margin));
        if (const Sprite sprite = board.within(picture, at); sprite.pixels)
            board.add(sprite.pixels, sprite.at);
    }

    double head() const { return std::max(3.0, 0.011 * style().reference); }

    /// By how much an arrow is shortened: it stays in the frame, and is an eighth of it at most.
    double shortened(const cv::Point2d& from, const cv::Point2d& way) const
    {
        const double length = std::hypot(way.x, way.y), most = 0.125 * style().reference;
        double share = length > most ? most / length : 1.0;
        const double width = style().frame.width * style().aspect, height = style().frame.height;
        const auto keep = [&](double at, double by, double end) {
            const double room = (by > 0.0 ? end - at : at) - 2.0 * head();
            if (std::abs(by) > 0.0)
                share = std::min(share, std::max(0.0, room) / std::abs(by));
        };
        keep(from.x, way.x, width);
        keep(from.y, way.y, height);
        return share;
    }

    Picture arrow(const cv::Point2d& way, const Colour& colour) const
    {
        const double margin = head();
        CairoCanvas canvas(std::abs(way.x) + 2 * margin, std::abs(way.y) + 2 * margin,
                           style().aspect);
        const cv::Point2d from(margin - std::min(0.0, way.x), margin - std::min(0.0, way.y));
        canvas.arrow(from, from + way, 1.5 * style().core, 1.6 * head(), colour);
        return canvas.finish();
    }

    struct Label {
        uint64_t id = 0;
        Picture picture;
    };

    // Numbers are looked up before they become words.
    Picture labelOf(uint64_t id, const Colour& colour)
    {
        const auto known = std::find_if(labels_.begin(), labels_.end(),
                                        [id](const Label& label) { return label.id == id; });
        if (known != labels_.end())
            return known->picture;
        if (labels_.size() >= kMostLabels)
            labels_.erase(labels_.begin());
        labels_.push_back({id, studio().label(std::to_string(id), colour)});
        return labels_.back().picture;
    }

    void addLabel(uint64_t id, const cv::Rect& box, const Colour& colour, Board& board)
    {
        const Picture label = labelOf(id, colour);
        if (!label)
            return;
        const cv::Size size = label->size();
        if (const auto at = board.claim({{box.x, box.y - size.height},
                                         {box.x, box.y + box.height},
                                         {box.x + box.width, box.y},
                                         {box.x - size.width, box.y}},
                                        size))
            board.add(label, *at);
    }

    static constexpr size_t kMostLabels = 64;
    std::vector<Label> labels_;
};

}  // namespace

std::unique_ptr<Layer> makeRegionsLayer(Studio& studio)
{
    return std::make_unique<RegionsLayer>(studio);
}

}  // namespace animatize
