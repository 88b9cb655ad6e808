#include "net/event_stream.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace animatize {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

bool isDigits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool EventStream::feed(std::string_view bytes, const Take& take)
{
    while (!over_ && !bytes.empty()) {
        if (std::exchange(afterCr_, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const auto end = static_cast<size_t>(std::find_if(bytes.begin(), bytes.end(), isLineEnd) -
                                             bytes.begin());
        over_ = !lineOf(bytes.substr(0, end));
        bytes.remove_prefix(end);
        if (over_ || bytes.empty())
            break;
        afterCr_ = bytes.front() == '\r';
        bytes.remove_prefix(1);
        over_ = !endLine(take);
    }
    return !over_;
}

/// Adds to the line; false: that was too much.
bool EventStream::lineOf(std::string_view piece)
{
    // Of a comment only its colon is kept.
    const bool comment = line_.starts_with(':');
    if (!comment)
        line_.append(piece);
    if (first_ && line_.size() >= kByteOrderMark.size()) {
        first_ = false;
        if (line_.starts_with(kByteOrderMark))
            line_.erase(0, kByteOrderMark.size());
    }
    if (line_.starts_with(':'))
        line_.resize(1);
    tooLarge_ = line_.size() + data_.size() + type_.size() > most_;
    return !tooLarge_;
}

bool EventStream::endLine(const Take& take)
{
    first_ = false;
    if (line_.empty())
        return dispatch(take);
    readField(line_);
    line_.clear();
    return true;
}

void EventStream::readField(std::string_view line)
{
    const size_t colon = std::min(line.find(':'), line.size());
    const std::string_view name = line.substr(0, colon);
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (name == "event")
        type_ = value;
    else if (name == "data")
        data_.append(value).push_back('\n');
    else if (name == "id" && value.find('\0') == std::string_view::npos)
        lastId_ = value;
    else if (name == "retry" && isDigits(value))
        readRetry(value);
}

void EventStream::readRetry(std::string_view digits)
{
    uint64_t milliseconds = UINT64_MAX;  // that is what too many digits mean
    std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds);
    retry_ = milliseconds;
}

bool EventStream::dispatch(const Take& take)
{
    ServerEvent event;
    const std::string type = std::exchange(type_, {});
    event.data = std::exchange(data_, {});
    if (event.data.empty())
        return true;
    event.data.pop_back();
    if (!type.empty())
        event.type = type;
    event.lastId = lastId_;
    return take(std::move(event));
}

}  // namespace animatize
