// Maps of a frame, on their way from one element to another: private metas.
//
// A map is a few cells over the whole frame that many frames share. It goes away with everything
// that moves pixels to another place.
#pragma once

#include <cstdint>

#include <gst/gst.h>
#include <opencv2/core.hpp>

#include "gst/base/value_meta.h"

namespace animatize {

/// One kind of map. Made once, at any time, and never ended.
class MapMeta {
  public:
    struct Map {
        cv::Mat cells;       ///< read only: the memory is shared
        uint64_t since = 0;  ///< pts from which on it holds, where it says so
    };

    /// `name`: of GStreamer's types, as AnimatizeNearness. Maps are of this type and size at most.
    MapMeta(const char* name, int type, int mostCells);

    /// Replaces what is there; an empty map, one that is too large and one of another type take it
    /// away. Nobody writes into it any more. The buffer is writable.
    void attach(GstBuffer* buffer, const Map& map) const;
    /// Empty where there is none.
    Map on(GstBuffer* buffer) const;

  private:
    ValueMeta<Map> meta_;
    int type_, mostCells_;
};

}  // namespace animatize
