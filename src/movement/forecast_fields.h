// The fields under "forecast." that rules may ask for: their names, and their rows of the table of
// evidence_fields.h.
#pragma once

#include <vector>

#include "movement/evidence_fields.h"

namespace animatize {

/// What is to come (forecast.h).
enum class Foreseen {
    CameraPan500ms,
    CameraPan1s,
    CameraTilt500ms,
    CameraTilt1s,
    CameraZoom500ms,
    CameraZoom1s,
    CameraRoll500ms,
    CameraRoll1s,
    CameraRest,
    SubjectX500ms,
    SubjectX1s,
    SubjectY500ms,
    SubjectY1s,
    SubjectWidth500ms,
    SubjectWidth1s,
    SubjectHeight500ms,
    SubjectHeight1s,
    SubjectVx500ms,
    SubjectVx1s,
    SubjectVy500ms,
    SubjectVy1s,
    SubjectExit,
    SubjectExitSide,
    SwayPeriod,
    SwayStrength,
    SurgePeriod,
    SurgeStrength,
    LightPeriod,
    LightStrength,
    ShotLength,
    ShotRegularity,
    NextCut,
    NextCutConfidence,
    CutWithinSecond,
    Count
};

/// In the order of Foreseen; source and index are the table's to fill in.
std::vector<EvidenceField> forecastRows();

}  // namespace animatize
