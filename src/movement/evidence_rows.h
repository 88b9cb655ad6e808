// The rows of the table of evidence that stand in the two records as they are.
#pragma once

#include "movement/evidence_fields.h"

namespace animatize {

using EvidenceRows = std::vector<EvidenceField>;

constexpr double kNoBound = 1e9;  ///< of a value without a natural one

/// A row; who lists it fills in the source.
EvidenceField numberField(std::string_view path, std::string_view unit, double lowest,
                          double highest, std::string_view meaning);
EvidenceField textField(std::string_view path, std::string_view words, std::string_view meaning);
EvidenceField flagField(std::string_view path, std::string_view meaning);

EvidenceRows motionRows();
/// In groups of the record: itself, composition and depth, light, lens, colours, aesthetics.
EvidenceRows sceneRows();
EvidenceRows compositionRows();
EvidenceRows lookRows();

}  // namespace animatize
