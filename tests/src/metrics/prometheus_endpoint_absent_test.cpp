// Built without prometheus-cpp: whoever asks for metrics is told so.
#include "metrics/prometheus_endpoint.h"
#include "support/suite.h"

using namespace animatize;

START_TEST(theSentenceNamesWhatIsMissing)
{
    const auto endpoint = PrometheusEndpoint::open("127.0.0.1:0");
    ck_assert(!endpoint);
    ck_assert(endpoint.error().message.find("prometheus-cpp") != std::string::npos);
}
END_TEST

int main()
{
    return animatize::test::run("prometheus_endpoint_absent", {theSentenceNamesWhatIsMissing});
}
