#include "generate/playout.h"

#include <exception>
#include <limits>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/backends/backends.h"

namespace animatize {
namespace {

cv::Mat fitted(const cv::Mat& picture, cv::Size size)
{
    if (picture.size() == size)
        return picture;
    const bool shrinks = picture.cols >= size.width && picture.rows >= size.height;
    cv::Mat result;
    serially([&] {
        cv::resize(picture, result, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_CUBIC);
    });
    return result;
}

/// What is said of a picture of the stream that a camera moves over: it is the first of one.
Keyframe localKeyframe(const KeyframeJob& job)
{
    Keyframe about;
    about.promptId = job.promptId;
    about.shotId = job.shotId;
    about.sourcePts = job.sourcePts;
    about.count = 1;
    about.backend = kLocalBackend;
    about.model = kLocalModel;
    about.seed = job.seed;
    about.trace = job.trace;
    about.digitalSourceType = termOf(kLocalSource);
    about.quality = std::numeric_limits<double>::quiet_NaN();  // nobody measures frames on air
    return about;
}

}  // namespace

bool Playout::isNews(const cv::Mat& best, const std::string& promptId, uint64_t seed) const
{
    if (waiting_)
        return false;  // what is waited for must not be pushed aside
    const auto same = [&](const KeyframeJob& job) {
        const bool samePicture = remote_ || job.image.data == best.data;
        return samePicture && job.promptId == promptId && job.seed == seed;
    };
    return stale_ || !offered_ || !same(offered_->job);
}

void Playout::offer(KeyframeJob job, cv::Size size)
{
    offered_ = Order{std::move(job), size, remote_, shot_};
    stale_ = false;
    if (!maker_)
        maker_ = newMaker();
    maker_->offer(*offered_);
}

std::unique_ptr<Playout::Maker> Playout::newMaker() const
{
    return std::make_unique<Maker>(
        [this](Order&& order, const std::stop_token&) { return make(std::move(order)); });
}

Playout::Made Playout::make(Order&& order) const
{
    try {
        TraceSpan span = TraceSpan::within(order.job.trace, "render");
        span.set("animatize.remote", order.remote.has_value());
        const uint64_t begun = clock_.now();
        Keyframe about = order.remote ? *order.remote : localKeyframe(order.job);
        about.image = fitted(order.remote ? about.image : order.job.image, order.size);
        StillScene scene{about.image, order.job.pixelAspect, order.job.nearness, order.job.subject};
        scene.sways = order.job.sways;
        if (order.job.planar && order.job.planar->picture.luma.size() == order.size)
            scene.planar = order.remote ? inCodes(about.image, order.job.planar->codes)
                                        : order.job.planar->picture;
        MoveRenderer renderer(scene, order.job.movements, order.job.seed);
        about.elapsed = order.remote ? about.elapsed : clock_.now() - begun;
        GeneratedShot shot{std::move(renderer), std::move(about), std::move(order.job),
                           order.remote.has_value()};
        return {GeneratedShotRef(std::make_shared<const GeneratedShot>(std::move(shot))),
                order.shot};
    } catch (const std::exception& problem) {
        return {Error{std::string("The shot can't be played: ") + problem.what()}, order.shot};
    }
}

void Playout::collect(uint64_t now)
{
    if (maker_)
        for (Made& made : maker_->collect())
            use(std::move(made), now);
    if (improver_)
        for (Made& better : improver_->collect())
            if (better.made && plays((*better.made)->about.shotId, now))
                player_.arrived(std::move(*better.made), now);
}

bool Playout::plays(uint64_t shotId, uint64_t now) const
{
    const GeneratedShotRef playing = player_.playing(now);
    return playing && playing->job.shotId == shotId;
}

void Playout::use(Made&& made, uint64_t now)
{
    if (!made.made)
        trouble_ = made.made.error();
    const GeneratedShotRef shot = made.made ? *made.made : nullptr;
    if (waiting_ && waiting_->shot == made.shot) {
        if (shot)
            player_.take(shot, now, waiting_->settings);
        waiting_.reset();
    }
    if (shot && made.shot == shot_)
        ready_ = shot;
}

bool Playout::take(uint64_t now, const PlaySettings& settings, bool wait)
{
    if (!offered_)
        return false;
    if (wait)
        maker_->drain();
    const bool busy = !maker_->idle();  // asked first: what ends meanwhile is collected
    collect(now);
    if (ready_)
        player_.take(ready_, now, settings);
    else if (busy && !trouble_)  // what couldn't be made isn't waited for
        waiting_ = {settings, shot_};
    return true;
}

void Playout::release(uint64_t now)
{
    waiting_.reset();
    player_.release(now);
}

void Playout::endShot()
{
    ++shot_;
    offered_.reset();
    remote_.reset();
    ready_.reset();
    stale_ = false;
}

// The later pictures of a set show moments of a move of their own.
void Playout::arrived(const Keyframe& keyframe, uint64_t now)
{
    if (keyframe.index != 0 || keyframe.image.empty())
        return;
    if (offered_ && offered_->job.shotId == keyframe.shotId) {
        remote_ = keyframe;
        stale_ = true;
    }
    if (!plays(keyframe.shotId, now))
        return;
    if (!improver_)
        improver_ = newMaker();
    const GeneratedShotRef playing = player_.playing(now);
    improver_->offer({playing->job, playing->about.image.size(), keyframe, 0});
}

void Playout::stop()
{
    for (Maker* maker : {maker_.get(), improver_.get()})
        if (maker)
            maker->cancel();
    player_.stop();
    waiting_.reset();
    trouble_.reset();
    endShot();
}

Shown Playout::at(uint64_t now, bool wait)
{
    if (wait && improver_)
        improver_->drain();
    collect(now);
    return player_.at(now);
}

}  // namespace animatize
