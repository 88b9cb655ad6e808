// Stands in for sqlite_store.cpp where SQLite is missing.
#include "generate/cache/picture_store.h"

namespace animatize {

Result<std::unique_ptr<PictureStore>> openPictureStore(const StoreSettings& settings,
                                                       const WallTime&, ProblemList&)
{
    return Error{"animatize was built without SQLite, so it can't keep pictures in " +
                 settings.location +
                 "; install libsqlite3-dev and build with -Ddisk-cache=enabled, or name no folder"};
}

}  // namespace animatize
