// What the row samplers have in common: planes known at compile time, so that their loops unroll.
#pragma once

#include <type_traits>

#include "generate/render/texture.h"

namespace animatize {

/// Where the components of a row come from and go to, away from what a store might change.
template <int kComponents>
struct RowPlanes {
    const uchar* from[kComponents];
    uchar* to[kComponents];

    RowPlanes(const Texture& texture, uchar* const* out)
    {
        for (int c = 0; c < kComponents; ++c) {
            from[c] = texture.origin(c);
            to[c] = out[c];
        }
    }
};

/// Calls `f` with an integral constant: 1, 2 or 3.
template <class F>
void withComponents(int components, F&& f)
{
    if (components == 1)
        f(std::integral_constant<int, 1>());
    else if (components == 2)
        f(std::integral_constant<int, 2>());
    else
        f(std::integral_constant<int, 3>());
}

}  // namespace animatize
