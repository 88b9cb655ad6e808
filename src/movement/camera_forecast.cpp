#include "movement/camera_forecast.h"

#include <algorithm>
#include <cmath>

#include "movement/series_models.h"

namespace animatize {
namespace {

constexpr double kMoving = 10.0;       // floors: a camera that moves
constexpr double kFarthestRest = 2.0;  // s

constexpr SeriesModel kPan = cameraModel(0.002);   // widths/s
constexpr SeriesModel kTilt = cameraModel(0.003);  // heights/s
constexpr SeriesModel kZoom = cameraModel(0.002);  // ln/s
constexpr SeriesModel kRoll = cameraModel(0.15);   // degrees/s

}  // namespace

CameraForecast::CameraForecast()
    : parts_{SeriesForecast(kPan), SeriesForecast(kTilt), SeriesForecast(kZoom),
             SeriesForecast(kRoll)}
{}

void CameraForecast::add(uint64_t now, const std::array<double, kCameraParts>& speeds)
{
    for (size_t i = 0; i < kCameraParts; ++i)
        parts_[i].add(now, speeds[i]);
}

void CameraForecast::clear()
{
    for (SeriesForecast& part : parts_)
        part.clear();
}

// Of what moves most, counted in what can be measured: when its trend, which has told the last
// moments well, brings it to rest. Of a hand that sways no trend does.
std::optional<double> CameraForecast::rest() const
{
    const auto worth = [](const SeriesForecast& part) {
        return std::abs(part.level()) / part.floor();
    };
    const auto most =
        std::max_element(parts_.begin(), parts_.end(),
                         [&](const auto& a, const auto& b) { return worth(a) < worth(b); });
    const double speed = most->level(), rate = most->calmRate();
    if (!most->known() || worth(*most) < kMoving || speed * rate >= 0.0 || !most->trendTells())
        return std::nullopt;
    const double seconds = -speed / rate;
    return seconds <= kFarthestRest ? std::optional(seconds) : std::nullopt;
}

std::optional<Forecasted> CameraForecast::at(CameraPart part, size_t horizon) const
{
    return parts_[static_cast<size_t>(part)].at(horizon);
}

}  // namespace animatize
