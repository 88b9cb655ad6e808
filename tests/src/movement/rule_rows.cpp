#include "src/movement/rule_rows.h"

#include <cmath>

namespace animatize::test {

Measured moving(const GivenRegion& region)
{
    Measured measured = Measured::still().scene();
    measured.set("motion.intensity", 0.03).set("motion.pattern", "localized");
    return measured.add(region);
}

GivenObject person(double x, double y)
{
    return {"person", x, y, 0.15, 0.5, 0.9};
}

Measured personMoving(double vx, double vy, double x)
{
    return moving({x, 0.2, 0.15, 0.5, vx, vy}).add(person(x));
}

Measured personStill()
{
    return Measured::still().scene().add(person());
}

GivenRegion growing(int frame, double rate)
{
    const double size = 0.2 * std::exp(rate * (frame % 50) / 25.0);
    return {0.5 - size / 2, 0.5 - size / 2, size, size, 0.0, 0.0, 1, static_cast<uint32_t>(frame)};
}

Measured manyRegions(double vx, double spread)
{
    Measured measured = Measured::still().scene();
    measured.set("motion.intensity", 0.08).set("motion.pattern", "distributed");
    for (int i = 0; i < 6; ++i) {
        const double way = i % 2 ? spread : -spread;
        measured.add(GivenRegion{0.15 * i, 0.1 * i, 0.1, 0.1, vx + way, 0.0, uint64_t(i + 1)});
    }
    return measured;
}

Measured brightness(int frame, double slope)
{
    const double at = 0.5 + slope * (frame - kRowFrames / 2) / 25.0;
    return Measured::still().scene().set("scene.brightness", at);
}

const std::vector<RuleRow>& allRuleRows()
{
    static const std::vector<RuleRow> rows = [] {
        std::vector<RuleRow> all;
        for (const auto& part : {cameraRows(), personRows(), thingRows(), surroundingsRows(),
                                 compositionRows(), lightRows(), pictureRows(), operatorRows()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return rows;
}

}  // namespace animatize::test
