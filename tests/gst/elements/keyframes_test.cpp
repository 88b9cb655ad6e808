// animatizegen's keyframes move with the depth that animatizeanalyze found, and along with the
// subject that it is told of; water ripples where animatizemotion saw it sway.

#include <cmath>

#include <opencv2/imgcodecs.hpp>

#include "given_metas.h"
#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// The last of three keyframes of a film in which something moves.
cv::Mat lastKeyframe(const std::string& before, const char* category, const char* name,
                     const char* direction, bool region = false)
{
    const Folder folder;
    {
        Rig rig(before + "animatizegen frames=3 wait=true location=" + folder.path("%d.png"));
        const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 320, 180);
        rig.caps(info);
        for (int i = 0; i < 40; ++i) {
            BufferRef buffer = frame(info, moving(320, 180, i / 8));
            stamp(buffer.get(), info, i);
            attachPrompt(buffer.get(), category, name, direction);
            if (region)
                attachRegion(buffer.get());
            rig.push(std::move(buffer));
        }
        rig.endOfStream();
        ck_assert_uint_eq(rig.messages("animatize-keyframe").size(), 3);
    }
    const cv::Mat picture = cv::imread(folder.path("2.png"));
    ck_assert(!picture.empty());
    return picture;
}

/// Grains of three pixels; those of a lake in the lower half swing to and fro, each row at its
/// time.
const cv::Rect kLake(40, 90, 240, 80);

Paint lakeAt(int index)
{
    return [index](int x, int y) {
        const bool swings = kLake.contains({x, y});
        const int shift = swings ? int(std::lround(2.5 * std::sin(0.9 * index + 0.35 * y))) : 0;
        const auto grain = static_cast<uint32_t>((x + shift + 9) / 3 * 7919 + y / 3 * 104729);
        return Pixel{0.3 + 0.4 * ((grain * 2654435761U) >> 24) / 255.0, 0.0, 0.0};
    };
}

/// The last keyframe of a lake behind these elements.
cv::Mat lakeKeyframe(const std::string& before, const char* movement)
{
    const Folder folder;
    {
        Rig rig(before + "animatizegen frames=3 wait=true location=" + folder.path("%d.png"));
        const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 320, 180);
        rig.caps(info);
        for (int i = 0; i < 75; ++i) {
            BufferRef buffer = frame(info, lakeAt(i));
            stamp(buffer.get(), info, i);
            attachPrompt(buffer.get(), "environment_animation", movement, nullptr);
            rig.push(std::move(buffer));
        }
        rig.endOfStream();
    }
    return cv::imread(folder.path("2.png"));
}

/// Levels between a push and a zoom of the same speed.
double pushIsNotZoom(const std::string& before)
{
    const cv::Mat push = lastKeyframe(before, "camera_movement", "push_in", "in");
    const cv::Mat zoom = lastKeyframe(before, "camera_movement", "zoom", "in");
    return cv::norm(push, zoom, cv::NORM_L1) / double(push.total() * 3);
}

}  // namespace

GST_START_TEST(depthMakesAPushAnotherThingThanAZoom)
{
    const double flat = pushIsNotZoom("");
    const double deep = pushIsNotZoom("animatizeanalyze detect-objects=false wait=true ! ");
    ck_assert_msg(flat < 0.1 && deep > 0.5, "%g, %g", flat, deep);
}
GST_END_TEST

GST_START_TEST(theSubjectGoesItsWay)
{
    const auto keyframe = [](const char* name, bool region) {
        return lastKeyframe("", "environment_animation", name, "right", region);
    };
    const cv::Mat goes = keyframe("cross", true), stays = keyframe("stillness", true);
    const cv::Mat unseen = keyframe("cross", false), still = keyframe("stillness", false);
    ck_assert(cv::norm(goes, stays, cv::NORM_INF) > 20.0);
    ck_assert(cv::norm(unseen, still, cv::NORM_INF) == 0.0);
}
GST_END_TEST

GST_START_TEST(waterRipplesWhereMotionSawItSway)
{
    const cv::Mat still = lakeKeyframe("animatizemotion ! ", "stillness");
    const cv::Mat ripples = lakeKeyframe("animatizemotion ! ", "water_ripple");
    const cv::Mat unseen = lakeKeyframe("", "water_ripple");
    ck_assert(!still.empty() && ripples.size() == still.size());
    ck_assert(cv::norm(ripples(kLake), still(kLake), cv::NORM_INF) > 20.0);
    const cv::Rect shore(0, 0, 320, kLake.y - 12);
    ck_assert(cv::norm(ripples(shore), still(shore), cv::NORM_INF) == 0.0);
    ck_assert(cv::norm(unseen, still, cv::NORM_INF) == 0.0);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "elements/keyframes",
                  {CASE(depthMakesAPushAnotherThingThanAZoom), CASE(theSubjectGoesItsWay),
                   CASE(waterRipplesWhereMotionSawItSway)});
}
