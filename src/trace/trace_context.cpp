#include "trace/trace_context.h"

namespace animatize {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

template <size_t N>
std::string hexadecimal(const std::array<uint8_t, N>& bytes)
{
    std::string text;
    text.reserve(2 * N);
    for (const uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

/// All zeros when the text is no such id.
template <size_t N>
std::array<uint8_t, N> bytesOf(std::string_view text)
{
    std::array<uint8_t, N> bytes{};
    if (text.size() != 2 * N)
        return {};
    for (size_t i = 0; i < text.size(); ++i) {
        const size_t digit = kDigits.find(text[i]);
        if (digit == std::string_view::npos)
            return {};
        bytes[i / 2] = static_cast<uint8_t>(bytes[i / 2] << 4 | digit);
    }
    return bytes;
}

}  // namespace

std::string textOf(const TraceId& id)
{
    return hexadecimal(id);
}

std::string textOf(const SpanId& id)
{
    return hexadecimal(id);
}

std::string traceparent(const TraceContext& context)
{
    if (!context)
        return {};
    return "00-" + textOf(context.trace) + "-" + textOf(context.span) + "-01";
}

TraceContext contextFrom(std::string_view trace, std::string_view span)
{
    const TraceContext context{bytesOf<16>(trace), bytesOf<8>(span)};
    return context && context.span != SpanId{} ? context : TraceContext{};
}

}  // namespace animatize
