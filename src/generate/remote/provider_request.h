// From a job and a provider to exactly what is sent. Pure: the same job gives the same bytes.
//
//   Result<ProviderRequest> request = resolveRequest(provider, job);
//   if (!request) return request.error();
//   key = sha256(toJson(request->record));          // and for a dry run: show it
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <opencv2/core.hpp>

#include "base/result.h"
#include "generate/remote/provider.h"
#include "net/make_client.h"
#include "record/record.h"

namespace animatize {

/// The picture that is wanted.
struct PictureJob {
    std::string prompt;              ///< at least one character
    std::string negative;            ///< empty: none
    std::optional<uint64_t> seed;    ///< <= 2^53 - 1
    std::string model;               ///< empty: the provider's own
    cv::Size size;                   ///< in square pixels
    cv::Mat startFrame;              ///< CV_8UC3, R G B, square pixels; empty: none
    std::optional<double> strength;  ///< 0..1, how much of the start frame may change
    unsigned partials = 0;           ///< partial pictures on the way, at most; of who sends such
};

struct ProviderRequest {
    HttpRequest http;
    /// All that decides what comes back, the start frame by its SHA-256: provider version method
    /// uri encoding model seed width height conditioned cost body. Partial pictures decide nothing.
    Record record;
    std::string model;
    std::optional<uint64_t> seed;  ///< that was sent
    cv::Size size;                 ///< that was asked for
    unsigned partials = 0;         ///< that were asked for
    bool conditioned = false;      ///< the start frame travels
    bool shortened = false;        ///< the prompt was too long for the provider
    double cost = 0.0;             ///< USD, about
};

/// Errors: no prompt, a start frame that can't be encoded, a path without its model.
Result<ProviderRequest> resolveRequest(const Provider& provider, const PictureJob& job);

/// How requests to it are retried and limited; its endpoint is the base URI + model.
ClientSettings clientSettings(const Provider& provider, const std::string& model);

/// A key for requests where the provider has one, and, when it is optional, the environment too.
std::optional<HttpKey> keyFor(const Provider& provider);

}  // namespace animatize
