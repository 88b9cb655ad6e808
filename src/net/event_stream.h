// EventStream: takes Server-Sent Events (WHATWG HTML, 9.2 "Server-sent events") out of bytes,
// however they are cut.
//
//   EventStream stream(1u << 20);
//   stream.feed(bytes, [&](ServerEvent&& event) { use(event); return true; });
//
//   : a comment                          is nothing
//   event: progress                      {"progress", "half\nway", "7"}, at the empty line
//   data: half
//   data: way
//   id: 7
//
// Lines end with LF, CR or CRLF. An event without data is none, and neither is what the stream ends
// in the middle of. Bytes that aren't UTF-8 are left as they are: whoever reads the data will see.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace animatize {

struct ServerEvent {
    std::string type = "message";
    std::string data;    ///< lines, with LF between them
    std::string lastId;  ///< of this event or the last one that had an id; may be empty
};

class EventStream {
  public:
    /// What happens to an event; false: no more of them.
    using Take = std::function<bool(ServerEvent&& event)>;

    /// `most`: bytes of an event, all its lines together; up to three times as many are held.
    explicit EventStream(size_t most) : most_(most) {}

    /// False: `take` wanted no more, or an event was too large. Whatever comes then is ignored.
    bool feed(std::string_view bytes, const Take& take);

    bool isTooLarge() const { return tooLarge_; }
    /// ms after which the server would like to be asked again, when it said so.
    std::optional<uint64_t> retry() const { return retry_; }

  private:
    bool lineOf(std::string_view piece);
    bool endLine(const Take& take);
    bool dispatch(const Take& take);
    void readField(std::string_view line);
    void readRetry(std::string_view digits);

    const size_t most_;
    std::string line_;         // as far as it has come
    std::string type_, data_;  // of the event that is being read
    std::string lastId_;
    std::optional<uint64_t> retry_;
    bool first_ = true;     // the line that may begin with a byte order mark
    bool afterCr_ = false;  // a LF ends no other line
    bool over_ = false;
    bool tooLarge_ = false;
};

}  // namespace animatize
