// What is served over HTTP is what the registry holds, in Prometheus' text format.
#include "metrics/prometheus_endpoint.h"

#include <map>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/suite.h"

using namespace animatize;

namespace {

/// "127.0.0.1:PORT" of "http://127.0.0.1:PORT/metrics".
std::string addressIn(const std::string& uri)
{
    const size_t begin = uri.find("//") + 2;
    return uri.substr(begin, uri.find('/', begin) - begin);
}

/// The whole answer to one GET; empty when nobody listens.
std::string get(const std::string& uri)
{
    const std::string address = addressIn(uri);
    const size_t colon = address.find(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(colon + 1))));
    inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    std::string answer;
    if (connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
        const std::string request = "GET /metrics HTTP/1.0\r\nHost: " + address + "\r\n\r\n";
        ck_assert_int_eq(send(socket, request.data(), request.size(), 0),
                         static_cast<ssize_t>(request.size()));
        char buffer[4096];
        for (ssize_t got; (got = recv(socket, buffer, sizeof buffer, 0)) > 0;)
            answer.append(buffer, static_cast<size_t>(got));
    }
    ::close(socket);
    return answer;
}

/// Values by series: `name{label="value"}`.
std::map<std::string, double> valuesIn(const std::string& answer)
{
    std::map<std::string, double> values;
    std::istringstream lines(answer);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("animatize_"))
            values[line.substr(0, line.rfind(' '))] = std::stod(line.substr(line.rfind(' ') + 1));
    return values;
}

std::unique_ptr<PrometheusEndpoint> opened(const MetricRegistry& registry)
{
    auto endpoint = PrometheusEndpoint::open("127.0.0.1:0", registry);
    ck_assert_msg(static_cast<bool>(endpoint), "%s",
                  endpoint ? "" : endpoint.error().message.c_str());
    return std::move(*endpoint);
}

}  // namespace

START_TEST(countersAndGaugesAreServedInBaseUnits)
{
    MetricRegistry registry;
    MetricScope scope(registry);
    scope.counter(Metric::Shots, {"cut"}).add(3);
    scope.counter(Metric::Spent).add(1'250'000);
    scope.gauge(Metric::FrameGap, {"animatizegen"}).set(40'000'000);
    const auto endpoint = opened(registry);
    const std::string answer = get(endpoint->uri());
    ck_assert(answer.starts_with("HTTP/1.1 200 OK"));
    ck_assert(answer.find("# TYPE animatize_shots_total counter\n") != std::string::npos);
    ck_assert(answer.find("# HELP animatize_shots_total Shots that began, by how\n") !=
              std::string::npos);
    const auto values = valuesIn(answer);
    ck_assert_double_eq(values.at("animatize_shots_total{transition=\"cut\"}"), 3.0);
    ck_assert_double_eq_tol(values.at("animatize_spent_usd_total"), 1.25, 1e-9);
    ck_assert_double_eq_tol(values.at("animatize_frame_gap_seconds{element=\"animatizegen\"}"),
                            0.04, 1e-9);
}
END_TEST

START_TEST(everyScrapeIsOfNow)
{
    MetricRegistry registry;
    const auto endpoint = opened(registry);
    ck_assert(valuesIn(get(endpoint->uri())).empty());
    MetricScope scope(registry);
    scope.counter(Metric::MotionEvents).add();
    ck_assert_double_eq(valuesIn(get(endpoint->uri())).at("animatize_motion_events_total"), 1.0);
    scope.counter(Metric::MotionEvents).add();
    ck_assert_double_eq(valuesIn(get(endpoint->uri())).at("animatize_motion_events_total"), 2.0);
}
END_TEST

// Buckets are cumulative, the last holds all, and each says exactly how many were so short.
START_TEST(bucketsAreExact)
{
    MetricRegistry registry;
    MetricScope scope(registry);
    Histogram& times = scope.histogram(Metric::RequestDuration, {"flux"});
    // 2^15 us is an edge; so long is inside, a nanosecond more isn't.
    for (const uint64_t ns : {uint64_t{1}, uint64_t{32'768'000}, uint64_t{32'768'001},
                              uint64_t{1'000'000'000}, uint64_t{90'000'000'000}})
        times.add(ns);
    const auto endpoint = opened(registry);
    const auto values = valuesIn(get(endpoint->uri()));
    const auto upTo = [&](const std::string& edge) {
        return values.at("animatize_request_duration_seconds_bucket{backend=\"flux\",le=\"" + edge +
                         "\"}");
    };
    ck_assert_double_eq(upTo("0.016384"), 1.0);
    ck_assert_double_eq(upTo("0.032768"), 2.0);
    ck_assert_double_eq(upTo("0.065536"), 3.0);
    ck_assert_double_eq(upTo("1.048576"), 4.0);
    ck_assert_double_eq(upTo("67.108864"), 4.0);
    ck_assert_double_eq(upTo("+Inf"), 5.0);
    ck_assert_double_eq(values.at("animatize_request_duration_seconds_count{backend=\"flux\"}"),
                        5.0);
    ck_assert_double_eq_tol(values.at("animatize_request_duration_seconds_sum{backend=\"flux\"}"),
                            91.065536, 1e-5);
}
END_TEST

START_TEST(aPortInUseIsSaidSo)
{
    const MetricRegistry registry;
    const auto first = opened(registry);
    const auto second = PrometheusEndpoint::open(addressIn(first->uri()), registry);
    ck_assert(!second);
    ck_assert_msg(second.error().message.find(addressIn(first->uri())) != std::string::npos &&
                      second.error().message.find("in use") != std::string::npos,
                  "%s", second.error().message.c_str());
}
END_TEST

START_TEST(anAddressThatIsNoneIsRefused)
{
    const auto endpoint = PrometheusEndpoint::open("nonsense", MetricRegistry::process());
    ck_assert(!endpoint);
    ck_assert(endpoint.error().message.find("'nonsense' is no address") != std::string::npos);
}
END_TEST

START_TEST(nobodyListensAfterItsEnd)
{
    const MetricRegistry registry;
    auto endpoint = opened(registry);
    const std::string uri = endpoint->uri();
    ck_assert(!get(uri).empty());
    endpoint.reset();
    ck_assert(get(uri).empty());
}
END_TEST

START_TEST(scrapesMayComeWhileScopesComeAndGo)
{
    MetricRegistry registry;
    const auto endpoint = opened(registry);
    std::thread counting([&] {
        for (int i = 0; i < 300; ++i) {
            MetricScope scope(registry);
            scope.counter(Metric::MotionEvents).add();
            scope.gauge(Metric::QueueDepth, {"llm"}).set(1);
        }
    });
    for (int i = 0; i < 10; ++i)
        ck_assert(get(endpoint->uri()).starts_with("HTTP/1.1 200"));
    counting.join();
    ck_assert_double_eq(valuesIn(get(endpoint->uri())).at("animatize_motion_events_total"), 300.0);
}
END_TEST

int main()
{
    return animatize::test::run("prometheus_endpoint",
                                {countersAndGaugesAreServedInBaseUnits, everyScrapeIsOfNow,
                                 bucketsAreExact, aPortInUseIsSaidSo, anAddressThatIsNoneIsRefused,
                                 nobodyListensAfterItsEnd, scrapesMayComeWhileScopesComeAndGo});
}
