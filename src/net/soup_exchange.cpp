#include "net/soup_exchange.h"

#include <algorithm>
#include <chrono>

#include "net/error_words.h"
#include "net/soup_answer.h"

namespace animatize {
namespace {

constexpr int kMostRedirects = 5;
constexpr size_t kMostErrorBytes = 64 << 10;
constexpr uint64_t kLongestErrorBody = 2 * kSecond;
constexpr uint64_t kLongestWait = 24 * 3600 * kSecond;

bool isRedirect(unsigned status)
{
    return (status >= 301 && status <= 303) || status == 307 || status == 308;
}

const char* certificateTrouble(GTlsCertificateFlags flags)
{
    if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
        return "it is for another host";
    if (flags & G_TLS_CERTIFICATE_EXPIRED)
        return "it has expired";
    if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
        return "it is not valid yet; is the clock of this machine right?";
    if (flags & G_TLS_CERTIFICATE_REVOKED)
        return "it was revoked";
    if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
        return "no authority that this machine trusts signed it";
    return "it can't be trusted";
}

std::string seconds(uint64_t nanoseconds)
{
    return std::to_string((nanoseconds + kSecond / 2) / kSecond) + " s";
}

}  // namespace

SoupExchange::SoupExchange(SoupThread& thread, std::shared_ptr<const ReadyRequest> ready,
                           uint64_t connectTimeout)
    : thread_(thread),
      ready_(std::move(ready)),
      connectTimeout_(connectTimeout),
      cancellable_(g_cancellable_new()),
      uri_(httpUri(ready_->request.uri))
{}

SoupExchange::~SoupExchange() = default;

SoupExchange::Answer SoupExchange::perform(uint64_t remaining, const std::stop_token& stop)
{
    const auto wait = std::chrono::nanoseconds(std::min(remaining, kLongestWait));
    const auto deadline = std::chrono::steady_clock::now() + wait;
    const std::string about = named(uri_.get());
    const auto post = [this](void (SoupExchange::*task)()) {
        thread_.post([self = shared_from_this(), task] { (self.get()->*task)(); });
    };
    thread_.post([self = shared_from_this()] { self->launch(false); });
    std::optional<Answer> answer = handover_.await(deadline, stop, ready_->request.receiver,
                                                   [&] { post(&SoupExchange::goOn); });
    if (!handover_.isEnded())
        post(&SoupExchange::cancel);
    if (answer)
        return std::move(*answer);
    if (stop.stop_requested())
        return HttpError{HttpFault::Cancelled, about + ": no longer wanted"};
    return HttpError{HttpFault::TimedOut, about + ": no answer within " + seconds(remaining)};
}

/// What a callback gets: keeps the exchange until it has come.
gpointer SoupExchange::held()
{
    thread_.entered();
    return new Holder(shared_from_this());
}

SoupExchange::Holder SoupExchange::taken(gpointer holder)
{
    const std::unique_ptr<Holder> owned(static_cast<Holder*>(holder));
    (*owned)->thread_.left();
    return std::move(*owned);
}

void SoupExchange::launch(bool newConnection)
{
    forgetMessage();
    message_ = messageFor(ready_, uri_.get(), fetch_);
    if (newConnection)
        soup_message_add_flags(message_.get(), SOUP_MESSAGE_NEW_CONNECTION);
    connects_ = newConnection;
    starting_ = false;
    status_ = 0;
    g_signal_connect(message_.get(), "network-event", G_CALLBACK(onNetworkEvent), this);
    g_signal_connect(message_.get(), "starting", G_CALLBACK(onStarting), this);
    soup_session_send_async(thread_.session(isLocal(uri_.get())), message_.get(),
                            G_PRIORITY_DEFAULT, cancellable_.get(), onSent, held());
}

void SoupExchange::onNetworkEvent(SoupMessage*, GSocketClientEvent, GIOStream*, gpointer self)
{
    static_cast<SoupExchange*>(self)->connecting();
}

void SoupExchange::connecting()
{
    if (!timer_ && !starting_)
        timer_ = thread_.after(connectTimeout_, onConnectTimeout, this);
    connects_ = true;
}

gboolean SoupExchange::onConnectTimeout(gpointer data)
{
    auto* self = static_cast<SoupExchange*>(data);
    self->timer_ = nullptr;
    self->fail(HttpFault::Unreachable, "no connection within " + seconds(self->connectTimeout_));
    return G_SOURCE_REMOVE;
}

void SoupExchange::onStarting(SoupMessage*, gpointer data)
{
    auto* self = static_cast<SoupExchange*>(data);
    self->starting_ = true;
    self->forgetTimer();
}

void SoupExchange::onSent(GObject* session, GAsyncResult* result, gpointer holder)
{
    const Holder self = taken(holder);
    GError* trouble = nullptr;
    GInputStream* stream = soup_session_send_finish(SOUP_SESSION(session), result, &trouble);
    self->received(stream, trouble);
}

void SoupExchange::received(GInputStream* stream, GError* trouble)
{
    SoupRef<GInputStream> owned(stream);
    const SoupRef<GError> error(trouble);
    if (finished_)
        return;
    forgetTimer();
    if (error) {
        // It went over a connection that was used before, which may have died since.
        const bool stale = starting_ && !connects_ && ready_->request.repeatable;
        return stale ? launch(true) : fail(faultOf(*error), sentenceFor(*error));
    }
    status_ = soup_message_get_status(message_.get());
    if (isRedirect(status_) && redirect())
        return;
    beginBody(std::move(owned));
}

/// Whether this was the end of it, or the next request is on its way.
bool SoupExchange::redirect()
{
    SoupMessageHeaders* headers = soup_message_get_response_headers(message_.get());
    const char* location = soup_message_headers_get_one(headers, "Location");
    if (!location)
        return false;
    SoupRef<GUri> to = redirectTarget(uri_.get(), location);
    if (!to || ++redirects_ > kMostRedirects) {
        fail(HttpFault::Redirected, to ? "the server redirects again and again"
                                       : "the server redirects to another host, which is not "
                                         "followed; set the address that really answers");
        return true;
    }
    fetch_ = fetch_ || status_ == 303;
    uri_ = std::move(to);
    launch(false);
    return true;
}

void SoupExchange::beginBody(SoupRef<GInputStream> stream)
{
    stream_ = std::move(stream);
    SoupMessageHeaders* headers = soup_message_get_response_headers(message_.get());
    const goffset length = soup_message_headers_get_content_length(headers);
    if (succeeded() && length > 0 && static_cast<uint64_t>(length) > mostBytes())
        return fail(HttpFault::TooLarge, "the answer has " + std::to_string(length) +
                                             " bytes; at most " + std::to_string(mostBytes()) +
                                             " are taken");
    // The status is known; the words about it are not worth a long wait.
    if (!succeeded())
        timer_ = thread_.after(kLongestErrorBody, onBodyTimeout, this);
    else if (isReceived())
        handover_.began({status_, this->headers(), {}});
    watchIdleness();
    readOn();
}

/// Time without a byte counts only while we are the ones who wait.
void SoupExchange::watchIdleness()
{
    const uint64_t most = ready_->request.mostIdle;
    if (!succeeded() || most == 0)
        return;
    forgetTimer();
    timer_ = thread_.after(most, onIdle, this);
}

gboolean SoupExchange::onIdle(gpointer data)
{
    auto* self = static_cast<SoupExchange*>(data);
    self->timer_ = nullptr;
    self->fail(HttpFault::TimedOut, "the answer stood still for " +
                                        seconds(self->ready_->request.mostIdle) +
                                        " before its end");
    return G_SOURCE_REMOVE;
}

gboolean SoupExchange::onBodyTimeout(gpointer data)
{
    auto* self = static_cast<SoupExchange*>(data);
    self->timer_ = nullptr;
    self->concludeBody();
    return G_SOURCE_REMOVE;
}

size_t SoupExchange::mostBytes() const
{
    return succeeded() ? ready_->request.mostBytes : kMostErrorBytes;
}

void SoupExchange::readOn()
{
    g_input_stream_read_async(stream_.get(), block_.data(), block_.size(), G_PRIORITY_DEFAULT,
                              cancellable_.get(), onRead, held());
}

void SoupExchange::onRead(GObject* stream, GAsyncResult* result, gpointer holder)
{
    const Holder self = taken(holder);
    GError* trouble = nullptr;
    const gssize count = g_input_stream_read_finish(G_INPUT_STREAM(stream), result, &trouble);
    self->got(count, trouble);
}

void SoupExchange::got(gssize count, GError* trouble)
{
    const SoupRef<GError> error(trouble);
    if (finished_)
        return;
    if (error && succeeded())
        return fail(HttpFault::Broken, "the answer broke off: " + textOf(error->message));
    if (error || count == 0)
        return concludeBody();
    const size_t room = mostBytes() - bodyBytes_;
    const bool fits = static_cast<size_t>(count) <= room;
    if (!fits && succeeded())
        return fail(HttpFault::TooLarge, "the answer has more than " + std::to_string(mostBytes()) +
                                             " bytes, which is the most that is taken");
    const bool on = take(std::min(static_cast<size_t>(count), room));
    if (!fits)
        return concludeBody();
    on ? goOn() : forgetTimer();
}

/// So many bytes of the block; false: who gets them has enough for now and will say goOn().
bool SoupExchange::take(size_t count)
{
    bodyBytes_ += count;
    if (isReceived())
        return handover_.arrived({block_.data(), count});
    body_.append(block_.data(), count);
    return true;
}

void SoupExchange::goOn()
{
    if (finished_)
        return;
    watchIdleness();
    readOn();
}

void SoupExchange::concludeBody()
{
    if (succeeded())
        return finish(HttpResponse{status_, headers(), std::move(body_)});
    RefusedAnswer answer{status_,
                         textOf(soup_message_get_reason_phrase(message_.get())),
                         headers(),
                         std::move(body_),
                         ready_->request.key,
                         ready_->secret};
    finish(errorOf(std::move(answer), ready_->request.words, named(uri_.get()),
                   g_get_real_time() / G_USEC_PER_SEC));
}

std::string SoupExchange::hidden(std::string text) const
{
    const std::optional<HttpKey>& key = ready_->request.key;
    return key ? withoutKey(std::move(text), *key, ready_->secret) : text;
}

std::vector<HttpHeader> SoupExchange::headers() const
{
    std::vector<HttpHeader> all;
    soup_message_headers_foreach(
        soup_message_get_response_headers(message_.get()),
        [](const char* name, const char* value, gpointer list) {
            static_cast<std::vector<HttpHeader>*>(list)->push_back({name, value});
        },
        &all);
    return all;
}

HttpFault SoupExchange::faultOf(const GError& error) const
{
    if (error.domain == G_IO_ERROR && error.code == G_IO_ERROR_CANCELLED)
        return HttpFault::Cancelled;
    return starting_ ? HttpFault::Broken : HttpFault::Unreachable;
}

std::string SoupExchange::sentenceFor(const GError& error) const
{
    if (error.domain == G_TLS_ERROR && error.code == G_TLS_ERROR_BAD_CERTIFICATE) {
        const auto flags = soup_message_get_tls_peer_certificate_errors(message_.get());
        std::string refused = "the certificate of the server is refused: ";
        return refused.append(certificateTrouble(flags));
    }
    std::string sentence = starting_ ? "no whole answer came: " : "no connection: ";
    if (error.domain == G_TLS_ERROR)
        sentence = "no secure connection (TLS): ";
    else if (error.domain == G_RESOLVER_ERROR)
        sentence = "the host can't be found: ";
    return sentence.append(textOf(error.message));
}

void SoupExchange::fail(HttpFault fault, const std::string& what)
{
    HttpError error{fault, named(uri_.get()) + ": " + what};
    error.status = status_;
    finish(std::move(error));
}

void SoupExchange::finish(Answer answer)
{
    if (finished_)
        return;
    finished_ = true;
    forgetTimer();
    forgetMessage();
    g_cancellable_cancel(cancellable_.get());  // what is left unread stays unread
    stream_.reset();
    if (!answer) {
        HttpError error = answer.error();
        error.attempts = 1;
        error.message = hidden(std::move(error.message));
        answer = std::move(error);
    }
    handover_.ended(std::move(answer));
}

void SoupExchange::cancel()
{
    if (!finished_)
        fail(HttpFault::Cancelled, "no longer wanted");
}

void SoupExchange::forgetMessage()
{
    if (message_)
        g_signal_handlers_disconnect_by_data(message_.get(), this);
    message_.reset();
}

void SoupExchange::forgetTimer()
{
    if (timer_)
        g_source_destroy(timer_);
    timer_ = nullptr;
}

}  // namespace animatize
