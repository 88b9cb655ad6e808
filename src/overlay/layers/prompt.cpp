// The prompt as a caption in the lower third: at most three lines, and in small words where it
// comes from and which model it is written for.
#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr int kMostLines = 3;
constexpr double kWidest = 0.62;  // of the frame
constexpr double kLongest = 38;   // em of a line, which the eye still finds its way back from

class PromptLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const std::string_view text = fields::words(input.prompt, "text");
        if (text.empty())
            return;
        const Picture& caption = captionOf(text, fields::words(input.prompt, "source"),
                                           fields::words(input.prompt, "target"));
        if (caption)
            if (const auto at = board.stack(Corner::BottomLeft, caption->size()))
                board.add(caption, *at);
    }

    void forget() override { said_ = {}; }

  private:
    struct Said {
        std::string text, source, target;
        Picture picture;
    };

    const Picture& captionOf(std::string_view text, std::string_view source,
                             std::string_view target)
    {
        if (said_.picture && said_.text == text && said_.source == source && said_.target == target)
            return said_.picture;
        said_ = {std::string(text), std::string(source), std::string(target), nullptr};
        const double width =
            std::min(kWidest * style().frame.width * style().aspect, kLongest * style().text);
        Plate plate;
        plate.accent = palette::kBlue;
        plate.most = width;
        TextLook look = ordinary();
        look.most = width;
        look.lines = kMostLines;
        plate.rows.push_back({{said_.text, look}, {}});
        std::string origin = fields::spoken(source);
        if (!target.empty())
            origin += (origin.empty() ? "for " : " for ") + std::string(target.substr(0, 100));
        plate.rows.push_back({{origin, small(), palette::kDim}, {}});
        said_.picture = studio().plate(plate);
        return said_.picture;
    }

    Said said_;
};

}  // namespace

std::unique_ptr<Layer> makePromptLayer(Studio& studio)
{
    return std::make_unique<PromptLayer>(studio);
}

}  // namespace animatize
