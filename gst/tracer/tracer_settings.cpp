#include "gst/tracer/tracer_settings.h"

#include <set>
#include <vector>

namespace animatize {
namespace {

constexpr char kDefaultAddress[] = "127.0.0.1:9464";

struct Parameter {
    std::string name;
    std::optional<std::string> value;
};

std::string_view trimmed(std::string_view text, std::string_view marks)
{
    const size_t first = text.find_first_not_of(marks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(marks) - first + 1);
}

std::vector<Parameter> split(std::string_view text)
{
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        const size_t end = text.find(',');
        const std::string_view one = trimmed(text.substr(0, end), " \t");
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (one.empty())
            continue;
        const size_t equals = one.find('=');
        Parameter parameter{std::string(trimmed(one.substr(0, equals), " \t")), {}};
        if (equals != std::string_view::npos)
            parameter.value = trimmed(one.substr(equals + 1), " \t\"'");
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

Status takeSpans(const Parameter& parameter, TracerSettings& settings)
{
    const std::string value = parameter.value.value_or("true");
    if (value != "true" && value != "false")
        return Error{"spans is true or false, not '" + value + "'"};
    settings.spans = value == "true";
    return ok();
}

Status take(const Parameter& parameter, TracerSettings& settings)
{
    if (parameter.name == "spans")
        return takeSpans(parameter, settings);
    if (parameter.name != "metrics")
        return Error{"the tracer animatize has no parameter '" + parameter.name +
                     "'; it has metrics and spans"};
    settings.metrics = parameter.value.value_or(kDefaultAddress);
    return ok();
}

}  // namespace

Result<TracerSettings> tracerSettings(std::string_view parameters)
{
    TracerSettings settings;
    std::set<std::string> said;
    for (const Parameter& parameter : split(parameters)) {
        if (!said.insert(parameter.name).second)
            return Error{"the tracer animatize was given '" + parameter.name + "' twice"};
        if (const Status status = take(parameter, settings); !status)
            return status.error();
    }
    return settings;
}

}  // namespace animatize
