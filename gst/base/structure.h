// Records <-> GstStructures: metadata and messages carry what the core says.
#pragma once

#include <gst/gst.h>

#include "gst/base/ref.h"
#include "record/record.h"

namespace animatize {

/// Sets every field; lists become GstValueArrays of structures.
void setFields(GstStructure* structure, const Record& record);
StructureRef toStructure(const Record& record, const char* name);
/// Whether a field is the same text in both. Cheaper than reading the structure.
bool isSameText(const GstStructure* structure, const Record& record, const char* field);
/// Fields of types that a record doesn't know are left out.
Record toRecord(const GstStructure* structure);

}  // namespace animatize
