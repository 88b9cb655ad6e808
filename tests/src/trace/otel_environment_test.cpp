// When spans are sent to OpenTelemetry: if the environment says so, in its own words.
#include <cstdlib>

#include "support/suite.h"
#include "trace/otel_sink.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(anEndpointHasToBeNamed)
{
    for (const char* name : {"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"}) {
        unsetenv(name);
        ck_assert(!wantsOtel());
        setenv(name, "", 1);
        ck_assert(!wantsOtel());
        setenv(name, "http://localhost:4318", 1);
        ck_assert(wantsOtel());
        unsetenv(name);
    }
}
END_TEST

START_TEST(itCanBeSwitchedOffInTheStandardWays)
{
    setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318", 1);
    setenv("OTEL_TRACES_EXPORTER", "none", 1);
    ck_assert(!wantsOtel());
    setenv("OTEL_TRACES_EXPORTER", "otlp", 1);
    ck_assert(wantsOtel());
    setenv("OTEL_SDK_DISABLED", "true", 1);
    ck_assert(!wantsOtel());
    setenv("OTEL_SDK_DISABLED", "false", 1);
    ck_assert(wantsOtel());
}
END_TEST

int main()
{
    return run("otel environment", {anEndpointHasToBeNamed, itCanBeSwitchedOffInTheStandardWays});
}
