// What the generator does, in its colour, with the backend of the last set; "on air" while a
// generated picture is what is seen.
#include <array>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

struct State {
    std::string_view name;
    Colour colour;
};
constexpr std::array<State, 5> kStates = {{
    {"idle", palette::kGrey},
    {"local", palette::kBlue},
    {"waiting", palette::kAmber},
    {"remote", palette::kGreen},
    {"fallback", palette::kOrange},
}};

Colour colourOf(std::string_view state)
{
    const auto known = std::find_if(kStates.begin(), kStates.end(),
                                    [state](const State& one) { return one.name == state; });
    return known != kStates.end() ? known->colour : palette::kGrey;
}

class GeneratorLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const std::string_view state = fields::words(input.generator, "state");
        if (!state.empty())
            place(pillOf(state, fields::words(input.generator, "backend"),
                         fields::whole(input.generator, "pending").value_or(0)),
                  board);
        if (input.keyframe)
            place(onAir(), board);
    }

    void forget() override { said_ = {}; }

  private:
    struct Said {
        std::string state, backend;
        uint64_t pending = 0;
        Picture picture;
    };

    static void place(const Picture& picture, Board& board)
    {
        if (picture)
            if (const auto at = board.stack(FrameCorner::TopRight, picture->size()))
                board.add(picture, *at);
    }

    const Picture& pillOf(std::string_view state, std::string_view backend, uint64_t pending)
    {
        if (said_.picture && said_.state == state && said_.backend == backend &&
            said_.pending == pending)
            return said_.picture;
        said_ = {std::string(state), std::string(backend), pending, nullptr};
        Plate plate;
        plate.accent = colourOf(state);
        plate.most = 0.4 * style().frame.width * style().aspect;
        plate.rows.resize(1);
        plate.rows[0].left = {fields::spoken(state), ordinary(true), colourOf(state)};
        // "local local" says nothing more than "local".
        if (backend != state)
            plate.rows[0].right = {std::string(backend.substr(0, 100)), small(), palette::kDim};
        if (style().roomy && pending > 0)
            plate.rows.push_back(
                {{std::to_string(pending) + " in work", small(), palette::kDim}, {}});
        said_.picture = studio().plate(plate);
        return said_.picture;
    }

    const Picture& onAir()
    {
        if (!onAir_) {
            Plate plate;
            plate.ground = palette::kOnAir;
            plate.rows.push_back({{"ON AIR", ordinary(true), palette::kText}, {}});
            onAir_ = studio().plate(plate);
        }
        return onAir_;
    }

    Said said_;
    Picture onAir_;
};

}  // namespace

std::unique_ptr<Layer> makeGeneratorLayer(Studio& studio)
{
    return std::make_unique<GeneratorLayer>(studio);
}

}  // namespace animatize
