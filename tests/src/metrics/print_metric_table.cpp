// Prints the table of all metrics as JSON, for the tests that compare docs and dashboard with it:
// [{"name":...,"type":...,"help":...,"labels":[{"name":...,"values":[...]}]}].
#include <iostream>

#include "metrics/metric.h"

using namespace animatize;

namespace {

const char* nameOf(MetricType type)
{
    switch (type) {
        case MetricType::Counter:
            return "counter";
        case MetricType::Gauge:
            return "gauge";
        case MetricType::Histogram:
            break;
    }
    return "histogram";
}

// Texts of the table have no characters that JSON would escape; its test says so.
void printLabel(const MetricLabel& label)
{
    std::cout << "{\"name\":\"" << label.name << "\",\"values\":[";
    for (size_t i = 0; i < label.values.size(); ++i)
        std::cout << (i > 0 ? "," : "") << '"' << label.values[i] << '"';
    std::cout << "]}";
}

void printRow(const MetricRow& row)
{
    std::cout << "{\"name\":\"" << row.name << "\",\"type\":\"" << nameOf(row.type)
              << "\",\"help\":\"" << row.help << "\",\"labels\":[";
    for (size_t i = 0; i < row.labels.size(); ++i) {
        std::cout << (i > 0 ? "," : "");
        printLabel(row.labels[i]);
    }
    std::cout << "]}";
}

}  // namespace

int main()
{
    std::cout << "[";
    for (const MetricRow& row : metricTable()) {
        std::cout << (row.metric == metricTable().front().metric ? "\n" : ",\n");
        printRow(row);
    }
    std::cout << "\n]\n";
    return 0;
}
