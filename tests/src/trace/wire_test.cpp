// What servers learn of a trace: the id of the attempt that reaches them, and nothing else.
#include "net/make_client.h"
#include "src/net/sending.h"
#include "support/span_collector.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Answer ask(const HttpRequest& request, const TraceContext& trace)
{
    static EndpointRegistry endpoints;
    const auto quickly = [](uint64_t, const std::stop_token&) { return true; };
    const auto client = animatize::makeClient({request.uri, "m"}, nullptr,
                                              {test::makeClient(), kClock, quickly, endpoints, 1});
    Patience patience = test::patience();
    patience.trace = trace;
    return client->send(request, patience);
}

std::string headerOf(const SpanData& span)
{
    return traceparent(span.context);
}

}  // namespace

START_TEST(eachAttemptTellsItsOwnSpan)
{
    FaultServer server;
    server.next(Reply::failure(503));
    const Traced traced;
    const TraceSpan job = TraceSpan::begin("job");
    ck_assert(static_cast<bool>(ask(chat(server), job.context())));
    const auto spans = traced.named("POST");
    const auto seen = server.received();
    ck_assert_uint_eq(spans.size(), 2);
    ck_assert_uint_eq(seen.size(), 2);
    for (size_t i = 0; i < 2; ++i)
        sameText(seen[i].header("traceparent"), headerOf(spans[i]));
    ck_assert(spans[0].context.span != spans[1].context.span);
}
END_TEST

START_TEST(aRedirectedRequestStaysTheSameAttempt)
{
    FaultServer server;
    server.next(Reply::redirect("/elsewhere"));
    const Traced traced;
    const TraceSpan job = TraceSpan::begin("job");
    ck_assert(static_cast<bool>(ask(chat(server), job.context())));
    const auto spans = traced.named("POST");
    ck_assert_uint_eq(spans.size(), 1);
    for (const Received& one : server.received())
        sameText(one.header("traceparent"), headerOf(spans[0]));
    ck_assert_uint_eq(server.requests(), 2);
}
END_TEST

START_TEST(withoutATraceThereIsNoHeader)
{
    FaultServer server;
    ck_assert(static_cast<bool>(ask(chat(server), {})));
    TraceContext trace;
    {
        const Traced traced;
        trace = TraceSpan::begin("job").context();
    }
    ck_assert(static_cast<bool>(ask(chat(server), trace)));  // switched off since
    for (const Received& one : server.received())
        sameText(one.header("traceparent"), "");
}
END_TEST

int main()
{
    return run("traces on the wire",
               {eachAttemptTellsItsOwnSpan, aRedirectedRequestStaysTheSameAttempt,
                withoutATraceThereIsNoHeader});
}
