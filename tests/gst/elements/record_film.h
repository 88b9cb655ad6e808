// The whole chain, and the film that has everything in it.
#pragma once

#include <string>

#include "support/film.h"
#include "support/rig.h"

namespace animatize::test {

inline const std::string kLine =
    "animatizemotion name=motion ! animatizeanalyze name=analyze detect-objects=false ! "
    "animatizeprompt name=prompt interval=1000000000 ! animatizegen name=gen frames=2 wait=true";

// Shows the film to the chain; `look` sees each frame that comes out.
template <typename Look>
void show(Rig& rig, Look&& look, GstClockTime start = 0)
{
    const Film film;
    rig.caps(film.info());
    for (int i = 0; i < Film::kFrames; ++i) {
        const BufferRef out = rig.push(film.frame(i, start));
        look(out, i);
    }
    rig.endOfStream();
}

}  // namespace animatize::test
