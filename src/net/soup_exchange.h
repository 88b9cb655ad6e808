// SoupExchange: one request on its way over the SoupThread, redirects and all, and the caller that
// waits for it on another thread.
//
// The caller and the thread of libsoup share only the handover. Whoever leaves first (deadline,
// stop, a receiver that has enough) posts a cancel; the exchange lives until its last callback has
// come.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "net/answer_handover.h"
#include "net/soup_request.h"
#include "net/soup_thread.h"

namespace animatize {

class SoupExchange : public std::enable_shared_from_this<SoupExchange> {
  public:
    using Answer = AnswerHandover::Answer;

    SoupExchange(SoupThread& thread, std::shared_ptr<const ReadyRequest> ready,
                 uint64_t connectTimeout);
    ~SoupExchange();
    SoupExchange(const SoupExchange&) = delete;
    SoupExchange& operator=(const SoupExchange&) = delete;

    /// On the caller's thread: the answer, or TimedOut after `remaining` ns, or Cancelled.
    Answer perform(uint64_t remaining, const std::stop_token& stop);

  private:
    using Holder = std::shared_ptr<SoupExchange>;

    // All below on the thread of libsoup.
    gpointer held();
    static Holder taken(gpointer holder);
    void launch(bool newConnection);
    void connecting();
    void received(GInputStream* stream, GError* error);
    bool redirect();
    void beginBody(SoupRef<GInputStream> stream);
    void readOn();
    void goOn();
    void got(gssize count, GError* error);
    bool take(size_t count);
    void concludeBody();
    void fail(HttpFault fault, const std::string& what);
    void finish(Answer answer);
    void cancel();
    void forgetMessage();
    void forgetTimer();
    void watchIdleness();
    HttpFault faultOf(const GError& error) const;
    std::string sentenceFor(const GError& error) const;
    /// Without the key.
    std::string hidden(std::string text) const;
    std::vector<HttpHeader> headers() const;
    bool succeeded() const { return status_ >= 200 && status_ < 300; }
    bool isReceived() const { return succeeded() && ready_->request.receiver; }
    size_t mostBytes() const;

    static void onNetworkEvent(SoupMessage*, GSocketClientEvent, GIOStream*, gpointer self);
    static void onStarting(SoupMessage*, gpointer self);
    static void onSent(GObject* session, GAsyncResult* result, gpointer holder);
    static void onRead(GObject* stream, GAsyncResult* result, gpointer holder);
    static gboolean onConnectTimeout(gpointer self);
    static gboolean onBodyTimeout(gpointer self);
    static gboolean onIdle(gpointer self);

    SoupThread& thread_;
    const std::shared_ptr<const ReadyRequest> ready_;
    const uint64_t connectTimeout_;
    const SoupRef<GCancellable> cancellable_;

    SoupRef<GUri> uri_;
    SoupRef<SoupMessage> message_;
    SoupRef<GInputStream> stream_;
    GSource* timer_ = nullptr;
    std::array<char, 64 << 10> block_;
    std::string body_;      // of what no receiver gets
    size_t bodyBytes_ = 0;  // that came
    unsigned status_ = 0;
    int redirects_ = 0;
    bool fetch_ = false;     // after a 303
    bool connects_ = false;  // over a connection that is made for it
    bool starting_ = false;  // the request is being written
    bool finished_ = false;

    AnswerHandover handover_;
};

}  // namespace animatize
