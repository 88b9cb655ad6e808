// What the motion detector says about one frame, in the units of the contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "record/record.h"

namespace animatize {

/// What the camera does from the previous to this frame, per second of stream time.
struct CameraMotion {
    double pan = 0.0;   ///< frame widths/s, > 0: camera to the right
    double tilt = 0.0;  ///< frame heights/s, > 0: camera up
    double zoom = 0.0;  ///< d ln(scale)/s, > 0: in
    double roll = 0.0;  ///< degrees/s, > 0: camera clockwise (content counter-clockwise)
};

/// One moving thing. Position and size are shares of the frame, x y the top left corner.
struct MotionRegion {
    uint64_t id = 0;  ///< from 1, kept while the thing is followed
    double x = 0, y = 0, width = 0, height = 0;
    double area = 0;               ///< share of the frame under the mask
    std::optional<double> vx, vy;  ///< frame widths/s and heights/s, camera motion taken out
    uint32_t age = 0;              ///< frames
};

struct MotionResult {
    uint32_t frameWidth = 0, frameHeight = 0;
    bool warmingUp = true;
    double intensity = 0.0;    ///< share of the watched area that moves against the scene
    double environment = 0.0;  ///< share of the watched area that sways in place (leaves, water)
    double shadow = 0.0;       ///< share of the watched area that is only a moving shadow
    std::optional<double> flowMagnitude;      ///< median speed of moving pixels, frame heights/s
    std::optional<double> direction;          ///< degrees, 0 right, 90 up; absent: nothing moves
    std::optional<std::string> cameraMotion;  ///< label; absent before there is one
    std::optional<CameraMotion> camera;       ///< absent when confidence < 0.2
    double cameraConfidence = 0.0;            ///< 0..1
    std::optional<std::string> steadiness;    ///< locked smooth handheld shaky
    std::optional<double> cameraParallax;  ///< of the speed, what depth makes of it; see Parallax
    std::optional<std::string> cameraTranslation;  ///< none push pull truck pedestal
    std::string pattern = "none";                  ///< none localized distributed
    std::optional<uint64_t> eventId;
    std::vector<MotionRegion> regions;  ///< at most 64, biggest first
    /// Where the environment sways: CV_8UC1 cells over the picture, 255 or 0, which nobody writes
    /// into any more; empty: nowhere. Not published, as how long this view was watched for that.
    cv::Mat sways;
    double swaysFor = 0.0;  ///< seconds
};

/// A motion event begins, goes on (at most once a second) or ends.
struct MotionEvent {
    std::string event;  ///< begin update end
    uint64_t id = 0;
    std::optional<std::string> zone;
    double intensity = 0.0, peak = 0.0;
    double x = 0, y = 0, width = 0, height = 0;  ///< hull of all that moved so far
    std::optional<std::string> reason;  ///< on end: still cut flush caps eos disabled reset
    Nanoseconds start;                  ///< onset; unknown without timestamps
    Nanoseconds duration;               ///< onset to the last moving frame
};

/// The camera's label changed.
struct CameraChange {
    std::string motion;
    std::optional<CameraMotion> camera;
    std::optional<std::string> steadiness;
};

struct MotionFrame {
    MotionResult result;
    std::vector<MotionEvent> events;
    std::optional<CameraChange> camera;

    /// As new, in the memory that it has.
    void clear();
};

/// As the metadata and the JSON lines carry it.
Record toRecord(const MotionResult& result);
/// The same into a record that was filled before, whose memory is used again.
void fill(Record& record, const MotionResult& result);
/// As the messages carry it; the span (timestamp, duration) is not part of the record.
Record toRecord(const MotionEvent& event);
Record toRecord(const CameraChange& change);

}  // namespace animatize
