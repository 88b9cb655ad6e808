#include "frame/reduced_picture.h"
#include "raw_frame.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

uint64_t of(const RawFrame& frame)
{
    return fingerprint(frame.view());
}

void paint(RawFrame& frame, int left, int top, int width, int height)
{
    for (int c = 0; c < (frame.view().rgb ? 3 : 1); ++c)
        for (int y = top; y < top + height; ++y)
            for (int x = left; x < left + width; ++x)
                frame.set(c, x, y, frame.samples(c).at(x, y) ^ 0xf0);
}

}  // namespace

START_TEST(thePixelsDecideAndNotTheMemory)
{
    for (const Layout layout : kLayouts) {
        FrameOptions other;
        other.padding = 3;
        other.upsideDown = true;
        const RawFrame frame(layout, 320, 180, 1);
        ck_assert(of(frame) == of(frame));
        ck_assert(of(frame) == of(RawFrame(layout, 320, 180, 1, other)));
        ck_assert(of(frame) != of(RawFrame(layout, 320, 180, 2)));
    }
}
END_TEST

START_TEST(paintOnTheFrameIsSeen)
{
    // A caption, a thin bar across, a thin bar down, a logo.
    const int places[][4] = {
        {400, 900, 700, 60}, {0, 500, 1920, 8}, {700, 0, 20, 1080}, {1600, 60, 200, 150}};
    for (const Layout layout : {Layout::I420, Layout::Rgb, Layout::V210})
        for (const auto& [left, top, width, height] : places) {
            RawFrame frame(layout, 1920, 1080, 1);
            const uint64_t before = of(frame);
            paint(frame, left, top, width, height);
            ck_assert_msg(of(frame) != before, "%s: paint at %d,%d", nameOf(layout), left, top);
        }
}
END_TEST

START_TEST(colourIsSeenInRgb)
{
    for (int component = 0; component < 3; ++component) {
        RawFrame frame(Layout::Rgb, 640, 360, 1);
        const uint64_t before = of(frame);
        for (int y = 100; y < 150; ++y)
            for (int x = 100; x < 300; ++x)
                frame.set(component, x, y, frame.samples(component).at(x, y) ^ 0xf0);
        ck_assert_msg(of(frame) != before, "component %d", component);
    }
}
END_TEST

START_TEST(tinyFramesHaveOneToo)
{
    for (const Layout layout : kLayouts)
        for (const auto& [width, height] : {std::pair(1, 1), {2, 2}, {5, 1}, {1, 9}}) {
            RawFrame frame(layout, width, height, 1);
            const uint64_t before = of(frame);
            paint(frame, width - 1, height - 1, 1, 1);
            ck_assert_msg(of(frame) != before, "%s %dx%d", nameOf(layout), width, height);
        }
}
END_TEST

START_TEST(sizesDiffer)
{
    RawFrame wide(Layout::Gray, 20, 10, 0), tall(Layout::Gray, 10, 20, 0);
    wide.fill(0, 50);
    tall.fill(0, 50);
    ck_assert(of(wide) != of(tall));
}
END_TEST

int main()
{
    return animatize::test::run(
        "fingerprint", {thePixelsDecideAndNotTheMemory, paintOnTheFrameIsSeen, colourIsSeenInRgb,
                        tinyFramesHaveOneToo, sizesDiffer});
}
