// The renderer on pictures whose depth is known: what shows parallax and what does not, what stays
// where it is, and that no border is ever seen.
#include "generate/move_renderer.h"

#include <limits>
#include <thread>

#include <opencv2/imgproc.hpp>

#include "src/generate/moves.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::allMoves;
using test::camera;
using test::nameOf;

const cv::Size kSize(320, 180);
const cv::Rect2d kBoard(0.35, 0.3, 0.3, 0.4);

bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && one.type() == other.type() &&
           cv::norm(one, other, cv::NORM_INF) == 0.0;
}

/// A near board in the middle of a far wall; `cells` across.
cv::Mat boardMap(int cells = 160, float far = 0.1F, float near = 0.9F)
{
    cv::Mat map(cells * 9 / 16, cells, CV_32F, cv::Scalar(far));
    map(cv::Rect(cvRound(kBoard.x * map.cols), cvRound(kBoard.y * map.rows),
                 cvRound(kBoard.width * map.cols), cvRound(kBoard.height * map.rows))) = near;
    return map;
}

/// Red spots at places on the board, blue ones on the wall; shares of the picture.
cv::Mat spots(const std::vector<cv::Point2d>& red, const std::vector<cv::Point2d>& blue,
              cv::Size size = kSize)
{
    cv::Mat picture(size, CV_8UC3, cv::Scalar::all(40));
    const auto draw = [&](const cv::Point2d& at, const cv::Scalar& colour) {
        const cv::Point2d sixteenths(16 * (at.x * size.width - 0.5),
                                     16 * (at.y * size.height - 0.5));
        cv::circle(picture, sixteenths, 16 * 5, colour, -1, cv::LINE_AA, 4);
    };
    for (const cv::Point2d& at : red)
        draw(at, {240, 40, 40});
    for (const cv::Point2d& at : blue)
        draw(at, {40, 40, 240});
    return picture;
}

/// Where the spot of a channel (0 red, 2 blue) is, in pixels; only one of them in `part`.
cv::Point2d spotIn(const cv::Mat& picture, int channel, cv::Rect part = {})
{
    if (part.empty())
        part = {{}, picture.size()};
    cv::Mat one;
    cv::extractChannel(picture(part), one, channel);
    one.convertTo(one, CV_32F, 1.0, -60.0);
    cv::threshold(one, one, 0.0, 0.0, cv::THRESH_TOZERO);
    const cv::Moments moments = cv::moments(one);
    ck_assert_double_gt(moments.m00, 0.0);
    return cv::Point2d(moments.m10 / moments.m00, moments.m01 / moments.m00) +
           cv::Point2d(part.tl());
}

MoveRenderer rendererOf(const cv::Mat& picture, const Movement& movement,
                        const cv::Mat& nearness = boardMap(), double pixelAspect = 1.0)
{
    return {{picture, pixelAspect, nearness, kBoard}, {movement}, 3};
}

/// How far the spot in the middle of the board and one on the wall beside it move.
struct Moved {
    cv::Point2d board, wall;
};

Moved movedBy(const Movement& movement, const cv::Point2d& boardAt = {0.5, 0.5},
              const cv::Point2d& wallAt = {0.15, 0.25}, const cv::Mat& nearness = boardMap())
{
    const cv::Mat picture = spots({boardAt}, {wallAt});
    const cv::Mat view = rendererOf(picture, movement, nearness).at(1.0);
    return {spotIn(view, 0) - spotIn(picture, 0), spotIn(view, 2) - spotIn(picture, 2)};
}

START_TEST(everyMoveStartsAtThePictureItself)
{
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 1);
    for (const Movement& movement : allMoves()) {
        const cv::Mat view = rendererOf(picture, movement, boardMap(), 1.4).at(0.0);
        ck_assert_msg(same(view, picture), "%s", nameOf(movement).c_str());
        ck_assert_ptr_ne(view.data, picture.data);
    }
}
END_TEST

START_TEST(staticIsBitIdenticalAndEverythingElseMoves)
{
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 1);
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
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 2);
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
        const CameraPath path = planPath({movement}, {true, 0.9, {}, 16.0 / 9.0}, 3);
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
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 3);
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
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 4);
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

/// `picture` in the middle of other memory full of a loud colour.
cv::Mat surrounded(const cv::Mat& picture)
{
    cv::Mat large(picture.rows + 200, picture.cols + 200, CV_8UC3, cv::Scalar(255, 0, 255));
    cv::Mat inside = large(cv::Rect({100, 100}, picture.size()));
    picture.copyTo(inside);
    return inside;
}

START_TEST(noBorderEverShows)
{
    // Whatever came in from outside of a plain picture would have another colour.
    for (const cv::Size size : {kSize, cv::Size(90, 160), cv::Size(200, 20), cv::Size(33, 31)}) {
        const cv::Mat picture = surrounded(cv::Mat(size, CV_8UC3, cv::Scalar(90, 120, 150)));
        for (const Movement& movement : allMoves())
            for (const double pixelAspect : {1.0, 0.5, 1.45})
                for (const double speed : {0.0, 90.0}) {
                    Movement fast = movement;
                    fast.speed = speed;
                    const MoveRenderer renderer =
                        rendererOf(picture, fast, boardMap(32), pixelAspect);
                    for (const double t : {0.15, 0.6, 1.0})
                        ck_assert_msg(same(renderer.at(t), picture), "%s",
                                      nameOf(movement).c_str());
                }
    }
}
END_TEST

START_TEST(theViewNeverLeavesThePicture)
{
    for (const cv::Size size : {kSize, cv::Size(180, 320), cv::Size(2000, 20), cv::Size(17, 13)})
        for (const double pixelAspect : {1.0, 0.5, 1.45})
            for (const Movement& movement : allMoves())
                for (const double speed : {0.0, 90.0}) {
                    Movement fast = movement;
                    fast.speed = speed;
                    const Frame2d frame{size, pixelAspect};
                    const CameraPath path =
                        planPath({fast}, {true, 0.6, {0.2, 0.1}, frame.aspect()}, 9);
                    // A dolly zoom has nothing in front of its subject (flattenFront).
                    const DepthRange depth{kFarthest, path.holdsFocus ? path.focus : 1.0};
                    const bool out = path.reach > 1.0;
                    ck_assert_int_eq(out, movement.direction.value_or("") == "out"
                                              ? movement.name != "dolly_zoom"
                                              : movement.name == "dolly_zoom");
                    for (double t = 0.0; t <= 1.0; t += 0.125) {
                        const ViewMap view(frame, path, depth, t);
                        for (const double x : {-0.5, size.width / 2.0, size.width - 0.5})
                            for (const double y : {-0.5, size.height / 2.0, size.height - 0.5})
                                for (const double w : {depth.farthest, 0.5, depth.nearest}) {
                                    const cv::Vec2d at = view.at(x, y).at(w);
                                    ck_assert_double_le(std::abs((at[0] + 0.5) / size.width - 0.5),
                                                        path.reach / 2.0 + 1e-4);
                                    ck_assert_double_le(std::abs((at[1] + 0.5) / size.height - 0.5),
                                                        path.reach / 2.0 + 1e-4);
                                }
                        if (movement.name == "dolly_zoom")
                            ck_assert_double_eq(view.cover(), 1.0);
                    }
                }
}
END_TEST

START_TEST(theViewGrowsNoMoreThanItHasTo)
{
    for (const cv::Size size : {kSize, cv::Size(180, 320)})
        for (const Movement& movement :
             {camera("pan", "right", 90.0), camera("tilt", "up", 90.0),
              camera("roll", "clockwise", 90.0), camera("truck", "left")}) {
            const Frame2d frame{size, 1.0};
            const CameraPath path = planPath({movement}, {true, 0.6, {}, frame.aspect()}, 9);
            const ViewMap view(frame, path, {kFarthest, 1.0}, 1.0);
            double reach = 0.0;
            for (const double x : {-0.5, size.width - 0.5})
                for (const double y : {-0.5, size.height - 0.5})
                    for (const double w : {kFarthest, 1.0}) {
                        const cv::Vec2d at = view.at(x, y).at(w);
                        reach = std::max({reach, std::abs((at[0] + 0.5) / size.width - 0.5),
                                          std::abs((at[1] + 0.5) / size.height - 0.5)});
                    }
            ck_assert_double_eq_tol(reach, 0.5, 1e-6);
            ck_assert_double_gt(view.cover(), 1.0);
            ck_assert_double_lt(view.cover(), 1.6);
        }
}
END_TEST

START_TEST(aShakingViewDoesNotBreathe)
{
    const Frame2d frame{kSize, 1.0};
    const CameraPath path = planPath({camera("shaky")}, {true, 0.6, {}, frame.aspect()}, 9);
    const double cover = ViewMap(frame, path, {kFarthest, 1.0}, 0.3).cover();
    for (double t = 0.3; t <= 1.0; t += 0.05)
        ck_assert_double_eq_tol(ViewMap(frame, path, {kFarthest, 1.0}, t).cover(), cover,
                                0.02 * cover);
}
END_TEST

START_TEST(nothingIsTornAndNothingIsDoubled)
{
    // One spot on the board near its edge, one on the wall near it: each is there once, whole.
    const cv::Mat picture = spots({{0.38, 0.5}}, {{0.3, 0.5}});
    const auto mass = [](const cv::Mat& view, int channel) {
        cv::Mat one;
        cv::extractChannel(view, one, channel);
        return cv::sum(one - 60)[0];
    };
    for (const Movement& movement : {camera("truck", "left"), camera("truck", "right"),
                                     camera("arc", "left"), camera("arc", "right")})
        for (const int cells : {32, 160}) {
            const cv::Mat view = rendererOf(picture, movement, boardMap(cells)).at(1.0);
            const double red = mass(view, 0) / mass(picture, 0);
            ck_assert_msg(red > 0.9 && red < 1.5, "%s: %g", nameOf(movement).c_str(), red);
        }
}
END_TEST

START_TEST(whatComesIntoViewLooksLikeItsSurroundings)
{
    // A red board before a wall of another colour: behind it there is wall, and no red.
    cv::Mat picture(kSize, CV_8UC3, cv::Scalar(30, 160, 60));
    const cv::Rect board(cvRound(kBoard.x * kSize.width), cvRound(kBoard.y * kSize.height),
                         cvRound(kBoard.width * kSize.width),
                         cvRound(kBoard.height * kSize.height));
    picture(board) = cv::Scalar(220, 30, 30);
    const auto red = [](const cv::Mat& view) {
        cv::Mat one;
        cv::inRange(view, cv::Scalar(120, 0, 0), cv::Scalar(255, 100, 255), one);
        return double(cv::countNonZero(one));
    };
    const MoveRenderer renderer = rendererOf(picture, camera("truck", "right"));
    const cv::Mat view = renderer.at(1.0);
    const double cover = ViewMap({kSize, 1.0}, renderer.path(), {0.5, 0.8}, 1.0).cover();
    ck_assert_double_lt(red(view), 1.06 * red(picture) * cover * cover);
    ck_assert_double_gt(red(view), 0.97 * red(picture));
    // The board moved to the left; what was behind its right edge is wall.
    const cv::Vec3b seen = view.at<cv::Vec3b>(kSize.height / 2, board.x + board.width - 2);
    ck_assert_int_lt(seen[0], 100);
    ck_assert_int_gt(seen[1], 100);
}
END_TEST

START_TEST(theWallBesideTheBoardIsNotDraggedAlong)
{
    // Close to the edge that the board moves away from, and at the same distance far above it.
    const cv::Mat picture = spots({}, {{0.325, 0.5}, {0.325, 0.1}});
    const cv::Mat view = rendererOf(picture, camera("truck", "left")).at(1.0);
    const cv::Rect above(0, 0, kSize.width, 48), beside(0, 60, kSize.width, 60);
    const double x = spotIn(view, 2, beside).x, farX = spotIn(view, 2, above).x;
    ck_assert_double_eq_tol(x, farX, 1.0);
}
END_TEST

START_TEST(aDepthMapThatIsNoneMakesItFlat)
{
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 5);
    const cv::Mat flat = rendererOf(picture, camera("push_in"), {}).at(1.0);
    cv::Mat broken = boardMap();
    broken.at<float>(3, 3) = std::numeric_limits<float>::quiet_NaN();
    for (const cv::Mat& map :
         {broken, cv::Mat(9, 16, CV_32F, cv::Scalar(0.4)), cv::Mat(9, 16, CV_8U, cv::Scalar(4))})
        ck_assert(same(rendererOf(picture, camera("push_in"), map).at(1.0), flat));
    const cv::Mat wild = boardMap() * 1e6;
    ck_assert(rendererOf(picture, camera("truck", "left"), wild).at(1.0).size() == kSize);
}
END_TEST

START_TEST(oddPicturesAreRendered)
{
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(1, 50), cv::Size(50, 1), cv::Size(2, 2), cv::Size(8192, 1)}) {
        cv::Mat picture(size, CV_8UC3);
        cv::RNG random(2);
        random.fill(picture, cv::RNG::UNIFORM, 0, 255);
        for (const Movement& movement : allMoves()) {
            const MoveRenderer renderer = rendererOf(picture, movement, boardMap(32),
                                                     std::numeric_limits<double>::quiet_NaN());
            ck_assert(same(renderer.at(0.0), picture));
            const cv::Mat view = renderer.at(1.0);
            ck_assert(view.size() == size && view.type() == CV_8UC3);
        }
    }
}
END_TEST

START_TEST(aSubjectOutsideOfThePictureIsNone)
{
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 6);
    const auto view = [&](const std::optional<cv::Rect2d>& subject) {
        return MoveRenderer({picture, 1.0, boardMap(), subject}, {camera("arc", "left")}, 1)
            .at(1.0);
    };
    ck_assert(same(view(cv::Rect2d(3, 3, 1, 1)), view({})));
    ck_assert(!same(view(cv::Rect2d(0, 0, 0.2, 0.2)), view({})));
}
END_TEST

START_TEST(theViewIsAsSharpAsBilinearIs)
{
    // Against the same camera over the same texture, four times finer: what a real lens would see.
    const cv::Mat fine = test::colourTexture(4 * kSize.width, 4 * kSize.height, 8);
    cv::Mat picture, truth, linear;
    cv::resize(fine, picture, kSize, 0, 0, cv::INTER_AREA);
    const cv::Mat large = rendererOf(fine, camera("zoom", "in", 0.1), {}).at(1.0);
    cv::resize(large, truth, kSize, 0, 0, cv::INTER_AREA);
    const double scale = std::exp(-0.1 * kMoveSeconds);
    const double x = (1.0 - scale) * (kSize.width - 1) / 2,
                 y = (1.0 - scale) * (kSize.height - 1) / 2;
    cv::warpAffine(picture, linear, cv::Matx23d(scale, 0, x, 0, scale, y), kSize,
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REFLECT_101);
    const cv::Mat view = rendererOf(picture, camera("zoom", "in", 0.1), {}).at(1.0);
    ck_assert_double_lt(cv::norm(view, truth, cv::NORM_L2),
                        1.02 * cv::norm(linear, truth, cv::NORM_L2));
    ck_assert_double_le(cv::norm(view, linear, cv::NORM_INF), 4.0);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("move-renderer", {everyMoveStartsAtThePictureItself,
                                       staticIsBitIdenticalAndEverythingElseMoves,
                                       whatOnlyTurnsOrZoomsShowsNoParallax,
                                       aPanMovesTheContentTheOtherWay,
                                       zoomingMagnifies,
                                       aRollTurnsSquarePixels,
                                       aDollyMovesTheNearMoreThanTheFar,
                                       aTruckMovesTheBoardAndLeavesTheWall,
                                       trackingMovesTheWallToo,
                                       anArcKeepsTheSubjectsPlace,
                                       aDollyZoomKeepsTheSubjectsSize,
                                       aHandShakesALittleAndDependsOnItsSeed,
                                       everyMomentIsTheSameInAnyOrderAndThread,
                                       noBorderEverShows,
                                       theViewNeverLeavesThePicture,
                                       theViewGrowsNoMoreThanItHasTo,
                                       aShakingViewDoesNotBreathe,
                                       nothingIsTornAndNothingIsDoubled,
                                       whatComesIntoViewLooksLikeItsSurroundings,
                                       theWallBesideTheBoardIsNotDraggedAlong,
                                       aDepthMapThatIsNoneMakesItFlat,
                                       oddPicturesAreRendered,
                                       aSubjectOutsideOfThePictureIsNone,
                                       theViewIsAsSharpAsBilinearIs});
}
