// The half of a manifest that says what answers look like: result, poll, cancel, stream, error.
#pragma once

#include "generate/remote/provider.h"
#include "record/json_reader.h"

namespace animatize {

/// `root` is the reader of the manifest, whose templates have been read already. What is wrong is
/// said by it.
void readAnswers(const JsonReader& root, const JsonValue& manifest, Provider& provider);

}  // namespace animatize
