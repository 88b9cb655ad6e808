// Evidence made by hand: fields by their names in the rules, regions and objects by position.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "movement/evidence.h"

namespace animatize::test {

/// A value of a record: a number, a flag or a word.
using Given = std::variant<double, bool, std::string>;

struct GivenRegion {
    double x = 0, y = 0, width = 0.1, height = 0.1;  ///< shares of the frame
    double vx = 0, vy = 0;                           ///< widths/s, heights/s
    uint64_t id = 1;
    uint32_t age = 50;  ///< frames
    double area = 0;    ///< 0: that of the box
};

struct GivenObject {
    std::string label;
    double x = 0, y = 0, width = 0.1, height = 0.1;
    double confidence = 0.9;
};

/// Fails unless both texts are the same. (Check's own macro keeps pointers into temporaries.)
void isText(const std::string& text, const std::string& expected);

/// What was measured on one frame of 320x180 at 25 frames/s.
class Measured {
  public:
    Measured& set(std::string_view field, Given value);
    Measured& set(std::string_view field, const char* word)
    {
        return set(field, Given(std::string(word)));
    }
    Measured& unset(std::string_view field);
    Measured& add(const GivenRegion& region);
    Measured& add(const GivenObject& object);
    /// A detector that found nobody; without it, and without an object, there is no detector.
    Measured& nobody();
    /// A motion record of a camera that stands and a scene in which nothing moves.
    static Measured still();
    /// An analysed scene record of shot 1 that began at 0.
    Measured& scene();
    Measured& without(std::string_view element);  ///< "motion" or "scene"
    Measured& withoutRegions();
    Measured& withoutObjects();

    const Record* motionRecord();
    const Record* sceneRecord();
    /// Frame `index`; the records are remade, so the evidence lives until the next call.
    Evidence at(int index, double fps = 25.0);

    std::vector<GivenRegion> regions;
    std::map<std::string, double> sceneTypes;  ///< name to confidence
    std::optional<Intent> intent;
    bool shotStartKnown = true;
    uint64_t shotStart = 0;  ///< ns
    std::optional<std::vector<GivenObject>> objects;

  private:
    std::map<std::string, Given, std::less<>> fields_;
    bool motion_ = true, scene_ = true;
    Record motionMade_, sceneMade_;
};

}  // namespace animatize::test
