// What the scene analyzer says: the shot on every frame, the scene record once per analysis.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "record/record.h"

namespace animatize {

/// A detected object; position and size are shares of the frame.
struct SceneObject {
    std::string label;  ///< "face", "person", or the class of a model
    double confidence = 0.0;
    double x = 0, y = 0, width = 0, height = 0;
    uint64_t id = 0;  ///< from 1, the same as long as it is followed; 0: nobody follows it
};

/// The names of scenes, and how much speaks for each, 0..1.
inline constexpr std::array<const char*, 9> kSceneTypes = {
    "landscape", "nature", "urban", "water", "sky", "close-up", "interior", "night", "wide"};
using SceneEvidence = std::array<double, kSceneTypes.size()>;

/// One name of a scene and how much speaks for it, 0..1.
struct SceneLabel {
    std::string name;
    double confidence = 0.0;
};

/// One full analysis of one frame. All doubles 0..1 unless said otherwise.
struct SceneRecord {
    std::string state = "normal";  ///< normal black white flat bars frozen
    std::optional<std::string> sceneType;
    std::optional<double> sceneConfidence;
    std::vector<SceneLabel> sceneTypes;  ///< all that have evidence, the best first, at most four
    SceneEvidence sceneEvidence{};       ///< of this frame alone; not published
    double brightness = 0.0;             ///< mean luma, nominal black 0, nominal white 1
    double contrast = 0.0, colourfulness = 0.0, sharpness = 0.0;
    Record light, lens;                              ///< nested, as the next
    Record depth, composition, aesthetics, colours;  ///< nested; empty ones are left out
    std::optional<double> keyframeScore;
    std::optional<uint64_t> phash;
    Nanoseconds analysedPts;
    /// CV_32F, 18 x 32 cells, 0 = far, 1 = near; empty where `depth` is. Not published as a field;
    /// nobody writes into it any more.
    cv::Mat nearness;
};

struct SceneResult {
    uint32_t frameWidth = 0, frameHeight = 0;
    uint64_t shotId = 0;
    Nanoseconds shotStart;
    std::string transition = "start";                 ///< how the shot began, as in ShotEvent
    std::optional<SceneRecord> scene;                 ///< absent until the shot's first analysis
    std::optional<std::vector<SceneObject>> objects;  ///< absent: no detector, or no answer yet
};

struct ShotEvent {
    std::string event;  ///< begin end
    uint64_t shotId = 0;
    std::string transition = "start";  ///< start cut dissolve fade
    Nanoseconds transitionStart, transitionDuration;
    std::optional<double> score;
    Nanoseconds start;                    ///< of the shot
    Nanoseconds duration;                 ///< of the shot, on end
    Nanoseconds keyframePts;              ///< on end
    std::optional<double> keyframeScore;  ///< on end
    std::optional<std::string> reason;    ///< on end: cut flush caps eos disabled reset
};

struct SceneFrame {
    SceneResult result;
    std::vector<ShotEvent> shots;
    bool analysed = false;  ///< this frame was analysed: a line of JSON
    bool changed = false;   ///< a message is due: state, type, classes, shot, or a value by 0.05
};

Record toRecord(const SceneResult& result);
RecordList toRecords(const std::vector<SceneObject>& objects);
Record toRecord(const ShotEvent& event);

}  // namespace animatize
