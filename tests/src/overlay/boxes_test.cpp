// Regions, objects and zones: what is where in the picture.
#include "src/overlay/scenes.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

constexpr uint32_t kOne = 0xf78fb3, kTwo = 0x7ae582;  // colours of regions 1 and 2
constexpr uint32_t kWhite = 0xf4f6f8, kAmber = 0xffc34d, kCyan = 0x6fe3f2, kDim = 0xb4bdc8;

Scene moving(std::vector<Record> regions)
{
    Scene scene;
    scene.motion = motionOf(std::move(regions));
    scene.time = at(1.0);
    return scene;
}

Scene seen(RecordList objects)
{
    Scene scene;
    scene.scene = Record("AnimatizeScene");
    scene.scene.add("shot-id", uint64_t{1}).add("objects", std::move(objects));
    return scene;
}

cv::Mat regions(std::vector<Record> list)
{
    return drawn(moving(std::move(list)), kRegionsLayer);
}

}  // namespace

START_TEST(aRegionHasABoxAroundItAndNothingInside)
{
    const cv::Mat picture = regions({region(1, {0.25, 0.25, 0.5, 0.5}, 0.0, 0.0)});
    // 640 x 360: the box goes from 160, 90 to 480, 270.
    for (const cv::Rect& side : {cv::Rect(200, 90, 200, 4), cv::Rect(200, 266, 200, 4),
                                 cv::Rect(160, 120, 4, 100), cv::Rect(476, 120, 4, 100)})
        ck_assert_int_ge(count(picture, kOne, side), std::max(side.width, side.height));
    ck_assert(isEmpty(picture, {170, 100, 300, 160}));
    ck_assert(isEmpty(picture, {0, 290, 640, 70}));
}
END_TEST

START_TEST(eachRegionKeepsItsColourAndHasItsNumber)
{
    const Record first = region(1, {0.1, 0.3, 0.2, 0.3}, 0, 0);
    const Record second = region(2, {0.6, 0.3, 0.2, 0.3}, 0, 0);
    const cv::Mat both = regions({first, second}), turned = regions({second, first});
    ck_assert_int_gt(count(both, kOne, {0, 0, 320, 360}), 300);
    ck_assert_int_eq(count(both, kTwo, {0, 0, 320, 360}), 0);
    ck_assert_int_gt(count(both, kTwo, {320, 0, 320, 360}), 300);
    ck_assert_int_eq(count(turned, kOne, {320, 0, 320, 360}), 0);
    // The number stands above the box, dark plate and all.
    ck_assert(!isEmpty(both, {64, 94, 20, 13}));
    ck_assert_int_gt(count(both, kOne, {64, 94, 20, 13}), 2);
}
END_TEST

START_TEST(theArrowGoesWhereTheRegionGoes)
{
    struct Way {
        double vx, vy;
        cv::Rect beyond, behind;  ///< of the box's middle, 320 180
    };
    for (const Way& way : {Way{0.2, 0, {330, 170, 60, 20}, {250, 170, 60, 20}},
                           Way{-0.2, 0, {250, 170, 60, 20}, {330, 170, 60, 20}},
                           Way{0, 0.3, {310, 190, 20, 60}, {310, 110, 20, 60}},
                           Way{0, -0.3, {310, 110, 20, 60}, {310, 190, 20, 60}}}) {
        const cv::Mat picture = regions({region(1, {0.25, 0.2, 0.5, 0.6}, way.vx, way.vy)});
        ck_assert_int_gt(count(picture, kOne, way.beyond), 8);
        ck_assert_int_eq(count(picture, kOne, way.behind), 0);
    }
}
END_TEST

START_TEST(theArrowIsAsLongAsHalfASecond)
{
    // 0.08 widths/s: 25.6 pixels in half a second.
    const cv::Mat picture = regions({region(1, {0.25, 0.2, 0.5, 0.6}, 0.08, 0.0)});
    ck_assert_int_gt(count(picture, kOne, {340, 170, 6, 20}), 0);
    ck_assert_int_eq(count(picture, kOne, {349, 170, 60, 20}), 0);
    // What hardly moves has none, and what can't be known neither.
    const cv::Rect inside(180, 90, 280, 180);
    ck_assert(isEmpty(regions({region(1, {0.25, 0.2, 0.5, 0.6}, 0.002, 0.001)}), inside));
    Record unknown("region");
    unknown.add("id", uint64_t{1}).add("x", 0.25).add("y", 0.2).add("width", 0.5);
    unknown.add("height", 0.6);
    ck_assert(isEmpty(regions({unknown}), inside));
}
END_TEST

START_TEST(aRegionAtTheBorderIsCutThere)
{
    const Scene scene = moving(
        {region(1, {-0.2, -0.3, 0.5, 0.6}, -3.0, -3.0), region(2, {0.9, 0.9, 5.0, 5.0}, 9.0, 9.0)});
    for (const cv::Size size : {cv::Size(640, 360), {101, 240}, {24, 20}}) {
        OverlayArtist artist(size, 1.0);
        Scene copy = scene;
        const auto& sprites = artist.next(copy.input(), kRegionsLayer);
        ck_assert(!sprites.empty());
        ck_assert(areSound(sprites, size));
    }
    // Beside the frame there is nothing to show.
    ck_assert(isEmpty(regions({region(1, {1.1, 0.2, 0.3, 0.3}, 0, 0)})));
}
END_TEST

START_TEST(numbersNeverLieOverEachOther)
{
    std::vector<Record> heap;
    for (uint64_t id = 1; id <= 12; ++id)
        heap.push_back(region(id, {0.4 + 0.001 * id, 0.4, 0.1, 0.1}, 0, 0));
    Scene scene = moving(heap);
    OverlayArtist artist({640, 360}, 1.0);
    std::vector<cv::Rect> plates;
    for (const Sprite& sprite : artist.next(scene.input(), kRegionsLayer))
        if (sprite.pixels->cols > 8 && sprite.pixels->rows > 8 && sprite.pixels->cols < 30)
            plates.emplace_back(sprite.at, sprite.pixels->size());
    ck_assert_uint_ge(plates.size(), 2);
    for (size_t i = 0; i < plates.size(); ++i)
        for (size_t j = 0; j < i; ++j)
            ck_assert((plates[i] & plates[j]).empty());
}
END_TEST

START_TEST(anObjectHasCornersAndAName)
{
    const cv::Mat picture =
        drawn(seen({object("person", 0.91, {0.25, 0.25, 0.5, 0.5})}), kObjectsLayer);
    for (const cv::Point corner : {cv::Point(160, 90), {472, 90}, {160, 262}, {472, 262}})
        ck_assert_int_gt(count(picture, kWhite, {corner, cv::Size(8, 8)}), 5);
    ck_assert(isEmpty(picture, {180, 90, 280, 8}));
    ck_assert(!isEmpty(picture, {160, 271, 50, 12}));
    ck_assert_int_gt(count(picture, kWhite, {160, 271, 70, 14}), 20);
}
END_TEST

START_TEST(aLessCertainObjectSaysSo)
{
    const cv::Rect2d box(0.25, 0.25, 0.5, 0.5);
    const cv::Mat sure = drawn(seen({object("person", 0.91, box)}), kObjectsLayer);
    const cv::Mat unsure = drawn(seen({object("person", 0.42, box)}), kObjectsLayer);
    const cv::Mat other = drawn(seen({object("car", 0.91, box)}), kObjectsLayer);
    ck_assert_double_gt(cv::norm(sure, unsure, cv::NORM_L1), 0.0);
    ck_assert_double_gt(cv::norm(sure, other, cv::NORM_L1), 0.0);
}
END_TEST

namespace {

Scene zoned(bool ignored, bool active,
            std::vector<cv::Point2d> corners = {{0.2, 0.2}, {0.8, 0.2}, {0.8, 0.8}, {0.2, 0.8}})
{
    Scene scene;
    scene.zones = {{"road", std::move(corners), ignored, active}};
    return scene;
}

}  // namespace

START_TEST(aZoneIsOutlinedAndNamed)
{
    const cv::Mat picture = drawn(zoned(false, false), kZonesLayer);
    ck_assert_int_ge(count(picture, kCyan, {140, 70, 360, 5}), 200);
    ck_assert_int_ge(count(picture, kCyan, {126, 80, 5, 200}), 120);
    ck_assert(isEmpty(picture, {200, 100, 250, 150}));
    ck_assert_int_gt(count(picture, kCyan, {131, 75, 40, 16}), 10);
}
END_TEST

START_TEST(anActiveZoneStandsOutAndIgnoredGroundIsDashed)
{
    const cv::Mat active = drawn(zoned(false, true), kZonesLayer);
    ck_assert_int_eq(count(active, kCyan), 0);
    ck_assert_int_gt(count(active, kAmber, {180, 68, 300, 8}), 400);
    const cv::Mat ignored = drawn(zoned(true, false), kZonesLayer);
    const cv::Rect edge(180, 284, 300, 8);
    const int dashes = count(ignored, kDim, edge);
    ck_assert_int_gt(dashes, 90);
    ck_assert_int_lt(dashes, 220);
}
END_TEST

START_TEST(aSlantedZoneCostsLittleAndIsWhole)
{
    Scene scene = zoned(false, true, {{0.02, 0.02}, {0.98, 0.5}, {0.5, 0.98}});
    const cv::Size size(1920, 1080);
    OverlayArtist artist(size, 1.0);
    const auto& sprites = artist.next(scene.input(), kZonesLayer);
    ck_assert_double_lt(coverage(sprites, size), 0.09);
    // Each column of the long edge has it.
    const cv::Mat picture = laid(sprites, size);
    for (int x = 100; x < 1800; ++x) {
        const double y = 1080 * (0.02 + 0.48 * (x / 1920.0 - 0.02) / 0.96);
        ck_assert_int_ge(count(picture, kAmber, {x, cvRound(y) - 6, 1, 12}), 2);
    }
}
END_TEST

START_TEST(manyZonesAreBounded)
{
    Scene scene;
    for (int i = 0; i < 60; ++i) {
        ZoneOutline zone{"zone " + std::to_string(i), {}, i % 3 == 0, i % 5 == 0};
        for (int k = 0; k < 200; ++k)
            zone.corners.emplace_back(0.5 + 0.007 * i * std::cos(k * 0.0314),
                                      0.5 + 0.007 * i * std::sin(k * 0.0314));
        scene.zones.push_back(zone);
    }
    scene.zones[7].corners[3].x = std::nan("");
    scene.zones[8].corners.resize(2);
    OverlayArtist artist({640, 360}, 1.0);
    const auto& sprites = artist.next(scene.input(), kZonesLayer);
    ck_assert(areSound(sprites, {640, 360}));
    ck_assert_uint_le(sprites.size(), 88);
    ck_assert_uint_gt(sprites.size(), 20);
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("overlay/boxes",
               {aRegionHasABoxAroundItAndNothingInside, eachRegionKeepsItsColourAndHasItsNumber,
                theArrowGoesWhereTheRegionGoes, theArrowIsAsLongAsHalfASecond,
                aRegionAtTheBorderIsCutThere, numbersNeverLieOverEachOther,
                anObjectHasCornersAndAName, aLessCertainObjectSaysSo, aZoneIsOutlinedAndNamed,
                anActiveZoneStandsOutAndIgnoredGroundIsDashed, aSlantedZoneCostsLittleAndIsWhole,
                manyZonesAreBounded});
}
