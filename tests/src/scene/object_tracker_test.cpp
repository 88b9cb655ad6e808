// Things are patches of one texture that go over another: where they are is known exactly.
#include "scene/object_tracker.h"

#include <set>

#include "model_folder.h"
#include "scene/detection_grid.h"
#include "scene/object_model.h"
#include "scenes.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

const cv::Size kFrame(320, 180);

struct Actor {
    double x = 0, y = 0, vx = 0, vy = 0;  ///< pixels, and pixels per frame
    int width = 24, height = 48;
    uint64_t seed = 5;
    int from = 0, to = 10000;  ///< frames in which it is there

    cv::Rect2d box(int frame) const
    {
        return {x + vx * frame, y + vy * frame, static_cast<double>(width),
                static_cast<double>(height)};
    }
    bool there(int frame) const { return frame >= from && frame < to; }
};

SceneObject asObject(const cv::Rect2d& box, double confidence = 0.9, const char* label = "person")
{
    SceneObject object;
    object.label = label;
    object.confidence = confidence;
    object.x = box.x / kFrame.width;
    object.y = box.y / kFrame.height;
    object.width = box.width / kFrame.width;
    object.height = box.height / kFrame.height;
    return object;
}

// The ground (that pans by `pan` pixels a frame) with the actors on it.
cv::Mat scene(const std::vector<Actor>& actors, int frame, double pan = 0.0)
{
    static const cv::Mat world = texture(900, 400, 11);
    cv::Mat picture = view(world, {300 + pan * frame, 200, 1, 0}, kFrame);
    for (const Actor& actor : actors) {
        if (!actor.there(frame))
            continue;
        const cv::Rect2d box = actor.box(frame);
        const cv::Mat looks = texture(actor.width, actor.height, actor.seed);
        const cv::Matx23d shift(1, 0, box.x, 0, 1, box.y);
        cv::Mat moved, mask;
        cv::warpAffine(looks, moved, shift, kFrame);
        cv::warpAffine(cv::Mat(looks.size(), CV_8UC1, cv::Scalar(255)), mask, shift, kFrame);
        moved.copyTo(picture, mask > 127);
    }
    return withNoise(picture, 2.0, static_cast<uint64_t>(frame) + 1);
}

class Watch {
  public:
    explicit Watch(std::vector<Actor> actors, double pan = 0.0)
        : actors_(std::move(actors)), pan_(pan)
    {}

    // Shows the next frame.
    void show()
    {
        ++frame_;
        tracker.follow(reduced(scene(actors_, frame_, pan_)), timeOf(frame_).now);
    }
    void showUntil(int frame)
    {
        while (frame_ < frame)
            show();
    }
    // What a perfect detector sees at the frame shown last.
    std::vector<SceneObject> truth(double confidence = 0.9) const
    {
        std::vector<SceneObject> objects;
        for (const Actor& actor : actors_)
            if (actor.there(frame_))
                objects.push_back(asObject(actor.box(frame_), confidence));
        return objects;
    }
    double overlapOfActor(size_t i, const SceneObject& object) const
    {
        return overlap(object, actors_[i].box(frame_), kFrame);
    }
    // The object on an actor; fails the case when there is none.
    SceneObject on(size_t i) const
    {
        for (const SceneObject& object : tracker.objects())
            if (overlapOfActor(i, object) > 0.6)
                return object;
        ck_abort_msg("frame %d: nobody is with actor %zu", frame_, i);
    }
    int frame() const { return frame_; }

    ObjectTracker tracker;

  private:
    std::vector<Actor> actors_;
    double pan_;
    int frame_ = -1;
};

}  // namespace

START_TEST(boxesGoAlong)
{
    Watch watch({{.x = 60, .y = 60, .vx = 2.0, .vy = 0.3},
                 {.x = 200, .y = 40, .vx = -1.5, .vy = 0.5, .seed = 6},
                 {.x = 130, .y = 110, .seed = 7}});
    watch.show();
    watch.tracker.take(watch.truth());
    for (int i = 0; i < 50; ++i) {
        watch.show();
        ck_assert_uint_eq(watch.tracker.objects().size(), 3);
        for (size_t a = 0; a < 3; ++a)
            ck_assert_double_gt(watch.overlapOfActor(a, watch.on(a)), 0.75);
    }
}
END_TEST

START_TEST(boxesGoWithThePictureUnderAPan)
{
    // The ground goes left by 4 pixels a frame, and the thing with it.
    Watch watch({{.x = 250, .y = 60, .vx = -4.0}}, 4.0);
    watch.show();
    watch.tracker.take(watch.truth());
    watch.showUntil(50);
    ck_assert_double_gt(watch.overlapOfActor(0, watch.on(0)), 0.75);
}
END_TEST

START_TEST(lateAnswersAreBroughtToTheFrameAtHand)
{
    Watch watch({{.x = 40, .y = 60, .vx = 2.0}, {.x = 250, .y = 70, .vx = -1.5, .seed = 6}});
    watch.show();
    watch.tracker.mark();
    const auto seen = watch.truth();
    watch.showUntil(75);  // much further than they are wide: many more frames than are kept
    ck_assert_uint_eq(watch.tracker.objects().size(), 0);
    watch.tracker.take(seen);
    for (size_t a = 0; a < 2; ++a)
        ck_assert_double_gt(watch.overlapOfActor(a, watch.on(a)), 0.6);
    // An answer that is not brought along would be here.
    ck_assert_double_lt(overlap(watch.on(0), {40, 60, 24, 48}, kFrame), 0.01);
}
END_TEST

START_TEST(whatIsSeenAgainKeepsItsId)
{
    Watch watch({{.x = 40, .y = 60, .vx = 1.5}, {.x = 250, .y = 70, .vx = -1.0, .seed = 6}});
    watch.show();
    watch.tracker.take(watch.truth());
    const uint64_t first = watch.on(0).id, second = watch.on(1).id;
    ck_assert(first > 0 && second > 0 && first != second);
    for (int round = 0; round < 4; ++round) {
        watch.tracker.mark();
        auto seen = watch.truth();
        std::reverse(seen.begin(), seen.end());
        for (SceneObject& object : seen)
            object.x += 0.008;  // detectors miss by a little
        watch.showUntil(watch.frame() + 12);
        watch.tracker.take(seen);
        ck_assert_uint_eq(watch.tracker.objects().size(), 2);
        ck_assert_uint_eq(watch.on(0).id, first);
        ck_assert_uint_eq(watch.on(1).id, second);
    }
}
END_TEST

START_TEST(idsAreNeverGivenTwice)
{
    Watch watch({{.x = 40, .y = 60}});
    watch.show();
    std::set<uint64_t> ids;
    for (int i = 0; i < 5; ++i) {
        watch.tracker.take(watch.truth());
        ids.insert(watch.on(0).id);
        watch.tracker.forget();
        ck_assert_uint_eq(watch.tracker.objects().size(), 0);
        watch.show();
    }
    ck_assert_uint_eq(ids.size(), 5);
}
END_TEST

START_TEST(anotherClassIsAnotherThing)
{
    Watch watch({{.x = 40, .y = 60}});
    watch.show();
    watch.tracker.take(watch.truth());
    const uint64_t id = watch.on(0).id;
    auto seen = watch.truth();
    seen[0].label = "dog";
    watch.tracker.take(seen);
    ck_assert_uint_eq(watch.tracker.objects().size(), 1);
    ck_assert(watch.on(0).label == "dog");
    ck_assert_uint_ne(watch.on(0).id, id);
}
END_TEST

// Less sure things are told only where something known was.
START_TEST(unsureAnswersKeepWhatIsKnown)
{
    Watch watch({{.x = 40, .y = 60, .vx = 1.0}});
    watch.show();
    watch.tracker.take(watch.truth(0.3));
    ck_assert_uint_eq(watch.tracker.objects().size(), 0);
    watch.tracker.take(watch.truth());
    const uint64_t id = watch.on(0).id;
    watch.showUntil(20);
    watch.tracker.take(watch.truth(0.3));
    ck_assert_uint_eq(watch.on(0).id, id);
    watch.tracker.take({});
    ck_assert_uint_eq(watch.tracker.objects().size(), 0);
}
END_TEST

START_TEST(whatIsGoneIsGivenUp)
{
    // One vanishes at frame 20, one walks out of the picture, one stays.
    Watch watch({{.x = 60, .y = 60, .to = 20},
                 {.x = 280, .y = 70, .vx = 2.0, .seed = 6},
                 {.x = 150, .y = 60, .seed = 7}});
    watch.show();
    watch.tracker.take(watch.truth());
    ck_assert_uint_eq(watch.tracker.objects().size(), 3);
    watch.showUntil(19);
    watch.on(0);
    watch.showUntil(40);
    ck_assert_uint_eq(watch.tracker.objects().size(), 1);
    watch.on(2);
}
END_TEST

START_TEST(whatIsHiddenForAMomentIsKept)
{
    // Another one passes in front of it within a few frames.
    Watch watch({{.x = 150, .y = 60},
                 {.x = 60, .y = 55, .vx = 12.0, .width = 30, .height = 60, .seed = 9}});
    watch.show();
    auto seen = watch.truth();
    seen.resize(1);
    watch.tracker.take(seen);
    const uint64_t id = watch.on(0).id;
    watch.showUntil(25);
    ck_assert_uint_eq(watch.on(0).id, id);
}
END_TEST

START_TEST(whatComesNearerGrows)
{
    ObjectTracker tracker;
    const cv::Mat looks = texture(200, 300, 5);
    cv::Rect2d box;
    for (int i = 0; i <= 40; ++i) {
        const double scale = 0.2 + 0.002 * i;  // 40 to 56 pixels wide in 1.6 s
        cv::Mat picture = scene({}, 0), small;
        cv::resize(looks, small, {}, scale, scale, cv::INTER_AREA);
        box = {150.0 - small.cols / 2, 90.0 - small.rows / 2, 1.0 * small.cols, 1.0 * small.rows};
        small.copyTo(picture(box));
        tracker.follow(reduced(picture), timeOf(i).now);
        if (i == 0)
            tracker.take({asObject(box)});
    }
    ck_assert_uint_eq(tracker.objects().size(), 1);
    ck_assert_double_gt(overlap(tracker.objects()[0], box, kFrame), 0.8);
}
END_TEST

START_TEST(aFrozenPictureLosesNothing)
{
    ObjectTracker tracker;
    const ReducedPicture picture = reduced(scene({{.x = 60, .y = 60}}, 0));
    const ReducedPicture flat = reduced(cv::Mat(kFrame, CV_8UC1, cv::Scalar(90)));
    for (const ReducedPicture* one : {&picture, &flat}) {
        tracker.forget();
        tracker.follow(*one, 0);
        tracker.take({asObject({60, 60, 24, 48})});
        for (int i = 1; i < 50; ++i)
            tracker.follow(*one, timeOf(i).now);
        ck_assert_uint_eq(tracker.objects().size(), 1);
        ck_assert_double_gt(overlap(tracker.objects()[0], {60, 60, 24, 48}, kFrame), 0.99);
    }
}
END_TEST

START_TEST(manyThingsAreBounded)
{
    Watch watch({});
    watch.show();
    watch.tracker.mark();
    watch.showUntil(100);
    std::vector<SceneObject> many;
    for (int i = 0; i < 1000; ++i)
        many.push_back(asObject({i % 30 * 10.0, i / 30 * 5.0, 20, 20}));
    watch.tracker.take(many);
    ck_assert_uint_le(watch.tracker.objects().size(), ObjectTracker::kMostObjects);
    ck_assert_uint_gt(watch.tracker.objects().size(), 50);
}
END_TEST

START_TEST(oddInputIsNoFault)
{
    ObjectTracker tracker;
    tracker.mark();
    tracker.take({asObject({0, 0, 10, 10})});
    ck_assert_uint_eq(tracker.objects().size(), 0);
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 200), cv::Size(200, 1), cv::Size(5, 5)})
        for (int i = 0; i < 3; ++i) {
            const cv::Mat picture =
                withNoise(cv::Mat(size, CV_8UC1, cv::Scalar(100)), 20.0, i + 1u);
            tracker.follow(reduced(picture), timeOf(i).now);
            tracker.take({asObject({-50, -50, 500, 500}), asObject({10, 10, 0, 5}),
                          asObject({400, 400, 20, 20}), asObject({100, 60, 1e-9, 1e-9})});
            tracker.mark();
            tracker.follow(reduced(picture), timeOf(i).now);  // the time stands still
            for (const SceneObject& object : tracker.objects()) {
                ck_assert(object.x >= 0.0 && object.x + object.width <= 1.0 + 1e-9);
                ck_assert(object.y >= 0.0 && object.y + object.height <= 1.0 + 1e-9);
            }
        }
}
END_TEST

START_TEST(theSameFilmGivesTheSameBoxes)
{
    const auto watched = [] {
        Watch watch({{.x = 60, .y = 60, .vx = 2.0, .vy = 0.3}});
        watch.show();
        watch.tracker.mark();
        const auto seen = watch.truth();
        watch.showUntil(20);
        watch.tracker.take(seen);
        watch.showUntil(30);
        return watch.on(0);
    };
    const SceneObject first = watched(), second = watched();
    ck_assert_double_eq(first.x, second.x);
    ck_assert_double_eq(first.width, second.width);
}
END_TEST

int main()
{
    return run("object-tracker",
               {boxesGoAlong, boxesGoWithThePictureUnderAPan, lateAnswersAreBroughtToTheFrameAtHand,
                whatIsSeenAgainKeepsItsId, idsAreNeverGivenTwice, anotherClassIsAnotherThing,
                unsureAnswersKeepWhatIsKnown, whatIsGoneIsGivenUp, whatIsHiddenForAMomentIsKept,
                whatComesNearerGrows, aFrozenPictureLosesNothing, manyThingsAreBounded,
                oddInputIsNoFault, theSameFilmGivesTheSameBoxes});
}
