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

std::string knownNames(std::span<const BackendRow> table)
{
    std::string known;
    for (const BackendRow& row : table)
        known.append(known.empty() ? "" : ", ").append(row.name);
    return known;
}

Result<const BackendRow*> findBackend(std::span<const BackendRow> table, const std::string& name)
{
    for (const BackendRow& row : table)
        if (row.name == name)
            return &row;
    return Error{"there is no backend \"" + name + "\"; known are: " + knownNames(table)};
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
    const uint64_t seed = wanted & kMostSeed;
    job.seed = seed != 0 ? seed : derivedSeed(job.shotId, job.sourcePts);
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

Result<Rendering> ask(const BackendRow& row, const KeyframeJob& job, const std::stop_token& stop)
{
    try {
        Result<Rendering> rendering = row.make()->render(job, stop);
        if (!rendering || stop.stop_requested())
            return rendering;
        const Status kept = checkRendering(*rendering, job);
        return kept ? std::move(rendering) : kept.error();
    } catch (const std::exception& trouble) {
        return Error{trouble.what()};
    }
}

std::vector<Keyframe> keyframesOf(Rendering& rendering, const BackendRow& row,
                                  const KeyframeJob& job, const std::stop_token& stop)
{
    const PictureMeasures source = measure(job.image);
    std::vector<Keyframe> keyframes;
    for (cv::Mat& image : rendering.images) {
        if (stop.stop_requested())
            return {};
        Keyframe keyframe;
        keyframe.quality = qualityOf(measure(image), source);
        keyframe.image = std::move(image);
        keyframe.promptId = job.promptId;
        keyframe.prompt = job.prompt;
        keyframe.shotId = job.shotId;
        keyframe.sourcePts = job.sourcePts;
        keyframe.index = static_cast<uint32_t>(keyframes.size());
        keyframe.count = job.frames;
        keyframe.backend = row.name;
        keyframe.model = rendering.model;
        keyframe.seed = job.seed;
        keyframe.cached = rendering.cached;
        keyframe.attempts = rendering.attempts;
        keyframe.digitalSourceType = rendering.digitalSourceType;
        keyframes.push_back(std::move(keyframe));
    }
    return keyframes;
}

}  // namespace

ImageGenerator::ImageGenerator(const Clock& clock, std::span<const BackendRow> backends)
    : clock_(clock), backends_(backends)
{}

GeneratedSet ImageGenerator::generate(const KeyframeJob& job, const GeneratorSettings& settings,
                                      uint64_t firstNumber, const std::stop_token& stop) const
{
    GeneratedSet set = render(job, settings, stop);
    if (set.keyframes.empty() || settings.location.empty())
        return set;
    const Result<NumberedPath> path = NumberedPath::parse(settings.location);
    if (!path) {
        set.failures.push_back(path.error());
        return set;
    }
    const auto files = pngsOf(set.keyframes, stop);
    if (stop.stop_requested())
        return {};
    for (Error& error : writeFiles(files, *path, firstNumber, set.keyframes))
        set.failures.push_back(std::move(error));
    return set;
}

GeneratedSet ImageGenerator::render(const KeyframeJob& job, const GeneratorSettings& settings,
                                    const std::stop_token& stop) const
{
    const uint64_t begin = clock_.now();
    GeneratedSet set;
    const Result<KeyframeJob> ready = prepared(job, settings);
    if (!ready)
        return {{}, {ready.error()}};
    for (const std::string& name : namesIn(settings.backends)) {
        const Result<const BackendRow*> row = findBackend(backends_, name);
        Result<Rendering> rendering = row ? ask(**row, *ready, stop) : row.error();
        if (stop.stop_requested())
            return {};
        if (rendering) {
            set.keyframes = keyframesOf(*rendering, **row, *ready, stop);
            break;
        }
        set.failures.push_back({"backend " + name + ": " + rendering.error().message});
    }
    if (stop.stop_requested())
        return {};
    const uint64_t elapsed = clock_.now() - begin;
    for (Keyframe& keyframe : set.keyframes)
        keyframe.elapsed = elapsed;
    return set;
}

Status ImageGenerator::checkBackends(const std::string& backends)
{
    const std::vector<std::string> names = namesIn(backends);
    for (const std::string& name : names)
        if (const Result<const BackendRow*> row = findBackend(backendTable(), name); !row)
            return row.error();
    if (names.empty())
        return Error{"no backend is named; known are: " + knownNames(backendTable())};
    return ok();
}

Status ImageGenerator::checkLocation(const std::string& location)
{
    if (location.empty())
        return ok();
    const Result<NumberedPath> path = NumberedPath::parse(location);
    return path ? ok() : path.error();
}

}  // namespace animatize
