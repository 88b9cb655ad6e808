// Where the light comes from: behind the subject, or from one side.
#pragma once

#include <optional>

#include "scene/analyses/input.h"

namespace animatize {

struct BackLight {
    double backLight = 0.0;   ///< 0..1: a thing stands before a brighter ground, 1 = three stops
    double silhouette = 0.0;  ///< 0..1: and shows nothing but its outline
};

/// The dark thing may be a detected object or any dark area with light on both sides of it.
BackLight backLight(const AnalysisInput& input);

/// Stops from the left border to the right by which everything gets brighter; nothing where the
/// parts of the picture disagree.
std::optional<double> sideLight(const AnalysisInput& input);

}  // namespace animatize
