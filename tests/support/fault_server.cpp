#include "support/fault_server.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace animatize::test {
namespace {

using How = Reply::How;

void must(bool fine, const char* what)
{
    if (fine)
        return;
    std::perror(what);
    std::abort();
}

}  // namespace

FaultServer::FaultServer()
{
    compute_ = [](const Received&) { return Reply::json("{}"); };
    must(pipe2(wake_, O_CLOEXEC) == 0, "pipe");
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(listener_ >= 0, "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    must(bind(listener_, plain, size) == 0, "bind");
    must(listen(listener_, 64) == 0, "listen");
    must(getsockname(listener_, plain, &size) == 0, "getsockname");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
}

FaultServer::~FaultServer()
{
    must(::write(wake_[1], "x", 1) == 1, "wake");
    acceptor_.join();
    sweep(true);
    if (listener_ >= 0)
        close(listener_);
    close(wake_[0]);
    close(wake_[1]);
}

std::string FaultServer::uri(const std::string& path, const std::string& host) const
{
    return "http://" + host + ":" + std::to_string(port_) + path;
}

void FaultServer::next(Reply reply)
{
    std::lock_guard lock(mutex_);
    next_.push_back(std::move(reply));
}

void FaultServer::always(Reply reply)
{
    answer([reply = std::move(reply)](const Received&) { return reply; });
}

void FaultServer::answer(std::function<Reply(const Received&)> compute)
{
    std::lock_guard lock(mutex_);
    compute_ = std::move(compute);
}

void FaultServer::refuse()
{
    std::unique_lock lock(mutex_);
    refusing_ = true;
    lock.unlock();
    // The acceptor is inside poll: a connection of our own wakes it, and it closes the door.
    const int knock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port_));
    (void)connect(knock, reinterpret_cast<sockaddr*>(&address), sizeof address);
    close(knock);
    lock.lock();
    changed_.wait(lock, [this] { return listener_ < 0; });
}

std::vector<Received> FaultServer::received() const
{
    std::lock_guard lock(mutex_);
    return {received_.begin(), received_.end()};
}

size_t FaultServer::requests() const
{
    std::lock_guard lock(mutex_);
    return requests_;
}

size_t FaultServer::connections() const
{
    std::lock_guard lock(mutex_);
    return connections_;
}

size_t FaultServer::written() const
{
    std::lock_guard lock(mutex_);
    return written_;
}

bool FaultServer::awaitRequests(size_t count) const
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return requests_ >= count; });
}

void FaultServer::accept()
{
    for (;;) {
        pollfd ready[2] = {{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
        if (poll(ready, 2, -1) < 0)
            continue;
        if (ready[0].revents)
            return;
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        std::unique_lock lock(mutex_);
        if (refusing_) {
            close(socket);
            close(listener_);
            listener_ = -1;
            changed_.notify_all();
            return;
        }
        lock.unlock();
        if (socket >= 0)
            admit(socket);
    }
}

void FaultServer::admit(int socket)
{
    sweep(false);
    std::lock_guard lock(mutex_);
    if (open_.size() >= kMostConnections) {
        close(socket);
        return;
    }
    Connection& connection = open_.emplace_back();
    connection.socket = socket;
    connection.number = ++connections_;
    connection.thread = std::thread([this, &connection] { serve(connection); });
}

void FaultServer::sweep(bool all)
{
    std::list<Connection> ended;
    {
        std::lock_guard lock(mutex_);
        for (auto it = open_.begin(); it != open_.end();) {
            const auto here = it++;
            if (all || here->done)
                ended.splice(ended.end(), open_, here);
        }
    }
    for (Connection& connection : ended)
        connection.thread.join();
}

void FaultServer::serve(Connection& connection)
{
    Received request;
    request.connection = connection.number;
    while (readRequest(connection, request)) {
        const Reply reply = replyTo(request);
        if (!pause(reply.delay) || !perform(reply, connection))
            break;
        if (reply.close || lowerCase(request.header("connection")) == "close")
            break;
        request = {};
        request.connection = connection.number;
    }
    close(connection.socket);
    std::lock_guard lock(mutex_);
    connection.done = true;
}

bool FaultServer::readMore(Connection& connection) const
{
    pollfd ready[2] = {{wake_[0], POLLIN, 0}, {connection.socket, POLLIN, 0}};
    if (poll(ready, 2, -1) < 0)
        return true;
    if (ready[0].revents)
        return false;
    char block[16 << 10];
    const ssize_t count = recv(connection.socket, block, sizeof block, 0);
    if (count > 0)
        connection.unread.append(block, static_cast<size_t>(count));
    return count > 0 && connection.unread.size() <= kMostBody;
}

bool FaultServer::readRequest(Connection& connection, Received& request) const
{
    constexpr char kTlsHandshake = 0x16;
    size_t end = 0;
    while ((end = connection.unread.find("\r\n\r\n")) == std::string::npos)
        if (!readMore(connection) || connection.unread.front() == kTlsHandshake)
            return false;
    parseHead(connection.unread.substr(0, end), request);
    connection.unread.erase(0, end + 4);
    const size_t length = std::strtoull(request.header("content-length").c_str(), nullptr, 10);
    while (connection.unread.size() < length)
        if (!readMore(connection))
            return false;
    request.body = connection.unread.substr(0, length);
    connection.unread.erase(0, length);
    return true;
}

Reply FaultServer::replyTo(const Received& request)
{
    std::function<Reply(const Received&)> compute;
    Reply reply;
    {
        std::lock_guard lock(mutex_);
        ++requests_;
        remember(request);
        if (next_.empty()) {
            compute = compute_;
        } else {
            reply = std::move(next_.front());
            next_.pop_front();
        }
        changed_.notify_all();
    }
    return compute ? compute(request) : reply;
}

/// Under the lock.
void FaultServer::remember(const Received& request)
{
    received_.push_back(request);
    bodies_ += request.body.size();
    while (received_.size() > kMostReceived || bodies_ > kMostBodies) {
        bodies_ -= received_.front().body.size();
        received_.pop_front();
    }
}

/// Whether the connection may carry another request.
bool FaultServer::perform(const Reply& reply, const Connection& connection)
{
    const int socket = connection.socket;
    switch (reply.how) {
        case How::Whole:
            return write(socket, headOf(reply) + reply.body);
        case How::Chunked:
            return write(socket, headOf(reply) + chunksOf(reply.body));
        case How::Truncated:
            write(socket, headOf(reply) + reply.body.substr(0, reply.body.size() / 2));
            return false;
        case How::WrongLength:
            write(socket, headOf(reply) + reply.body);
            return false;
        case How::Dripping:
            drip(reply, socket);
            return false;
        case How::Huge:
        case How::HugeChunked:
            return performHuge(reply, socket);
        case How::Pieces:
            return performPieces(reply, socket);
        case How::HeadOnly:
            write(socket, headOf(reply));
            waitForEnd(socket);
            return false;
        case How::Hang:
            waitForEnd(socket);
            return false;
        case How::HalfClosed:
            shutdown(socket, SHUT_WR);
            waitForEnd(socket);
            return false;
        case How::Reset: {
            const linger hard{1, 0};
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
            return false;
        }
        case How::Garbage:
            write(socket, "220 mail.example.org ESMTP ready\r\n\r\n");
            return false;
        case How::Closed:
            return false;
    }
    return false;
}

bool FaultServer::performHuge(const Reply& reply, int socket)
{
    constexpr size_t kPiece = 64 << 10;
    const bool chunked = reply.how == How::HugeChunked;
    if (!write(socket, headOf(reply)))
        return false;
    for (size_t left = reply.claimed; left > 0;) {
        const size_t size = std::min(left, kPiece);
        std::string piece(size, ' ');
        if (chunked)
            piece = hexadecimal(size) + "\r\n" + piece + "\r\n";
        if (!write(socket, piece))
            return false;
        left -= size;
    }
    return !chunked || write(socket, "0\r\n\r\n");
}

bool FaultServer::performPieces(const Reply& reply, int socket)
{
    if (!write(socket, headOf(reply)))
        return false;
    for (const Reply::Piece& piece : reply.pieces) {
        const std::string length = hexadecimal(piece.bytes.size());
        if (!pause(piece.pause) || !write(socket, length + "\r\n" + piece.bytes + "\r\n"))
            return false;
    }
    if (reply.ending == Reply::Ending::BreakOff)
        write(socket, "ff\r\n");
    if (reply.ending == Reply::Ending::StandStill)
        waitForEnd(socket);
    return reply.ending == Reply::Ending::Whole && write(socket, "0\r\n\r\n");
}

void FaultServer::drip(const Reply& reply, int socket)
{
    if (!write(socket, headOf(reply)))
        return;
    for (const char byte : reply.body)
        if (!pause(reply.pause) || !write(socket, std::string(1, byte)))
            return;
}

bool FaultServer::write(int socket, const std::string& bytes)
{
    for (size_t at = 0; at < bytes.size();) {
        pollfd ready[2] = {{wake_[0], POLLIN, 0}, {socket, POLLOUT, 0}};
        if (poll(ready, 2, -1) < 0)
            continue;
        if (ready[0].revents)
            return false;
        const ssize_t count =
            send(socket, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count <= 0)
            return false;
        at += static_cast<size_t>(count);
    }
    std::lock_guard lock(mutex_);
    written_ += bytes.size();
    return true;
}

/// False when all has to end.
bool FaultServer::pause(unsigned milliseconds) const
{
    pollfd ready{wake_[0], POLLIN, 0};
    return poll(&ready, 1, static_cast<int>(milliseconds)) == 0;
}

/// Until the other side has left.
void FaultServer::waitForEnd(int socket) const
{
    char byte = 0;
    for (;;) {
        pollfd ready[2] = {{wake_[0], POLLIN, 0}, {socket, POLLIN, 0}};
        if (poll(ready, 2, -1) < 0)
            continue;
        if (ready[0].revents || recv(socket, &byte, 1, 0) <= 0)
            return;
    }
}

}  // namespace animatize::test
