// The contract's metadata: GstCustomMetas tagged "video", so that they survive conversion,
// scaling, rate changes and encoders.
#pragma once

#include <optional>

#include <gst/gst.h>

#include "record/record.h"

namespace animatize {

inline constexpr char kMotionMeta[] = "AnimatizeMotion";
inline constexpr char kSceneMeta[] = "AnimatizeScene";
inline constexpr char kPromptMeta[] = "AnimatizePrompt";
inline constexpr char kKeyframeMeta[] = "AnimatizeKeyframe";
inline constexpr char kGeneratorMeta[] = "AnimatizeGenerator";

/// Once per process, before the first element is made.
void registerCustomMetas();

/// Puts the record on a writable buffer in place of what was there under this name. The fields
/// `version`, `frame-width` and `frame-height` are added in front.
void attachMeta(GstBuffer* buffer, const char* name, uint32_t frameWidth, uint32_t frameHeight,
                const Record& record);

/// The structure under this name, owned by the buffer; null when it has none.
const GstStructure* findStructure(GstBuffer* buffer, const char* name);
/// The same as a record; empty when the buffer has none.
std::optional<Record> findMeta(GstBuffer* buffer, const char* name);

}  // namespace animatize
