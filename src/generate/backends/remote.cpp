// A service that is asked over HTTP: it makes one picture per set, from the shot's best frame and
// the prompt where it takes frames, else from the prompt alone; the set is the predicted movement
// over that picture. One request a set: what moves between its keyframes is what was predicted, not
// eight strangers.
//
// The best frame's depth is taken for the picture's where the picture was made from it.
#include "generate/backends/remote.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"
#include "generate/backends/moved_set.h"
#include "generate/remote/provider_size.h"

namespace animatize {
namespace {

/// The size in square pixels at which it is shown, the height kept.
cv::Size shownSize(const KeyframeJob& job)
{
    const double width = job.image.cols * job.pixelAspect;
    return {std::clamp(static_cast<int>(std::lround(width)), 1, 16384), job.image.rows};
}

cv::Mat resized(const cv::Mat& picture, cv::Size size)
{
    cv::Mat made;
    serially([&] { made = fittedTo(picture, size); });
    return made.isContinuous() ? made : made.clone();
}

PictureJob pictureJob(const KeyframeJob& job)
{
    PictureJob picture;
    picture.prompt = job.prompt;
    picture.negative = job.negative;
    picture.seed = job.seed;
    picture.size = shownSize(job);
    cv::Mat square = job.image;
    if (picture.size != job.image.size())
        serially([&] { cv::resize(job.image, square, picture.size, 0, 0, cv::INTER_AREA); });
    picture.startFrame = square;
    return picture;
}

/// The service's picture in the pixels of the job's: cropped to its shape, never stretched.
cv::Mat inJobsPixels(const cv::Mat& picture, const KeyframeJob& job)
{
    const cv::Mat square = resized(picture, shownSize(job));
    if (square.size() == job.image.size())
        return square;
    cv::Mat made;
    serially([&] { cv::resize(square, made, job.image.size(), 0, 0, cv::INTER_AREA); });
    return made;
}

BackendError errorOf(const DeliveryError& error)
{
    return {error.message,    error.fault == HttpFault::Moderated,
            error.dryRun,     error.attempts,
            error.retryAfter, nameOf(error.fault)};
}

class RemoteBackend final : public Backend {
  public:
    RemoteBackend(std::shared_ptr<PictureDelivery> delivery, const RemoteWishes& wishes)
        : delivery_(std::move(delivery)), wishes_(wishes)
    {}

    bool isRemote() const override { return true; }

    void describe(TraceSpan& span) const override
    {
        span.set("gen_ai.operation.name", "generate_content").set("gen_ai.output.type", "image");
        span.set("gen_ai.provider.name", delivery_->provider().name);
        if (!delivery_->model().empty())
            span.set("gen_ai.request.model", delivery_->model());
    }

    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall& call) const override
    {
        const auto picture = delivery_->deliver(
            pictureJob(job), {call.deadline, call.stop, wishes_.minQuality, wishes_.dryRun,
                              job.seedIsDerived, call.tell, call.trace});
        if (!picture)
            return errorOf(picture.error());
        Rendering rendering;
        rendering.images =
            movedSet(inJobsPixels(picture->image, job), picture->conditioned, job, call);
        rendering.model = picture->model.empty() ? delivery_->provider().name : picture->model;
        rendering.digitalSourceType = picture->digitalSourceType;
        rendering.cached = picture->cached;
        rendering.attempts = picture->attempts;
        rendering.seed = picture->seed;
        rendering.quality = picture->quality;
        return rendering;
    }

  private:
    const std::shared_ptr<PictureDelivery> delivery_;
    const RemoteWishes wishes_;
};

}  // namespace

std::shared_ptr<Backend> makeRemoteBackend(std::shared_ptr<PictureDelivery> delivery,
                                           const RemoteWishes& wishes)
{
    return std::make_shared<RemoteBackend>(std::move(delivery), wishes);
}

FindBackend findLocalOrRemote(RemoteServices& services, const RemoteWishes& wishes)
{
    const auto embedded = findIn(backendTable());
    return [embedded, &services, wishes](const std::string& name) {
        Result<std::shared_ptr<Backend>> found = embedded(name);
        if (found)
            return found;
        const auto delivery = services.find(name);
        if (delivery)
            return Result(makeRemoteBackend(*delivery, wishes));
        return Result<std::shared_ptr<Backend>>(
            Error{"there is no backend \"" + name + "\" (" + delivery.error().message +
                  "); known are: " + namesOf(backendTable()) + ", " + services.names()});
    };
}

}  // namespace animatize
