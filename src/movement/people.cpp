#include "movement/people.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr double kLeastObject = 0.3;  // confidence below which a detection is not believed
constexpr size_t kMostPeople = 32;
constexpr std::string_view kVehicles = "bicycle car motorcycle bus train truck boat airplane";

void set(DerivedFacts& facts, Derived field, Fact fact)
{
    facts[static_cast<size_t>(field)] = fact;
}

double confidenceOf(const Record& object)
{
    return std::clamp(object.number("confidence").value_or(0), 0.0, 1.0);
}

bool isInsideOfBody(const Person& face, const std::vector<Person>& people)
{
    return std::any_of(people.begin(), people.end(), [&](const Person& other) {
        return !other.face && overlap(face.box, other.box) > 0.6 * face.box.area();
    });
}

// Cut off by the bottom and by one side, as a shoulder in front of the lens is.
bool standsInFront(const Person& person)
{
    const Box& box = person.box;
    const bool side = box.x <= kSubjectEdge || box.x + box.width >= 1 - kSubjectEdge;
    return !person.face && side && box.y + box.height >= 1 - kSubjectEdge;
}

// The tallest one in front over the tallest of the others, who must not be hidden behind them.
std::optional<double> foregroundOf(const std::vector<Person>& people)
{
    const Person* front = nullptr;
    for (const Person& person : people)
        if (standsInFront(person) && (!front || person.box.height > front->box.height))
            front = &person;
    double next = 0;
    for (const Person& person : people)
        if (front && &person != front && !person.face &&
            overlap(person.box, front->box) < 0.5 * person.box.area())
            next = std::max(next, person.box.height);
    return next > 0 ? std::optional(std::max(1.0, front->box.height / next)) : std::nullopt;
}

}  // namespace

std::optional<std::vector<Person>> peopleOf(const Record* scene)
{
    const RecordList* list = scene ? scene->list("objects") : nullptr;
    if (!list)
        return std::nullopt;
    std::vector<Person> people;
    for (const Record& record : *list) {
        const auto label = record.text("class");
        const double confidence = confidenceOf(record);
        if (label && (*label == "person" || *label == "face") && confidence >= kLeastObject &&
            people.size() < kMostPeople)
            people.push_back({boxOf(record), confidence, *label == "face", record.number("id")});
    }
    return people;
}

const Person* bestOf(const std::vector<Person>& people)
{
    const auto worth = [](const Person& p) { return p.confidence * std::sqrt(p.box.area()); };
    const Person* best = nullptr;
    for (const Person& person : people)
        if (!best || worth(person) > worth(*best))
            best = &person;
    return best;
}

// A face takes about a seventh of a standing body's height, and half of a close-up's frame; a
// whole body that is detected fits into the frame.
std::string_view scaleOf(const Person& person)
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

void addPeopleFacts(const std::vector<Person>& people, DerivedFacts& facts)
{
    double faces = 0, bodies = 0, best = 0;
    for (const Person& person : people) {
        best = std::max(best, person.confidence);
        faces += person.face;
        bodies += !person.face || !isInsideOfBody(person, people);
    }
    set(facts, Derived::FacesCount, faces);
    set(facts, Derived::PeopleCount, bodies);
    if (people.empty())
        return;
    set(facts, Derived::PeopleConfidence, best);
    set(facts, Derived::PeopleId, bestOf(people)->id);
    set(facts, Derived::PeopleHeight, bestOf(people)->box.height);
    set(facts, Derived::PeopleForeground, foregroundOf(people));
}

std::optional<double> vehiclesOf(const Record* scene)
{
    const RecordList* list = scene ? scene->list("objects") : nullptr;
    if (!list)
        return std::nullopt;
    double vehicles = 0;
    for (const Record& record : *list) {
        const auto label = record.text("class");
        vehicles += label && isOneOf(*label, kVehicles) && confidenceOf(record) >= kLeastObject;
    }
    return vehicles;
}

}  // namespace animatize
