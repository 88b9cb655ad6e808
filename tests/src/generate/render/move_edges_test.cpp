// No border of a rendered picture is ever seen, nothing is torn, and odd pictures are rendered too.
#include <limits>

#include "src/generate/render/board.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// `picture` in the middle of other memory full of a loud colour.
cv::Mat surrounded(const cv::Mat& picture)
{
    cv::Mat large(picture.rows + 200, picture.cols + 200, CV_8UC3, cv::Scalar(255, 0, 255));
    cv::Mat inside = large(cv::Rect({100, 100}, picture.size()));
    picture.copyTo(inside);
    return inside;
}

}  // namespace

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
                    const PlannedPath path =
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
            const PlannedPath path = planPath({movement}, {true, 0.6, {}, frame.aspect()}, 9);
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
    const PlannedPath path = planPath({camera("shaky")}, {true, 0.6, {}, frame.aspect()}, 9);
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
    const cv::Mat picture = redBoard();
    const cv::Rect board = boardPixels();
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
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 5);
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
    const cv::Mat picture = colourTexture(kSize.width, kSize.height, 6);
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
    const cv::Mat fine = colourTexture(4 * kSize.width, 4 * kSize.height, 8);
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

int main()
{
    return run("move-edges",
               {noBorderEverShows, theViewNeverLeavesThePicture, theViewGrowsNoMoreThanItHasTo,
                aShakingViewDoesNotBreathe, nothingIsTornAndNothingIsDoubled,
                whatComesIntoViewLooksLikeItsSurroundings, theWallBesideTheBoardIsNotDraggedAlong,
                aDepthMapThatIsNoneMakesItFlat, oddPicturesAreRendered,
                aSubjectOutsideOfThePictureIsNone, theViewIsAsSharpAsBilinearIs});
}
