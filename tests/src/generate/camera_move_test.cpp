// The plain 2-D camera: where it looks, which way it moves, and that it never sees a border.
#include "generate/camera_move.h"

#include <limits>

#include <opencv2/imgproc.hpp>

#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

const cv::Size kSize(320, 180);

Movement camera(const std::string& name, const std::string& direction = "", double speed = 0.0)
{
    Movement movement;
    movement.category = "camera_movement";
    movement.name = name;
    if (!direction.empty())
        movement.direction = direction;
    movement.speed = speed;
    return movement;
}

const std::vector<Movement>& allMovements()
{
    static const std::vector<Movement> movements = {
        camera("static"),
        camera("push_in", "in"),
        camera("pull_out", "out"),
        camera("zoom", "in"),
        camera("zoom", "out"),
        camera("pan", "left"),
        camera("pan", "right"),
        camera("tilt", "up"),
        camera("tilt", "down"),
        camera("roll", "clockwise"),
        camera("roll", "counterclockwise"),
    };
    return movements;
}

CameraMove moveOf(const Movement& movement, cv::Size size = kSize, double pixelAspect = 1.0)
{
    return cameraMove({movement}, size, pixelAspect);
}

bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && one.type() == other.type() &&
           cv::norm(one, other, cv::NORM_INF) == 0.0;
}

/// A soft bright spot on grey at a place given in shares of the size.
cv::Mat spot(double x, double y)
{
    cv::Mat picture(kSize, CV_8UC3, cv::Scalar::all(40));
    const cv::Point2d sixteenths(16 * (x * kSize.width - 0.5), 16 * (y * kSize.height - 0.5));
    cv::circle(picture, sixteenths, 16 * 8, {220, 220, 220}, -1, cv::LINE_AA, 4);
    return picture;
}

/// Where the spot is, in shares from the centre: right and down are positive.
cv::Point2d spotIn(const cv::Mat& picture)
{
    cv::Mat luma;
    cv::cvtColor(picture, luma, cv::COLOR_RGB2GRAY);
    cv::threshold(luma, luma, 130, 255, cv::THRESH_BINARY);
    const cv::Moments moments = cv::moments(luma, true);
    ck_assert_double_gt(moments.m00, 0);
    return {(moments.m10 / moments.m00 + 0.5) / kSize.width - 0.5,
            (moments.m01 / moments.m00 + 0.5) / kSize.height - 0.5};
}

cv::Point2d spotAtEnd(const Movement& movement, double x = 0.5, double y = 0.5)
{
    return spotIn(renderView(spot(x, y), moveOf(movement), 1.0));
}

START_TEST(everyMoveStartsAtThePictureItself)
{
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 1);
    for (const Movement& movement : allMovements()) {
        const cv::Mat view = renderView(picture, moveOf(movement, kSize, 1.4), 0.0);
        ck_assert(same(view, picture));
        ck_assert_ptr_ne(view.data, picture.data);
    }
}
END_TEST

START_TEST(everyMoveButStaticMoves)
{
    const cv::Mat picture = test::colourTexture(kSize.width, kSize.height, 1);
    for (const Movement& movement : allMovements()) {
        for (const double t : {0.25, 0.5, 1.0})
            ck_assert_int_eq(same(renderView(picture, moveOf(movement), t), picture),
                             movement.name == "static");
    }
}
END_TEST

START_TEST(aPanMovesTheContentTheOtherWay)
{
    // The view grows by 1 + 2 x amount about its centre, so the spot in the middle is shifted
    // by the amount itself.
    ck_assert_double_eq_tol(spotAtEnd(camera("pan", "right", 0.05)).x, -0.10, 0.003);
    ck_assert_double_eq_tol(spotAtEnd(camera("pan", "left", 0.05)).x, 0.10, 0.003);
    ck_assert_double_eq_tol(spotAtEnd(camera("pan", "right", 0.05)).y, 0.0, 0.003);
}
END_TEST

START_TEST(aTiltUpMovesTheContentDown)
{
    ck_assert_double_eq_tol(spotAtEnd(camera("tilt", "up", 0.03)).y, 0.06, 0.005);
    ck_assert_double_eq_tol(spotAtEnd(camera("tilt", "down", 0.03)).y, -0.06, 0.005);
    ck_assert_double_eq_tol(spotAtEnd(camera("tilt", "up", 0.03)).x, 0.0, 0.003);
}
END_TEST

START_TEST(goingInEnlargesGoingOutShrinks)
{
    const double in = std::exp(0.1 * kMoveSeconds);
    for (const char* name : {"push_in", "zoom"})
        ck_assert_double_eq_tol(spotAtEnd(camera(name, "in", 0.1), 0.7, 0.5).x, 0.2 * in, 0.003);
    const double out = std::exp(-0.05 * kMoveSeconds);
    for (const char* name : {"pull_out", "zoom"})
        ck_assert_double_eq_tol(spotAtEnd(camera(name, "out", 0.05), 0.7, 0.5).x, 0.2 * out, 0.003);
}
END_TEST

START_TEST(rollingClockwiseTurnsTheContentTheOtherWay)
{
    // To the right of the centre, counter-clockwise is up.
    const cv::Point2d clockwise = spotAtEnd(camera("roll", "clockwise", 3.0), 0.75, 0.5);
    const cv::Point2d other = spotAtEnd(camera("roll", "counterclockwise", 3.0), 0.75, 0.5);
    const double angle = std::atan2(-clockwise.y * kSize.height, clockwise.x * kSize.width);
    ck_assert_double_eq_tol(angle * 180 / CV_PI, 3.0 * kMoveSeconds, 0.4);
    ck_assert_double_eq_tol(other.y, -clockwise.y, 0.005);
}
END_TEST

START_TEST(aRollIsARollOnPixelsThatAreNotSquare)
{
    // With pixels twice as wide as high, a quarter of the width is a half of it in rows.
    const CameraMove move = moveOf(camera("roll", "clockwise", 2.0), kSize, 2.0);
    const cv::Point2d seen = spotIn(renderView(spot(0.75, 0.5), move, 1.0));
    const double angle = std::atan2(-seen.y * kSize.height, seen.x * kSize.width * 2.0);
    ck_assert_double_eq_tol(angle * 180 / CV_PI, move.end.roll, 0.4);
    ck_assert_double_gt(move.end.roll, 3.0);
}
END_TEST

START_TEST(theViewNeverLeavesThePicture)
{
    for (const cv::Size size : {kSize, cv::Size(180, 320), cv::Size(2000, 20), cv::Size(17, 13)}) {
        for (const Movement& movement : allMovements()) {
            const CameraMove move = moveOf(movement, size);
            const bool out = move.end.zoom < 0.0;
            const double reach = out ? 0.5 * std::exp(0.12) : 0.5;
            for (double t = 0.0; t <= 1.0; t += 0.125) {
                const cv::Matx23d map = viewToPicture(poseAt(move, t), size, 1.0);
                for (const double x : {-0.5, size.width - 0.5})
                    for (const double y : {-0.5, size.height - 0.5}) {
                        const cv::Vec2d at = map * cv::Vec3d(x, y, 1.0);
                        ck_assert_double_le(std::abs((at[0] + 0.5) / size.width - 0.5),
                                            reach + 1e-9);
                        ck_assert_double_le(std::abs((at[1] + 0.5) / size.height - 0.5),
                                            reach + 1e-9);
                    }
            }
        }
    }
}
END_TEST

START_TEST(theViewGrowsNoMoreThanItHasTo)
{
    // At each moment one corner touches the picture's edge; nothing is magnified by more than 1.3.
    for (const cv::Size size : {kSize, cv::Size(180, 320), cv::Size(2000, 20)}) {
        for (const Movement& movement : {camera("pan", "right", 90.0), camera("tilt", "up", 90.0),
                                         camera("roll", "clockwise", 90.0)}) {
            const CameraMove move = moveOf(movement, size);
            const cv::Matx23d map = viewToPicture(poseAt(move, 1.0), size, 1.0);
            double reach = 0.0;
            for (const double x : {-0.5, size.width - 0.5})
                for (const double y : {-0.5, size.height - 0.5}) {
                    const cv::Vec2d at = map * cv::Vec3d(x, y, 1.0);
                    reach = std::max({reach, std::abs((at[0] + 0.5) / size.width - 0.5),
                                      std::abs((at[1] + 0.5) / size.height - 0.5)});
                }
            ck_assert_double_eq_tol(reach, 0.5, 1e-9);
            const double scale = 1.0 / std::hypot(map(0, 0), map(1, 0));
            ck_assert_double_gt(scale, 1.0);
            ck_assert_double_le(scale, 1.3 + 1e-9);
        }
    }
}
END_TEST

START_TEST(noBorderEverShows)
{
    // Whatever lies outside a plain picture and came into view would have another colour.
    const cv::Mat picture(kSize, CV_8UC3, cv::Scalar(90, 120, 150));
    for (const Movement& movement : allMovements()) {
        const CameraMove move = moveOf(movement);
        for (const double t : {0.3, 0.7, 1.0})
            ck_assert(same(renderView(picture, move, t), picture));
    }
}
END_TEST

START_TEST(theCameraStartsAndStopsSoftly)
{
    const CameraMove move = moveOf(camera("pan", "right", 0.05));
    double last = 0.0, before = 0.0;
    std::vector<double> steps;
    for (int i = 1; i <= 10; ++i, before = last) {
        last = poseAt(move, i / 10.0).pan;
        steps.push_back(last - before);
    }
    ck_assert_double_eq(poseAt(move, 0.0).pan, 0.0);
    ck_assert_double_eq_tol(poseAt(move, 0.5).pan, move.end.pan / 2, 1e-12);
    ck_assert_double_eq(poseAt(move, 1.0).pan, move.end.pan);
    for (size_t i = 0; i < 4; ++i) {
        ck_assert_double_gt(steps[i + 1], steps[i]);
        ck_assert_double_eq_tol(steps[i], steps[9 - i], 1e-12);
    }
}
END_TEST

START_TEST(timeOutsideThePathIsItsEnds)
{
    const CameraMove move = moveOf(camera("tilt", "up"));
    ck_assert(poseAt(move, -3.0) == poseAt(move, 0.0));
    ck_assert(poseAt(move, 7.0) == poseAt(move, 1.0));
}
END_TEST

START_TEST(fasterMovesGoFurtherWithinBounds)
{
    const auto pan = [](double speed) { return moveOf(camera("pan", "right", speed)).end.pan; };
    ck_assert_double_eq(pan(0.03), 0.03 * kMoveSeconds);
    ck_assert_double_eq(pan(0.001), 0.04);
    ck_assert_double_eq(pan(40.0), 0.12);
    ck_assert_double_eq(pan(-0.03), pan(0.03));
    ck_assert_double_gt(pan(0.0), pan(0.001));
    ck_assert_double_eq(pan(std::numeric_limits<double>::quiet_NaN()), pan(0.0));
    ck_assert_double_eq(pan(std::numeric_limits<double>::infinity()), pan(0.0));
}
END_TEST

START_TEST(theFirstMovementThatCanBeShownCounts)
{
    Movement subject = camera("pan", "left");
    subject.category = "character_action";
    const CameraMove move = cameraMove({subject, camera("rack_focus"), camera("pan"),
                                        camera("tilt", "up", 0.03), camera("push_in")},
                                       kSize);
    ck_assert(move.end == (CameraPose{0, 0.03 * kMoveSeconds, 0, 0}));
    ck_assert(cameraMove({subject}, kSize).end == CameraPose{});
    ck_assert(cameraMove({}, kSize).end == CameraPose{});
    ck_assert(cameraMove({camera("static"), camera("push_in")}, kSize).end == CameraPose{});
}
END_TEST

START_TEST(aFlatPictureShowsATruckAsAPan)
{
    const auto end = [](const char* name, const char* direction) {
        return moveOf(camera(name, direction)).end;
    };
    ck_assert(end("truck", "left") == end("pan", "left"));
    ck_assert(end("truck", "right") == end("pan", "right"));
    ck_assert(end("pedestal", "up") == end("tilt", "up"));
    ck_assert(end("pedestal", "down") == end("tilt", "down"));
    for (const char* direction : {"left", "right"}) {
        ck_assert(end("whip_pan", direction) == end("pan", direction));
        ck_assert(end("tracking", direction) == end("pan", direction));
    }
    ck_assert(end("tracking", "up") == end("tilt", "up"));
    ck_assert(end("tracking", "down") == end("tilt", "down"));
}
END_TEST

START_TEST(trackingSpeedsAreInHeights)
{
    const auto end = [](const char* direction, double pixelAspect) {
        return moveOf(camera("tracking", direction, 0.05), kSize, pixelAspect).end;
    };
    ck_assert_double_eq_tol(end("right", 1.0).pan, 0.05 * kMoveSeconds * 180 / 320, 1e-12);
    ck_assert_double_eq_tol(end("right", 0.9).pan, 0.05 * kMoveSeconds * 180 / 288, 1e-12);
    ck_assert_double_eq_tol(end("up", 0.9).tilt, 0.05 * kMoveSeconds, 1e-12);
}
END_TEST

START_TEST(oddPicturesAreRendered)
{
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(1, 50), cv::Size(50, 1), cv::Size(2, 2), cv::Size(8192, 1)}) {
        cv::Mat picture(size, CV_8UC3);
        cv::RNG random(2);
        random.fill(picture, cv::RNG::UNIFORM, 0, 255);
        for (const Movement& movement : allMovements()) {
            const CameraMove move =
                moveOf(movement, size, std::numeric_limits<double>::quiet_NaN());
            ck_assert(same(renderView(picture, move, 0.0), picture));
            const cv::Mat view = renderView(picture, move, 1.0);
            ck_assert(view.size() == size && view.type() == CV_8UC3);
        }
    }
}
END_TEST

START_TEST(theViewIsAsSharpAsMagnificationAllows)
{
    // Against the same camera over the same texture, four times finer: what a real lens would see.
    const cv::Mat fine = test::colourTexture(4 * kSize.width, 4 * kSize.height, 8);
    cv::Mat picture;
    cv::resize(fine, picture, kSize, 0, 0, cv::INTER_AREA);
    const CameraMove move = moveOf(camera("push_in", "in", 0.1));
    cv::Mat large, truth;
    cv::warpAffine(fine, large, viewToPicture(poseAt(move, 1.0), fine.size(), 1.0), fine.size(),
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REFLECT_101);
    cv::resize(large, truth, kSize, 0, 0, cv::INTER_AREA);
    const double error = cv::norm(renderView(picture, move, 1.0), truth, cv::NORM_L2) /
                         std::sqrt(3.0 * kSize.area());
    cv::Mat linear;
    cv::warpAffine(picture, linear, viewToPicture(poseAt(move, 1.0), kSize, 1.0), kSize,
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REFLECT_101);
    const double linearError = cv::norm(linear, truth, cv::NORM_L2) / std::sqrt(3.0 * kSize.area());
    ck_assert_double_lt(error, 0.8 * linearError);
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "camera-move",
        {everyMoveStartsAtThePictureItself, everyMoveButStaticMoves, aPanMovesTheContentTheOtherWay,
         aTiltUpMovesTheContentDown, goingInEnlargesGoingOutShrinks,
         rollingClockwiseTurnsTheContentTheOtherWay, aRollIsARollOnPixelsThatAreNotSquare,
         theViewNeverLeavesThePicture, theViewGrowsNoMoreThanItHasTo, noBorderEverShows,
         theCameraStartsAndStopsSoftly, timeOutsideThePathIsItsEnds,
         fasterMovesGoFurtherWithinBounds, theFirstMovementThatCanBeShownCounts,
         aFlatPictureShowsATruckAsAPan, trackingSpeedsAreInHeights, oddPicturesAreRendered,
         theViewIsAsSharpAsMagnificationAllows});
}
