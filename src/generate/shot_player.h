// ShotPlayer: what is on the air at each moment of a stream: the live picture, a generated shot
// over it, or something between the two.
//
//   ShotPlayer player;
//   player.take(shot, now, {.duration = 2 * kSecond, .fade = 500 * kMillisecond});
//   const Shown shown = player.at(now);                    // for each frame
//   for (const Shown::Layer& layer : shown.layers)         // the lowest first
//       mix(picture, layer.shot->renderer.at(layer.t), layer.share);
//   mix(live, picture, shown.share);
//
// A shot plays from the frame at which it is taken for `duration`, or until it is released: frames
// in [taken, taken + duration). With a fade it comes in and goes out within that time, at most half
// of it each; released while it is coming in it turns back from where it is. What is taken while
// another shot plays takes its place, by the same kind of change, and the live picture isn't seen
// between. A picture that arrives while its shot plays goes on where the shot is and always fades
// in: it was not there in time, and nobody should see a cut for that.
//
// Everything follows from the times of the frames. `now` is FrameTime::now; a time before that of
// the last call counts as the moment of the take. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/fixed_list.h"
#include "generate/keyframe.h"
#include "generate/render/move_renderer.h"

namespace animatize {

/// A shot that is ready to be shown.
struct GeneratedShot {
    MoveRenderer renderer;
    Keyframe about;       ///< what is said of the frames that show it; its image is the first one
    KeyframeJob job;      ///< what it was made from
    bool remote = false;  ///< the picture is a service's, and not the stream's own
};
using GeneratedShotRef = std::shared_ptr<const GeneratedShot>;

struct PlaySettings {
    uint64_t duration = 2 * kSecond;  ///< at least 1
    uint64_t fade = 0;                ///< in and out, each; 0: cuts
};

/// Ns in which a picture that comes late takes the place of the provisional one.
constexpr uint64_t kArrivalFade = 500 * kMillisecond;

struct Shown {
    struct Layer {
        GeneratedShotRef shot;
        double t = 0.0;      ///< moment of the move, 0..1, for MoveRenderer (which eases it)
        double share = 1.0;  ///< of this over those below it; the lowest: 1
    };
    static constexpr size_t kMostLayers = 2;

    FixedList<Layer, kMostLayers> layers;  ///< the lowest first
    double share = 0.0;                    ///< of all of them over the live picture

    /// Whether anything generated is to be seen.
    explicit operator bool() const { return share > 0.0; }
    /// What the frame is said to show: the highest layer that a service made, else the highest.
    /// Only when something is to be seen.
    const GeneratedShot& main() const;
    /// Whether a service's picture is to be seen, however faintly.
    bool isRemote() const { return share > 0.0 && main().remote; }
};

class ShotPlayer {
  public:
    void take(GeneratedShotRef shot, uint64_t now, const PlaySettings& settings);
    /// Ends what plays, by its kind of change; nothing plays: nothing happens.
    void release(uint64_t now);
    /// A better picture of what plays: it fades in and moves along the same path. Nothing plays:
    /// nothing happens.
    void arrived(GeneratedShotRef shot, uint64_t now);
    /// At once, without a fade.
    void stop();

    Shown at(uint64_t now);
    /// What was taken or arrived last, while it plays; null otherwise.
    GeneratedShotRef playing(uint64_t now) const;

  private:
    struct Layer {
        GeneratedShotRef shot;
        uint64_t began, duration;  ///< of the move
        uint64_t since, fade;      ///< when it began to take the place of what is below
    };

    void put(Layer layer);
    double share(uint64_t now) const;
    static double shareOf(const Layer& layer, uint64_t now);

    std::optional<Layer> below_, top_;  ///< below_ only while it is still seen
    uint64_t in_ = 0, out_ = 0;         ///< when the shots begin to come in, and when they are gone
    uint64_t fade_ = 0;                 ///< of all of them over the live picture
};

}  // namespace animatize
