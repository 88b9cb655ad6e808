#include "gst/gen/gen_properties.h"

#include "generate/numbered_path.h"

namespace animatize {
namespace {

using Settings = GenElementSettings;
using Row = Property<Settings>;

constexpr uint64_t kFade = 500'000'000;

Status checkLocation(const std::string& pattern)
{
    if (pattern.empty())
        return ok();
    const auto path = NumberedPath::parse(pattern);
    return path ? ok() : Status(path.error());
}

const std::vector<Row> kKeyframes = {
    {"backends",
     "Who makes the keyframes: names in order of preference, comma-separated",
     &Settings::backends,
     {},
     When::Playing,
     {},
     ImageGenerator::checkBackends},
    {"frames", "Keyframes per set", &Settings::frames, {1, 64}},
    {"seed",
     "For backends that need chance; 0 = derived from each shot",
     &Settings::seed,
     {0, 9007199254740991.0}},
    {"location",
     "PNG files, with %05d for the number; empty = none",
     &Settings::location,
     {},
     When::Playing,
     {},
     checkLocation},
    {"wait", "Wait for a shot's keyframes at its end, so that none is late or missing (not live)",
     &Settings::wait},
    {"live-interval", "Live streams only: time between sets inside a shot (ns), 0 = at its end",
     &Settings::liveInterval},
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
