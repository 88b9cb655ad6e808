// Board: where the sprites of a frame lie, and which places are taken.
//
//   board.clear();                                            // another frame
//   board.open(layer, most);                                  // sprites of this layer follow
//   if (auto at = board.stack(FrameCorner::TopLeft, picture->size()))
//       board.add(picture, *at);
//   blend(board.of(layer));
//
// What says something claims its place first; what finds none is left out, so that words never lie
// over each other. Who comes first has the place, so the order of layers decides what is left out.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>

#include "overlay/overlay_artist.h"
#include "overlay/picture.h"

namespace animatize {

enum class FrameCorner { TopLeft, TopRight, BottomLeft, BottomRight };

class Board {
  public:
    static constexpr size_t kMostLayers = 16;

    explicit Board(const Style& style) : style_(style) {}

    /// Another frame: all is free.
    void clear();
    /// What is added now belongs to layer number `layer`, which may have so many sprites.
    void open(size_t layer, size_t most);
    /// The layer has what it had the frame before, places and all.
    void repeat(size_t layer);

    /// Takes the next place in a corner of the safe area; nothing when it isn't free or too small.
    std::optional<cv::Point> stack(FrameCorner corner, cv::Size size);
    /// Takes the first of the places that lies in the frame and is free.
    std::optional<cv::Point> claim(std::initializer_list<cv::Point> places, cv::Size size);

    /// How many more sprites the layer may have.
    size_t room() const { return most_ - now().sprites.size(); }
    /// False, and nothing happens, when there is no room or it doesn't lie in the frame.
    bool add(const Picture& picture, cv::Point at);
    /// The part of it that lies in the frame; a copy when that isn't all.
    Sprite within(const Picture& picture, cv::Point at) const;

    /// What a layer has, the lowest first.
    const std::vector<Sprite>& of(size_t layer) const { return layers_[layer].sprites; }

  private:
    struct Stacked {
        FrameCorner corner;
        int filled;
    };
    struct Content {
        std::vector<Sprite> sprites;
        std::vector<cv::Rect> taken;
        std::vector<Stacked> stacked;
    };

    Content& now() { return layers_[open_]; }
    const Content& now() const { return layers_[open_]; }
    bool isFree(const cv::Rect& place) const;
    bool take(const cv::Rect& place);

    Style style_;
    std::array<Content, kMostLayers> layers_;
    std::vector<cv::Rect> taken_;
    std::array<int, 4> filled_{};  ///< rows of each corner
    size_t open_ = 0, most_ = 0;
};

}  // namespace animatize
