#include "scene/object_tracker.h"

#include <algorithm>
#include <cmath>

#include "scene/detection_grid.h"
#include "scene/object_model.h"

namespace animatize {
namespace {

constexpr double kHolds = 0.5;        // correlation with which a thing is still there
constexpr double kLost = 0.4;         // seconds without
constexpr double kFastest = 0.5;      // picture widths per second, of what has no speed yet
constexpr double kLeastReach = 3.0;   // pixels
constexpr double kMostReach = 16.0;   // pixels
constexpr double kSpeedMemory = 0.5;  // seconds
constexpr double kLeastInside = 0.4;  // of a box, in the frame
constexpr double kSameThing = 0.3;    // intersection over union in the same frame
constexpr int kResizes = 4;           // in each so many frames a new size is tried
constexpr size_t kMostMatches = 256;  // in a frame, to catch up
constexpr double kSecond = 1e9;

double reachOf(double seconds, double speed, bool moves, int width)
{
    const double wide = moves ? 0.5 * speed * seconds : kFastest * width * seconds;
    return std::clamp(wide, kLeastReach, kMostReach);
}

bool samePixels(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0.0;
}

}  // namespace

cv::Rect2d ObjectTracker::pixels(const SceneObject& object) const
{
    const double across = shape_.frameWidth / shape_.stepX;
    const double down = shape_.frameHeight / shape_.stepY;
    return {object.x * across, object.y * down, object.width * across, object.height * down};
}

void ObjectTracker::step(Thing& thing, const cv::Mat& luma, double seconds)
{
    const double reach =
        reachOf(seconds, cv::norm(thing.speed), thing.moves, std::max(luma.cols, luma.rows));
    const cv::Rect2d expected = thing.box + thing.speed * seconds;
    const bool resizes = ++thing.steps % kResizes == 0;
    const BoxMatcher::Match match = thing.looks.find(luma, expected, reach, resizes);
    if (match.score < kHolds) {
        thing.missing += seconds;
        thing.box = expected;
        return;
    }
    if (seconds > 0.0) {
        const cv::Point2d middle = (match.box.tl() + match.box.br()) / 2.0;
        const cv::Point2d speed = (middle - (thing.box.tl() + thing.box.br()) / 2.0) / seconds;
        const double news = thing.moves ? 1.0 - std::exp(-seconds / kSpeedMemory) : 1.0;
        thing.speed += news * (speed - thing.speed);
        thing.moves = true;
    }
    thing.missing = 0.0;
    thing.box = match.box;
    thing.looks.learn(luma, thing.box);
}

bool ObjectTracker::gone(const Thing& thing) const
{
    const cv::Rect2d frame(0, 0, last_.luma.cols, last_.luma.rows);
    return thing.missing > kLost || (thing.box & frame).area() < kLeastInside * thing.box.area();
}

void ObjectTracker::follow(const ReducedPicture& picture, uint64_t now)
{
    const bool other = picture.luma.size() != last_.luma.size();
    if (other)
        forget();
    const double seconds =
        other || now <= last_.now ? 0.0 : static_cast<double>(now - last_.now) / kSecond;
    const bool busy = marked_ || !things_.empty();
    const bool still = busy && samePixels(picture.luma, last_.luma);
    shape_ = picture;
    shape_.luma.release();
    shape_.thumb.release();
    last_.now = now;
    if (!still)
        keep(picture.luma);
    if (marked_)
        remember(last_);
    if (still)
        return;
    for (Thing& thing : things_)
        step(thing, last_.luma, seconds);
    std::erase_if(things_, [this](const Thing& thing) { return gone(thing); });
}

// Memory that is among those since the mark is not written again.
void ObjectTracker::keep(const cv::Mat& luma)
{
    if (marked_)
        last_.luma.release();
    luma.copyTo(last_.luma);
}

void ObjectTracker::mark()
{
    marked_ = !last_.luma.empty();
    since_.clear();
    atMark_.clear();
    framesSince_ = 0;
    stride_ = 1;
    if (!marked_)
        return;
    since_.push_back(last_);
    for (const Thing& thing : things_)
        atMark_.push_back({thing.object.id, thing.object.label, thing.box});
}

// At even distances; when there are too many at twice the distance, but never without the first.
void ObjectTracker::remember(const Picture& picture)
{
    if (++framesSince_ % stride_ != 0)
        return;
    since_.push_back(picture);
    if (since_.size() <= kMostKept)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < since_.size(); i += 2)
        since_[kept++] = since_[i];
    since_.resize(kept);
    stride_ *= 2;
}

// With many things in fewer and longer steps: what it may cost is bounded.
void ObjectTracker::catchUp(Thing& thing, size_t things) const
{
    const size_t most = std::max<size_t>(1, kMostMatches / things);
    const size_t count = since_.size() - 1;
    const size_t stride = (count + most - 1) / most;
    for (size_t i = 0; i < count;) {
        const size_t next = std::min(i + stride, count);
        const uint64_t from = since_[i].now, to = since_[next].now;
        step(thing, since_[next].luma, to > from ? static_cast<double>(to - from) / kSecond : 0.0);
        i = next;
    }
}

std::vector<ObjectTracker::Thing> ObjectTracker::fresh(const std::vector<SceneObject>& found)
{
    std::vector<Thing> things;
    for (const SceneObject& object : found) {
        const cv::Rect2d box = pixels(object);
        if (things.size() < kMostObjects && box.area() > 0.0)
            things.emplace_back(object, box, BoxMatcher(since_.front().luma, box));
    }
    return things;
}

// What may be what, best overlap first: in the marked frame both are seen at the same time.
std::vector<ObjectTracker::Pair> ObjectTracker::pairs(const std::vector<Thing>& things) const
{
    std::vector<Pair> pairs;
    for (size_t t = 0; t < things.size(); ++t)
        for (size_t p = 0; p < atMark_.size(); ++p) {
            const double overlap = overlapOf(things[t].box, atMark_[p].box);
            if (overlap >= kSameThing && things[t].object.label == atMark_[p].label)
                pairs.push_back({overlap, t, p});
        }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.overlap > b.overlap; });
    return pairs;
}

// Those that are neither known nor sure are left out.
void ObjectTracker::identify(std::vector<Thing>& things)
{
    for (Thing& thing : things)
        thing.object.id = 0;
    std::vector<bool> taken(atMark_.size());
    for (const Pair& pair : pairs(things)) {
        uint64_t& id = things[pair.thing].object.id;
        if (id != 0 || taken[pair.place])
            continue;
        id = atMark_[pair.place].id;
        taken[pair.place] = true;
    }
    std::erase_if(things, [](const Thing& thing) {
        return thing.object.id == 0 && thing.object.confidence < ObjectModel::kSure;
    });
    for (Thing& thing : things)
        if (thing.object.id == 0)
            thing.object.id = nextId_++;
}

// What is known already is expected where its way leads.
void ObjectTracker::goOn(Thing& thing) const
{
    for (const Thing& old : things_)
        if (old.object.id == thing.object.id) {
            thing.speed = old.speed;
            thing.moves = old.moves;
        }
}

void ObjectTracker::take(const std::vector<SceneObject>& found)
{
    if (last_.luma.empty())
        return;
    if (!marked_)
        mark();
    if (since_.back().now != last_.now)
        since_.push_back(last_);
    std::vector<Thing> things = fresh(found);
    identify(things);
    for (Thing& thing : things) {
        goOn(thing);
        catchUp(thing, things.size());
    }
    std::erase_if(things, [this](const Thing& thing) { return gone(thing); });
    std::stable_sort(things.begin(), things.end(), [](const Thing& a, const Thing& b) {
        return a.object.confidence > b.object.confidence;
    });
    things_ = std::move(things);
    marked_ = false;
    since_.clear();
    atMark_.clear();
}

void ObjectTracker::forget()
{
    things_.clear();
    atMark_.clear();
    since_.clear();
    marked_ = false;
    last_ = {};
}

std::vector<SceneObject> ObjectTracker::objects() const
{
    std::vector<SceneObject> objects;
    const cv::Rect2d frame(0, 0, shape_.frameWidth / std::max(1.0, shape_.stepX),
                           shape_.frameHeight / std::max(1.0, shape_.stepY));
    for (const Thing& thing : things_) {
        const cv::Rect2d box = thing.box & frame;
        SceneObject object = thing.object;
        object.x = box.x / frame.width;
        object.y = box.y / frame.height;
        object.width = box.width / frame.width;
        object.height = box.height / frame.height;
        objects.push_back(std::move(object));
    }
    return objects;
}

}  // namespace animatize
