// ShotHistory: the last frames of the running shot, as small as a gradual transition needs them.
#pragma once

#include <array>
#include <cstdint>

#include "frame/frame_time.h"
#include "scene/thumb_match.h"

namespace animatize {

/// What a frame is that shows nothing.
enum class Plain { No, Black, White };

class ShotHistory {
  public:
    /// A second and a half at 60 frames/s, nearly four at 25.
    static constexpr int kMost = 96;
    static constexpr int kAcross = 16, kDown = 9, kCells = kAcross * kDown;

    struct Frame {
        uint64_t number = 0;  ///< counts on from frame to frame
        FrameTime time;
        Thumb thumb;
        std::array<float, 3 * kCells> cells{};  ///< means of 4 x 4 pixels: all Y, then U, then V
    };

    /// Shares the memory of `thumb`.
    void push(const Thumb& thumb, const FrameTime& time);
    /// Frames before `now` belong to another shot.
    void forgetBefore(uint64_t now);
    void reset();

    int size() const { return size_; }
    /// 0 = the newest; `age` < size().
    const Frame& back(int age) const;
    /// Of the frame with this number; negative when it is not here any more.
    int ageOf(uint64_t number) const;

    /// Black or white nearly everywhere: some text may stand on it.
    static Plain plainness(const Frame& frame);

  private:
    std::array<Frame, kMost> frames_;
    int newest_ = 0, size_ = 0;
    uint64_t next_ = 0;
};

}  // namespace animatize
