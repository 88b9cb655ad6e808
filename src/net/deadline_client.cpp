#include "net/deadline_client.h"

#include <algorithm>
#include <string_view>

namespace animatize {
namespace {

void replace(std::string& text, std::string_view mark, uint64_t number)
{
    const size_t at = text.find(mark);
    if (at != std::string::npos)
        text.replace(at, mark.size(), std::to_string(number));
}

}  // namespace

std::string deadlineText(const DeadlineHeader& header, uint64_t left)
{
    const uint64_t said = std::max(std::min(left, header.most) + header.grace, header.least);
    std::string text = header.format;
    replace(text, "{seconds}", said / kSecond);
    replace(text, "{milliseconds}", said / kMillisecond);
    return text;
}

DeadlineClient::DeadlineClient(std::shared_ptr<HttpClient> inner, const Clock& clock)
    : inner_(std::move(inner)), clock_(clock)
{}

Result<HttpResponse, HttpError> DeadlineClient::send(const HttpRequest& request,
                                                     const Patience& patience)
{
    if (!request.deadline)
        return inner_->send(request, patience);
    const uint64_t now = clock_.now();
    const uint64_t left = patience.deadline > now ? patience.deadline - now : 0;
    HttpRequest telling = request;
    telling.headers.push_back({request.deadline->name, deadlineText(*request.deadline, left)});
    return inner_->send(telling, patience);
}

}  // namespace animatize
