#include "net/answer_handover.h"

#include <utility>

namespace animatize {

void AnswerHandover::began(HttpResponse head)
{
    {
        std::lock_guard lock(mutex_);
        piece_.head = std::move(head);
    }
    changed_.notify_all();
}

bool AnswerHandover::arrived(std::string_view bytes)
{
    bool room = false;
    {
        std::lock_guard lock(mutex_);
        piece_.bytes.append(bytes);
        room = piece_.bytes.size() < kMost;
        piece_.paused = !room;
    }
    changed_.notify_all();
    return room;
}

void AnswerHandover::ended(Answer answer)
{
    {
        std::lock_guard lock(mutex_);
        answer_ = std::move(answer);
    }
    changed_.notify_all();
}

std::optional<AnswerHandover::Answer> AnswerHandover::await(Deadline deadline,
                                                            const std::stop_token& stop,
                                                            BodyReceiver* receiver,
                                                            const std::function<void()>& goOn)
{
    HttpResponse head;
    std::unique_lock lock(mutex_);
    const auto something = [this] { return answer_ || !piece_.empty(); };
    while (changed_.wait_until(lock, stop, deadline, something)) {
        if (piece_.empty())
            return std::move(*answer_);
        // Where there is always something nobody has looked at these.
        if (stop.stop_requested() || std::chrono::steady_clock::now() >= deadline)
            return std::nullopt;
        Piece piece = std::exchange(piece_, {});
        lock.unlock();
        if (piece.paused)
            goOn();
        if (piece.head)
            receiver->began(head = std::move(*piece.head));
        if (!piece.bytes.empty() && !receiver->arrived(piece.bytes))
            return Answer(std::move(head));
        lock.lock();
    }
    return std::nullopt;
}

bool AnswerHandover::isEnded() const
{
    std::lock_guard lock(mutex_);
    return answer_.has_value();
}

}  // namespace animatize
