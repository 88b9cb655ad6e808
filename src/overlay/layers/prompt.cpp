// The prompt as a caption in the lower third: at most three lines, and in small words where it
// comes from and which model it is written for.
#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr int kMostLines = 3;
constexpr double kWidest = 0.58;  // of the frame
constexpr double kLongest = 38;   // em of a line, which the eye still finds its way back from

class PromptLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const std::string_view text = fields::words(input.prompt, "text");
        if (text.empty())
            return;
        say(text, fields::words(input.prompt, "source"), fields::words(input.prompt, "target"));
        place(said_.caption, board);
        place(said_.origin, board);
    }

    void forget() override { said_ = {}; }

  private:
    struct Said {
        std::string text, source, target;
        Picture caption, origin;
    };

    static void place(const Picture& picture, Board& board)
    {
        if (picture)
            if (const auto at = board.stack(FrameCorner::BottomLeft, picture->size()))
                board.add(picture, *at);
    }

    void say(std::string_view text, std::string_view source, std::string_view target)
    {
        if (said_.caption && said_.text == text && said_.source == source && said_.target == target)
            return;
        said_ = {std::string(text), std::string(source), std::string(target), nullptr, nullptr};
        said_.caption = studio().plate(caption());
        said_.origin = studio().plate(origin());
    }

    double width() const
    {
        return std::min(kWidest * style().frame.width * style().aspect, kLongest * style().text);
    }

    Plate caption() const
    {
        Plate plate;
        plate.accent = palette::kBlue;
        plate.most = width();
        TextLook look = ordinary();
        look.most = plate.most;
        look.lines = kMostLines;
        plate.rows.push_back({{said_.text, look}, {}});
        return plate;
    }

    /// "rules for generic", a tab on the caption.
    Plate origin() const
    {
        std::string words = fields::spoken(said_.source);
        if (!said_.target.empty())
            words += (words.empty() ? "for " : " for ") + said_.target.substr(0, 100);
        Plate plate;
        plate.accent = palette::kBlue;
        plate.most = width();
        plate.rows.push_back({{words, small(), palette::kDim}, {}});
        return plate;
    }

    Said said_;
};

}  // namespace

std::unique_ptr<Layer> makePromptLayer(Studio& studio)
{
    return std::make_unique<PromptLayer>(studio);
}

}  // namespace animatize
