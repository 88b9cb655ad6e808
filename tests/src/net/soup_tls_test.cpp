// A server whose certificate nobody has signed: refused, in words, before anything is sent.
#include <cstring>
#include <thread>

#include <stdlib.h>

#include <gio/gio.h>

#include "listener.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// Made for this test, for 127.0.0.1, by itself; the key is good for nothing else.
constexpr const char* kSelfSigned =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBkDCCATagAwIBAgIUWhgRUhg1d8lfeJorom89+weP4kUwCgYIKoZIzj0EAwIw\n"
    "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMzAzMjkyN1oYDzIxMjYxMDMw\n"
    "MDMyOTI3WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAAS02H2MkfXJssC1UxsTCh9ENJYWDnItBTU/9g4W/SS63FTFG3qQjbu3\n"
    "/Q6BC2gEDWPwtzXuHHefwTJNWzlZB0kKo2QwYjAdBgNVHQ4EFgQUgnXDnwpWB30G\n"
    "xzwVExPJua8YRYwwHwYDVR0jBBgwFoAUgnXDnwpWB30GxzwVExPJua8YRYwwDwYD\n"
    "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC\n"
    "IQCNgmDaP2Ko/UIdw1lQ9RztigHpNfZCPvRCApIF7cyt/AIgc7EXWJj0MaSU/p5k\n"
    "KSb9EDHae1OXliDqRdMC3OAywKg=\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdroPj0i6dl7Xo7H+\n"
    "mmtSjEsKhB0gZi2BAMAql5JfNFKhRANCAAS02H2MkfXJssC1UxsTCh9ENJYWDnIt\n"
    "BTU/9g4W/SS63FTFG3qQjbu3/Q6BC2gEDWPwtzXuHHefwTJNWzlZB0kK\n"
    "-----END PRIVATE KEY-----\n";

/// Shakes hands with one client and reads what it says.
class TlsServer {
  public:
    TlsServer() : thread_([this] { serve(); }) {}
    ~TlsServer() { join(); }

    std::string uri() const
    {
        return "https://127.0.0.1:" + std::to_string(listener_.port()) + "/v1";
    }
    /// What came through, once the client has gone.
    std::string heard()
    {
        join();
        return heard_;
    }

  private:
    void join()
    {
        if (thread_.joinable())
            thread_.join();
    }

    void serve()
    {
        const int accepted = accept(listener_.socket, nullptr, nullptr);
        GSocket* socket = g_socket_new_from_fd(accepted, nullptr);
        GSocketConnection* stream = g_socket_connection_factory_create_connection(socket);
        GTlsCertificate* own = g_tls_certificate_new_from_pem(kSelfSigned, -1, nullptr);
        ck_assert_ptr_nonnull(own);
        GIOStream* secure = g_tls_server_connection_new(G_IO_STREAM(stream), own, nullptr);
        ck_assert_ptr_nonnull(secure);
        if (g_tls_connection_handshake(G_TLS_CONNECTION(secure), nullptr, nullptr)) {
            char block[4096];
            const gssize count = g_input_stream_read(g_io_stream_get_input_stream(secure), block,
                                                     sizeof block, nullptr, nullptr);
            heard_.assign(block, count > 0 ? static_cast<size_t>(count) : 0);
        }
        g_io_stream_close(secure, nullptr, nullptr);
        for (gpointer object :
             {gpointer(secure), gpointer(own), gpointer(stream), gpointer(socket)})
            g_object_unref(object);
    }

    Listener listener_{1};
    std::string heard_;
    std::thread thread_;
};

}  // namespace

START_TEST(aCertificateThatNobodySignedIsRefused)
{
    setenv("ANIMATIZE_TEST_KEY", "sk-planted", 1);
    TlsServer server;
    HttpRequest request;
    request.uri = server.uri();
    request.key = HttpKey{"Authorization", "Bearer ", "ANIMATIZE_TEST_KEY"};
    request.body = "{}";
    const HttpError error = errorOf(send(request));
    isFault(error, HttpFault::Unreachable, "the certificate of the server is refused: ");
    isFault(error, HttpFault::Unreachable, server.uri());
    ck_assert(!has(server.heard(), "sk-planted"));
}
END_TEST

int main()
{
    return animatize::test::run("soup-tls", {aCertificateThatNobodySignedIsRefused});
}
