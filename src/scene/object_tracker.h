// ObjectTracker: carries the boxes of a detector from frame to frame, and gives things an identity.
//
// A detector answers some frames after it was shown a picture. So the pictures since then are kept
// (a few), and its boxes are followed through them to the present before anyone sees them. What the
// detector sees where something known was is that thing.
//
//   tracker.follow(picture, now);  // each frame
//   tracker.mark();                // that frame goes to a detector
//   ...
//   tracker.take(found);           // what it saw there
//   tracker.objects();             // where that is now
//
// Not thread-safe. Same input, same output.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/reduced_picture.h"
#include "scene/box_matcher.h"
#include "scene/scene_result.h"

namespace animatize {

class ObjectTracker {
  public:
    static constexpr size_t kMostObjects = 64;

    /// The next frame, at `now` ns. Boxes go along, or are given up.
    void follow(const ReducedPicture& picture, uint64_t now);
    /// Remembers the frame that was followed last until take().
    void mark();
    /// What was found in the marked frame; where none was marked, in the last one. From
    /// `ObjectModel::kSure` on it is told; less sure things only if they are known.
    void take(const std::vector<SceneObject>& found);
    /// Another scene. Ids go on.
    void forget();

    /// Best first, at most kMostObjects; boxes are clipped to the frame.
    std::vector<SceneObject> objects() const;

  private:
    struct Picture {
        cv::Mat luma;
        uint64_t now = 0;
    };
    struct Thing {
        Thing(SceneObject found, const cv::Rect2d& box, BoxMatcher looks)
            : object(std::move(found)), box(box), looks(std::move(looks))
        {}

        SceneObject object;  ///< of the last detection, with its id
        cv::Rect2d box;      ///< pixels of the reduced picture
        BoxMatcher looks;
        cv::Point2d speed;  ///< pixels per second
        bool moves = false;
        double missing = 0.0;  ///< seconds
        int steps = 0;
    };
    struct Place {
        uint64_t id = 0;
        std::string label;
        cv::Rect2d box;
    };
    struct Pair {
        double overlap = 0.0;
        size_t thing = 0, place = 0;
    };
    static void step(Thing& thing, const cv::Mat& luma, double seconds);
    bool gone(const Thing& thing) const;
    void keep(const cv::Mat& luma);
    void remember(const Picture& picture);
    void catchUp(Thing& thing, size_t things) const;
    void goOn(Thing& thing) const;
    std::vector<Thing> fresh(const std::vector<SceneObject>& found);
    std::vector<Pair> pairs(const std::vector<Thing>& things) const;
    void identify(std::vector<Thing>& things);
    cv::Rect2d pixels(const SceneObject& object) const;

    static constexpr size_t kMostKept = 16;
    std::vector<Thing> things_;
    ReducedPicture shape_;  ///< of the pictures, without their pixels
    Picture last_;
    bool marked_ = false;
    std::vector<Picture> since_;  ///< the mark and what followed, at most kMostKept and the last
    size_t framesSince_ = 0, stride_ = 1;
    std::vector<Place> atMark_;
    uint64_t nextId_ = 1;
};

}  // namespace animatize
