// A detector that is shown one rendered frame after the other, as an element would.
#pragma once

#include <vector>

#include <opencv2/imgproc.hpp>

#include "motion/motion_detector.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {

const cv::Size kView(320, 180);

/// A texture without detail finer than a lens shows: else the bilinear sampling of a view shifts
/// it by tenths of a pixel.
inline cv::Mat soft(int width, int height, uint64_t seed)
{
    cv::Mat picture = texture(width, height, seed);
    cv::GaussianBlur(picture, picture, {}, 1.0);
    return picture;
}

class WatchedStream {
  public:
    MotionSettings settings;
    double fps = 25.0;
    bool stamped = true;

    /// `cut`: what the first-stage cut test says about it.
    const MotionFrame& show(const cv::Mat& picture, bool cut = false)
    {
        const ReducedPicture small = reduced(picture);
        FrameTime time = timeOf(index_++, fps);
        if (!stamped)
            time.pts.reset();
        CutFeatures features;
        features.first = index_ == 1;
        features.likelyCut = cut;
        const auto frame = detector.detect(small, features, time, settings);
        ck_assert(bool(frame));
        last = *frame;
        events.insert(events.end(), last.events.begin(), last.events.end());
        if (last.camera)
            cameras.push_back(last.camera->motion);
        return last;
    }

    int begun() const
    {
        int count = 0;
        for (const MotionEvent& event : events)
            count += event.event == "begin";
        return count;
    }

    MotionDetector detector;
    MotionFrame last;
    std::vector<MotionEvent> events;
    std::vector<std::string> cameras;

  private:
    int index_ = 0;
};

/// `scene` with a textured disc (60 pixels across) at `middle`.
inline cv::Mat withSubject(const cv::Mat& scene, const cv::Point& middle, uint64_t seed = 77)
{
    static const cv::Mat skin = texture(240, 240, seed);
    cv::Mat picture = scene.clone(), mask(scene.size(), CV_8U, cv::Scalar(0));
    cv::circle(mask, middle, 30, cv::Scalar(255), cv::FILLED);
    cv::Mat subject(scene.size(), CV_8U, cv::Scalar(0));
    const cv::Rect box =
        cv::Rect(middle.x - 30, middle.y - 30, 61, 61) & cv::Rect({0, 0}, scene.size());
    skin(cv::Rect(100, 100, box.width, box.height)).copyTo(subject(box));
    subject.copyTo(picture, mask);
    return picture;
}

}  // namespace animatize::test
