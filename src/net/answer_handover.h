// AnswerHandover: from the thread that reads an answer to the caller who waits for it.
//
//   reader                                     caller
//   handover.began({200, headers});            while it waits, `receiver` sees what has come,
//   if (!handover.arrived(bytes)) pause();     on this thread; when there is room again the
//   handover.ended(answer);                    reader hears goOn()
//                                              auto answer = handover.await(...);
//
// At most kMost bytes and one block lie here: a reader who is told to pause keeps the rest in the
// connection, so that a slow receiver slows the server and not the memory. Without a receiver only
// ended() is called.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "net/http_client.h"

namespace animatize {

class AnswerHandover {
  public:
    using Answer = Result<HttpResponse, HttpError>;
    using Deadline = std::chrono::steady_clock::time_point;

    static constexpr size_t kMost = 256 << 10;

    // By the thread that reads, in this order.
    void began(HttpResponse head);
    /// False: no more until goOn(), which comes once for it.
    bool arrived(std::string_view bytes);
    void ended(Answer answer);

    // By the caller.

    /// The answer, once the receiver has seen all of it; the head alone when the receiver wants no
    /// more. Nothing: the deadline has passed, or `stop` was asked for.
    std::optional<Answer> await(Deadline deadline, const std::stop_token& stop,
                                BodyReceiver* receiver, const std::function<void()>& goOn);
    bool isEnded() const;

  private:
    struct Piece {
        std::optional<HttpResponse> head;
        std::string bytes;
        bool paused = false;  // the reader waits for goOn()
        bool empty() const { return !head && bytes.empty(); }
    };

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    Piece piece_;                   // guarded
    std::optional<Answer> answer_;  // guarded
};

}  // namespace animatize
