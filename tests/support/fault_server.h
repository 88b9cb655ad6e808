// FaultServer: an HTTP/1.1 server in this process, on the loopback, that misbehaves to order.
//
//   FaultServer server;
//   server.next(Reply::tooMany().with("Retry-After", "2"));   // the first request
//   server.next(Reply::hang());                               // the second
//   server.always(Reply::json("{\"ok\":true}"));              // all others
//   ... send to server.uri("/v1/chat/completions") ...
//   server.received()[0].header("authorization")
//
// answer() computes replies from requests instead, for fakes of whole services; it is called by
// several threads, one per connection. Connections are kept open where HTTP says so. The
// destructor ends all of them, whatever they are in the middle of. It speaks no TLS and hangs up on
// who tries.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/fault_reply.h"

namespace animatize::test {

class FaultServer {
  public:
    FaultServer();
    ~FaultServer();
    FaultServer(const FaultServer&) = delete;
    FaultServer& operator=(const FaultServer&) = delete;

    /// "http://127.0.0.1:PORT" + path; another name of this machine where `host` says so.
    std::string uri(const std::string& path = "/", const std::string& host = "127.0.0.1") const;

    /// For the next request that has none yet.
    void next(Reply reply);
    /// For requests behind those; json("{}") in the beginning.
    void always(Reply reply);
    /// Computes replies to requests for which no next() is left.
    void answer(std::function<Reply(const Received&)> compute);
    /// From now on connections are refused; those that are there go on.
    void refuse();

    std::vector<Received> received() const;
    size_t requests() const;
    size_t connections() const;
    /// Whether so many requests have come, at the latest after 10 s.
    bool awaitRequests(size_t count) const;
    /// Bytes of bodies written so far.
    size_t written() const;

    static constexpr size_t kMostConnections = 256;  ///< at a time; more are closed at once
    static constexpr size_t kMostReceived = 10'000;  ///< the oldest go
    static constexpr size_t kMostBody = 64u << 20;
    static constexpr size_t kMostBodies = 256u << 20;  ///< kept; the oldest requests go

  private:
    struct Connection {
        int socket = -1;
        size_t number = 0;
        std::string unread;
        bool done = false;  // guarded by mutex_
        std::thread thread;
    };

    void accept();
    void admit(int socket);
    void sweep(bool all);
    void serve(Connection& connection);
    bool readRequest(Connection& connection, Received& request) const;
    bool readMore(Connection& connection) const;
    Reply replyTo(const Received& request);
    void remember(const Received& request);
    bool perform(const Reply& reply, const Connection& connection);
    bool performHuge(const Reply& reply, int socket);
    bool performPieces(const Reply& reply, int socket);
    void drip(const Reply& reply, int socket);
    bool write(int socket, const std::string& bytes);
    bool pause(unsigned milliseconds) const;
    void waitForEnd(int socket) const;

    int listener_ = -1;
    int port_ = 0;
    int wake_[2] = {-1, -1};  // readable when all has to end

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::deque<Reply> next_;
    std::function<Reply(const Received&)> compute_;
    std::deque<Received> received_;
    size_t requests_ = 0, connections_ = 0, written_ = 0;
    size_t bodies_ = 0;  // bytes in received_
    bool refusing_ = false;
    std::list<Connection> open_;
    std::thread acceptor_;
};

}  // namespace animatize::test
