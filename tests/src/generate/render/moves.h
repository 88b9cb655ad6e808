// All movements of the camera that can be rendered, for tests that ask something of each.
#pragma once

#include <string>
#include <vector>

#include "movement/movement.h"

namespace animatize::test {

inline Movement camera(const std::string& name, const std::string& direction = "",
                       double speed = 0.0)
{
    Movement movement;
    movement.category = "camera_movement";
    movement.name = name;
    if (!direction.empty())
        movement.direction = direction;
    movement.speed = speed;
    return movement;
}

/// Static is the first.
inline const std::vector<Movement>& allMoves()
{
    static const std::vector<Movement> moves = {
        camera("static"),
        camera("push_in", "in"),
        camera("pull_out", "out"),
        camera("zoom", "in"),
        camera("zoom", "out"),
        camera("pan", "left"),
        camera("pan", "right"),
        camera("whip_pan", "right"),
        camera("tilt", "up"),
        camera("tilt", "down"),
        camera("roll", "clockwise"),
        camera("roll", "counterclockwise"),
        camera("truck", "left"),
        camera("truck", "right"),
        camera("pedestal", "up"),
        camera("pedestal", "down"),
        camera("tracking", "left"),
        camera("tracking", "up"),
        camera("arc", "left"),
        camera("arc", "right"),
        camera("dolly_zoom", "in"),
        camera("dolly_zoom", "out"),
        camera("handheld"),
        camera("shaky"),
    };
    return moves;
}

inline std::string nameOf(const Movement& movement)
{
    return movement.name + " " + movement.direction.value_or("");
}

}  // namespace animatize::test
