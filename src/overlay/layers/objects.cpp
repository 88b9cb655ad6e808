// Detected objects: the corners of a box, which tells them from what moves, with class and
// confidence.
#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr size_t kSpritesOfOne = 5;
constexpr size_t kMostBytes = 48;  // of a class

class ObjectsLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const RecordList* objects = fields::list(input.scene, "objects");
        if (!objects)
            return;
        size_t number = 0;
        for (const Record& object : *objects) {
            if (board.room() < kSpritesOfOne)
                break;
            const auto box = fields::box(object, style().frame);
            if (!box)
                continue;
            addBrackets(board, studio(), *box, palette::kText);
            if (style().detail == Detail::All)
                addLabel(object, number++, *box, board);
        }
    }

    void forget() override { labels_.clear(); }

  private:
    struct Label {
        std::string name;
        std::optional<int> percent;
        Picture picture;
    };

    /// What the object of this number said in the frame before is most likely what it says now.
    const Picture& labelOf(const Record& object, size_t number)
    {
        if (labels_.size() <= number)
            labels_.resize(number + 1);
        Label& label = labels_[number];
        const std::string_view name = fields::words(&object, "class").substr(0, kMostBytes);
        const auto percent = fields::percent(&object, "confidence");
        if (label.picture && label.name == name && label.percent == percent)
            return label.picture;
        std::string words = fields::spoken(name);
        if (percent)
            words += ' ' + std::to_string(*percent) + " %";
        label = {std::string(name), percent, studio().label(words, palette::kText)};
        return label.picture;
    }

    void addLabel(const Record& object, size_t number, const cv::Rect& box, Board& board)
    {
        const Picture& label = labelOf(object, number);
        if (!label)
            return;
        const cv::Size size = label->size();
        const int right = box.x + box.width - size.width;
        if (const auto at = board.claim({{box.x, box.y + box.height},
                                         {right, box.y + box.height},
                                         {box.x, box.y - size.height},
                                         {right, box.y - size.height},
                                         {box.x, box.y + box.height - size.height}},
                                        size))
            board.add(label, *at);
    }

    std::vector<Label> labels_;
};

}  // namespace

std::unique_ptr<Layer> makeObjectsLayer(Studio& studio)
{
    return std::make_unique<ObjectsLayer>(studio);
}

}  // namespace animatize
