#include "motion/camera_path.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

namespace animatize {
namespace {

constexpr double kWindow = 0.5;       // seconds of path that a parabola is laid through
constexpr size_t kLeastPlaces = 8;    // or as many frames, where they are few
constexpr double kMemory = 1.3;       // seconds of which the calmer part counts
constexpr double kCalmer = 0.35;      // a start or a stop disturbs two fifths of them
constexpr double kLeastDwell = 0.5;   // seconds between two changes
constexpr double kLongestHold = 1.0;  // seconds without a measurement
// Frame widths, root mean square. A twentieth of a pixel of 320 is what measuring adds.
constexpr double kLocked = 0.0004;
constexpr double kSmooth = 0.0012;
constexpr double kHandheld = 0.006;
constexpr double kStill = 0.004;  // widths that a locked camera's path may span
constexpr double kHysteresis = 1.3;

}  // namespace

void CameraPath::clear()
{
    places_.clear();
    shakes_.clear();
    steadiness_.reset();
    heldFor_ = unknownFor_ = 0.0;
}

void CameraPath::miss(double seconds)
{
    places_.clear();
    shakes_.clear();
    heldFor_ += seconds;
    unknownFor_ += seconds;
    if (unknownFor_ > kLongestHold)
        clear();
}

void CameraPath::add(const EdgeMotion& step, double seconds)
{
    Place place = places_.empty() ? Place{} : places_.back();
    place.time += seconds;
    for (size_t i = 0; i < step.size(); ++i)
        place.at[i] += step[i];
    places_.push_back(place);
    const double oldest = place.time - kWindow;
    while (places_.size() > kLeastPlaces && places_[1].time < oldest)
        places_.pop_front();
    heldFor_ += seconds;
    unknownFor_ = 0.0;
    decide();
}

// Root mean square of what a parabola leaves of the path, over all four components.
double CameraPath::shakeNow() const
{
    const Place& last = places_.back();
    const double span = std::max(1e-9, last.time - places_.front().time);
    cv::Matx33d moments = cv::Matx33d::zeros();
    cv::Matx34d products = cv::Matx34d::zeros();
    double squares = 0.0;
    for (size_t i = 0; i < places_.size(); ++i) {
        const Place& place = places_[i];
        const double t = (place.time - last.time) / span;
        const cv::Vec3d basis(1.0, t, t * t);
        moments += basis * basis.t();
        for (int k = 0; k < 4; ++k) {
            const double value = place.at[static_cast<size_t>(k)] - last.at[static_cast<size_t>(k)];
            squares += value * value;
            for (int row = 0; row < 3; ++row)
                products(row, k) += basis(row) * value;
        }
    }
    bool solved = false;
    const cv::Matx33d inverse = moments.inv(cv::DECOMP_CHOLESKY, &solved);
    if (!solved)
        return 0.0;
    const double explained = products.dot(inverse * products);
    return std::sqrt(std::max(0.0, squares - explained) /
                     (static_cast<double>(places_.size()) - 3));
}

double CameraPath::travelled() const
{
    double most = 0.0;
    for (size_t k = 0; k < 4; ++k) {
        double low = places_.back().at[k], high = low;
        for (size_t i = 0; i < places_.size(); ++i) {
            low = std::min(low, places_[i].at[k]);
            high = std::max(high, places_[i].at[k]);
        }
        most = std::max(most, high - low);
    }
    return most;
}

const char* CameraPath::judge(double shake) const
{
    // The border that would have to be crossed to leave the present word is moved away.
    const auto below = [&](double border, const char* word) {
        const bool inside = steadiness_ && *steadiness_ == word;
        return shake < border * (inside ? kHysteresis : 1.0);
    };
    if (below(kLocked, "locked") && travelled() < kStill)
        return "locked";
    if (below(kSmooth, "smooth"))
        return "smooth";
    return below(kHandheld, "handheld") ? "handheld" : "shaky";
}

double CameraPath::calm() const
{
    const auto at = static_cast<size_t>(kCalmer * static_cast<double>(shakes_.size() - 1));
    return nthOf(shakes_, at, [](const Shake& shake) { return shake.size; });
}

void CameraPath::decide()
{
    if (places_.size() < kLeastPlaces || places_.back().time - places_.front().time < kWindow * 0.7)
        return;
    const double now = places_.back().time;
    shakes_.push_back({now, shakeNow()});
    while (shakes_.front().time < now - kMemory)
        shakes_.pop_front();
    const char* word = judge(calm());
    if (steadiness_ && (*steadiness_ == word || heldFor_ < kLeastDwell))
        return;
    steadiness_ = word;
    heldFor_ = 0.0;
}

}  // namespace animatize
