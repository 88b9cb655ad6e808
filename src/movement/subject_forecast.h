// SubjectForecast: where in the picture the subject will be in half a second and in a second, how
// large, how fast, and when it leaves.
//
// All in the picture, the camera left in: it is there that somebody wants to place it. Where the
// frame cuts the subject off, its middle says little; then the edge that is free carries on, so
// that what enters or leaves has the speed that it has.
#pragma once

#include "movement/series_forecast.h"

namespace animatize {

enum class SubjectPart { X, Y, Width, Height, Vx, Vy };

/// Middle and size, shares of the frame.
struct SubjectBox {
    double x = 0.0, y = 0.0, width = 0.0, height = 0.0;
};

struct SubjectExit {
    double seconds = 0.0;
    const char* side = "";  ///< left right up down
};

class SubjectForecast {
  public:
    SubjectForecast();

    /// One frame of the region `id`; another id is another subject. Speeds in the picture, widths/s
    /// and heights/s, where they are known.
    void add(uint64_t now, uint64_t id, const SubjectBox& box,
             const std::optional<std::array<double, 2>>& speed);
    /// A frame without it: nothing is known of it until it is back.
    void miss() { here_ = false; }
    void clear();

    std::optional<Forecasted> at(SubjectPart part, size_t horizon) const;
    /// When all of it is out of the frame, if within two seconds.
    std::optional<SubjectExit> exit() const;

  private:
    /// One axis: the way that the subject went since it was first seen, its size, its speed.
    struct Axis {
        Axis();
        void add(uint64_t now, bool first, double middle, double size);
        void clear();
        bool cutLow() const;
        bool cutHigh() const;
        /// What it moves within a horizon; absent while that isn't known.
        std::optional<Forecasted> shift(size_t horizon) const;
        std::array<double, 2> edges(size_t horizon) const;
        double sizeAt(size_t horizon) const;
        std::optional<Forecasted> place(size_t horizon) const;
        std::optional<Forecasted> extent(size_t horizon) const;
        std::optional<SeriesForecast::Told> ledSpeed() const;
        /// Seconds and whether it leaves on the high side.
        std::optional<std::pair<double, bool>> exit() const;

        SeriesForecast way, size, speed;
        double low = 0.0, high = 0.0, gone = 0.0;
    };
    std::array<Axis, 2> axes_;
    std::optional<uint64_t> id_;
    uint64_t now_ = 0;
    bool here_ = false;
};

}  // namespace animatize
