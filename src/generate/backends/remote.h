// The services as backends: one picture by a service that is data (remote/provider.h), and the
// predicted movement over it.
#pragma once

#include "generate/backends/backends.h"
#include "generate/delivery/remote_services.h"

namespace animatize {

struct RemoteWishes {
    double minQuality = kMinQuality;
    bool dryRun = false;
};

/// Asks `delivery` for one picture per set.
std::shared_ptr<Backend> makeRemoteBackend(std::shared_ptr<PictureDelivery> delivery,
                                           const RemoteWishes& wishes);

/// The embedded backends, and behind them the services by name, or by NAME:MODEL.
FindBackend findLocalOrRemote(RemoteServices& services, const RemoteWishes& wishes);

}  // namespace animatize
