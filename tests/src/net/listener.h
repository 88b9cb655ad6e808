// A socket that listens on a free port of the loopback; closed at the end of the case.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sending.h"

namespace animatize::test {

struct Listener {
    int socket = -1;
    sockaddr_in address{};

    explicit Listener(int backlog) : socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ck_assert_int_eq(bind(socket, plain(), size), 0);
        ck_assert_int_eq(listen(socket, backlog), 0);
        ck_assert_int_eq(getsockname(socket, plain(), &size), 0);
    }
    ~Listener() { close(socket); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int port() const { return ntohs(address.sin_port); }
    sockaddr* plain() { return reinterpret_cast<sockaddr*>(&address); }
};

}  // namespace animatize::test
