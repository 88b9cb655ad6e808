// The analyses of a frame, one file each, and the table that lists them.
//
// What an analysis may read of the record says its row. Those that read the state only may run at
// the same time: each has fields of its own. Values are 0..1 unless said otherwise; what a picture
// can't tell is left out. A new analysis is one file, one declaration here, one row of the table.
#pragma once

#include <span>

#include "scene/analyses/input.h"
#include "scene/scene_result.h"

namespace animatize {

enum class Reads {
    Nothing,  ///< of the record: these run first
    State,    ///< what those wrote
    Others    ///< anything: these run last, in the table's order
};

struct Analysis {
    const char* name;
    void (*run)(const AnalysisInput& input, SceneRecord& record);
    Reads reads;
    const char* caption;
};

std::span<const Analysis> analyses();

void analyseState(const AnalysisInput& input, SceneRecord& record);
void analyseLight(const AnalysisInput& input, SceneRecord& record);
void analyseColour(const AnalysisInput& input, SceneRecord& record);
void analyseLens(const AnalysisInput& input, SceneRecord& record);
void analyseSharpness(const AnalysisInput& input, SceneRecord& record);
void analyseComposition(const AnalysisInput& input, SceneRecord& record);
void analyseDepth(const AnalysisInput& input, SceneRecord& record);
void analyseSceneType(const AnalysisInput& input, SceneRecord& record);
void analyseGoldenHour(const AnalysisInput& input, SceneRecord& record);
void analyseAesthetics(const AnalysisInput& input, SceneRecord& record);
void analyseKeyframe(const AnalysisInput& input, SceneRecord& record);
void analysePhash(const AnalysisInput& input, SceneRecord& record);

}  // namespace animatize
