// TraceContext: which trace something belongs to, and below which of its spans. A small value that
// travels with the job: in KeyframeJob, in Patience, in the record of a prompt.
//
//   const std::string header = traceparent(span.context());
//   // "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
//   const TraceContext context = contextFrom(record.text("trace-id"), record.text("span-id"));
//
// Ids and texts are those of W3C Trace Context (https://www.w3.org/TR/trace-context/): 16 and 8
// bytes in lower-case hexadecimal digits; all zeros is "none". There are ids only while a sink of
// spans is installed (span.h), so that without one every record is what it always was.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace animatize {

using TraceId = std::array<uint8_t, 16>;
using SpanId = std::array<uint8_t, 8>;

struct TraceContext {
    TraceId trace{};
    SpanId span{};

    /// Whether anything is traced here.
    explicit operator bool() const { return trace != TraceId{}; }
    bool operator==(const TraceContext&) const = default;
};

/// 32 or 16 digits.
std::string textOf(const TraceId& id);
std::string textOf(const SpanId& id);

/// The header's value, version 00, sampled; "" where nothing is traced.
std::string traceparent(const TraceContext& context);

/// A context by its two texts; none when either isn't one of ours.
TraceContext contextFrom(std::string_view trace, std::string_view span);

}  // namespace animatize
