#include <numeric>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr LayerRow kRows[] = {
    {kGeneratorLayer, Height::Readouts, 2, false, &OverlayInput::generator, makeGeneratorLayer},
    {kShotLayer, Height::Readouts, 5, true, &OverlayInput::scene, makeShotLayer},
    {kPromptLayer, Height::Readouts, 2, false, &OverlayInput::prompt, makePromptLayer},
    {kCameraLayer, Height::Readouts, 2, false, &OverlayInput::motion, makeCameraLayer},
    {kTimingLayer, Height::Readouts, 1, false, nullptr, makeTimingLayer},
    {kCompositionLayer, Height::Ground, 8, false, &OverlayInput::scene, makeCompositionLayer},
    {kObjectsLayer, Height::Boxes, 50, true, &OverlayInput::scene, makeObjectsLayer},
    {kRegionsLayer, Height::Boxes, 96, true, &OverlayInput::motion, makeRegionsLayer},
    {kZonesLayer, Height::Ground, 88, false, nullptr, makeZonesLayer},
};

constexpr size_t total()
{
    size_t sum = 0;
    for (const LayerRow& row : kRows)
        sum += row.most;
    return sum;
}

static_assert(total() <= OverlayArtist::kMostSprites);
static_assert(std::size(kRows) <= Board::kMostLayers);

}  // namespace

std::span<const LayerRow> layerRows()
{
    return kRows;
}

}  // namespace animatize
