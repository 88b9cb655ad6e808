// An HttpRequest, checked and made ready for libsoup.
#pragma once

#include <memory>
#include <string>

#include "net/http_client.h"
#include "net/soup_ref.h"

namespace animatize {

/// What is sent, with the key that was found in the environment. Never changes once made.
struct ReadyRequest {
    HttpRequest request;
    std::string secret;       ///< the key alone; "" without one
    HttpHeader secretHeader;  ///< with its prefix
};

/// Reads the key, and says which span it is of. Errors (Setting): bad URI, method or header, no key
/// in the environment.
Result<std::shared_ptr<const ReadyRequest>, HttpError> readyRequest(const HttpRequest& request,
                                                                    const TraceContext& trace = {});

/// Null when it is no http or https URI with a host.
SoupRef<GUri> httpUri(const std::string& uri);

/// scheme://host:port/path, as messages name it: queries may carry secrets.
std::string named(GUri* uri);

/// Whether the host is this machine: localhost, 127.x.x.x, ::1.
bool isLocal(GUri* uri);

/// Where an answer sends us, if that is the same server: same scheme, host and port, or from
/// http to https with their usual ports. Null otherwise.
SoupRef<GUri> redirectTarget(GUri* from, const std::string& location);

/// A message for it; `fetch`: GET without a body, whatever was asked for.
SoupRef<SoupMessage> messageFor(const std::shared_ptr<const ReadyRequest>& ready, GUri* uri,
                                bool fetch);

}  // namespace animatize
