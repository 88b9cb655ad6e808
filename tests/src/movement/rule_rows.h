// For each built-in rule evidence that makes it fire, as a function of the frame.
#pragma once

#include <functional>
#include <vector>

#include "src/movement/measured.h"

namespace animatize::test {

constexpr int kRowFrames = 200;  // 8 s at 25 frames/s

struct RuleRow {
    const char* rule;
    std::function<Measured(int frame)> measured;
};

std::vector<RuleRow> cameraRows();
std::vector<RuleRow> personRows();
std::vector<RuleRow> thingRows();
std::vector<RuleRow> surroundingsRows();
std::vector<RuleRow> compositionRows();
std::vector<RuleRow> lightRows();
std::vector<RuleRow> pictureRows();  ///< lens, colour, state, transition
std::vector<RuleRow> operatorRows();

/// All of them.
const std::vector<RuleRow>& allRuleRows();

/// A still scene in which a region moves.
Measured moving(const GivenRegion& region);
GivenObject person(double x = 0.4, double y = 0.2);
Measured personMoving(double vx, double vy, double x = 0.4);
Measured personStill();
/// A region whose size grows by `rate` per second about the middle of the frame.
GivenRegion growing(int frame, double rate);
Measured manyRegions(double vx, double spread);
Measured brightness(int frame, double slope);

}  // namespace animatize::test
