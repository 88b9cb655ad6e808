// Spans as a collector of OpenTelemetry gets them.
#include "trace/otel_sink.h"

#include <cstdlib>
#include <thread>

#include "base/clock.h"
#include "support/fault_server.h"
#include "support/span_collector.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void sendTo(const FaultServer& server)
{
    setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.uri("").c_str(), 1);
    setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", 1);
    setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=film", 1);
}

void use()
{
    const auto sink = makeOtelSink();
    ck_assert_msg(static_cast<bool>(sink), "%s", sink ? "" : sink.error().message.c_str());
    setSpanSink(*sink);
}

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

/// Of all requests, without blanks.
std::string bodies(const FaultServer& server)
{
    std::string all;
    for (const Received& one : server.received())
        all += one.body;
    std::erase_if(all, [](char c) { return c == ' ' || c == '\n'; });
    return all;
}

}  // namespace

START_TEST(aCollectorGetsTheWholeSpan)
{
    FaultServer server;
    sendTo(server);
    use();
    TraceContext shot, decode;
    {
        TraceSpan root = TraceSpan::begin("shot");
        TraceSpan below = TraceSpan::within(root.context(), "POST /v1/{model}");
        below.asClient().failed("server").set("http.response.status_code", 503u);
        below.set("animatize.quality", 0.5).set("animatize.sent", true);
        shot = root.context();
        decode = below.context();
    }
    setSpanSink(nullptr);  // sends what is left
    ck_assert_uint_ge(server.requests(), 1);
    const Received first = server.received().at(0);
    sameText(first.target, "/v1/traces");
    sameText(first.header("x-tenant"), "film");
    const std::string sent = bodies(server);
    for (const std::string& part :
         {"\"traceId\":\"" + textOf(shot.trace) + "\"", "\"spanId\":\"" + textOf(shot.span) + "\"",
          "\"spanId\":\"" + textOf(decode.span) + "\"",
          "\"parentSpanId\":\"" + textOf(shot.span) + "\"", std::string("\"name\":\"shot\""),
          std::string("\"name\":\"POST/v1/{model}\""), std::string("\"key\":\"error.type\""),
          std::string("\"stringValue\":\"server\""), std::string("\"doubleValue\":0.5"),
          std::string("\"boolValue\":true"), std::string("http.response.status_code"),
          std::string("\"stringValue\":\"animatize\"")})
        ck_assert_msg(has(sent, part), "%s is not in %s", part.c_str(), sent.c_str());
}
END_TEST

START_TEST(theEnvironmentSaysWhoSends)
{
    FaultServer server;
    sendTo(server);
    setenv("OTEL_SERVICE_NAME", "studio-3", 1);
    use();
    TraceSpan::begin("shot").end();
    setSpanSink(nullptr);
    ck_assert(has(bodies(server), "\"stringValue\":\"studio-3\""));
}
END_TEST

START_TEST(nobodyWaitsForACollectorThatIsNotThere)
{
    {
        FaultServer gone;
        sendTo(gone);
    }
    setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "500ms", 1);
    use();
    const SteadyClock clock;
    const uint64_t begun = clock.now();
    for (int i = 0; i < 10'000; ++i)
        TraceSpan::begin("shot").end();
    ck_assert_uint_lt(clock.now() - begun, 5 * kSecond);
    setSpanSink(nullptr);
    ck_assert_uint_lt(clock.now() - begun, 30 * kSecond);
}
END_TEST

START_TEST(threadsSendAtOnce)
{
    FaultServer server;
    sendTo(server);
    use();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([] {
            for (int k = 0; k < 100; ++k)
                TraceSpan::begin("shot").end();
        });
    for (std::thread& thread : threads)
        thread.join();
    setSpanSink(nullptr);
    const std::string sent = bodies(server);
    size_t spans = 0;
    for (size_t at = sent.find("\"spanId\""); at != std::string::npos;
         at = sent.find("\"spanId\"", at + 1))
        ++spans;
    ck_assert_uint_eq(spans, 400);
}
END_TEST

int main()
{
    return run("otel sink", {aCollectorGetsTheWholeSpan, theEnvironmentSaysWhoSends,
                             nobodyWaitsForACollectorThatIsNotThere, threadsSendAtOnce});
}
