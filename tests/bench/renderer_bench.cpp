// What a rendered frame costs: figures, not a test.
//
// For a 1080p frame of each move in R G B, I420 and NV12: how many times as long as videoconvert
// takes from I420 to RGB, which runs in turns with them on the same core (medians), and what it
// costs to get a renderer ready. Then a blend, as dissolves make them.
#include <algorithm>
#include <cstdio>
#include <functional>

#include "cpu_time.h"
#include "generate/render/move_renderer.h"
#include "src/generate/render/moves.h"
#include "src/generate/render/planar.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rendered.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int rounds = 40;

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

/// The same scene in R G B and in planes, and room for its frames.
struct Pictures {
    cv::Mat rgb = colourTexture(1920, 1080, 1);
    PlanarPicture planar = planarOf(rgb);
    PlanarFrame i420{rgb.size(), Layout::I420}, nv12{rgb.size(), Layout::Nv12};
    cv::Mat view;
};

double perFrame(Convert& convert, std::vector<std::function<void(double)>> works,
                std::vector<double>& ratios)
{
    std::vector<Times> times(works.size());
    Times converts;
    for (int i = 0; i < rounds; ++i) {
        for (size_t k = 0; k < works.size(); ++k)
            times[k].push_back(milliseconds([&] { works[k](0.2 + 0.8 * i / rounds); }));
        converts.push_back(convert.once());
    }
    const double base = median(converts);
    for (const Times& each : times)
        ratios.push_back(median(each) / base);
    return base;
}

void measure(Convert& convert, Pictures& pictures, const Movement& movement)
{
    StillScene scene{pictures.rgb, 1.0, street(), cv::Rect2d(0.4, 0.3, 0.2, 0.5)};
    const MoveRenderer colour(scene, {movement}, 1);
    scene.planar = pictures.planar;
    Times ready;
    for (int i = 0; i < 3; ++i)
        ready.push_back(milliseconds([&] { MoveRenderer(scene, {movement}, 1); }));
    const MoveRenderer planar(scene, {movement}, 1);
    std::vector<double> ratios;
    const double base = perFrame(convert,
                                 {[&](double t) { colour.render(t, pictures.view); },
                                  [&](double t) { planar.render(t, pictures.i420.target()); },
                                  [&](double t) { planar.render(t, pictures.nv12.target()); }},
                                 ratios);
    std::printf("%-24s RGB %5.2f x  I420 %5.2f x  NV12 %5.2f x  of %5.2f ms   ready in %6.1f ms\n",
                nameOf(movement).c_str(), ratios[0], ratios[1], ratios[2], base, median(ready));
}

void measureBlend(Convert& convert, Pictures& pictures)
{
    const PlanarFrame i420(pictures.rgb.size(), Layout::I420);
    const PlanarFrame nv12(pictures.rgb.size(), Layout::Nv12);
    std::vector<double> ratios;
    pictures.view = pictures.rgb.clone();
    const double base =
        perFrame(convert,
                 {[&](double t) { blend(pictures.view, pictures.rgb, t); },
                  [&](double t) { blend(pictures.i420.target(), i420.target(), t); },
                  [&](double t) { blend(pictures.nv12.target(), nv12.target(), t); }},
                 ratios);
    std::printf("%-24s RGB %5.2f x  I420 %5.2f x  NV12 %5.2f x  of %5.2f ms\n", "blend", ratios[0],
                ratios[1], ratios[2], base);
}

}  // namespace

GST_START_TEST(figures)
{
    Convert convert;
    Pictures pictures;
    for (const Movement& movement : allMoves())
        if (movement.name != "static")
            measure(convert, pictures, movement);
    measureBlend(convert, pictures);
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
