// What the elements cost: milliseconds per frame of each, the mean over half a second of the
// stream, so that the figures can be read and the picture doesn't change with each frame.
#include <cstdio>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr uint64_t kWindow = 500'000'000;  // ns
constexpr size_t kMostStages = 8, kMostBytes = 24;

std::string milliseconds(double nanoseconds)
{
    char text[32];
    const double ms = std::min(nanoseconds / 1e6, 99999.0);
    std::snprintf(text, sizeof text, ms < 100.0 ? "%.2f ms" : "%.0f ms", ms);
    return text;
}

class TimingLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        for (const StageTime& time : input.times)
            add(time);
        const uint64_t now = input.time.now;
        if (!began_ || now < *began_ || now - *began_ >= kWindow)
            show(now);
        if (picture_)
            if (const auto at = board.stack(FrameCorner::TopRight, picture_->size()))
                board.add(picture_, *at);
    }

    void forget() override
    {
        stages_.clear();
        began_.reset();
        picture_.reset();
    }

  private:
    struct Stage {
        std::string name;
        double sum = 0.0;
        uint64_t frames = 0;
    };

    void add(const StageTime& time)
    {
        const std::string_view name = std::string_view(time.stage).substr(0, kMostBytes);
        auto stage = std::find_if(stages_.begin(), stages_.end(),
                                  [name](const Stage& one) { return one.name == name; });
        if (stage == stages_.end()) {
            if (stages_.size() == kMostStages)
                return;
            stage = stages_.insert(stage, Stage{std::string(name)});
        }
        stage->sum += static_cast<double>(time.took);
        ++stage->frames;
    }

    /// Figures of the stages that worked since the last; another window begins.
    void show(uint64_t now)
    {
        Plate plate;
        plate.most = 0.4 * style().frame.width * style().aspect;
        double total = 0.0;
        for (const Stage& stage : stages_) {
            if (stage.frames == 0)
                continue;
            const double mean = stage.sum / static_cast<double>(stage.frames);
            total += mean;
            plate.rows.push_back({{stage.name, small(), palette::kDim},
                                  {milliseconds(mean), small(), palette::kText}});
        }
        if (plate.rows.size() > 1)
            plate.rows.push_back({{"all", small(true), palette::kText},
                                  {milliseconds(total), small(true), palette::kText}});
        // A stage that rested keeps its place for one window more, so that rows don't jump.
        std::erase_if(stages_, [](const Stage& stage) { return stage.frames == 0; });
        for (Stage& stage : stages_)
            stage = {std::move(stage.name)};
        picture_ = studio().plate(plate);
        // Until there is a time to show, each frame may be the first that has one.
        began_ = plate.rows.empty() ? std::nullopt : std::optional(now);
    }

    std::vector<Stage> stages_;
    std::optional<uint64_t> began_;  ///< the window at hand
    Picture picture_;
};

}  // namespace

std::unique_ptr<Layer> makeTimingLayer(Studio& studio)
{
    return std::make_unique<TimingLayer>(studio);
}

}  // namespace animatize
