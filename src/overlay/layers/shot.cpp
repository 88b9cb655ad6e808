// The shot: its number, how long it is on, by what transition it came, what kind of scene it is and
// how sure that is, its state where that isn't normal. When the number changes, the border of the
// frame lights up and fades within 400 ms.
#include <array>
#include <cstdio>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr uint64_t kFlash = 400'000'000, kSecond = 1'000'000'000;  // ns
constexpr int kFlashSteps = 8;

std::string clock(uint64_t seconds)
{
    char text[40];
    const auto minutes = static_cast<unsigned long long>(seconds / 60);
    std::snprintf(text, sizeof text, "%llu:%02u", minutes, static_cast<unsigned>(seconds % 60));
    return text;
}

class ShotLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const auto id = fields::whole(input.scene, "shot-id");
        if (!id)
            return;
        if (shown_ && *shown_ != *id)
            flashed_ = input.time.now;
        shown_ = id;
        addFlash(input.time.now, board);
        if (style().detail != Detail::All)
            return;
        const Picture& plate = plateOf(input, *id);
        if (plate)
            if (const auto at = board.stack(FrameCorner::TopLeft, plate->size()))
                board.add(plate, *at);
    }

    void forget() override
    {
        shown_.reset();
        flashed_.reset();
        said_ = {};
    }

  private:
    struct Said {
        uint64_t id = 0;
        std::optional<uint64_t> seconds;
        std::string transition, type, state;
        std::optional<int> percent;
        Picture picture;
    };

    bool isSaid(const Said& now, std::string_view transition, std::string_view type,
                std::string_view state) const
    {
        return said_.picture && said_.id == now.id && said_.seconds == now.seconds &&
               said_.percent == now.percent && said_.transition == transition &&
               said_.type == type && said_.state == state;
    }

    const Picture& plateOf(const OverlayInput& input, uint64_t id)
    {
        Said now;
        now.id = id;
        const auto start = fields::time(input.scene, "shot-start");
        if (start && input.time.pts)
            now.seconds = *input.time.pts > *start ? (*input.time.pts - *start) / kSecond : 0;
        const std::string_view transition = fields::words(input.scene, "transition");
        const std::string_view type = fields::words(input.scene, "scene-type");
        const std::string_view state = fields::words(input.scene, "state");
        if (!type.empty())
            now.percent = fields::percent(input.scene, "scene-confidence");
        if (isSaid(now, transition, type, state))
            return said_.picture;
        now.transition = transition;
        now.type = type;
        now.state = state;
        said_ = std::move(now);
        said_.picture = studio().plate(words());
        return said_.picture;
    }

    Plate words() const
    {
        const bool odd = !said_.state.empty() && said_.state != "normal";
        Plate plate;
        plate.accent = odd ? palette::kAmber : palette::kCyan;
        plate.most = 0.4 * style().frame.width * style().aspect;
        PlateRow first{{"Shot " + std::to_string(said_.id), ordinary(true)}, {}};
        if (said_.seconds)
            first.right = {clock(*said_.seconds), ordinary()};
        plate.rows.push_back(std::move(first));
        PlateRow second{{fields::spoken(said_.type), small(), palette::kDim}, {}};
        if (said_.percent)
            second.right = {std::to_string(*said_.percent) + " %", small(), palette::kDim};
        plate.rows.push_back(std::move(second));
        if (style().roomy && !said_.transition.empty() && said_.transition != "start")
            plate.rows.push_back(
                {{"from a " + fields::spoken(said_.transition), small(), palette::kDim}, {}});
        if (odd)
            plate.rows.push_back(
                {{fields::spoken(said_.state), ordinary(true), palette::kAmber}, {}});
        return plate;
    }

    void addFlash(uint64_t now, Board& board)
    {
        if (!flashed_)
            return;
        const uint64_t since = now > *flashed_ ? now - *flashed_ : 0;
        // A clock that was set back ends it too.
        if (since >= kFlash || now < *flashed_) {
            flashed_.reset();
            return;
        }
        const int step = kFlashSteps - static_cast<int>(since * kFlashSteps / kFlash);
        const int y = std::max(2, cvRound(0.007 * style().reference)), x = style().columns(y);
        const cv::Size frame = style().frame;
        if (2 * x >= frame.width || 2 * y >= frame.height)
            return;
        addBar({0, 0, frame.width, y}, step, board);
        addBar({0, frame.height - y, frame.width, y}, step, board);
        addBar({0, y, x, frame.height - 2 * y}, step, board);
        addBar({frame.width - x, y, x, frame.height - 2 * y}, step, board);
    }

    void addBar(const cv::Rect& place, int step, Board& board)
    {
        const Picture bar =
            studio().picture({PictureKey::Border, place.width, place.height, step, 0, 0}, [&] {
                Colour colour = palette::kAmber;
                colour.alpha = 0.9 * step / kFlashSteps;
                return std::make_shared<cv::Mat>(place.size(), CV_8UC4,
                                                 cv::Scalar(pixelOf(colour)));
            });
        board.add(bar, place.tl());
    }

    std::optional<uint64_t> shown_;    ///< the shot's number
    std::optional<uint64_t> flashed_;  ///< when its number changed
    Said said_;
};

}  // namespace

std::unique_ptr<Layer> makeShotLayer(Studio& studio)
{
    return std::make_unique<ShotLayer>(studio);
}

}  // namespace animatize
