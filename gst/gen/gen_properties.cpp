#include "gst/gen/gen_properties.h"

namespace animatize {
namespace {

using Settings = GenElementSettings;
using Row = Property<Settings>;

constexpr uint64_t kFade = 500'000'000;

Status checkBackends(const std::string& backends)
{
    return ImageGenerator::checkBackends(backends);
}

const std::vector<Row> kKeyframes = {
    {"backends",
     "Who makes the keyframes: local, or services as NAME or NAME:MODEL, in order of preference",
     &Settings::backends,
     {},
     When::Playing,
     {},
     checkBackends},
    {"frames", "Keyframes per set", &Settings::frames, {1, 64}},
    {"seed",
     "For backends that need chance; 0 = derived from each shot",
     &Settings::seed,
     {0, 9007199254740991.0}},
    {"location",
     "PNG files, with %05d for the number, and a JSON file beside each; empty = none",
     &Settings::location,
     {},
     When::Playing,
     {},
     ImageGenerator::checkLocation},
    {"wait", "Wait for a shot's keyframes at its end, so that none is late or missing (not live)",
     &Settings::wait},
    {"live-interval", "Live streams only: time between sets inside a shot (ns), 0 = at its end",
     &Settings::liveInterval},
};

const std::vector<Row> kServices = {
    {"providers-location",
     "JSON manifests of services, a file or a folder, merged over the built-in ones",
     &Settings::providersLocation},
    {"deadline", "For all services of a set together (ns); then embedded backends step in",
     &Settings::deadline},
    {"max-staleness",
     "Live streams only: a set that isn't there so long after its shot is given up (ns), 0 = never",
     &Settings::maxStaleness},
    {"max-in-flight",
     "Requests to a service, and sets in the making, at a time",
     &Settings::maxInFlight,
     {1, 64}},
    {"max-requests-per-minute",
     "To all services together, 0 = no limit",
     &Settings::maxRequestsPerMinute,
     {0, 6000}},
    {"max-cost-per-hour",
     "US dollars for all services together, by their manifests; 0 = no limit",
     &Settings::maxCostPerHour,
     {0, 1e6}},
    {"min-quality",
     "Pictures of services below this count as faults of theirs",
     &Settings::minQuality,
     {0, 1}},
    {"moderation-fallback", "Whether what one service refuses to make is asked of the next",
     &Settings::moderationFallback},
    {"dry-run", "Tell in messages what would be sent to services, and send nothing",
     &Settings::dryRun},
    {"cache-location",
     "Folder for pictures of services, which several processes may share; empty "
     "= in memory only",
     &Settings::cacheLocation},
    {"cache-max-bytes", "Of that folder", &Settings::cacheMaxBytes},
    {"cache-ttl", "How long pictures are kept (ns), 0 = until room is needed", &Settings::cacheTtl},
};

const std::vector<Row> kOnAir = {
    {"output",
     "What src shows: the frames that come, or the generated shot in their place once it is taken",
     &Settings::output,
     {},
     When::Playing,
     {"passthrough", "replace", "dissolve"}},
    {"auto-take", "Take the shot that ends whenever another one starts", &Settings::autoTake},
    {"play-duration", "How long a generated shot plays (ns)", &Settings::playDuration, {1}},
    {"label", "Whether pictures that a service made are labelled as AI generated on air",
     &Settings::label},
};

}  // namespace

const std::vector<Row>& genProperties()
{
    static const std::vector<Row> rows = [] {
        std::vector<Row> all = kKeyframes;
        all.insert(all.end(), kServices.begin(), kServices.end());
        all.insert(all.end(), kOnAir.begin(), kOnAir.end());
        return withCommonRows<Settings>(all);
    }();
    return rows;
}

AirSettings GenElementSettings::airSettings(bool mayWait) const
{
    return {isOnAir(), {playDuration, output == "dissolve" ? kFade : 0}, autoTake, mayWait, label};
}

}  // namespace animatize
