#include "movement/subject.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "movement/people.h"
#include "movement/regions.h"

namespace animatize {
namespace {

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

constexpr std::string_view kHues = "red orange yellow green cyan blue purple";

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
        if (motionKnown())
            addRegionFacts(regions_, facts_);
        people();
        subject();
        setting();
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

    void people()
    {
        set(Derived::VehiclesCount, vehiclesOf(scene_));
        if (people_)
            addPeopleFacts(*people_, facts_);
    }

    // What the scene record says in lists and signs, so that rules can ask for it.
    void setting()
    {
        const RecordList* types = scene_ ? scene_->list("scene-types") : nullptr;
        for (size_t i = 0; types && i < types->size(); ++i)
            if ((*types)[i].text("name") == "night")
                set(Derived::SettingLights, (*types)[i].number("confidence"));
        if (const auto roll = scene_ ? scene_->number("composition.horizon-roll") : std::nullopt)
            set(Derived::PictureTilt, std::abs(*roll));
        palette();
    }

    // The field with the most among those that are hues; its name outlives the record.
    void palette()
    {
        const auto* colours = scene_ ? scene_->find("colours") : nullptr;
        const auto* shares = colours ? std::get_if<Record>(colours) : nullptr;
        std::string_view best;
        double most = 0;
        for (size_t i = 0; shares && i < shares->fields().size(); ++i) {
            const Field& field = shares->fields()[i];
            const auto* share = std::get_if<double>(&field.value);
            if (!share || *share <= most || !isOneOf(field.name, kHues))
                continue;
            best = kHues.substr(kHues.find(field.name), field.name.size());
            most = *share;
        }
        if (best.empty())
            return;
        set(Derived::PaletteHue, best);
        set(Derived::PaletteShare, most);
    }

    void subject()
    {
        const Person* person = people_ ? bestOf(*people_) : nullptr;
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
        if (camera_)
            set(Derived::CameraToSubject, degreesBetween(*camera_, *region.velocity));
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

std::optional<cv::Rect2d> subjectBox(const Record* motion, const Record* scene,
                                     const FrameTime& time)
{
    const DerivedFacts facts = derive(motion, scene, time);
    const auto value = [&](Derived field) { return facts[static_cast<size_t>(field)].number; };
    const double width = value(Derived::SubjectWidth), height = value(Derived::SubjectHeight);
    if (width <= 0.0 || height <= 0.0)
        return std::nullopt;
    return cv::Rect2d(value(Derived::SubjectX) - width / 2, value(Derived::SubjectY) - height / 2,
                      width, height);
}

}  // namespace animatize
