#include "generate/image_generator.h"

#include <algorithm>
#include <exception>

#include "generate/keyframe_files.h"
#include "generate/numbered_path.h"
#include "generate/quality/picture_quality.h"

namespace animatize {
namespace {

constexpr int kLongestSide = 32766;  // what OpenCV's warps can address

std::string trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::vector<std::string> namesIn(std::string_view list)
{
    std::vector<std::string> names;
    for (size_t at = 0; at <= list.size();) {
        const size_t comma = std::min(list.find(',', at), list.size());
        if (std::string name = trimmed(list.substr(at, comma - at)); !name.empty())
            names.push_back(std::move(name));
        at = comma + 1;
    }
    return names;
}

/// The job as the backends see it: settings resolved, nothing in it that could break them.
Result<KeyframeJob> prepared(KeyframeJob job, const GeneratorSettings& settings)
{
    const cv::Mat& image = job.image;
    if (image.empty() || image.type() != CV_8UC3 || std::max(image.cols, image.rows) > kLongestSide)
        return Error{"the job has no picture to start from (R G B, 8 bits, up to 32766 a side)"};
    job.frames = std::clamp(settings.frames, 1u, ImageGenerator::kMostFrames);
    if (image.total() * image.elemSize() * job.frames > ImageGenerator::kMostBytes)
        return Error{std::to_string(job.frames) + " keyframes of " + std::to_string(image.cols) +
                     "x" + std::to_string(image.rows) +
                     " take more than 2 GiB; fewer frames or a smaller picture would fit"};
    const uint64_t wanted = settings.seed != 0 ? settings.seed : job.seed;
    job.seedIsDerived = (wanted & kMostSeed) == 0;
    job.seed = seedOf(wanted, job.shotId, job.sourcePts);
    return job;
}

/// Whether a backend kept its word: as many pictures as asked, each as large as the job's.
Status checkRendering(const Rendering& rendering, const KeyframeJob& job)
{
    if (rendering.images.size() != job.frames)
        return Error{"it delivered " + std::to_string(rendering.images.size()) + " of " +
                     std::to_string(job.frames) + " keyframes"};
    for (const cv::Mat& image : rendering.images)
        if (image.size() != job.image.size() || image.type() != job.image.type())
            return Error{"it delivered a keyframe of another size or kind than the job's"};
    return ok();
}

Result<Rendering, BackendError> ask(const Backend& backend, const KeyframeJob& job,
                                    const BackendCall& call)
{
    try {
        auto rendering = backend.render(job, call);
        if (!rendering || call.stop.stop_requested())
            return rendering;
        const Status kept = checkRendering(*rendering, job);
        return kept ? std::move(rendering) : BackendError{kept.error().message};
    } catch (const std::exception& trouble) {
        return BackendError{trouble.what()};
    }
}

std::vector<Keyframe> keyframesOf(Rendering& rendering, const std::string& backend,
                                  const KeyframeJob& job, const std::stop_token& stop)
{
    const double quality = rendering.quality.value_or(1.0);
    const PictureMeasures source =
        measure(rendering.quality ? rendering.images.front() : job.image);
    std::vector<Keyframe> keyframes;
    for (cv::Mat& image : rendering.images) {
        if (stop.stop_requested())
            return {};
        Keyframe keyframe;
        keyframe.quality = quality * qualityOf(measure(image), source);
        keyframe.image = std::move(image);
        keyframe.promptId = job.promptId;
        keyframe.prompt = job.prompt;
        keyframe.shotId = job.shotId;
        keyframe.sourcePts = job.sourcePts;
        keyframe.index = static_cast<uint32_t>(keyframes.size());
        keyframe.count = job.frames;
        keyframe.backend = backend;
        keyframe.model = rendering.model;
        keyframe.seed = rendering.seed.value_or(job.seed) & kMostSeed;
        keyframe.cached = rendering.cached;
        keyframe.attempts = rendering.attempts;
        keyframe.digitalSourceType = rendering.digitalSourceType;
        keyframe.trace = job.trace;
        keyframes.push_back(std::move(keyframe));
    }
    return keyframes;
}

/// One job on its way along the backends.
class Chain {
  public:
    Chain(const KeyframeJob& job, const GeneratorSettings& settings, const BackendCall& call)
        : job_(job), settings_(settings), call_(call), left_(namesIn(settings.backends))
    {}

    GeneratedSet run(const FindBackend& find)
    {
        while (set_.keyframes.empty() && !left_.empty() && !call_.stop.stop_requested()) {
            const std::string name = left_.front();
            left_.erase(left_.begin());
            const Result<std::shared_ptr<Backend>> backend = find(name);
            if (backend)
                use(**backend, name);
            else
                failed(name, {backend.error().message});
        }
        if (call_.stop.stop_requested())
            return {};
        if (set_.keyframes.empty() && !set_.events.empty())
            set_.events.back().state = GenerationEvent::State::Failed;
        return std::move(set_);
    }

  private:
    void use(const Backend& backend, const std::string& name)
    {
        if (backend.isRemote() && refused_ && !settings_.moderationFallback)
            return;
        TraceSpan span = TraceSpan::within(job_.trace, "backend");
        span.set("animatize.backend", name);
        backend.describe(span);
        BackendCall call = call_;
        call.trace = span.context();
        auto rendering = ask(backend, job_, call);
        describe(rendering, span);
        if (!rendering) {
            refused_ = refused_ || rendering.error().refused;
            return failed(name, rendering.error());
        }
        if (call_.stop.stop_requested())
            return;  // there may be no picture in it
        set_.remote = backend.isRemote();
        set_.keyframes = keyframesOf(*rendering, name, job_, call_.stop);
    }

    static void describe(const Result<Rendering, BackendError>& rendering, TraceSpan& span)
    {
        if (!rendering) {
            span.set("animatize.attempts", rendering.error().attempts);
            if (rendering.error().dryRun)
                span.set("animatize.outcome", "dry-run");
            else
                span.failed(rendering.error().type).set("animatize.outcome", "fallback");
            return;
        }
        span.set("animatize.outcome", rendering->cached ? "cached" : "made");
        span.set("animatize.attempts", rendering->attempts);
        if (!rendering->model.empty())
            span.set("gen_ai.response.model", rendering->model);
        if (rendering->quality)
            span.set("animatize.quality", *rendering->quality);
    }

    // A dry run is no failure: nothing is said of it but what it was.
    void failed(const std::string& name, const BackendError& error)
    {
        if (error.dryRun || call_.stop.stop_requested())
            return;
        set_.failures.push_back({"backend " + name + ": " + error.message});
        GenerationEvent event{GenerationEvent::State::Fallback, name, error.message};
        if (error.attempts > 0)
            event.attempt = error.attempts;
        event.retryAfter = error.retryAfter;
        event.promptId = job_.promptId;
        event.shotId = job_.shotId;
        set_.events.push_back(std::move(event));
    }

    const KeyframeJob& job_;
    const GeneratorSettings& settings_;
    const BackendCall call_;
    std::vector<std::string> left_;
    GeneratedSet set_;
    bool refused_ = false;
};

/// What the backends tell knows neither prompt nor shot.
TellEvent withJob(const TellEvent& tell, const KeyframeJob& job)
{
    if (!tell)
        return {};
    return [tell, promptId = job.promptId, shotId = job.shotId](GenerationEvent event) {
        event.promptId = promptId;
        event.shotId = shotId;
        tell(event);
    };
}

}  // namespace

ImageGenerator::ImageGenerator(const Clock& clock, FindBackend find)
    : clock_(clock), find_(std::move(find))
{}

GeneratedSet ImageGenerator::generate(const KeyframeJob& job, const GeneratorSettings& settings,
                                      const std::stop_token& stop, const TellEvent& tell) const
{
    const uint64_t begin = clock_.now();
    const Result<KeyframeJob> ready = prepared(job, settings);
    if (!ready)
        return {{}, {ready.error()}, {}, false};
    const uint64_t wait = std::min(settings.deadline, UINT64_MAX - begin);
    const BackendCall call{begin + wait, stop, withJob(tell, job)};
    GeneratedSet set = Chain(*ready, settings, call).run(find_);
    const uint64_t elapsed = clock_.now() - begin;
    for (Keyframe& keyframe : set.keyframes)
        keyframe.elapsed = elapsed;
    return set;
}

void ImageGenerator::write(GeneratedSet& set, const GeneratorSettings& settings,
                           uint64_t firstNumber, const std::stop_token& stop)
{
    if (settings.location.empty())
        return;
    const Result<NumberedPath> path = NumberedPath::parse(settings.location);
    if (!path) {
        set.failures.push_back(path.error());
        return;
    }
    const auto files = pngsOf(set.keyframes, stop);
    if (stop.stop_requested()) {
        set = {};
        return;
    }
    for (Error& error : writeFiles(files, *path, firstNumber, set.keyframes))
        set.failures.push_back(std::move(error));
}

Status ImageGenerator::checkBackends(const std::string& backends)
{
    if (namesIn(backends).empty())
        return Error{"no backend is named; \"local\" needs no network"};
    return ok();
}

Status ImageGenerator::checkBackends(const std::string& backends, const FindBackend& find)
{
    for (const std::string& name : namesIn(backends))
        if (const auto found = find(name); !found)
            return found.error();
    return checkBackends(backends);
}

bool ImageGenerator::anyRemote(const std::string& backends)
{
    const auto embedded = findIn(backendTable());
    const std::vector<std::string> names = namesIn(backends);
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return !embedded(name); });
}

std::string ImageGenerator::preferredOf(const std::string& backends)
{
    const std::vector<std::string> names = namesIn(backends);
    return names.empty() ? std::string() : names.front();
}

Status ImageGenerator::checkLocation(const std::string& location)
{
    if (location.empty())
        return ok();
    const Result<NumberedPath> path = NumberedPath::parse(location);
    return path ? ok() : path.error();
}

}  // namespace animatize
