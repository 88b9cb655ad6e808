// RequestSpan: one attempt of a request as a span, named as OpenTelemetry's conventions for HTTP
// clients have it.
//
//   RequestSpan span(request, patience, attempt);
//   auto answer = inner.send(request, span.patience());   // the server learns the span's id
//   span.answered(answer);
//
// Nothing of it exists unless the call is traced. An attempt that a breaker, a cooldown or a limit
// held back is a span too: animatize.sent is false.
#pragma once

#include "net/http_client.h"
#include "trace/span.h"

namespace animatize {

class RequestSpan {
  public:
    RequestSpan(const HttpRequest& request, const Patience& patience, unsigned attempt);

    /// The caller's, with this span in place of the one that it is below.
    const Patience& patience() const { return patience_; }
    void answered(const Result<HttpResponse, HttpError>& answer);
    /// Another attempt comes, so many ns later.
    void retriedAfter(uint64_t pause);
    void end() { span_.end(); }

  private:
    TraceSpan span_;
    Patience patience_;
};

}  // namespace animatize
