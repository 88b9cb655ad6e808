// What an answer of a provider says: the picture or where it is, a refusal, addresses.
#pragma once

#include <optional>
#include <string>

#include "generate/remote/provider.h"

namespace animatize {

/// A picture, or where to fetch it: one of the two is empty.
struct FoundPicture {
    std::string bytes, uri;
};

/// The first of the places that is there. Errors: the answer has none; text that isn't base64.
Result<FoundPicture> findPicture(const std::vector<PictureAt>& places, const std::string& baseUri,
                                 const JsonValue& answer);

/// Whether the answer says that what was asked for is not allowed.
bool isRefusal(const Provider& provider, const JsonValue& answer);

/// The seed that was used, where the answer tells it.
std::optional<uint64_t> seedIn(const Provider& provider, const JsonValue& answer);

/// An absolute URI, or nothing: the answer doesn't say, or not what may be followed (from an https
/// service only https).
std::optional<std::string> addressIn(const AddressAt& at, const std::string& baseUri,
                                     const JsonValue& answer);

/// Whether a request there may carry the provider's key: its own server, and for jobs (not
/// pictures) the hosts that the manifest names, by https.
bool mayHaveKey(const Provider& provider, const std::string& uri, bool job);

}  // namespace animatize
