// What the lens and the shutter did to a picture.
#pragma once

#include <optional>

#include "scene/analyses/input.h"

namespace animatize {

/// Share of the light that is lost in the corners, 0..0.75. Nothing where the picture gets darker
/// or brighter from the middle in its own way in every direction. Of a picture with hasStructure().
std::optional<double> vignettingOf(const AnalysisInput& input);

/// 0..1: sharp things before (or behind) ground that is out of focus. Nothing where too little of
/// the picture has texture at all: a plain ground may be sharp.
std::optional<double> shallowFocusOf(const AnalysisInput& input);

struct MotionBlur {
    double strength = 0.0;   ///< 0..1: how much of the sharpness across is missing along
    double direction = 0.0;  ///< degrees: 0 (across), 45 (rising), 90 or 135, the nearest
};

/// Nothing where the picture is soft in every direction.
std::optional<MotionBlur> motionBlurOf(const AnalysisInput& input);

}  // namespace animatize
