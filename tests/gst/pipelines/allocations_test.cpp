// The steady state allocates nothing of its own, and its memory doesn't grow.
#include "support/allocations.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kSettled = 150, kCounted = 50;  // frames

// A square that crosses to and fro over a pattern, which pans where `pans`.
Paint scene(int index, bool pans)
{
    const int left = 60 + (index % 80 < 40 ? index % 40 : 40 - index % 40) * 4;
    const double shift = pans ? 1.5 * index : 0.0;
    return [=](int x, int y) {
        if (x >= left && x < left + 40 && y >= 60 && y < 100)
            return Pixel{((x - left) / 10 + (y - 60) / 10) % 2 ? 0.9 : 0.6};
        return Pixel{0.4 + 0.15 * std::sin((x + shift) * 0.2) * std::sin(y * 0.17) +
                     0.1 * std::sin((x + shift) * 0.031 + y * 0.05)};
    };
}

struct PerFrame {
    std::vector<uint64_t> own;
    double library = 0.0;
    std::string places;

    uint64_t ownOf(double share) const
    {
        std::vector<uint64_t> sorted = own;
        std::sort(sorted.begin(), sorted.end());
        return sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
    }
};

PerFrame allocationsOf(const char* element, bool pans)
{
    Rig rig(element);
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_GRAY8, 320, 180);
    rig.caps(info);
    PerFrame sum;
    for (int i = 0; i < kSettled + kCounted; ++i) {
        BufferRef buffer = frame(info, scene(i, pans));
        stamp(buffer.get(), info, i);
        beginCounting("libgstanimatize");
        const BufferRef out = rig.push(std::move(buffer));
        const Allocations found = endCounting();
        // A message is for a person, and rare.
        if (i < kSettled || !rig.messages().empty())
            continue;
        sum.own.push_back(found.own);
        sum.library += static_cast<double>(found.library) / kCounted;
        for (const std::string& place : found.places)
            if (sum.places.find(place) == std::string::npos)
                sum.places += " " + place;
    }
    return sum;
}

}  // namespace

// A region that is new may need memory, so it isn't never. Libraries are OpenCV (its matrices),
// GLib and GStreamer (the metadata, and the test's own harness).
GST_START_TEST(motionAllocatesNothingOfItsOwn)
{
    for (const bool pans : {false, true}) {
        const PerFrame found = allocationsOf("animatizemotion", pans);
        g_print("%s camera: own in half of the frames %d, in 90 %% of them %d; libraries %.1f\n",
                pans ? "moving" : "still", static_cast<int>(found.ownOf(0.5)),
                static_cast<int>(found.ownOf(0.9)), found.library);
        ck_assert_msg(found.ownOf(0.5) == 0, "in half of the frames, in%s", found.places.c_str());
        ck_assert_msg(found.ownOf(0.9) <= 20, "in a tenth of the frames, in%s",
                      found.places.c_str());
        ck_assert_msg(found.library <= 200.0, "%f a frame", found.library);
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "allocations", {CASE(motionAllocatesNothingOfItsOwn)});
}
