// The scene analyzer with a stream in front of it, as the element would have.
#pragma once

#include <vector>

#include "scene/scene_analyzer.h"
#include "scenes.h"
#include "support/suite.h"

namespace animatize::test {

class Stream {
  public:
    explicit Stream(SceneSettings settings = {}, bool stamped = true)
        : settings_(settings), stamped_(stamped)
    {}

    SceneFrame show(const cv::Mat& picture)
    {
        const ReducedPicture small = reduced(picture);
        FrameTime time = timeOf(index_++);
        if (!stamped_)
            time.pts.reset();
        Result<SceneFrame> frame =
            analyzer.analyze(small, imageView(picture), test_.next(small), time, settings_);
        ck_assert(frame);
        return *frame;
    }

    std::vector<SceneFrame> show(const Film& film)
    {
        std::vector<SceneFrame> frames;
        for (const cv::Mat& picture : film)
            frames.push_back(show(picture));
        return frames;
    }

    SceneAnalyzer analyzer;

  private:
    SceneSettings settings_;
    bool stamped_;
    CutTest test_;
    int index_ = 0;
};

inline std::vector<ShotEvent> eventsOf(const std::vector<SceneFrame>& frames)
{
    std::vector<ShotEvent> events;
    for (const SceneFrame& frame : frames)
        events.insert(events.end(), frame.shots.begin(), frame.shots.end());
    return events;
}

inline uint64_t ptsOf(int index)
{
    return *timeOf(index).pts;
}

}  // namespace animatize::test
