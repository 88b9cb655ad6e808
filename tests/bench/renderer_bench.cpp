// What a rendered frame costs: figures, not a test.
//
// Prints milliseconds of one core for a 1080p frame of each move, in turns with videoconvert from
// I420 to RGB at 1080p (the median of both), and what it costs to get a renderer ready.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "generate/render/move_renderer.h"
#include "src/generate/render/moves.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rendered.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int rounds = 40;

using Times = std::vector<double>;

double milliseconds(const std::function<void()>& work)
{
    const auto begun = std::chrono::steady_clock::now();
    work();
    const auto took = std::chrono::steady_clock::now() - begun;
    return std::chrono::duration<double, std::milli>(took).count();
}

double median(Times times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

/// videoconvert, a frame at a time.
class Convert {
  public:
    Convert() { rig_.caps(info_); }

    double once()
    {
        BufferRef buffer(gst_buffer_copy(still_.get()));
        stamp(buffer.get(), info_, count_++);
        return milliseconds([&] { rig_.push(std::move(buffer)); });
    }

  private:
    Rig rig_{"videoconvert ! capsfilter caps=video/x-raw,format=RGB"};
    const GstVideoInfo info_ = videoInfo(GST_VIDEO_FORMAT_I420, 1920, 1080);
    const BufferRef still_ = frame(info_, grey(0.5));
    int count_ = 0;
};

/// As the analysis makes them: low is near, and something stands in the middle.
cv::Mat street()
{
    cv::Mat near(18, 32, CV_32F);
    for (int row = 0; row < near.rows; ++row)
        near.row(row) = 0.65 * row / near.rows + 0.1;
    near(cv::Rect(13, 6, 5, 9)) = 0.8F;
    return near;
}

void measure(Convert& convert, const cv::Mat& picture, const Movement& movement)
{
    const StillScene scene{picture, 1.0, street(), cv::Rect2d(0.4, 0.3, 0.2, 0.5)};
    Times ready, frames, converts;
    for (int i = 0; i < 3; ++i)
        ready.push_back(milliseconds([&] { MoveRenderer(scene, {movement}, 1); }));
    const MoveRenderer renderer(scene, {movement}, 1);
    cv::Mat view;
    for (int i = 0; i < rounds; ++i) {
        frames.push_back(milliseconds([&] { renderer.render(0.2 + 0.8 * i / rounds, view); }));
        converts.push_back(convert.once());
    }
    const double frame = median(frames), base = median(converts);
    std::printf("%-24s %6.2f ms  videoconvert %5.2f ms  %5.2f x   ready in %6.1f ms\n",
                nameOf(movement).c_str(), frame, base, frame / base, median(ready));
}

}  // namespace

GST_START_TEST(figures)
{
    Convert convert;
    const cv::Mat picture = colourTexture(1920, 1080, 1);
    for (const Movement& movement : allMoves())
        if (movement.name != "static")
            measure(convert, picture, movement);
}
GST_END_TEST

// A case of a suite only because the rig's assertions want one.
int main(int argc, char** argv)
{
    g_setenv("CK_FORK", "no", TRUE);
    if (argc > 1)
        rounds = std::max(4, std::atoi(argv[1]));
    return runGst(argc, argv, "bench/renderer", {CASE(figures)});
}
