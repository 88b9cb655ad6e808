#include "movement/regions.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr size_t kMostRegions = 64;
constexpr size_t kMostPassing = 8;
constexpr double kPassingAge = 8.0;     // frames
constexpr double kPassingSizes = 4.0;   // the larger over the smaller
constexpr double kPassingSpeed = 0.04;  // heights/s, each of the two
constexpr double kOpposite = 135.0;     // degrees between the ways
constexpr double kSharedLane = 0.3;     // of the smaller one, across the way
constexpr double kPassingGap = 0.25;    // of the frame, along the way

void set(DerivedFacts& facts, Derived field, Fact fact)
{
    facts[static_cast<size_t>(field)] = fact;
}

double weightOf(const Region& region)
{
    return std::max(region.area, 1e-6);
}

struct Span {
    double from, to;
    double length() const { return to - from; }
};

// Positive where two spans share something, negative where there is a gap.
double shared(const Span& a, const Span& b)
{
    return std::min(a.to, b.to) - std::max(a.from, b.from);
}

// Parts of one thing overlap, flicker, or are of very different sizes.
bool areTwoThings(const Region& one, const Region& other)
{
    const auto age = [](const Region& region) { return region.record->number("age").value_or(0); };
    const double smaller = std::min(one.box.area(), other.box.area());
    const double larger = std::max(one.box.area(), other.box.area());
    return std::min(age(one), age(other)) >= kPassingAge && larger <= kPassingSizes * smaller &&
           overlap(one.box, other.box) < 0.5 * smaller;
}

// Two that go opposite ways, whose boxes meet across the way and are close along it.
bool passes(const Region& one, const Region& other)
{
    if (!areTwoThings(one, other) || !one.velocity || !other.velocity ||
        std::min(one.velocity->speed(), other.velocity->speed()) < kPassingSpeed)
        return false;
    const auto angle = degreesBetween(*one.velocity, *other.velocity);
    if (!angle || *angle < kOpposite)
        return false;
    const auto across = [](const Box& box) { return Span{box.x, box.x + box.width}; };
    const auto down = [](const Box& box) { return Span{box.y, box.y + box.height}; };
    const bool level = std::abs(one.velocity->x) >= std::abs(one.velocity->y);
    const Span wayOne = level ? across(one.box) : down(one.box);
    const Span wayOther = level ? across(other.box) : down(other.box);
    const Span laneOne = level ? down(one.box) : across(one.box);
    const Span laneOther = level ? down(other.box) : across(other.box);
    const double smaller = std::min(laneOne.length(), laneOther.length());
    return smaller > 0 && shared(laneOne, laneOther) >= kSharedLane * smaller &&
           shared(wayOne, wayOther) > -kPassingGap;
}

double passingPairs(const std::vector<Region>& regions)
{
    const size_t count = std::min(regions.size(), kMostPassing);
    double pairs = 0;
    for (size_t i = 0; i < count; ++i)
        for (size_t j = i + 1; j < count; ++j)
            pairs += passes(regions[i], regions[j]);
    return pairs;
}

// Share of the moving area whose way is opposite to the sum of all.
double against(const std::vector<Region>& regions, const Velocity& sum)
{
    double against = 0, all = 0;
    for (const Region& region : regions) {
        if (!region.velocity || region.velocity->speed() < kLeastMoving)
            continue;
        const auto angle = degreesBetween(*region.velocity, sum);
        all += weightOf(region);
        against += angle && *angle > kOpposite ? weightOf(region) : 0.0;
    }
    return all > 0 ? against / all : 0.0;
}

}  // namespace

double Velocity::speed() const
{
    return std::sqrt(x * x + y * y);  // std::hypot guards ranges that speeds never reach
}

Box boxOf(const Record& record)
{
    const auto share = [&](const char* name) {
        return std::clamp(record.number(name).value_or(0.0), 0.0, 1.0);
    };
    return {share("x"), share("y"), share("width"), share("height")};
}

double overlap(const Box& a, const Box& b)
{
    const double width = shared({a.x, a.x + a.width}, {b.x, b.x + b.width});
    const double height = shared({a.y, a.y + a.height}, {b.y, b.y + b.height});
    return width > 0 && height > 0 ? width * height : 0.0;
}

std::string_view headingOf(const Velocity& v)
{
    if (std::abs(v.x) >= std::abs(v.y))
        return v.x < 0 ? "left" : "right";
    return v.y < 0 ? "up" : "down";
}

double degreesOf(const Velocity& v)
{
    const double degrees = std::atan2(-v.y, v.x) * 180.0 / kPi;
    return degrees < 0 ? degrees + 360.0 : degrees;
}

std::optional<double> degreesBetween(const Velocity& a, const Velocity& b)
{
    const double lengths = a.speed() * b.speed();
    if (std::min(a.speed(), b.speed()) < kLeastMoving)
        return std::nullopt;
    const double cosine = std::clamp((a.x * b.x + a.y * b.y) / lengths, -1.0, 1.0);
    return std::acos(cosine) * 180.0 / kPi;
}

std::vector<Region> regionsOf(const Record* motion, double aspect)
{
    std::vector<Region> regions;
    const RecordList* list = motion ? motion->list("regions") : nullptr;
    for (size_t i = 0; list && i < list->size() && i < kMostRegions; ++i) {
        const Record& record = (*list)[i];
        Region region{&record, boxOf(record), record.number("area").value_or(0), std::nullopt};
        const auto vx = record.number("vx"), vy = record.number("vy");
        if (vx && vy)
            region.velocity = Velocity{*vx * aspect, *vy};
        regions.push_back(region);
    }
    return regions;
}

// Coherence: the mean velocity over the mean speed: 1 when all go the same way, 0 when they
// cancel.
void addRegionFacts(const std::vector<Region>& regions, DerivedFacts& facts)
{
    set(facts, Derived::RegionsCount, static_cast<double>(regions.size()));
    Velocity sum;
    double speeds = 0, weights = 0, heights = 0;
    for (const Region& region : regions) {
        if (!region.velocity)
            continue;
        const double weight = weightOf(region);
        sum.x += weight * region.velocity->x;
        sum.y += weight * region.velocity->y;
        speeds += weight * region.velocity->speed();
        heights += weight * region.box.centreY();
        weights += weight;
    }
    if (weights <= 0 || speeds / weights < kLeastMoving)
        return;
    set(facts, Derived::RegionsSpeed, speeds / weights);
    set(facts, Derived::RegionsCoherence, std::min(1.0, sum.speed() / speeds));
    set(facts, Derived::RegionsHeading, headingOf(sum));
    set(facts, Derived::RegionsHeight, std::clamp(heights / weights, 0.0, 1.0));
    set(facts, Derived::RegionsPassing, passingPairs(regions));
    set(facts, Derived::RegionsAgainst, against(regions, {sum.x / weights, sum.y / weights}));
}

}  // namespace animatize
