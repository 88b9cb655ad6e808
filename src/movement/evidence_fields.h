// The fields that rules may ask for: one table, from which the rule reader checks names, units,
// ranges and words, the templates take units, and the documentation is made.
//
// A field of a record that isn't in the table can't be asked for: a misspelt name is an error
// when the rules are read, not a rule that never fires.
#pragma once

#include <string_view>
#include <vector>

namespace animatize {

/// What Evidence works out itself (subject.h), in the order of its table.
enum class Derived {
    CameraSpeed,
    CameraHeading,
    CameraToSubject,
    RegionsCount,
    RegionsCoherence,
    RegionsSpeed,
    RegionsHeading,
    RegionsHeight,
    RegionsPassing,
    RegionsAgainst,
    SubjectPresent,
    SubjectIsPerson,
    SubjectId,
    SubjectX,
    SubjectY,
    SubjectWidth,
    SubjectHeight,
    SubjectSpeed,
    SubjectDrift,
    SubjectDirection,
    SubjectHeading,
    SubjectPassage,
    SubjectAge,
    SubjectScale,
    PeopleCount,
    PeopleConfidence,
    PeopleId,
    PeopleHeight,
    PeopleForeground,
    FacesCount,
    VehiclesCount,
    SettingLights,
    PaletteHue,
    PaletteShare,
    PictureTilt,
    ShotId,
    ShotAge,
    Count
};

/// What the predictor sees over time (changes.h).
enum class Change {
    Brightness,
    BrightnessSwings,
    Flash,
    ColourTemperature,
    Focus,
    PersonSize,
    PanTravel,
    TiltTravel,
    CameraLag,
    SubjectSize,
    SubjectSpeed,
    SubjectBefore,
    SubjectTurn,
    SubjectBends,
    SubjectSwings,
    Count
};

/// What only the operator can know (intent.h).
enum class Asked { Mood, MoodKind, Intensity, Count };

enum class FieldKind { Number, Text, Flag };
enum class FieldSource { Motion, Scene, Derived, Change, Operator, Forecast };

struct EvidenceField {
    std::string_view path;  ///< as rules write it, such as "motion.camera-pan"
    FieldKind kind;
    std::string_view unit;   ///< of numbers: share, 0..1, widths/s, ...; empty for the others
    double lowest, highest;  ///< thresholds outside can never matter
    std::string_view words;  ///< of texts: the possible ones, by blanks; empty = any
    std::string_view meaning;
    FieldSource source;
    int index = 0;            ///< of Derived, Change, Asked or Foreseen
    std::string_view inner;   ///< field of the record, of Motion and Scene
    std::string_view nested;  ///< field of the record that `inner` is; empty: it is a value
};

/// All of them, grouped by source, in a fixed order.
const std::vector<EvidenceField>& evidenceFields();

/// Null when there is no such field.
const EvidenceField* findEvidenceField(std::string_view path);

/// Whether `word` is one of a blank-separated list.
bool isOneOf(std::string_view word, std::string_view words);

}  // namespace animatize
