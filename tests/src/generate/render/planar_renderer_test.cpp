// Planar scenes: all that holds for pictures in R G B holds plane by plane, and both agree.
#include <limits>
#include <thread>

#include "src/generate/render/board.h"
#include "src/generate/render/planar.h"

using namespace animatize;
using namespace animatize::test;

namespace {

MoveRenderer planarRenderer(const PlanarPicture& picture, const Movement& movement,
                            const cv::Mat& nearness = boardMap(), double pixelAspect = 1.0)
{
    return {{{}, pixelAspect, nearness, kBoard, picture}, {movement}, 3};
}

PlanarPicture viewOf(const MoveRenderer& renderer, cv::Size size, double t,
                     Layout layout = Layout::I420)
{
    const PlanarFrame frame(size, layout);
    renderer.render(t, frame.target());
    ck_assert(frame.isWholeAround());
    return frame.picture();
}

PlanarPicture plain(cv::Size size)
{
    return {cv::Mat(size, CV_8UC1, cv::Scalar(90)),
            cv::Mat(halfSize(size), CV_8UC2, cv::Scalar(120, 150))};
}

/// Little colour, and smooth: R G B don't clip, and chroma has nothing between its samples.
PlanarPicture smooth(cv::Size size)
{
    PlanarPicture picture =
        planarOf(colourTexture(size.width, size.height, 1) * 0.4 + cv::Scalar::all(80));
    cv::GaussianBlur(picture.chroma, picture.chroma, {}, 4.0);
    return picture;
}

/// The same in R G B: chroma beside its pixels, as planar_picture.h says.
cv::Mat colours(const PlanarPicture& picture)
{
    cv::Mat chroma, samples, planes[2], rgb;
    const cv::Matx23d toChroma(0.5, 0, 0, 0, 0.5, -0.25);
    cv::warpAffine(picture.chroma, chroma, toChroma, picture.luma.size(),
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    cv::split(chroma, planes);
    cv::merge(std::vector<cv::Mat>{picture.luma, planes[0], planes[1]}, samples);
    const cv::Matx34f rgbOf(1.1644F, 0, 1.5960F, -222.92F, 1.1644F, -0.3918F, -0.8130F, 135.58F,
                            1.1644F, 2.0172F, 0, -276.84F);
    cv::transform(samples, rgb, rgbOf);
    return rgb;
}

struct Difference {
    double most, mean;
};

Difference difference(const cv::Mat& one, const cv::Mat& other, int border)
{
    const cv::Rect inside(border, border, one.cols - 2 * border, one.rows - 2 * border);
    const double count = double(inside.area()) * one.channels();
    return {cv::norm(one(inside), other(inside), cv::NORM_INF),
            cv::norm(one(inside), other(inside), cv::NORM_L1) / count};
}

}  // namespace

START_TEST(everyMoveStartsAtThePictureItself)
{
    const PlanarPicture picture = planarTexture(kSize, 1);
    for (const Movement& movement : allMoves())
        for (const Layout layout : kLayouts)
            ck_assert_msg(
                same(viewOf(planarRenderer(picture, movement, boardMap(), 1.4), kSize, 0.0, layout),
                     picture),
                "%s", nameOf(movement).c_str());
}
END_TEST

START_TEST(staticIsBitIdenticalAndEverythingElseMovesInEachPlane)
{
    const PlanarPicture picture = planarTexture(kSize, 1);
    for (const Movement& movement : allMoves()) {
        const MoveRenderer renderer = planarRenderer(picture, movement);
        for (const double t : {0.25, 1.0}) {
            const PlanarPicture view = viewOf(renderer, kSize, t);
            const bool stays = movement.name == "static";
            ck_assert_msg(same(view.luma, picture.luma) == stays, "%s", nameOf(movement).c_str());
            ck_assert_msg(same(view.chroma, picture.chroma) == stays, "%s",
                          nameOf(movement).c_str());
        }
    }
}
END_TEST

START_TEST(whatOnlyTurnsOrZoomsShowsNoParallax)
{
    const PlanarPicture picture = planarTexture(kSize, 2);
    for (const Movement& movement : allMoves()) {
        const bool turns = movement.name == "zoom" || movement.name == "pan" ||
                           movement.name == "whip_pan" || movement.name == "tilt" ||
                           movement.name == "roll";
        const PlanarPicture deep = viewOf(planarRenderer(picture, movement), kSize, 0.8);
        const PlanarPicture flat = viewOf(planarRenderer(picture, movement, {}), kSize, 0.8);
        ck_assert_msg(same(deep, flat) == (turns || movement.name == "static"), "%s",
                      nameOf(movement).c_str());
    }
}
END_TEST

START_TEST(noBorderEverShows)
{
    for (const cv::Size size : {kSize, cv::Size(90, 160), cv::Size(200, 20), cv::Size(33, 31)}) {
        // In the middle of memory full of other codes.
        const PlanarPicture whole = plain(size);
        PlanarPicture picture;
        cv::copyMakeBorder(whole.luma, picture.luma, 50, 50, 50, 50, cv::BORDER_CONSTANT,
                           cv::Scalar(255));
        cv::copyMakeBorder(whole.chroma, picture.chroma, 50, 50, 50, 50, cv::BORDER_CONSTANT,
                           cv::Scalar(255, 0));
        picture.luma = picture.luma(cv::Rect({50, 50}, size));
        picture.chroma = picture.chroma(cv::Rect({50, 50}, halfSize(size)));
        for (const Movement& movement : allMoves())
            for (const double speed : {0.0, 90.0}) {
                Movement fast = movement;
                fast.speed = speed;
                const MoveRenderer renderer = planarRenderer(picture, fast, boardMap(32), 1.45);
                for (const double t : {0.15, 1.0})
                    ck_assert_msg(same(viewOf(renderer, size, t), whole), "%s",
                                  nameOf(movement).c_str());
            }
    }
}
END_TEST

START_TEST(everyLayoutHoldsTheSameSamples)
{
    const cv::Size size(161, 91);
    const PlanarPicture picture = planarTexture(size, 3);
    for (const Movement& movement : {camera("push_in"), camera("truck", "left"), camera("shaky")}) {
        const MoveRenderer renderer = planarRenderer(picture, movement);
        const PlanarPicture view = viewOf(renderer, size, 0.7);
        for (const Layout layout : kLayouts)
            ck_assert(same(viewOf(renderer, size, 0.7, layout), view));
    }
}
END_TEST

START_TEST(everyMomentIsTheSameInAnyOrderAndThread)
{
    const PlanarPicture picture = planarTexture(kSize, 4);
    for (const char* name : {"push_in", "shaky"}) {
        const MoveRenderer renderer = planarRenderer(picture, camera(name, "in"));
        std::vector<PlanarPicture> inOrder(8), atOnce(8);
        for (size_t i = 0; i < 8; ++i)
            inOrder[i] = viewOf(renderer, kSize, double(i) / 7.0);
        std::vector<std::jthread> threads;
        for (size_t i = 8; i-- > 0;)
            threads.emplace_back([&, i] { atOnce[i] = viewOf(renderer, kSize, double(i) / 7.0); });
        threads.clear();
        for (size_t i = 0; i < 8; ++i)
            ck_assert(same(inOrder[i], atOnce[i]));
    }
}
END_TEST

START_TEST(planesAreThoseOfThePictureInColour)
{
    // Luma is rounded to R G B and back again, and twice rendered. Chroma also becomes a little
    // softer on its way there and back.
    const PlanarPicture picture = smooth(kSize);
    const cv::Mat rgb = colours(picture);
    for (const Movement& movement : allMoves()) {
        const PlanarPicture expected = planarOf(rendererOf(rgb, movement).at(0.9));
        const PlanarPicture view = viewOf(planarRenderer(picture, movement), kSize, 0.9);
        const Difference luma = difference(view.luma, expected.luma, 0);
        const Difference chroma = difference(view.chroma, expected.chroma, 2);
        ck_assert_msg(luma.most <= 2.0 && luma.mean < 0.5, "%s: %g, %g", nameOf(movement).c_str(),
                      luma.most, luma.mean);
        ck_assert_msg(chroma.most <= 4.0 && chroma.mean < 0.7, "%s: %g, %g",
                      nameOf(movement).c_str(), chroma.most, chroma.mean);
    }
}
END_TEST

START_TEST(chromaLiesWhereItsSitingSays)
{
    // U is how far right, V how far down: four codes a sample.
    const cv::Size size(120, 120);
    PlanarPicture picture = plain(size);
    for (int row = 0; row < 60; ++row)
        for (int column = 0; column < 60; ++column)
            picture.chroma.at<cv::Vec2b>(row, column) = cv::Vec2b(4 * column, 4 * row);
    for (const Movement& movement :
         {camera("zoom", "in", 0.2), camera("roll", "clockwise", 3.0), camera("pan", "right")}) {
        const MoveRenderer renderer = planarRenderer(picture, movement, {});
        const PlanarPicture view = viewOf(renderer, size, 1.0);
        const ViewMap map({size, 1.0}, renderer.path(), {1.0, 1.0}, 1.0);
        for (int row = 4; row < 56; ++row)
            for (int column = 4; column < 56; ++column) {
                const cv::Vec2d at = map.at(2 * column, 2 * row + 0.5).at(1.0);
                const cv::Vec2b seen = view.chroma.at<cv::Vec2b>(row, column);
                if (at[0] < 2 || at[1] < 2 || at[0] > 117 || at[1] > 117)
                    continue;
                ck_assert_double_eq_tol(seen[0], 4 * at[0] / 2, 0.6);
                ck_assert_double_eq_tol(seen[1], 4 * (at[1] - 0.5) / 2, 0.6);
            }
    }
}
END_TEST

START_TEST(whatComesIntoViewLooksLikeItsSurroundings)
{
    // A red board before a green wall: behind it there is wall, in each plane.
    const cv::Rect board = boardPixels();
    const PlanarPicture picture = planarOf(redBoard());
    const PlanarPicture view =
        viewOf(planarRenderer(picture, camera("truck", "right")), kSize, 1.0);
    // The board moved to the left.
    const cv::Point uncovered(board.x + board.width - 3, kSize.height / 2), wall(20, 20);
    const auto codes = [](const PlanarPicture& of, const cv::Point& at) {
        const cv::Vec2b chroma = of.chroma.at<cv::Vec2b>(at / 2);
        return cv::Vec3d(of.luma.at<uchar>(at), chroma[0], chroma[1]);
    };
    const cv::Vec3d red = codes(picture, uncovered), green = codes(picture, wall);
    const cv::Vec3d seen = codes(view, uncovered);
    for (int i = 0; i < 3; ++i)
        ck_assert_double_le(std::abs(seen[i] - green[i]), 0.25 * std::abs(red[i] - green[i]) + 2);
}
END_TEST

START_TEST(oddPicturesAreRendered)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 50), cv::Size(50, 1), cv::Size(2, 2),
                                cv::Size(3, 5), cv::Size(8192, 1), cv::Size(850, 9)}) {
        const PlanarPicture picture = planarTexture(size, 2);
        for (const Movement& movement : allMoves()) {
            const MoveRenderer renderer = planarRenderer(picture, movement, boardMap(32),
                                                         std::numeric_limits<double>::quiet_NaN());
            for (const Layout layout : {Layout::I420, Layout::Nv12}) {
                ck_assert(same(viewOf(renderer, size, 0.0, layout), picture));
                viewOf(renderer, size, 1.0, layout);
            }
        }
    }
}
END_TEST

START_TEST(leavesSwayInEachPlane)
{
    Movement sway;
    sway.category = "environment_animation";
    sway.name = "foliage_sway";
    sway.speed = 0.04;
    cv::Mat rgb, grey = texture(kSize.width, kSize.height, 3);
    cv::merge(std::vector<cv::Mat>{grey, grey, grey}, rgb);
    cv::Mat hedge = rgb(cv::Rect(0, 90, 160, 90));
    cv::multiply(hedge, cv::Scalar(0.3, 1.0, 0.3), hedge);
    const PlanarPicture picture = planarOf(rgb);
    const MoveRenderer renderer({{}, 1.0, {}, {}, picture}, {camera("static"), sway}, 1);
    ck_assert(same(viewOf(renderer, kSize, 0.0), picture));
    const PlanarPicture view = viewOf(renderer, kSize, 1.0);
    const cv::Rect leaves(20, 110, 90, 50), still(240, 10, 60, 60);
    const auto half = [](const cv::Rect& part) { return cv::Rect(part.tl() / 2, part.size() / 2); };
    ck_assert_double_gt(cv::norm(view.luma(leaves), picture.luma(leaves), cv::NORM_INF), 2.0);
    ck_assert_double_gt(
        cv::norm(view.chroma(half(leaves)), picture.chroma(half(leaves)), cv::NORM_INF), 0.0);
    ck_assert_double_eq(cv::norm(view.luma(still), picture.luma(still), cv::NORM_INF), 0.0);
    ck_assert_double_eq(
        cv::norm(view.chroma(half(still)), picture.chroma(half(still)), cv::NORM_INF), 0.0);
}
END_TEST

int main()
{
    return run(
        "planar-renderer",
        {everyMoveStartsAtThePictureItself, staticIsBitIdenticalAndEverythingElseMovesInEachPlane,
         whatOnlyTurnsOrZoomsShowsNoParallax, noBorderEverShows, everyLayoutHoldsTheSameSamples,
         everyMomentIsTheSameInAnyOrderAndThread, planesAreThoseOfThePictureInColour,
         chromaLiesWhereItsSitingSays, whatComesIntoViewLooksLikeItsSurroundings,
         oddPicturesAreRendered, leavesSwayInEachPlane});
}
