// The renderer on pictures whose depth is known: what shows parallax and what does not, and what
// stays where it is.
#include <thread>

#include "src/generate/render/board.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(everyMoveStartsAtThePictureItself)
{
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 1);
    for (const Movement& movement : allMoves()) {
        const cv::Mat view = rendererOf(picture, movement, boardMap(), 1.4).at(0.0);
        ck_assert_msg(same(view, picture), "%s", nameOf(movement).c_str());
        ck_assert_ptr_ne(view.data, picture.data);
    }
}
END_TEST

START_TEST(staticIsBitIdenticalAndEverythingElseMoves)
{
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 1);
    for (const Movement& movement : allMoves()) {
        const MoveRenderer renderer = rendererOf(picture, movement);
        for (const double t : {0.25, 0.5, 1.0})
            ck_assert_msg(same(renderer.at(t), picture) == (movement.name == "static"), "%s",
                          nameOf(movement).c_str());
    }
    ck_assert(same(MoveRenderer({picture, 1.0, boardMap(), {}}, {}, 1).at(0.7), picture));
}
END_TEST

START_TEST(whatOnlyTurnsOrZoomsShowsNoParallax)
{
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 2);
    for (const Movement& movement : allMoves()) {
        const bool turns = movement.name == "zoom" || movement.name == "pan" ||
                           movement.name == "whip_pan" || movement.name == "tilt" ||
                           movement.name == "roll";
        const cv::Mat deep = rendererOf(picture, movement).at(0.8);
        const cv::Mat flat = rendererOf(picture, movement, {}).at(0.8);
        ck_assert_msg(same(deep, flat) == (turns || movement.name == "static"), "%s",
                      nameOf(movement).c_str());
    }
}
END_TEST

START_TEST(aPanMovesTheContentTheOtherWay)
{
    const auto board = [](const char* name, const char* direction, double speed) {
        const Movement movement = camera(name, direction, speed);
        const cv::Mat picture = spots({{0.5, 0.5}}, {});
        const cv::Point2d by =
            spotIn(rendererOf(picture, movement).at(1.0), 0) - spotIn(picture, 0);
        const PlannedPath path = planPath({movement}, {true, 0.9, {}, 16.0 / 9.0}, 3);
        const double cover = ViewMap({kSize, 1.0}, path, {kFarthest, 1.0}, 1.0).cover();
        return cv::Point2d(by.x / kSize.width, by.y / kSize.height) / cover;
    };
    const double by = 0.05 * kMoveSeconds;
    ck_assert_double_lt(cv::norm(board("pan", "right", 0.05) - cv::Point2d(-by, 0)), 0.002);
    ck_assert_double_lt(cv::norm(board("pan", "left", 0.05) - cv::Point2d(by, 0)), 0.002);
    ck_assert_double_lt(cv::norm(board("tilt", "up", 0.05) - cv::Point2d(0, by)), 0.002);
    ck_assert_double_lt(cv::norm(board("tilt", "down", 0.05) - cv::Point2d(0, -by)), 0.002);
}
END_TEST

START_TEST(zoomingMagnifies)
{
    const Moved in = movedBy(camera("zoom", "in", 0.1), {0.5, 0.5}, {0.2, 0.5});
    const Moved out = movedBy(camera("zoom", "out", 0.05), {0.5, 0.5}, {0.2, 0.5});
    const double from = -0.3 * kSize.width;
    ck_assert_double_eq_tol(in.wall.x, from * (std::exp(0.2) - 1.0), 0.2);
    ck_assert_double_eq_tol(out.wall.x, from * (std::exp(-0.1) - 1.0), 0.2);
    ck_assert_double_lt(cv::norm(in.board), 0.05);
}
END_TEST

START_TEST(aRollTurnsSquarePixels)
{
    // With pixels twice as wide as high, and on square ones: the same angle.
    for (const double pixelAspect : {1.0, 2.0}) {
        const cv::Mat picture = spots({}, {{0.75, 0.5}});
        const MoveRenderer renderer =
            rendererOf(picture, camera("roll", "clockwise", 2.0), {}, pixelAspect);
        const cv::Point2d at = spotIn(renderer.at(1.0), 2) -
                               cv::Point2d((kSize.width - 1) / 2.0, (kSize.height - 1) / 2.0);
        const double angle = std::atan2(-at.y, at.x * pixelAspect) * 180.0 / CV_PI;
        ck_assert_double_eq_tol(angle, 4.0, 0.15);
    }
}
END_TEST

START_TEST(aDollyMovesTheNearMoreThanTheFar)
{
    // On the board and on the wall, equally far from the centre.
    const auto grown = [](const char* name, const char* direction) {
        const Moved moved = movedBy(camera(name, direction), {0.62, 0.5}, {0.3, 0.5});
        return cv::Point2d(moved.board.x / (0.12 * kSize.width),
                           -moved.wall.x / (0.2 * kSize.width));
    };
    const cv::Point2d in = grown("push_in", "in"), out = grown("pull_out", "out");
    ck_assert_double_gt(in.y, 0.01);
    ck_assert_double_gt(in.x, in.y + 0.03);
    ck_assert_double_lt(out.y, -0.01);
    ck_assert_double_lt(out.x, out.y - 0.01);
}
END_TEST

START_TEST(aTruckMovesTheBoardAndLeavesTheWall)
{
    // Above and beside the centre, where the growing view moves nothing along the move. What is
    // farthest (0) stays, so the wall (0.1) moves a ninth as far as the board (0.9).
    const auto moved = [](const char* name, const char* direction, const cv::Point2d& wall) {
        return movedBy(camera(name, direction), {0.5, 0.5}, wall);
    };
    const Moved right = moved("truck", "right", {0.5, 0.15});
    const Moved left = moved("truck", "left", {0.5, 0.15});
    const Moved up = moved("pedestal", "up", {0.2, 0.5});
    ck_assert_double_lt(right.board.x, -3.0);
    ck_assert_double_gt(left.board.x, 3.0);
    ck_assert_double_gt(up.board.y, 3.0);
    ck_assert_double_eq_tol(right.wall.x, right.board.x / 9, 0.3);
    ck_assert_double_eq_tol(left.wall.x, left.board.x / 9, 0.3);
    ck_assert_double_eq_tol(up.wall.y, up.board.y / 9, 0.3);
}
END_TEST

START_TEST(trackingMovesTheWallToo)
{
    const Moved moved = movedBy(camera("tracking", "right", 0.1), {0.5, 0.5}, {0.85, 0.5});
    ck_assert_double_lt(moved.board.x, moved.wall.x);
    ck_assert_double_lt(moved.wall.x, -2.0);
}
END_TEST

START_TEST(anArcKeepsTheSubjectsPlace)
{
    for (const char* direction : {"left", "right"})
        for (const double t : {0.3, 0.7, 1.0}) {
            const cv::Point2d at(0.5, 0.5);
            const cv::Mat picture = spots({at}, {{0.8, 0.2}});
            const cv::Mat view = rendererOf(picture, camera("arc", direction)).at(t);
            ck_assert_double_lt(cv::norm(spotIn(view, 0) - spotIn(picture, 0)), 0.1);
        }
    const Moved left = movedBy(camera("arc", "left")), right = movedBy(camera("arc", "right"));
    ck_assert_double_gt(right.wall.x - left.wall.x, 3.0);  // the wall goes along with the camera
}
END_TEST

START_TEST(aDollyZoomKeepsTheSubjectsSize)
{
    const std::vector<cv::Point2d> corners = {{0.42, 0.4}, {0.58, 0.6}};
    const cv::Mat picture = spots(corners, {{0.2, 0.2}});
    const cv::Rect left(0, 0, kSize.width / 2, kSize.height);
    const cv::Rect right(kSize.width / 2, 0, kSize.width / 2, kSize.height);
    for (const char* direction : {"in", "out"}) {
        const MoveRenderer renderer = rendererOf(picture, camera("dolly_zoom", direction));
        for (const double t : {0.25, 0.5, 1.0}) {
            const cv::Mat view = renderer.at(t);
            for (const cv::Rect& half : {left, right})
                ck_assert_double_lt(cv::norm(spotIn(view, 0, half) - spotIn(picture, 0, half)),
                                    0.1);
        }
        const double wall = spotIn(renderer.at(1.0), 2).x - spotIn(picture, 2).x;
        ck_assert_double_gt(std::string(direction) == "out" ? -wall : wall, 1.0);
    }
}
END_TEST

START_TEST(aHandShakesALittleAndDependsOnItsSeed)
{
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 3);
    const StillScene scene{picture, 1.0, boardMap(), {}};
    const auto view = [&](uint64_t seed, double t) {
        return MoveRenderer(scene, {camera("handheld")}, seed).at(t);
    };
    ck_assert(same(view(1, 0.6), view(1, 0.6)));
    ck_assert(!same(view(1, 0.6), view(2, 0.6)));
    // Near and far shake apart: the same hand without depth makes another picture.
    ck_assert(
        !same(view(1, 0.6), MoveRenderer({picture, 1.0, {}, {}}, {camera("handheld")}, 1).at(0.6)));
    const Moved moved = movedBy(camera("handheld"));
    ck_assert_double_lt(cv::norm(moved.board), 0.04 * kSize.width);
}
END_TEST

START_TEST(everyMomentIsTheSameInAnyOrderAndThread)
{
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 4);
    for (const char* name : {"push_in", "shaky"}) {
        const MoveRenderer renderer = rendererOf(picture, camera(name, "in"));
        std::vector<cv::Mat> inOrder(8), atOnce(8);
        for (size_t i = 0; i < 8; ++i)
            inOrder[i] = renderer.at(double(i) / 7.0);
        std::vector<std::jthread> threads;
        for (size_t i = 8; i-- > 0;)
            threads.emplace_back([&, i] { atOnce[i] = renderer.at(double(i) / 7.0); });
        threads.clear();
        for (size_t i = 0; i < 8; ++i)
            ck_assert(same(inOrder[i], atOnce[i]));
    }
}
END_TEST

int main()
{
    return run("move-renderer",
               {everyMoveStartsAtThePictureItself, staticIsBitIdenticalAndEverythingElseMoves,
                whatOnlyTurnsOrZoomsShowsNoParallax, aPanMovesTheContentTheOtherWay,
                zoomingMagnifies, aRollTurnsSquarePixels, aDollyMovesTheNearMoreThanTheFar,
                aTruckMovesTheBoardAndLeavesTheWall, trackingMovesTheWallToo,
                anArcKeepsTheSubjectsPlace, aDollyZoomKeepsTheSubjectsSize,
                aHandShakesALittleAndDependsOnItsSeed, everyMomentIsTheSameInAnyOrderAndThread});
}
