// Which way the edges of a picture run.
#pragma once

#include "scene/analyses/input.h"

namespace animatize {

struct EdgeShares {
    double horizontal = 0.0, vertical = 0.0;  ///< shares of all edges, by their strength
    double density = 0.0;                     ///< share of the pixels that lie on an edge
};

/// Edges within `degrees` of an axis count as horizontal or vertical; of edges that run anywhere,
/// each gets `degrees` / 90.
EdgeShares edgeShares(const Gradients& gradients, double degrees);

}  // namespace animatize
