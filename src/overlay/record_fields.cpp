#include "overlay/record_fields.h"

namespace animatize::fields {
namespace {

/// Pixels from `low` to `high`, shares, of a side of so many.
std::optional<cv::Range> span(double low, double high, int side)
{
    const double from = std::max(low, 0.0), to = std::min(high, 1.0);
    if (!(from < to))
        return std::nullopt;
    const int first = std::min(static_cast<int>(std::lround(from * side)), side - 1);
    const int last = static_cast<int>(std::lround(to * side));
    return cv::Range(first, std::max(last, first + 1));
}

}  // namespace

std::optional<cv::Rect> box(const Record& record, const cv::Size& frame)
{
    const auto x = number(&record, "x"), y = number(&record, "y");
    const auto width = number(&record, "width"), height = number(&record, "height");
    if (!x || !y || !width || !height)
        return std::nullopt;
    const auto columns = span(*x, *x + *width, frame.width);
    const auto rows = span(*y, *y + *height, frame.height);
    if (!columns || !rows)
        return std::nullopt;
    return cv::Rect(columns->start, rows->start, columns->size(), rows->size());
}

std::string spoken(std::string_view name)
{
    std::string words(name.substr(0, 200));
    for (char& byte : words)
        if (byte == '-' || byte == '_')
            byte = ' ';
    return words;
}

}  // namespace animatize::fields
