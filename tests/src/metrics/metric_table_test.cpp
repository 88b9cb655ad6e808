// The table keeps Prometheus' conventions, and agrees with the lists of which it repeats words.
#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "metrics/metric.h"
#include "metrics/time_histogram.h"
#include "net/http_client.h"
#include "support/suite.h"

using namespace animatize;

namespace {

bool matches(const std::string& text, const char* pattern)
{
    return std::regex_match(text, std::regex(pattern));
}

}  // namespace

START_TEST(thereIsARowForEachMetricInItsPlace)
{
    ck_assert_uint_eq(metricTable().size(), kMetrics);
    std::set<std::string> names;
    for (size_t i = 0; i < kMetrics; ++i) {
        ck_assert_uint_eq(static_cast<size_t>(metricTable()[i].metric), i);
        names.insert(metricTable()[i].name);
    }
    ck_assert_uint_eq(names.size(), kMetrics);
}
END_TEST

START_TEST(namesSayTypeAndUnit)
{
    for (const MetricRow& row : metricTable()) {
        const std::string name = row.name;
        ck_assert_msg(matches(name, "animatize_[a-z_]+"), "%s", row.name);
        ck_assert_msg(name.ends_with("_total") == (row.type == MetricType::Counter), "%s",
                      row.name);
        ck_assert_msg(row.type != MetricType::Histogram || name.ends_with("_seconds"), "%s",
                      row.name);
        // ns and millionths are never what is served.
        ck_assert_msg(
            (row.unit == 1e-9) == (row.type == MetricType::Gauge && name.ends_with("_seconds")),
            "%s", row.name);
        // What tells series apart is a label, and not one more name.
        for (const MetricLabel& label : row.labels)
            for (const std::string value : label.values)
                ck_assert_msg(name.find("_" + value + "_") == std::string::npos, "%s", row.name);
    }
}
END_TEST

START_TEST(helpIsASentenceThatNeedsNoEscapes)
{
    for (const MetricRow& row : metricTable()) {
        const std::string help = row.help;
        ck_assert_msg(help.size() > 10 && help.find_first_of("\"\\\n") == std::string::npos, "%s",
                      row.name);
        ck_assert_msg(std::isupper(static_cast<unsigned char>(help.front())) && help.back() != '.',
                      "%s", row.name);
    }
}
END_TEST

START_TEST(labelsAreWordsAndTheirListsHaveNoDoubles)
{
    for (const MetricRow& row : metricTable())
        for (const MetricLabel& label : row.labels) {
            ck_assert_msg(matches(label.name, "[a-z]+"), "%s", row.name);
            const std::set<std::string> values(label.values.begin(), label.values.end());
            ck_assert_uint_eq(values.size(), label.values.size());
            ck_assert(!values.contains(kOtherValue));
            for (const std::string& value : values)
                ck_assert_msg(matches(value, "[a-z_-]+"), "%s", value.c_str());
        }
}
END_TEST

START_TEST(bucketsEndWhereFineOnesDo)
{
    for (const MetricRow& row : metricTable()) {
        ck_assert_int_eq(TimeHistogram::kPerDoubling % row.buckets.perDoubling, 0);
        ck_assert_int_ge(row.buckets.first, 0);
        ck_assert_int_lt(row.buckets.first, row.buckets.last);
        ck_assert_int_le(row.buckets.last, 26);
    }
}
END_TEST

START_TEST(everyFaultOfACallIsAnOutcome)
{
    const auto& outcomes = rowOf(Metric::Requests).labels.at(1).values;
    ck_assert_uint_eq(outcomes.size(), kHttpFaults + 1);
    for (size_t i = 0; i < kHttpFaults; ++i)
        ck_assert_str_eq(outcomes[i + 1], nameOf(static_cast<HttpFault>(i)));
}
END_TEST

int main()
{
    return animatize::test::run(
        "metric_table",
        {thereIsARowForEachMetricInItsPlace, namesSayTypeAndUnit, helpIsASentenceThatNeedsNoEscapes,
         labelsAreWordsAndTheirListsHaveNoDoubles, bucketsEndWhereFineOnesDo,
         everyFaultOfACallIsAnOutcome});
}
