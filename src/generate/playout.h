// Playout: makes generated shots ready beside the stream, so that one is there when it is taken.
//
//   Playout playout(clock);
//   if (playout.isNews(best, promptId, seed))             // each frame
//       playout.offer(job, frameSize);                    // returns at once
//   playout.take(now, settings, wait);                    // when somebody says so
//   const Shown shown = playout.at(now, wait);            // each frame
//
// A MoveRenderer takes tens of milliseconds to make: that is done on a worker, for the best frame
// that the shot has so far, and again when there is a better one or another prompt. What is ready
// plays at once; a take that comes too early waits for the worker, and the shot plays from the
// frame at which it is there. With `wait` the stream waits instead, and the same input plays the
// same shots.
//
// A picture that a service made of the shot takes the place of the best frame: over what plays, by
// fading in, and for takes from then on. Nothing here waits for it.
//
// All functions belong to one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/worker.h"
#include "generate/shot_player.h"

namespace animatize {

class Playout {
  public:
    /// The clock tells how long making a shot took; it must outlive this.
    explicit Playout(const Clock& clock) : clock_(clock) {}

    /// Whether something else was offered last for this shot. Cheap.
    bool isNews(const cv::Mat& best, const std::string& promptId, uint64_t seed) const;
    /// The shot as it is known so far: best frame, movements, and the seed to be used. `size`:
    /// of the frames that it will be shown on.
    void offer(KeyframeJob job, cv::Size size);

    /// Plays the shot that runs; false when it has no picture yet, and none in the making.
    bool take(uint64_t now, const PlaySettings& settings, bool wait);
    void release(uint64_t now);
    /// The shot is over; what is offered from now on is the next one's. What plays goes on.
    void endShot();
    /// A keyframe of a service, CV_8UC3 of any size: used when it is the first of its set, of the
    /// shot that runs or of the one that plays.
    void arrived(const Keyframe& keyframe, uint64_t now);
    /// At once; all that was offered is forgotten.
    void stop();

    Shown at(uint64_t now, bool wait);
    /// Why a shot could not be made, told once.
    std::optional<Error> trouble() { return std::exchange(trouble_, std::nullopt); }

  private:
    struct Order {
        KeyframeJob job;
        cv::Size size;
        std::optional<Keyframe> remote;  ///< instead of the job's image
        uint64_t shot = 0;
    };
    struct Made {
        Result<GeneratedShotRef> made;
        uint64_t shot;
    };
    using Maker = Worker<Order, Made>;
    struct Waiting {
        PlaySettings settings;
        uint64_t shot;
    };

    Made make(Order&& order) const;
    std::unique_ptr<Maker> newMaker() const;
    void collect(uint64_t now);
    void use(Made&& made, uint64_t now);
    bool plays(uint64_t shotId, uint64_t now) const;

    const Clock& clock_;
    ShotPlayer player_;
    uint64_t shot_ = 1;             ///< counts the shots, whatever they are called outside
    std::optional<Order> offered_;  ///< last, for the shot that runs
    bool stale_ = false;            ///< a better picture came since
    std::optional<Keyframe> remote_;
    GeneratedShotRef ready_;
    std::optional<Waiting> waiting_;  ///< a take that came before its shot was ready
    std::optional<Error> trouble_;
    std::unique_ptr<Maker> maker_;     ///< made when first needed: a thread each
    std::unique_ptr<Maker> improver_;  ///< of pictures for what plays
};

}  // namespace animatize
