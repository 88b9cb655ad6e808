#include "movement/subject.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace animatize {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kLeastMoving = 0.005;  // heights/s: slower has no direction
constexpr double kLeastObject = 0.3;    // confidence below which a detection is not believed

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    double centreX() const { return x + width / 2; }
    double centreY() const { return y + height / 2; }
    double area() const { return width * height; }
};

struct Velocity {
    double x = 0, y = 0;  ///< heights/s, y down
    double speed() const { return std::hypot(x, y); }
};

struct Region {
    const Record* record = nullptr;
    Box box;
    double area = 0;
    std::optional<Velocity> velocity;
};

struct Person {
    Box box;
    double confidence = 0;
    bool face = false;
};

Box boxOf(const Record& record)
{
    const auto share = [&](const char* name) {
        return std::clamp(record.number(name).value_or(0.0), 0.0, 1.0);
    };
    return {share("x"), share("y"), share("width"), share("height")};
}

double overlap(const Box& a, const Box& b)
{
    const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return width > 0 && height > 0 ? width * height : 0.0;
}

// Half the size more on each side: since the detection the person may have moved on.
Box grown(const Box& box)
{
    return {box.x - box.width / 2, box.y - box.height / 2, box.width * 2, box.height * 2};
}

// The frame's shape; a record without a size has square one.
double aspectOf(const Record* motion)
{
    const double width = motion ? motion->number("frame-width").value_or(0) : 0;
    const double height = motion ? motion->number("frame-height").value_or(0) : 0;
    return width > 0 && height > 0 ? width / height : 1.0;
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

std::vector<Region> regionsOf(const Record* motion, double aspect)
{
    std::vector<Region> regions;
    const RecordList* list = motion ? motion->list("regions") : nullptr;
    for (size_t i = 0; list && i < list->size() && i < 64; ++i) {
        const Record& record = (*list)[i];
        Region region{&record, boxOf(record), record.number("area").value_or(0), std::nullopt};
        const auto vx = record.number("vx"), vy = record.number("vy");
        if (vx && vy)
            region.velocity = Velocity{*vx * aspect, *vy};
        regions.push_back(region);
    }
    return regions;
}

// Absent when there is no detector, or no answer of it yet.
std::optional<std::vector<Person>> peopleOf(const Record* scene)
{
    const RecordList* list = scene ? scene->list("objects") : nullptr;
    if (!list)
        return std::nullopt;
    std::vector<Person> people;
    for (const Record& record : *list) {
        const auto label = record.text("class");
        const double confidence = std::clamp(record.number("confidence").value_or(0), 0.0, 1.0);
        if (label && (*label == "person" || *label == "face") && confidence >= kLeastObject &&
            people.size() < 32)
            people.push_back({boxOf(record), confidence, *label == "face"});
    }
    return people;
}

class Deriver {
  public:
    Deriver(const Record* motion, const Record* scene, const FrameTime& time)
        : motion_(motion),
          scene_(scene),
          time_(time),
          aspect_(aspectOf(motion)),
          regions_(regionsOf(motion, aspect_)),
          people_(peopleOf(scene))
    {}

    DerivedFacts facts()
    {
        camera();
        regions();
        people();
        subject();
        shot();
        return facts_;
    }

  private:
    void set(Derived field, Fact fact) { facts_[static_cast<size_t>(field)] = fact; }

    void camera()
    {
        const auto pan = motion_ ? motion_->number("camera-pan") : std::nullopt;
        const auto tilt = motion_ ? motion_->number("camera-tilt") : std::nullopt;
        if (!pan || !tilt)
            return;
        camera_ = Velocity{*pan * aspect_, -*tilt};
        set(Derived::CameraSpeed, camera_->speed());
        if (camera_->speed() >= kLeastMoving)
            set(Derived::CameraHeading, headingOf(*camera_));
    }

    // The mean velocity over the mean speed: 1 when all go the same way, 0 when they cancel.
    void regions()
    {
        if (!motionKnown())
            return;
        set(Derived::RegionsCount, static_cast<double>(regions_.size()));
        Velocity sum;
        double speeds = 0, weights = 0;
        for (const Region& region : regions_) {
            if (!region.velocity)
                continue;
            const double weight = std::max(region.area, 1e-6);
            sum.x += weight * region.velocity->x;
            sum.y += weight * region.velocity->y;
            speeds += weight * region.velocity->speed();
            weights += weight;
        }
        if (weights <= 0 || speeds / weights < kLeastMoving)
            return;
        set(Derived::RegionsSpeed, speeds / weights);
        set(Derived::RegionsCoherence, std::min(1.0, sum.speed() / speeds));
        set(Derived::RegionsHeading, headingOf(sum));
    }

    void people()
    {
        if (!people_)
            return;
        double faces = 0, bodies = 0, best = 0;
        for (const Person& person : *people_) {
            best = std::max(best, person.confidence);
            faces += person.face;
            bodies += !person.face || !insideOfBody(person);
        }
        set(Derived::FacesCount, faces);
        set(Derived::PeopleCount, bodies);
        if (!people_->empty())
            set(Derived::PeopleConfidence, best);
    }

    bool insideOfBody(const Person& face) const
    {
        return std::any_of(people_->begin(), people_->end(), [&](const Person& other) {
            return !other.face && overlap(face.box, other.box) > 0.6 * face.box.area();
        });
    }

    void subject()
    {
        const Person* person = bestPerson();
        const Region* region = person ? regionAt(*person) : biggestRegion();
        if (people_)
            set(Derived::SubjectIsPerson, person ? 1.0 : 0.0);
        if (!person && !region) {
            if (people_ || motionKnown())
                set(Derived::SubjectPresent, 0.0);
            return;
        }
        set(Derived::SubjectPresent, 1.0);
        place(region ? region->box : person->box);
        if (person)
            set(Derived::SubjectScale, scaleOf(*person));
        if (region)
            moving(*region);
        else if (motionKnown())
            standing();
    }

    const Person* bestPerson() const
    {
        const Person* best = nullptr;
        const auto worth = [](const Person& p) { return p.confidence * std::sqrt(p.box.area()); };
        for (size_t i = 0; people_ && i < people_->size(); ++i) {
            const Person& person = (*people_)[i];
            if (!best || worth(person) > worth(*best))
                best = &person;
        }
        return best;
    }

    const Region* biggestRegion() const
    {
        const auto found =
            std::max_element(regions_.begin(), regions_.end(),
                             [](const Region& a, const Region& b) { return a.area < b.area; });
        return found == regions_.end() ? nullptr : &*found;
    }

    // The region that covers most of the person's surroundings, and is about as large: a
    // person in front of a moving lorry does not move like the lorry.
    const Region* regionAt(const Person& person) const
    {
        const Box around = grown(person.box);
        const Region* best = nullptr;
        double most = 0;
        for (const Region& region : regions_) {
            const double shared = overlap(region.box, around);
            const bool mostlyThere = shared >= 0.5 * region.box.area();
            if (mostlyThere && shared > most) {
                best = &region;
                most = shared;
            }
        }
        return best;
    }

    void place(const Box& box)
    {
        box_ = box;
        set(Derived::SubjectX, box.centreX());
        set(Derived::SubjectY, box.centreY());
        set(Derived::SubjectWidth, box.width);
        set(Derived::SubjectHeight, box.height);
    }

    void moving(const Region& region)
    {
        const auto id = region.record->number("id");
        const auto age = region.record->number("age");
        set(Derived::SubjectId, id);
        if (age && time_.duration > 0)
            set(Derived::SubjectAge, *age * static_cast<double>(time_.duration) / 1e9);
        if (!region.velocity)
            return;
        set(Derived::SubjectSpeed, region.velocity->speed());
        drift(*region.velocity);
        if (region.velocity->speed() < kLeastMoving)
            return;
        set(Derived::SubjectDirection, degreesOf(*region.velocity));
        set(Derived::SubjectHeading, headingOf(*region.velocity));
        set(Derived::SubjectPassage, passage(headingOf(*region.velocity)));
    }

    void standing()
    {
        set(Derived::SubjectSpeed, 0.0);
        drift(Velocity{});
    }

    // The scene moves against the camera, and the subject's speed is against the scene.
    void drift(const Velocity& subject)
    {
        if (camera_)
            set(Derived::SubjectDrift, std::hypot(subject.x - camera_->x, subject.y - camera_->y));
    }

    std::string_view passage(std::string_view heading) const
    {
        const bool left = box_.x <= kSubjectEdge, right = box_.x + box_.width >= 1 - kSubjectEdge;
        const bool top = box_.y <= kSubjectEdge, bottom = box_.y + box_.height >= 1 - kSubjectEdge;
        const bool behind = heading == "right"  ? left
                            : heading == "left" ? right
                            : heading == "down" ? top
                                                : bottom;
        const bool ahead = heading == "right"  ? right
                           : heading == "left" ? left
                           : heading == "down" ? bottom
                                               : top;
        if (behind == ahead)
            return "inside";
        return behind ? "entering" : "leaving";
    }

    // CineScale's names. A face takes about a seventh of a standing body's height, and half of
    // a close-up's frame; a whole body that is detected fits into the frame.
    static std::string_view scaleOf(const Person& person)
    {
        const double height = person.box.height;
        if (!person.face)
            return height >= 0.9 ? "MLS" : height >= 0.45 ? "LS" : "ELS";
        return height >= 0.7    ? "ECU"
               : height >= 0.38 ? "CU"
               : height >= 0.24 ? "MCU"
               : height >= 0.15 ? "MS"
               : height >= 0.1  ? "MLS"
               : height >= 0.04 ? "LS"
                                : "ELS";
    }

    void shot()
    {
        if (const auto id = scene_ ? scene_->number("shot-id") : std::nullopt)
            set(Derived::ShotId, *id);
        const auto start = nanosecondsOf(scene_ ? scene_->find("shot-start") : nullptr);
        if (start && time_.pts && *time_.pts >= *start)
            set(Derived::ShotAge, secondsBetween(*start, *time_.pts));
    }

    // While the detector warms up, no region doesn't mean that nothing moves.
    bool motionKnown() const
    {
        return motion_ && motion_->find("intensity") &&
               motion_->number("warming-up").value_or(0.0) == 0.0;
    }

    const Record* motion_;
    const Record* scene_;
    const FrameTime& time_;
    double aspect_;
    std::vector<Region> regions_;
    std::optional<std::vector<Person>> people_;
    std::optional<Velocity> camera_;
    Box box_;
    DerivedFacts facts_;
};

}  // namespace

DerivedFacts derive(const Record* motion, const Record* scene, const FrameTime& time)
{
    return Deriver(motion, scene, time).facts();
}

}  // namespace animatize
