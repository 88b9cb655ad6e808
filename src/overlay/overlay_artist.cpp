#include "overlay/overlay_artist.h"

#include <algorithm>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr uint64_t kHold =
    500'000'000;  // ns that a layer shows what it had while frames are skipped

}  // namespace

class OverlayArtist::Impl {
  public:
    Impl(cv::Size frame, double pixelAspect) : studio_(frame, pixelAspect), board_(studio_.style())
    {
        for (const LayerRow& row : layerRows())
            layers_.push_back({row, row.make(studio_), std::nullopt});
    }

    const std::vector<Sprite>& next(const OverlayInput& input, uint32_t shown)
    {
        board_.clear();
        for (size_t i = 0; i < layers_.size(); ++i)
            draw(i, input, shown);
        sprites_.clear();
        for (const Height height : {Height::Ground, Height::Boxes, Height::Readouts})
            for (size_t i = 0; i < layers_.size(); ++i)
                if (layers_[i].row.height == height)
                    sprites_.insert(sprites_.end(), board_.of(i).begin(), board_.of(i).end());
        return sprites_;
    }

    void forget()
    {
        for (Known& known : layers_) {
            known.layer->forget();
            known.drawn.reset();
        }
    }

  private:
    struct Known {
        const LayerRow& row;
        std::unique_ptr<Layer> layer;
        std::optional<uint64_t> drawn;  ///< when, last
    };

    bool fits(const LayerRow& row) const
    {
        const Detail detail = studio_.style().detail;
        return detail == Detail::All || (detail == Detail::Boxes && row.tiny);
    }

    void draw(size_t number, const OverlayInput& input, uint32_t shown)
    {
        Known& known = layers_[number];
        if (!(shown & known.row.flag) || !fits(known.row)) {
            board_.open(number, 0);
            known.drawn.reset();
            return;
        }
        if (holds(known, input)) {
            board_.repeat(number);
            return;
        }
        board_.open(number, known.row.most);
        known.layer->draw(input, board_);
        known.drawn = input.time.now;
    }

    // Elements that can't keep up skip single frames; what they say would flicker.
    static bool holds(const Known& known, const OverlayInput& input)
    {
        const Record* source = known.row.source ? input.*known.row.source : nullptr;
        const uint64_t now = input.time.now;
        return source && fields::flag(source, "skipped") && known.drawn && now >= *known.drawn &&
               now - *known.drawn < kHold;
    }

    Studio studio_;
    Board board_;
    std::vector<Known> layers_;
    std::vector<Sprite> sprites_;
};

OverlayArtist::OverlayArtist(cv::Size frame, double pixelAspect)
    : impl_(std::make_unique<Impl>(frame, pixelAspect))
{}

OverlayArtist::~OverlayArtist() = default;

const std::vector<Sprite>& OverlayArtist::next(const OverlayInput& input, uint32_t layers)
{
    return impl_->next(input, layers);
}

void OverlayArtist::forget()
{
    impl_->forget();
}

}  // namespace animatize
