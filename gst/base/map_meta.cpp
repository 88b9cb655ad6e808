#include "gst/base/map_meta.h"

namespace animatize {

MapMeta::MapMeta(const char* name, int type, int mostCells)
    : meta_(name), type_(type), mostCells_(mostCells)
{}

void MapMeta::attach(GstBuffer* buffer, const Map& map) const
{
    const bool fits = !map.cells.empty() && map.cells.type() == type_ &&
                      map.cells.cols <= mostCells_ && map.cells.rows <= mostCells_;
    if (fits)
        meta_.put(buffer, map);
    else
        meta_.remove(buffer);
}

MapMeta::Map MapMeta::on(GstBuffer* buffer) const
{
    const Map* map = meta_.find(buffer);
    return map ? *map : Map{};
}

}  // namespace animatize
