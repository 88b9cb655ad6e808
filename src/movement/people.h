// The people of a frame, as far as a detector saw them: how many, how large, who stands in front.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "movement/evidence.h"
#include "movement/regions.h"
#include "record/record.h"

namespace animatize {

/// Share of the frame: what is closer to the border than this touches it.
constexpr double kSubjectEdge = 0.015;

struct Person {
    Box box;
    double confidence = 0;
    bool face = false;
    std::optional<double> id;  ///< while it is followed
};

/// At most 32; absent when there is no detector, or no answer of it yet.
std::optional<std::vector<Person>> peopleOf(const Record* scene);

/// The surest and largest; null when there is nobody.
const Person* bestOf(const std::vector<Person>& people);

/// CineScale's names: ECU CU MCU MS MLS LS ELS.
std::string_view scaleOf(const Person& person);

/// The "people." and "faces." facts.
void addPeopleFacts(const std::vector<Person>& people, DerivedFacts& facts);

/// How many things of the record are vehicles (by COCO's names); absent without a detector.
std::optional<double> vehiclesOf(const Record* scene);

}  // namespace animatize
