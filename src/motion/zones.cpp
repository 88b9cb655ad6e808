#include "motion/zones.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include <opencv2/imgproc.hpp>

namespace animatize {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Launch lines and configuration files leave their quotes around a text.
Result<std::string_view> unquoted(std::string_view text)
{
    text = trimmed(text);
    const auto quote = [](char c) { return c == '"' || c == '\''; };
    if (text.empty() || (!quote(text.front()) && !quote(text.back())))
        return text;
    if (text.size() < 2 || text.front() != text.back())
        return Error{"zones: the quotes around the text are unbalanced: " + std::string(text)};
    return trimmed(text.substr(1, text.size() - 2));
}

std::optional<double> numberOf(std::string_view text)
{
    double value = 0.0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool whole = error == std::errc() && stop == end && std::isfinite(value);
    return whole ? std::optional(value) : std::nullopt;
}

Error wrong(const Zone& zone, std::string_view place, const std::string& what)
{
    return Error{"zone \"" + zone.name + "\": " + what + " at \"" + std::string(place) + "\""};
}

Status addCorner(Zone& zone, std::string_view text)
{
    const size_t comma = text.find(',');
    if (comma == std::string_view::npos)
        return wrong(zone, text, "a corner is written x,y; the comma is missing");
    const auto x = numberOf(text.substr(0, comma)), y = numberOf(text.substr(comma + 1));
    if (!x || !y)
        return wrong(zone, text, "x and y must be numbers");
    if (*x < 0.0 || *x > 1.0 || *y < 0.0 || *y > 1.0)
        return wrong(zone, text, "x and y are shares of the frame, from 0 to 1");
    zone.corners.emplace_back(*x, *y);
    return ok();
}

Result<Zone> parseZone(std::string_view text)
{
    Zone zone;
    const size_t colon = text.find(':');
    std::string_view name = trimmed(text.substr(0, colon));
    zone.ignored = !name.empty() && (name.front() == '-' || name.front() == '!');
    zone.name = trimmed(zone.ignored ? name.substr(1) : name);
    if (colon == std::string_view::npos)
        return wrong(zone, text, "a zone is written NAME:x,y x,y x,y; the colon is missing");
    if (zone.name.empty())
        return wrong(zone, text, "the name is missing");
    std::string_view rest = trimmed(text.substr(colon + 1));
    while (!rest.empty()) {
        const size_t end = std::min(rest.find_first_of(kBlanks), rest.size());
        if (const Status added = addCorner(zone, rest.substr(0, end)); !added)
            return added.error();
        rest = trimmed(rest.substr(end));
    }
    if (zone.corners.size() < 3)
        return wrong(zone, text, "a zone needs at least three corners");
    if (zone.corners.size() > kMostCorners)
        return wrong(zone, text.substr(0, 40),
                     "a zone has at most " + std::to_string(kMostCorners) + " corners");
    return zone;
}

Status addZone(std::vector<Zone>& zones, std::string_view text)
{
    const Result<Zone> zone = parseZone(text);
    if (!zone)
        return zone.error();
    const auto same = [&](const Zone& other) { return other.name == zone->name; };
    if (std::any_of(zones.begin(), zones.end(), same))
        return wrong(*zone, text, "the name is used twice");
    if (zones.size() >= kMostZones)
        return wrong(*zone, text, "more than " + std::to_string(kMostZones) + " zones");
    zones.push_back(*zone);
    return ok();
}

cv::Mat filled(const Zone& zone, const cv::Size& size, double shareX, double shareY)
{
    constexpr int kShift = 4;
    std::vector<cv::Point> polygon;
    for (const cv::Point2d& corner : zone.corners)
        polygon.emplace_back(cvRound((corner.x / shareX - 0.5) * (1 << kShift)),
                             cvRound((corner.y / shareY - 0.5) * (1 << kShift)));
    cv::Mat mask(size, CV_8U, cv::Scalar(0));
    cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{polygon}, cv::Scalar(255), cv::LINE_8,
                 kShift);
    return mask;
}

}  // namespace

Result<std::vector<Zone>> parseZones(const std::string& text)
{
    const Result<std::string_view> inside = unquoted(text);
    if (!inside)
        return inside.error();
    std::vector<Zone> zones;
    std::string_view rest = *inside;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view one = trimmed(rest.substr(0, end));
        if (!one.empty())
            if (const Status added = addZone(zones, one); !added)
                return added.error();
        rest = end < rest.size() ? trimmed(rest.substr(end + 1)) : std::string_view{};
    }
    return zones;
}

void WatchedGround::prepare(const std::string& text, const ReducedPicture& picture)
{
    const double shareX = picture.shareX(1.0), shareY = picture.shareY(1.0);
    if (text_ == text && size_ == picture.luma.size() && shareX_ == shareX && shareY_ == shareY)
        return;
    text_ = text;
    size_ = picture.luma.size();
    shareX_ = shareX;
    shareY_ = shareY;
    zones_.clear();
    cv::Mat watchable(size_, CV_8U, cv::Scalar(255));
    const auto zones = parseZones(text);
    for (const Zone& zone : zones ? *zones : std::vector<Zone>{}) {
        const cv::Mat mask = filled(zone, size_, shareX, shareY);
        if (zone.ignored)
            watchable.setTo(cv::Scalar(0), mask);
        else
            zones_.push_back({zone.name, mask, {}});
    }
    if (zones_.empty())
        zones_.push_back({"", cv::Mat(size_, CV_8U, cv::Scalar(255)), {}});
    all_ = cv::Mat(size_, CV_8U, cv::Scalar(0));
    for (WatchedZone& zone : zones_) {
        cv::bitwise_and(zone.mask, watchable, zone.mask);
        zone.box = cv::boundingRect(zone.mask);
        cv::bitwise_or(all_, zone.mask, all_);
    }
    pixels_ = cv::countNonZero(all_);
}

}  // namespace animatize
