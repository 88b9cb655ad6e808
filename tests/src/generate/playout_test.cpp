// Shots made ready beside the stream: what a take plays, when, and what services add to it.
#include "generate/playout.h"

#include <chrono>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "src/generate/render/moves.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::camera;
using test::colourTexture;

const cv::Size kSize(64, 36);
constexpr PlaySettings kCuts{2 * kSecond, 0};

KeyframeJob job(uint64_t shotId, cv::Size size = kSize, const char* move = "push_in",
                uint64_t picture = 0)
{
    KeyframeJob job;
    job.image = colourTexture(size.width, size.height, picture ? picture : shotId);
    job.shotId = shotId;
    job.promptId = std::to_string(shotId) + "-1";
    job.sourcePts = {shotId * kSecond};
    job.seed = 7;
    job.movements = {camera(move, "in")};
    return job;
}

Keyframe remote(uint64_t shotId, cv::Size size = kSize, uint32_t index = 0)
{
    Keyframe keyframe;
    keyframe.image = colourTexture(size.width, size.height, 99);
    keyframe.shotId = shotId;
    keyframe.index = index;
    keyframe.count = 4;
    keyframe.backend = "flux";
    keyframe.model = "flux-2-pro";
    keyframe.attempts = 3;
    keyframe.elapsed = 5 * kSecond;
    keyframe.quality = 0.75;
    keyframe.digitalSourceType = "compositeWithTrainedAlgorithmicMedia";
    return keyframe;
}

bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && cv::norm(one, other, cv::NORM_INF) == 0.0;
}

/// A clock at which the worker, who looks at it first, can be made to wait.
class Gate final : public Clock {
  public:
    uint64_t now() const override
    {
        std::unique_lock lock(mutex_);
        ++asked_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return left_ > 0; });
        --left_;
        return 1;
    }
    void close() { letIn(0); }
    void open() { letIn(INT_MAX); }
    /// The worker looks twice for each shot.
    void letOneThrough()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return asked_ > 0; });
        lock.unlock();
        letIn(2);
    }

  private:
    void letIn(int looks)
    {
        std::lock_guard lock(mutex_);
        left_ = looks;
        changed_.notify_all();
    }

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    mutable int left_ = INT_MAX, asked_ = 0;
};

struct Desk {
    Gate gate;
    Playout playout{gate};

    bool offer(const KeyframeJob& job, cv::Size size = kSize)
    {
        if (!playout.isNews(job.image, job.promptId, job.seed))
            return false;
        playout.offer(job, size);
        return true;
    }
    bool take(uint64_t now = 0) { return playout.take(now, kCuts, true); }
    Shown at(uint64_t now) { return playout.at(now, true); }
    const GeneratedShot& shownAt(uint64_t now)
    {
        const Shown shown = at(now);
        ck_assert_msg(bool(shown), "nothing is shown");
        return *(shown.layers.end() - 1)->shot;
    }
    /// Frames of a stream that doesn't wait, until a shot is shown; when that was.
    uint64_t untilShown(uint64_t now)
    {
        for (int i = 0; i < 5000; ++i, now += 40 * kMillisecond) {
            if (playout.at(now, false))
                return now;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        ck_abort_msg("nothing is ever shown");
        return 0;
    }
};

START_TEST(withoutAPictureThereIsNothingToTake)
{
    Desk desk;
    ck_assert(!desk.take());
    ck_assert(!desk.at(0));
    ck_assert(!desk.playout.trouble());
}
END_TEST

START_TEST(aTakePlaysTheMoveOfTheBestFrame)
{
    Desk desk;
    const KeyframeJob wanted = job(3);
    desk.offer(wanted);
    ck_assert(desk.take(kSecond));
    const Shown shown = desk.at(2 * kSecond);
    ck_assert_uint_eq(shown.layers.size(), 1);
    const MoveRenderer renderer({wanted.image, 1.0, {}, {}}, wanted.movements, wanted.seed);
    ck_assert(same(shown.layers.begin()->shot->renderer.at(0.5), renderer.at(0.5)));
    ck_assert_double_eq(shown.layers.begin()->t, 0.5);
    ck_assert(!shown.isRemote());
    ck_assert(!desk.at(3 * kSecond));
}
END_TEST

START_TEST(itSaysWhereThePictureIsFrom)
{
    Desk desk;
    desk.offer(job(3));
    desk.take();
    const Record record = toRecord(desk.shownAt(0).about);
    ck_assert(record.text("prompt-id") == "3-1");
    ck_assert_double_eq(record.number("shot-id").value(), 3.0);
    ck_assert(std::get<Nanoseconds>(*record.find("source-pts")) == Nanoseconds{3 * kSecond});
    ck_assert(record.text("backend") == "local");
    ck_assert(record.text("model") == "animatize-2.5d");
    ck_assert(record.text("digital-source-type") == "algorithmicallyEnhanced");
    ck_assert_double_eq(record.number("seed").value(), 7.0);
    ck_assert_double_eq(record.number("index").value(), 0.0);
    ck_assert_double_eq(record.number("count").value(), 1.0);
    ck_assert_double_eq(record.number("frame-width").value(), kSize.width);
    ck_assert(!record.find("quality"));  // nobody measured it
}
END_TEST

START_TEST(onlyNewsIsMadeAnew)
{
    Desk desk;
    KeyframeJob first = job(1);
    ck_assert(desk.offer(first));
    ck_assert(!desk.offer(first));
    KeyframeJob better = job(1, kSize, "push_in", 50);
    ck_assert(desk.offer(better));
    better.promptId = "1-2";
    ck_assert(desk.offer(better));
    better.seed = 8;
    ck_assert(desk.offer(better));
    desk.take();
    ck_assert(same(desk.shownAt(0).about.image, better.image));
    ck_assert_uint_eq(desk.shownAt(0).about.seed, 8);
}
END_TEST

START_TEST(aTakeThatComesTooEarlyPlaysWhenItIsReady)
{
    Desk desk;
    desk.gate.close();
    desk.offer(job(1));
    ck_assert(desk.playout.take(0, kCuts, false));
    ck_assert(!desk.playout.at(0, false));
    ck_assert_msg(!desk.offer(job(1)), "what is waited for is pushed aside");
    desk.gate.open();
    const uint64_t began = desk.untilShown(40 * kMillisecond);
    // From its first moment on, and for as long as any other.
    ck_assert_double_eq(desk.playout.at(began, false).layers.begin()->t, 0.0);
    ck_assert(bool(desk.playout.at(began + 1960 * kMillisecond, false)));
    ck_assert(!desk.playout.at(began + 2000 * kMillisecond, false));
    ck_assert(desk.offer(job(1)));
}
END_TEST

START_TEST(aReleaseForgetsATakeThatWaits)
{
    Desk desk;
    desk.gate.close();
    desk.offer(job(1));
    desk.playout.take(0, kCuts, false);
    desk.playout.release(0);
    ck_assert_msg(desk.offer(job(1)), "something is still waited for");
    desk.gate.open();
    for (uint64_t i = 1; i < 20; ++i) {
        ck_assert(!desk.at(i * kMillisecond));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    ck_assert(desk.take(9 * kSecond));
    ck_assert(bool(desk.at(9 * kSecond)));
}
END_TEST

// At a cut the shot before is taken and ended in one go.
START_TEST(aTakeThatWaitsBelongsToItsShot)
{
    Desk desk;
    desk.gate.close();
    desk.offer(job(1));
    desk.playout.take(0, kCuts, false);
    desk.playout.endShot();
    ck_assert(!desk.offer(job(2)));
    desk.gate.open();
    const uint64_t began = desk.untilShown(40 * kMillisecond);
    ck_assert_uint_eq((desk.playout.at(began, false).layers.end() - 1)->shot->about.shotId, 1);
    // The shot that runs has its own, once it is offered.
    ck_assert(!desk.playout.take(began, kCuts, false));
    ck_assert(desk.offer(job(2)));
    ck_assert(desk.take(began + 40 * kMillisecond));
    ck_assert_uint_eq(desk.shownAt(began + 40 * kMillisecond).about.shotId, 2);
}
END_TEST

START_TEST(whatPlaysOutlivesItsShot)
{
    Desk desk;
    desk.offer(job(1));
    desk.take();
    desk.playout.endShot();
    desk.offer(job(2));
    ck_assert_uint_eq(desk.shownAt(kSecond).about.shotId, 1);
    ck_assert(!desk.at(2 * kSecond));
}
END_TEST

START_TEST(picturesAreFittedToTheFrame)
{
    for (const cv::Size size : {cv::Size(32, 18), cv::Size(65, 41), cv::Size(1, 1)}) {
        Desk desk;
        desk.offer(job(1), size);
        desk.take();
        const GeneratedShot& shot = desk.shownAt(0);
        ck_assert(shot.about.image.size() == size);
        ck_assert(shot.renderer.at(0.5).size() == size);
        const cv::Scalar mean = cv::mean(shot.about.image), wanted = cv::mean(job(1).image);
        ck_assert(size.area() == 1 || cv::norm(mean - wanted) < 4.0);
    }
}
END_TEST

START_TEST(aPictureOfAServiceTakesTheShotOver)
{
    Desk desk;
    desk.offer(job(1));
    desk.take();
    ck_assert(!desk.at(400 * kMillisecond).isRemote());
    desk.playout.arrived(remote(1, {128, 72}), 400 * kMillisecond);
    ck_assert(!desk.at(400 * kMillisecond).isRemote());  // begins to fade in here
    const Shown half = desk.at(650 * kMillisecond);
    ck_assert_uint_eq(half.layers.size(), 2);
    ck_assert_double_eq(half.layers.begin()[1].share, 0.5);
    ck_assert(half.isRemote());
    ck_assert(half.main().about.image.size() == kSize);
    ck_assert_double_eq(half.layers.begin()[0].t, half.layers.begin()[1].t);
    // Moved by the same path.
    ck_assert(half.main().renderer.path().end == half.layers.begin()->shot->renderer.path().end);
    const Record record = toRecord(half.main().about);
    ck_assert(record.text("backend") == "flux");
    ck_assert_double_eq(record.number("count").value(), 4.0);
    ck_assert_double_eq(record.number("attempts").value(), 3.0);
    ck_assert_double_eq(record.number("elapsed").value(), 5e9);
    ck_assert_double_eq(record.number("quality").value(), 0.75);
    ck_assert_uint_eq(desk.at(900 * kMillisecond).layers.size(), 1);
}
END_TEST

START_TEST(aPictureThatIsThereAlreadyPlaysAtOnce)
{
    Desk desk;
    desk.offer(job(1));
    desk.playout.arrived(remote(1), 0);
    ck_assert(!desk.at(0));
    ck_assert(desk.offer(job(1)));
    desk.take(kSecond);
    ck_assert(desk.at(kSecond).isRemote());
    // A better frame of the stream's own doesn't replace it; another movement is made of it.
    KeyframeJob better = job(1, kSize, "push_in", 50);
    ck_assert(!desk.offer(better));
    better.promptId = "1-2";
    better.movements = {camera("pan", "left")};
    ck_assert(desk.offer(better));
    desk.take(5 * kSecond);
    ck_assert(desk.at(5 * kSecond).isRemote());
    ck_assert(same(desk.shownAt(5 * kSecond).about.image, remote(1).image));
    ck_assert_double_ne(desk.shownAt(5 * kSecond).renderer.path().end.pan, 0.0);
    // The next shot is its own.
    desk.playout.endShot();
    desk.offer(job(2));
    desk.take(9 * kSecond);
    ck_assert(!desk.at(9 * kSecond).isRemote());
}
END_TEST

START_TEST(picturesThatDontBelongAreLeftOut)
{
    Desk desk;
    const KeyframeJob wanted = job(1);
    desk.playout.arrived(remote(0), 0);  // before anything was offered
    desk.offer(wanted);
    desk.take();
    Keyframe empty = remote(1);
    empty.image.release();
    for (const Keyframe& keyframe : {remote(2), remote(1, kSize, 1), empty})
        desk.playout.arrived(keyframe, kSecond);
    desk.at(kSecond);
    ck_assert(!desk.at(kSecond + kArrivalFade).isRemote());
    ck_assert(!desk.offer(wanted));
}
END_TEST

// It comes from far away, so what plays may have changed before it is ready.
START_TEST(aPictureThatComesTooLateIsNotShownOverAnother)
{
    Desk desk;
    desk.offer(job(1));
    desk.take();
    Keyframe large = remote(1);
    large.image.create(6000, 6000, CV_8UC3);  // takes a while to be fitted
    large.image = cv::Scalar::all(90);
    desk.playout.arrived(large, kSecond);
    desk.playout.endShot();
    desk.offer(job(2));
    desk.take(kSecond);
    desk.at(kSecond);
    ck_assert(!desk.at(kSecond + kArrivalFade).isRemote());
}
END_TEST

START_TEST(whatWasMadeForTheLastShotIsNotTheNextOnes)
{
    Desk desk;
    desk.gate.close();
    desk.offer(job(1));
    desk.gate.letOneThrough();
    desk.playout.endShot();
    desk.offer(job(2));
    for (uint64_t i = 0; i < 30; ++i) {
        desk.playout.take(i, kCuts, false);
        ck_assert(!desk.playout.at(i, false));
        desk.playout.release(i);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    desk.gate.open();
    desk.take(kSecond);
    ck_assert_uint_eq(desk.shownAt(kSecond).about.shotId, 2);
}
END_TEST

START_TEST(whatCantBeMadeIsToldOnce)
{
    Desk desk;
    KeyframeJob broken = job(1);
    broken.image = cv::Mat(kSize, CV_32FC2, cv::Scalar::all(0));
    desk.offer(broken);
    ck_assert(desk.take());
    ck_assert(!desk.at(0));
    const auto trouble = desk.playout.trouble();
    ck_assert(trouble.has_value());
    ck_assert_msg(trouble->message.find("can't be played") != std::string::npos, "%s",
                  trouble->message.c_str());
    ck_assert(!desk.playout.trouble());
    desk.offer(job(1));
    desk.take();
    ck_assert(bool(desk.at(0)));
}
END_TEST

START_TEST(stoppedItHasForgottenEverything)
{
    Desk desk;
    desk.offer(job(1));
    desk.take();
    desk.playout.arrived(remote(1), 0);
    desk.playout.stop();
    ck_assert(!desk.at(kSecond));
    ck_assert(!desk.take(kSecond));
    ck_assert(desk.offer(job(1)));
    desk.take(kSecond);
    ck_assert(!desk.at(kSecond + kArrivalFade).isRemote());
}
END_TEST

START_TEST(waitingGivesTheSamePicturesTwice)
{
    const auto run = [] {
        Desk desk;
        cv::Mat all(kSize, CV_64FC3, cv::Scalar::all(0));
        for (uint64_t i = 0; i < 30; ++i) {
            const uint64_t now = i * 40 * kMillisecond;
            desk.offer(job(1, kSize, "handheld", 1 + i / 7));
            if (i == 12)
                desk.take(now);
            if (i == 15)
                desk.playout.arrived(remote(1), now);
            for (const Shown::Layer& layer : desk.at(now).layers) {
                cv::Mat view;
                layer.shot->renderer.at(layer.t).convertTo(view, CV_64F, layer.share * double(i));
                all += view;
            }
        }
        return all;
    };
    const cv::Mat first = run();
    ck_assert(cv::norm(first) > 0.0);
    ck_assert(same(first, run()));
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "playout",
        {withoutAPictureThereIsNothingToTake, aTakePlaysTheMoveOfTheBestFrame,
         itSaysWhereThePictureIsFrom, onlyNewsIsMadeAnew, aTakeThatComesTooEarlyPlaysWhenItIsReady,
         aReleaseForgetsATakeThatWaits, aTakeThatWaitsBelongsToItsShot, whatPlaysOutlivesItsShot,
         picturesAreFittedToTheFrame, aPictureOfAServiceTakesTheShotOver,
         aPictureThatIsThereAlreadyPlaysAtOnce, picturesThatDontBelongAreLeftOut,
         aPictureThatComesTooLateIsNotShownOverAnother, whatWasMadeForTheLastShotIsNotTheNextOnes,
         whatCantBeMadeIsToldOnce, stoppedItHasForgottenEverything,
         waitingGivesTheSamePicturesTwice});
}
