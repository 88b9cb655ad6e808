// A layer of the overlay: one file in this folder that has a class, and a row in layers.cpp.
//
// A layer draws what it finds in the input on the board, with the studio. What it drew before it
// remembers together with what it was drawn from, so that the same input gives the same pictures
// and costs only the comparison. One that isn't called for a while draws as if that time hadn't
// been.
#pragma once

#include <memory>
#include <span>

#include "overlay/board.h"
#include "overlay/overlay_input.h"
#include "overlay/record_fields.h"
#include "overlay/strokes.h"
#include "overlay/studio.h"

namespace animatize {

class Layer {
  public:
    explicit Layer(Studio& studio) : studio_(studio) {}
    virtual ~Layer() = default;
    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;

    /// Draws on the board, which is open for this layer.
    virtual void draw(const OverlayInput& input, Board& board) = 0;
    /// Nothing of the past counts any more.
    virtual void forget() {}

  protected:
    Studio& studio() { return studio_; }
    const Style& style() const { return studio_.style(); }
    /// Words at the ordinary and at the small size.
    TextLook ordinary(bool bold = false) const { return {.size = style().text, .bold = bold}; }
    TextLook small(bool bold = false) const { return {.size = style().smallText, .bold = bold}; }

  private:
    Studio& studio_;
};

using MakeLayer = std::unique_ptr<Layer> (*)(Studio&);

/// Where a layer lies among the others.
enum class Height { Ground, Boxes, Readouts };

struct LayerRow {
    uint32_t flag;                        ///< of OverlayLayer
    Height height;                        ///< the lower are drawn over by the higher
    size_t most;                          ///< sprites
    bool tiny;                            ///< also where there is no room for words
    const Record* OverlayInput::*source;  ///< null: none; one that was skipped repeats the last
    MakeLayer make;
};

/// In the order in which they take their places; the later are left out first.
std::span<const LayerRow> layerRows();

std::unique_ptr<Layer> makeCameraLayer(Studio& studio);
std::unique_ptr<Layer> makeCompositionLayer(Studio& studio);
std::unique_ptr<Layer> makeGeneratorLayer(Studio& studio);
std::unique_ptr<Layer> makeObjectsLayer(Studio& studio);
std::unique_ptr<Layer> makePromptLayer(Studio& studio);
std::unique_ptr<Layer> makeRegionsLayer(Studio& studio);
std::unique_ptr<Layer> makeShotLayer(Studio& studio);
std::unique_ptr<Layer> makeTimingLayer(Studio& studio);
std::unique_ptr<Layer> makeZonesLayer(Studio& studio);

}  // namespace animatize
