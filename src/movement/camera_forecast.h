// CameraForecast: how fast the camera will pan, tilt, zoom and roll in half a second and in a
// second, from what it has done in this shot.
#pragma once

#include "movement/series_forecast.h"

namespace animatize {

enum class CameraPart { Pan, Tilt, Zoom, Roll };
constexpr size_t kCameraParts = 4;

class CameraForecast {
  public:
    CameraForecast();

    /// Speeds in the contract's units, in the order of CameraPart, `now` rises. A frame without
    /// measurement is not added.
    void add(uint64_t now, const std::array<double, kCameraParts>& speeds);
    void clear();

    std::optional<Forecasted> at(CameraPart part, size_t horizon) const;
    /// Seconds until the camera, which is slowing down, stands: by the fading of its speed over the
    /// last moments; absent unless that is clear.
    std::optional<double> rest() const;

  private:
    std::array<SeriesForecast, kCameraParts> parts_;
};

}  // namespace animatize
