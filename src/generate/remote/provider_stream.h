// ProviderStream: what a service answers to a request for a picture, as it arrives: events with
// partial pictures and a final one, or an answer as ever, when it took no notice of the wish.
//
//   ProviderStream stream(provider, 2, [&](std::string&& png, unsigned attempt) { show(png); });
//   request.receiver = &stream;
//   if (client.send(request, patience) && stream.end() == ProviderStream::End::Final)
//       use(stream.final());
//
// Which of the two it is tell its Content-Type and its first byte. The stream is over with the
// final picture or an error: nobody waits for what comes behind them. Partial pictures are checked
// by their first bytes and not decoded; what is none is passed over.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "generate/remote/provider.h"
#include "net/event_stream.h"

namespace animatize {

class ProviderStream final : public BodyReceiver {
  public:
    enum class End {
        None,    ///< the stream ended without a word about its picture
        Final,   ///< final() has the picture
        Failed,  ///< failure() says why there is none
        Garbled  ///< the final event isn't JSON
    };
    /// A partial picture, and of which attempt it is, from 1: those of earlier ones are void.
    using Partial = std::function<void(std::string&& bytes, unsigned attempt)>;

    /// `most` partial pictures of each attempt are told. The provider has a stream rule and
    /// outlives this.
    ProviderStream(const Provider& provider, unsigned most, Partial partial);

    void began(const HttpResponse& head) override;
    bool arrived(std::string_view bytes) override;

    bool isStream() const { return events_ || (first_ && typed_); }
    /// Of what is no stream: the body, for once.
    std::string takeBody() { return std::move(body_); }
    End end() const { return end_; }
    const JsonValue& final() const { return final_; }
    /// The data of the event, JSON or not.
    const std::string& failure() const { return failure_; }

  private:
    bool take(ServerEvent&& event);
    bool over(End end);
    void tell(const JsonValue& event);
    std::string typeOf(const ServerEvent& event, const JsonValue& data) const;

    const Provider& provider_;
    const StreamRule& rule_;
    const unsigned most_;
    const Partial partial_;

    unsigned attempt_ = 0, told_ = 0;
    bool typed_ = false;  // by its header a stream of events
    bool first_ = true;   // nothing has come yet
    std::string body_;
    std::optional<EventStream> events_;
    End end_ = End::None;
    JsonValue final_;
    std::string failure_;
};

}  // namespace animatize
