// What moves by itself: foliage where it is green, the subject along its way, and nothing torn.
#include "generate/render/scene_motion.h"

#include <cmath>

#include "generate/render/move_renderer.h"
#include "src/generate/render/moves.h"
#include "src/generate/render/outdoors.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

const cv::Size kSize(320, 180);
const cv::Rect kHedge(0, 90, 160, 90);
const cv::Rect2d kBox(0.4, 0.3, 0.2, 0.4);
const NodeGrid kGrid{{164, 94}, 2, 4, kSize};

Movement moving(const std::string& category, const std::string& name,
                const std::string& direction = "", double speed = 0.0)
{
    Movement movement = test::camera(name, direction, speed);
    movement.category = category;
    return movement;
}

Movement sway()
{
    return moving("environment_animation", "foliage_sway", "", 0.04);
}

Movement walk(const std::string& direction, double speed = 0.02)
{
    return moving("character_action", "move", direction, speed);
}

Movement drift(const std::string& direction, double speed = 0.0)
{
    return moving("environment_animation", "clouds_drift", direction, speed);
}

/// Clouds above, a wood and ground from the middle on.
SceneMotion outdoors(const std::vector<Movement>& movements, double pixelAspect = 1.0)
{
    return {{test::landscape(kSize), std::nullopt, pixelAspect}, kGrid, movements, 1};
}

Movement ripple(double speed = 0.04)
{
    return moving("environment_animation", "water_ripple", "", speed);
}

/// Grey all over, and swaying in a part of it.
const cv::Rect kLake(40, 90, 240, 90);

Scenery lake(const cv::Rect& part = kLake)
{
    cv::Mat look, grey = test::texture(kSize.width, kSize.height, 4), sways(45, 80, CV_8UC1);
    cv::merge(std::vector<cv::Mat>{grey, grey, grey}, look);
    sways = 0;
    sways(cv::Rect(part.tl() / 4, part.size() / 4)) = 255;
    return {look, std::nullopt, 1.0, sways};
}

/// Grey all over, and a green hedge full of detail in one corner.
cv::Mat garden()
{
    cv::Mat picture, grey = test::texture(kSize.width, kSize.height, 3);
    cv::merge(std::vector<cv::Mat>{grey, grey, grey}, picture);
    cv::Mat hedge = picture(kHedge);
    cv::multiply(hedge, cv::Scalar(0.3, 1.0, 0.3), hedge);
    return picture;
}

SceneMotion motionOf(const std::vector<Movement>& movements, uint64_t seed = 1)
{
    return {{garden(), kBox}, kGrid, movements, seed};
}

cv::Vec2f movedAt(const cv::Mat_<cv::Vec2f>& field, const cv::Point& pixel)
{
    return field((pixel.y + kGrid.pad) / kGrid.step, (pixel.x + kGrid.pad) / kGrid.step) *
           float(kGrid.step);
}

/// The steepest change of a field from node to node: from 1 on, it would fold over.
double steepest(const cv::Mat_<cv::Vec2f>& field)
{
    double most = 0.0;
    for (int row = 1; row < field.rows; ++row)
        for (int column = 1; column < field.cols; ++column)
            most = std::max({most, cv::norm(field(row, column) - field(row, column - 1)),
                             cv::norm(field(row, column) - field(row - 1, column))});
    return most;
}

START_TEST(onlyWhatIsGreenSways)
{
    const SceneMotion motion = motionOf({sway()});
    double most = 0.0;
    for (double t = 0.3; t <= 1.0; t += 0.1) {
        const cv::Mat_<cv::Vec2f> field = motion.at(t);
        most = std::max(most, cv::norm(movedAt(field, {80, 135})));
        ck_assert_double_eq(cv::norm(movedAt(field, {240, 135})), 0.0);
        ck_assert_double_eq(cv::norm(movedAt(field, {80, 40})), 0.0);
        ck_assert_double_lt(steepest(field), 0.3);
    }
    ck_assert_double_gt(most, 0.2);
    ck_assert_double_lt(most, 0.008 * kSize.height);
}
END_TEST

START_TEST(theSwayIsTheSeeds)
{
    const auto field = [](uint64_t seed) { return motionOf({sway()}, seed).at(0.6); };
    ck_assert_double_eq(cv::norm(field(1), field(1), cv::NORM_INF), 0.0);
    ck_assert_double_gt(cv::norm(field(1), field(2), cv::NORM_INF), 0.05);
}
END_TEST

START_TEST(theSubjectGoesItsWayAndItsSurroundingsStay)
{
    const cv::Vec2d ways[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}};
    const char* directions[] = {"right", "left", "up", "down"};
    for (size_t i = 0; i < 4; ++i) {
        const cv::Mat_<cv::Vec2f> field = motionOf({walk(directions[i])}).at(1.0);
        const cv::Vec2d way = ways[i] * (0.02 * kMoveSeconds * kSize.height);
        ck_assert_double_lt(cv::norm(cv::Vec2d(movedAt(field, {160, 90})) - way), 0.01);
        ck_assert_double_eq(cv::norm(movedAt(field, {20, 20})), 0.0);
        ck_assert_double_lt(steepest(field), 0.5);
    }
}
END_TEST

START_TEST(aFastSubjectIsHeldBack)
{
    const cv::Mat_<cv::Vec2f> field = motionOf({walk("right", 3.0)}).at(1.0);
    ck_assert_double_le(movedAt(field, {160, 90})[0], 0.05 * kSize.height + 1e-3);
    ck_assert_double_gt(movedAt(field, {160, 90})[0], 0.04 * kSize.height);
    ck_assert_double_lt(steepest(field), 0.5);
}
END_TEST

START_TEST(nothingMovesAtTheBorderOrAtTheStart)
{
    const cv::Mat green(kSize, CV_8UC3, cv::Scalar(30, 160, 30));
    const Scenery leaves{test::colourTexture(320, 180, 1) * 0.3 + green, cv::Rect2d(0, 0, 0.3, 1)};
    const SceneMotion motion(leaves, kGrid, {sway(), walk("left", 3.0)}, 1);
    ck_assert(motion.at(0.0).empty());
    const cv::Mat_<cv::Vec2f> field = motion.at(1.0);
    ck_assert_double_gt(cv::norm(movedAt(field, {60, 90})), 1.0);
    for (int x = 0; x < kSize.width; ++x)
        ck_assert(movedAt(field, {x, 0}) == cv::Vec2f(0, 0) &&
                  movedAt(field, {x, kSize.height - 1}) == cv::Vec2f(0, 0));
    for (int y = 0; y < kSize.height; ++y)
        ck_assert(movedAt(field, {0, y}) == cv::Vec2f(0, 0) &&
                  movedAt(field, {kSize.width - 1, y}) == cv::Vec2f(0, 0));
}
END_TEST

START_TEST(waterRipplesWhereItSwayedAndNowhereElse)
{
    for (const double speed : {0.0, 0.04, 5.0}) {
        const SceneMotion motion(lake(), kGrid, {ripple(speed)}, 1);
        ck_assert(motion.at(0.0).empty());
        double far = 0.0, near = 0.0;
        for (double t = 0.3; t <= 1.0; t += 0.05) {
            const cv::Mat_<cv::Vec2f> field = motion.at(t);
            ck_assert_double_lt(steepest(field), 0.8);
            for (int y = 0; y < kSize.height; y += 2)
                for (int x = 0; x < kSize.width; x += 2) {
                    const double moved = cv::norm(movedAt(field, {x, y}));
                    ck_assert(moved == 0.0 || kLake.contains({x, y}));
                    if (x > 80 && x < 240)
                        (y < 120 ? far : near) = std::max(y < 120 ? far : near, moved);
                }
        }
        ck_assert_double_gt(far, 0.2);
        ck_assert_double_gt(near, 1.3 * far);
        ck_assert_double_lt(near, 0.012 * kSize.height);
    }
}
END_TEST

START_TEST(theRippleIsTheSeeds)
{
    const auto field = [](uint64_t seed) {
        return SceneMotion(lake(), kGrid, {ripple()}, seed).at(0.6);
    };
    ck_assert_double_eq(cv::norm(field(1), field(1), cv::NORM_INF), 0.0);
    ck_assert_double_gt(cv::norm(field(1), field(2), cv::NORM_INF), 0.05);
}
END_TEST

START_TEST(leavesAndSkyDoNotRipple)
{
    // Everything swayed; the hedge is green, and half of the landscape is sky.
    Scenery scenery{garden(), std::nullopt, 1.0, cv::Mat(45, 80, CV_8UC1, cv::Scalar(255))};
    cv::Mat_<cv::Vec2f> field = SceneMotion(scenery, kGrid, {ripple()}, 1).at(0.8);
    ck_assert_double_gt(cv::norm(movedAt(field, {240, 135})), 0.0);
    ck_assert_double_eq(cv::norm(movedAt(field, {80, 135})), 0.0);
    scenery.look = test::landscape(kSize);
    field = SceneMotion(scenery, kGrid, {ripple()}, 1).at(0.8);
    ck_assert_double_gt(cv::norm(movedAt(field, {240, 150})), 0.0);
    for (int x = 0; x < kSize.width; ++x)
        ck_assert(movedAt(field, {x, 40}) == cv::Vec2f(0, 0));
}
END_TEST

START_TEST(waterThatNobodySawStays)
{
    Scenery nowhere = lake();
    nowhere.sways = cv::Mat();
    ck_assert(!SceneMotion::moves({ripple()}, nowhere));
    ck_assert(SceneMotion::moves({ripple()}, lake()));
    ck_assert(SceneMotion(nowhere, kGrid, {ripple()}, 1).at(1.0).empty());
    ck_assert(SceneMotion(lake({40, 100, 24, 16}), kGrid, {ripple()}, 1).at(1.0).empty());
    ck_assert(SceneMotion(lake(), kGrid, {test::camera("static")}, 1).at(1.0).empty());
    const Scenery scenery = lake();
    const auto view = [&](const cv::Mat& sways) {
        const StillScene scene{scenery.look, 1.0, {}, {}, {}, sways};
        return MoveRenderer(scene, {ripple()}, 1).at(0.8);
    };
    const cv::Mat floats(45, 80, CV_32F, cv::Scalar(255));
    ck_assert_double_eq(cv::norm(view(floats), scenery.look, cv::NORM_INF), 0.0);
    ck_assert_double_gt(cv::norm(view(scenery.sways), scenery.look, cv::NORM_INF), 5.0);
    const cv::Rect shore(0, 0, kSize.width, kLake.y);
    ck_assert_double_eq(cv::norm(view(scenery.sways)(shore), scenery.look(shore), cv::NORM_INF),
                        0.0);
}
END_TEST

START_TEST(cloudsDriftInTheSkyAndNothingElse)
{
    const cv::Vec2d ways[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}};
    const char* directions[] = {"right", "left", "up", "down"};
    const double way = 0.012 * kSize.width;
    for (size_t i = 0; i < 4; ++i) {
        const SceneMotion motion = outdoors({drift(directions[i])});
        double last = 0.0;
        for (const double t : {0.2, 0.5, 0.8, 1.0}) {
            const cv::Mat_<cv::Vec2f> field = motion.at(t);
            const cv::Vec2d moved = movedAt(field, {160, 40});
            ck_assert_double_lt(cv::norm(moved - ways[i] * way * eased(t)), 0.01);
            ck_assert_double_gt(cv::norm(moved), last);
            last = cv::norm(moved);
            for (int y = 90; y < kSize.height; ++y)
                for (int x = 0; x < kSize.width; ++x)
                    ck_assert(movedAt(field, {x, y}) == cv::Vec2f(0, 0));
            ck_assert_double_lt(steepest(field), 0.6);
        }
    }
    // On wide pixels a way across is fewer of them.
    ck_assert_double_eq_tol(movedAt(outdoors({drift("right")}, 2.0).at(1.0), {160, 40})[0], way / 2,
                            0.01);
}
END_TEST

START_TEST(fastCloudsAreHeldBack)
{
    const auto moved = [](double speed) {
        const cv::Mat_<cv::Vec2f> field = outdoors({drift("left", speed)}).at(1.0);
        ck_assert_double_lt(steepest(field), 0.6);
        return -movedAt(field, {160, 40})[0];
    };
    ck_assert_double_eq_tol(moved(0.01), 0.01 * kMoveSeconds * kSize.height, 0.01);
    ck_assert_double_eq_tol(moved(5.0), 0.015 * kSize.width, 0.01);
}
END_TEST

START_TEST(cloudsThatNobodySawStay)
{
    ck_assert(!SceneMotion::moves({drift("")}, {}));  // nowhere
    ck_assert(SceneMotion::moves({drift("left")}, {}));
    ck_assert(outdoors({drift("")}).at(1.0).empty());
    ck_assert(outdoors({drift("left")}).at(0.0).empty());
    // No sky in it: a hedge before a wall.
    ck_assert(motionOf({drift("left")}).at(1.0).empty());
    Movement camera = drift("left");
    camera.category = "camera_movement";
    ck_assert(outdoors({camera}).at(1.0).empty());
}
END_TEST

START_TEST(thePictureDriftsAboveAndStaysBelow)
{
    const cv::Mat picture = test::landscape(kSize);
    const MoveRenderer renderer({picture, 1.0, {}, {}}, {test::camera("static"), drift("right")},
                                1);
    ck_assert_double_eq(cv::norm(renderer.at(0.0), picture, cv::NORM_INF), 0.0);
    const cv::Mat view = renderer.at(1.0);
    const int way = cvRound(0.012 * kSize.width);
    const cv::Rect clouds(80, 25, 150, 30);
    ck_assert_double_lt(cv::norm(view(clouds), picture(clouds - cv::Point(way, 0)), cv::NORM_L1),
                        0.3 * cv::norm(view(clouds), picture(clouds), cv::NORM_L1));
    const cv::Rect ground(0, 90, kSize.width, 90), border(0, 0, kSize.width, 1);
    ck_assert_double_eq(cv::norm(view(ground), picture(ground), cv::NORM_INF), 0.0);
    ck_assert_double_eq(cv::norm(view(border), picture(border), cv::NORM_INF), 0.0);
}
END_TEST

START_TEST(whatCantBePlacedStays)
{
    const std::vector<Movement> others = {moving("environment_animation", "water_ripple"),
                                          moving("environment_animation", "background_motion"),
                                          moving("character_action", "move"),
                                          test::camera("static")};
    const Scenery boxed{{}, kBox};
    ck_assert(!SceneMotion::moves(others, boxed));
    ck_assert(!SceneMotion::moves({walk("left")}, {}));
    ck_assert(SceneMotion::moves({walk("left")}, boxed));
    ck_assert(SceneMotion::moves({sway()}, {}));
    const cv::Mat picture = garden();
    ck_assert_double_eq(
        cv::norm(MoveRenderer({picture, 1.0, {}, kBox}, others, 1).at(0.8), picture, cv::NORM_INF),
        0.0);
}
END_TEST

START_TEST(thePictureMovesWithIt)
{
    const cv::Mat picture = garden();
    const MoveRenderer renderer({picture, 1.0, {}, kBox},
                                {test::camera("static"), sway(), walk("right")}, 1);
    ck_assert_double_eq(cv::norm(renderer.at(0.0), picture, cv::NORM_INF), 0.0);
    const cv::Mat view = renderer.at(1.0);
    const cv::Rect inner(140, 70, 30, 30), still(270, 10, 40, 40), hedge(20, 110, 90, 50);
    const cv::Rect from = inner - cv::Point(cvRound(0.02 * kMoveSeconds * kSize.height), 0);
    ck_assert_double_lt(cv::norm(view(inner), picture(from), cv::NORM_L1),
                        0.4 * cv::norm(view(inner), picture(inner), cv::NORM_L1));
    ck_assert_double_eq(cv::norm(view(still), picture(still), cv::NORM_INF), 0.0);
    ck_assert_double_gt(cv::norm(view(hedge), picture(hedge), cv::NORM_INF), 5.0);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "scene-motion",
        {onlyWhatIsGreenSways, theSwayIsTheSeeds, theSubjectGoesItsWayAndItsSurroundingsStay,
         aFastSubjectIsHeldBack, nothingMovesAtTheBorderOrAtTheStart,
         waterRipplesWhereItSwayedAndNowhereElse, theRippleIsTheSeeds, leavesAndSkyDoNotRipple,
         waterThatNobodySawStays, cloudsDriftInTheSkyAndNothingElse, fastCloudsAreHeldBack,
         cloudsThatNobodySawStay, thePictureDriftsAboveAndStaysBelow, whatCantBePlacedStays,
         thePictureMovesWithIt});
}
