#include "net/request_span.h"

#include <algorithm>
#include <charconv>

namespace animatize {
namespace {

std::string nameOf(const HttpRequest& request)
{
    return request.route.empty() ? request.method : request.method + " " + request.route;
}

/// server.address and server.port, the scheme's own where none is said.
void setServer(TraceSpan& span, const std::string& origin)
{
    const size_t begin = std::min(origin.find("://"), origin.size() - 3) + 3;
    const size_t colon = origin.find(':', std::max(begin, origin.rfind(']') + 1));
    span.set("server.address", origin.substr(begin, colon - begin));
    unsigned port = origin.starts_with("https") ? 443 : 80;
    if (colon != std::string::npos)
        std::from_chars(origin.data() + colon + 1, origin.data() + origin.size(), port);
    span.set("server.port", port);
}

}  // namespace

RequestSpan::RequestSpan(const HttpRequest& request, const Patience& patience, unsigned attempt)
    : patience_(patience)
{
    if (!patience.trace)
        return;
    span_ = TraceSpan::within(patience.trace, nameOf(request));
    patience_.trace = span_.context();
    if (!span_)
        return;
    span_.asClient().set("http.request.method", request.method);
    if (const std::string origin = originOf(request.uri); !origin.empty())
        setServer(span_, origin);
    if (!request.route.empty())
        span_.set("url.template", request.route);
    span_.set("animatize.attempt", attempt);
    if (attempt > 1)
        span_.set("http.request.resend_count", attempt - 1);
}

void RequestSpan::answered(const Result<HttpResponse, HttpError>& answer)
{
    if (!span_)
        return;
    const unsigned status = answer ? answer->status : answer.error().status;
    if (status != 0)
        span_.set("http.response.status_code", status);
    if (answer)
        return;
    const HttpFault fault = answer.error().fault;
    span_.failed(animatize::nameOf(fault));
    if (fault == HttpFault::Refused || fault == HttpFault::Setting)
        span_.set("animatize.sent", false);
}

void RequestSpan::retriedAfter(uint64_t pause)
{
    span_.set("animatize.retry.delay", static_cast<double>(pause) / 1e9);
}

}  // namespace animatize
