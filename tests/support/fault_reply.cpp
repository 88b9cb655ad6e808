#include "support/fault_reply.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace animatize::test {
namespace {

using How = Reply::How;

std::string trimmed(const std::string& text)
{
    const size_t first = text.find_first_not_of(" \t");
    return first == std::string::npos
               ? ""
               : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string hexadecimal(size_t number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%zx", number);
    return text;
}

void parseHead(const std::string& head, Received& request)
{
    const size_t end = std::min(head.find("\r\n"), head.size());
    const std::string line = head.substr(0, end);
    const size_t first = std::min(line.find(' '), line.size());
    request.method = line.substr(0, first);
    request.target = trimmed(line.substr(first, line.rfind(' ') - first));
    for (size_t at = end + 2; at < head.size();) {
        const size_t stop = std::min(head.find("\r\n", at), head.size());
        const std::string field = head.substr(at, stop - at);
        const size_t colon = std::min(field.find(':'), field.size() - 1);
        request.headers.emplace_back(lowerCase(field.substr(0, colon)),
                                     trimmed(field.substr(colon + 1)));
        at = stop + 2;
    }
}

std::string headOf(const Reply& reply)
{
    const bool chunked =
        reply.how == How::Chunked || reply.how == How::HugeChunked || reply.how == How::Pieces;
    const bool claims = reply.how == How::WrongLength || reply.how == How::Huge;
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " " + reply.reason + "\r\n";
    for (const auto& [name, value] : reply.headers)
        head.append(name).append(": ").append(value).append("\r\n");
    if (chunked)
        head += "Transfer-Encoding: chunked\r\n";
    else
        head += "Content-Length: " + std::to_string(claims ? reply.claimed : reply.body.size()) +
                "\r\n";
    head += reply.close ? "Connection: close\r\n\r\n" : "\r\n";
    return head;
}

std::string chunksOf(const std::string& body)
{
    constexpr size_t kChunk = 7;
    std::string chunks;
    for (size_t at = 0; at < body.size(); at += kChunk) {
        const std::string chunk = body.substr(at, kChunk);
        chunks.append(hexadecimal(chunk.size())).append("\r\n").append(chunk).append("\r\n");
    }
    return chunks.append("0\r\n\r\n");
}

Reply& Reply::with(const std::string& name, const std::string& value)
{
    headers.emplace_back(name, value);
    return *this;
}

Reply& Reply::after(unsigned milliseconds)
{
    delay = milliseconds;
    return *this;
}

Reply& Reply::closing()
{
    close = true;
    return *this;
}

Reply Reply::json(const std::string& body, unsigned status)
{
    Reply reply;
    reply.status = status;
    reply.reason = status == 200 ? "OK" : "Reason";
    reply.body = body;
    return reply.with("Content-Type", "application/json");
}

Reply Reply::tooMany(const std::string& body)
{
    Reply reply = json(body, 429);
    reply.reason = "Too Many Requests";
    return reply;
}

Reply Reply::billing(const std::string& code)
{
    return tooMany(
        "{\"error\":{\"message\":\"You exceeded your quota.\","
        "\"type\":\"insufficient_quota\",\"code\":\"" +
        code + "\"}}");
}

Reply Reply::failure(unsigned status)
{
    return json("{\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\"}}",
                status);
}

Reply Reply::malformed()
{
    return json("{\"choices\":[{\"message\":{\"content\":\"never ends");
}

Reply Reply::wrongSchema()
{
    return json("{\"wrong\":[1,2,{\"schema\":true}]}");
}

Reply Reply::redirect(const std::string& location, unsigned status)
{
    return json("{}", status).with("Location", location);
}

Reply Reply::huge(size_t bytes, bool chunked)
{
    Reply reply = json("");
    reply.how = chunked ? How::HugeChunked : How::Huge;
    reply.claimed = bytes;
    return reply;
}

Reply Reply::broken(How how, const std::string& body)
{
    Reply reply = json(body);
    reply.how = how;
    if (how == How::WrongLength)
        reply.claimed = body.size() + 1000;
    return reply;
}

Reply Reply::events(std::vector<Piece> pieces, Ending ending)
{
    Reply reply;
    reply.how = How::Pieces;
    reply.pieces = std::move(pieces);
    reply.ending = ending;
    return reply.with("Content-Type", "text/event-stream; charset=utf-8");
}

std::string eventText(const std::string& type, const std::string& data)
{
    return "event: " + type + "\ndata: " + data + "\n\n";
}

std::string Received::header(const std::string& lowerCaseName) const
{
    for (const auto& [name, value] : headers)
        if (name == lowerCaseName)
            return value;
    return {};
}

}  // namespace animatize::test
