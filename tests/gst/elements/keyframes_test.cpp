// animatizegen's keyframes move with the depth that animatizeanalyze found, and along with the
// subject that it is told of.

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

int main(int argc, char** argv)
{
    return runGst(argc, argv, "elements/keyframes",
                  {CASE(depthMakesAPushAnotherThingThanAZoom), CASE(theSubjectGoesItsWay)});
}
