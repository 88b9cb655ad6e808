// DeadlineClient: fills in the header by which a request tells its service how long it is waited
// for, so that nobody works on what nobody waits for any more. The time that is left is that of the
// whole call, not of one attempt: jobs go on behind the attempt that submits them.
#pragma once

#include <memory>
#include <string>

#include "net/http_client.h"

namespace animatize {

/// The header's value with so many ns left: "15s" of the format "{seconds}s".
std::string deadlineText(const DeadlineHeader& header, uint64_t left);

class DeadlineClient final : public HttpClient {
  public:
    /// The clock must outlive it.
    DeadlineClient(std::shared_ptr<HttpClient> inner, const Clock& clock);
    Result<HttpResponse, HttpError> send(const HttpRequest& request,
                                         const Patience& patience) override;

  private:
    const std::shared_ptr<HttpClient> inner_;
    const Clock& clock_;
};

}  // namespace animatize
