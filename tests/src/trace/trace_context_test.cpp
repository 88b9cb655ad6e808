// Ids as texts, and back.
#include "trace/trace_context.h"

#include "support/span_collector.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// The example of the standard.
constexpr char kTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpan[] = "00f067aa0ba902b7";

}  // namespace

START_TEST(theHeaderIsThatOfTheStandard)
{
    const TraceContext context = contextFrom(kTrace, kSpan);
    ck_assert(static_cast<bool>(context));
    sameText(traceparent(context), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    sameText(textOf(context.trace), kTrace);
    sameText(textOf(context.span), kSpan);
}
END_TEST

START_TEST(whatIsNoIdIsNone)
{
    const std::string zeros(32, '0');
    const std::pair<std::string, std::string> wrong[] = {
        {"", ""},
        {kTrace, ""},
        {"", kSpan},
        {zeros, kSpan},
        {kTrace, zeros.substr(16)},
        {std::string(kTrace) + "0", kSpan},
        {"4BF92F3577B34DA6A3CE929D0E0E4736", kSpan},
        {kTrace, "00f067aa0ba902bg"},
    };
    for (const auto& [trace, span] : wrong) {
        const TraceContext context = contextFrom(trace, span);
        ck_assert_msg(!context && context == TraceContext(), "%s %s", trace.c_str(), span.c_str());
    }
    sameText(traceparent({}), "");
}
END_TEST

int main()
{
    return run("trace context", {theHeaderIsThatOfTheStandard, whatIsNoIdIsNone});
}
