// What holds for the overlay as a whole: nothing drawn twice, nothing outside, nothing that breaks
// it.
#include <random>

#include "overlay/overlay_style.h"
#include "src/overlay/scenes.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

using Random = std::mt19937_64;

constexpr uint32_t kLayers[] = {kRegionsLayer, kObjectsLayer,   kZonesLayer,
                                kCameraLayer,  kShotLayer,      kCompositionLayer,
                                kPromptLayer,  kGeneratorLayer, kTimingLayer};

size_t among(Random& random, size_t count)
{
    return random() % count;
}

double oddNumber(Random& random)
{
    constexpr double kOdd[] = {0.0,    -0.0,   1.0, -1.0, 0.5,  1e300,
                               -1e300, 1e-300, 2.0, 1e9,  -1e9, 0.999999};
    return among(random, 3) == 0 ? kOdd[among(random, std::size(kOdd))]
                                 : static_cast<double>(random() % 2001) / 1000.0 - 0.5;
}

std::string oddText(Random& random)
{
    const std::string kOdd[] = {"",
                                "static",
                                "pan-left",
                                "\xff\xfe\x80 broken",
                                std::string("zero\0inside", 11),
                                "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
                                "line\nline\r\n\tline\xe2\x80\xa9paragraph\xe2\x80\xa8more",
                                std::string(5000, 'W'),
                                std::string(300, '\xcc'),
                                "<b>&amp;</b> %s %n",
                                "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
                                "\xf0\x9f\x8e\xac\xe6\xbc\xa2\xe5\xad\x97",
                                " \t ",
                                "\xe2\x80\xae overridden"};
    return kOdd[among(random, std::size(kOdd))];
}

Record::Value oddValue(Random& random);

Record oddRecord(Random& random, std::initializer_list<const char*> names)
{
    Record record("odd");
    for (const char* name : names)
        if (among(random, 5) > 0)
            record.add(name,
                       among(random, 6) == 0 ? oddValue(random) : Record::Value(oddNumber(random)));
    if (among(random, 2) == 0)
        record.add("id", random());
    return record;
}

RecordList oddList(Random& random, size_t most)
{
    RecordList list;
    for (size_t i = among(random, most + 1); i > 0; --i)
        list.push_back(
            oddRecord(random, {"x", "y", "width", "height", "vx", "vy", "class", "confidence"}));
    return list;
}

Record::Value oddValue(Random& random)
{
    switch (among(random, 8)) {
        case 0:
            return true;
        case 1:
            return static_cast<uint32_t>(random());
        case 2:
            return static_cast<uint64_t>(random());
        case 3:
            return oddText(random);
        case 4:
            return Nanoseconds{random()};
        case 5:
            return Nanoseconds{};
        case 6:
            return Record("nested");
        default:
            return oddNumber(random);
    }
}

Record oddMeta(Random& random)
{
    Record record("odd");
    for (const char* name : {"camera-motion", "steadiness", "scene-type", "state", "transition",
                             "text", "source", "target", "backend"})
        if (among(random, 4) > 0)
            record.add(name, among(random, 8) == 0 ? oddValue(random) : oddText(random));
    for (const char* name : {"camera-pan", "camera-tilt", "camera-zoom", "camera-roll",
                             "camera-confidence", "scene-confidence"})
        if (among(random, 4) > 0)
            record.add(name, oddNumber(random));
    for (const char* name : {"shot-id", "shot-start", "pending", "warming-up", "skipped"})
        if (among(random, 3) > 0)
            record.add(name, oddValue(random));
    record.add("composition",
               oddRecord(random, {"thirds", "salient-x", "salient-y", "symmetry", "vanishing-x",
                                  "vanishing-y", "horizon-roll", "leading-lines"}));
    record.add("regions", oddList(random, 70));
    if (among(random, 3) == 0)
        record.add("objects", oddValue(random));
    else
        record.add("objects", oddList(random, 40));
    return record;
}

Scene oddScene(Random& random, int frame)
{
    Scene scene;
    for (Record* record :
         {&scene.motion, &scene.scene, &scene.prompt, &scene.generator, &scene.keyframe})
        if (among(random, 4) > 0)
            *record = oddMeta(random);
    for (size_t i = among(random, 6); i > 0; --i) {
        ZoneOutline zone{oddText(random), {}, among(random, 2) == 0, among(random, 2) == 0};
        for (size_t k = among(random, 9); k > 0; --k)
            zone.corners.emplace_back(oddNumber(random), oddNumber(random));
        scene.zones.push_back(zone);
    }
    for (size_t i = among(random, 12); i > 0; --i)
        scene.times.push_back({oddText(random), random() >> among(random, 64)});
    scene.time = at(0.04 * frame);
    if (among(random, 10) == 0)
        scene.time.now = random();
    if (among(random, 4) == 0)
        scene.time.pts.reset();
    return scene;
}

std::vector<Sprite> copy(const std::vector<Sprite>& sprites)
{
    return sprites;
}

}  // namespace

START_TEST(whatDoesNotChangeIsNotDrawnAgain)
{
    OverlayArtist artist({1280, 720}, 1.0);
    Scene scene = street(), again = street();
    const auto before = copy(artist.next(scene.input(), kAllLayers));
    ck_assert_uint_gt(before.size(), 30);
    // The same records, and others with the same fields.
    ck_assert(areSame(before, artist.next(scene.input(), kAllLayers)));
    ck_assert(areSame(before, artist.next(again.input(), kAllLayers)));
    // The next frames of the same second.
    scene.time = at(7.44);
    ck_assert(areSame(before, artist.next(scene.input(), kAllLayers)));
}
END_TEST

START_TEST(whatMovesLeavesTheRestAsItIs)
{
    OverlayArtist artist({1280, 720}, 1.0);
    Scene scene = street();
    const auto before = copy(artist.next(scene.input(), kAllLayers));
    scene.motion = motionOf({region(12, {0.2, 0.4, 0.1, 0.3}, 0.1, 0.0)});
    const auto after = copy(artist.next(scene.input(), kAllLayers & ~kCameraLayer));
    size_t kept = 0;
    for (const Sprite& sprite : after)
        kept += std::find(before.begin(), before.end(), sprite) != before.end();
    ck_assert_uint_ge(kept, after.size() - 6);
}
END_TEST

START_TEST(sameInputSamePixels)
{
    const cv::Size size(720, 576);
    OverlayArtist worked(size, 64.0 / 45.0);
    Random random(5);
    for (int i = 0; i < 30; ++i) {
        Scene odd = oddScene(random, i);
        worked.next(odd.input(), kAllLayers);
    }
    worked.forget();
    Scene scene = street();
    const cv::Mat used = laid(worked.next(scene.input(), kAllLayers), size);
    const cv::Mat fresh = drawn(street(), kAllLayers, size, 64.0 / 45.0);
    ck_assert_double_eq(cv::norm(used, fresh, cv::NORM_L1), 0.0);
}
END_TEST

START_TEST(eachLayerCanBeLeftOut)
{
    const cv::Size size(1280, 720);
    Scene scene = street();
    OverlayArtist artist(size, 1.0);
    size_t sum = 0;
    for (const uint32_t layer : kLayers) {
        const size_t alone = artist.next(scene.input(), layer).size();
        ck_assert_uint_gt(alone, 0);
        sum += alone;
    }
    ck_assert_uint_eq(artist.next(scene.input(), kAllLayers).size(), sum);
    ck_assert_uint_eq(artist.next(scene.input(), 0).size(), 0);
    ck_assert_uint_eq(artist.next(scene.input(), ~uint32_t{kAllLayers}).size(), 0);
    for (const uint32_t layer : kLayers)
        ck_assert_uint_lt(artist.next(scene.input(), kAllLayers & ~layer).size(), sum);
}
END_TEST

START_TEST(withoutRecordsThereIsNothing)
{
    OverlayArtist artist({1280, 720}, 1.0);
    ck_assert_uint_eq(artist.next({}, kAllLayers).size(), 0);
    Scene scene = street();
    ck_assert_uint_gt(artist.next(scene.input(), kAllLayers).size(), 0);
    // Figures of times hold; all else goes at once.
    ck_assert_uint_le(artist.next({}, kAllLayers).size(), 1);
    artist.forget();
    ck_assert_uint_eq(artist.next({}, kAllLayers).size(), 0);
}
END_TEST

START_TEST(aSkippedFrameKeepsWhatWasSaidForAMoment)
{
    OverlayArtist artist({1280, 720}, 1.0);
    Scene scene = street();
    const uint32_t layers = kRegionsLayer | kCameraLayer | kShotLayer;
    const auto before = copy(artist.next(scene.input(), layers));
    scene.motion = Record("AnimatizeMotion");
    scene.motion.add("frame-width", uint32_t{1280}).add("skipped", true);
    scene.scene = scene.motion;
    scene.time = at(7.6);
    ck_assert(areSame(before, artist.next(scene.input(), layers)));
    scene.time = at(8.4);
    ck_assert_uint_lt(artist.next(scene.input(), layers).size(), 3);
}
END_TEST

START_TEST(allOfItIsInTheFrameWhateverItsSize)
{
    const cv::Size sizes[] = {{1, 1},     {1, 8192},    {8192, 1},  {2, 2},      {17, 16},
                              {64, 48},   {100, 100},   {176, 144}, {160, 8192}, {8192, 160},
                              {320, 240}, {1920, 1080}, {720, 576}, {608, 1080}, {8192, 8192}};
    for (const cv::Size& size : sizes)
        for (const double aspect :
             {1.0, 64.0 / 45.0, 0.5, 8.0, 1.0 / 9.0, 0.0, -1.0, std::nan("")}) {
            if (size.area() > 4'000'000 && aspect != 1.0 && aspect != 8.0)
                continue;
            OverlayArtist artist(size, aspect);
            Scene scene = street();
            ck_assert_msg(areSound(artist.next(scene.input(), kAllLayers), size), "%d x %d, %g",
                          size.width, size.height, aspect);
            scene.scene = Record("AnimatizeScene");
            scene.scene.add("shot-id", uint64_t{77});
            ck_assert(areSound(artist.next(scene.input(), kAllLayers), size));
        }
}
END_TEST

START_TEST(smallFramesHaveBoxesAndTinyOnesNothing)
{
    Scene scene = street();
    for (const cv::Size size : {cv::Size(1, 1), {12, 9}, {640, 8}})
        ck_assert_uint_eq(OverlayArtist(size, 1.0).next(scene.input(), kAllLayers).size(), 0);
    OverlayArtist artist({96, 72}, 1.0);
    for (const Sprite& sprite : artist.next(scene.input(), kAllLayers))
        ck_assert_int_le(std::min(sprite.pixels->cols, sprite.pixels->rows), 18);
    ck_assert_uint_gt(artist.next(scene.input(), kAllLayers).size(), 0);
}
END_TEST

START_TEST(readoutsNeverLieOverEachOther)
{
    constexpr uint32_t kReadouts =
        kCameraLayer | kShotLayer | kPromptLayer | kGeneratorLayer | kTimingLayer;
    for (const cv::Size size :
         {cv::Size(320, 240), {220, 160}, {1920, 1080}, {360, 640}, {1000, 150}}) {
        OverlayArtist artist(size, 1.0);
        Scene scene = street();
        const auto& sprites = artist.next(scene.input(), kReadouts);
        ck_assert_uint_gt(sprites.size(), 0);
        for (size_t i = 0; i < sprites.size(); ++i)
            for (size_t j = 0; j < i; ++j)
                ck_assert((cv::Rect(sprites[i].at, sprites[i].pixels->size()) &
                           cv::Rect(sprites[j].at, sprites[j].pixels->size()))
                              .empty());
    }
}
END_TEST

START_TEST(itCoversLittleOfTheFrame)
{
    const cv::Size size(1920, 1080);
    Scene scene = street();
    OverlayArtist artist(size, 1.0);
    ck_assert_double_lt(coverage(artist.next(scene.input(), kAllLayers & ~kZonesLayer), size),
                        0.085);
    ck_assert_double_lt(coverage(artist.next(scene.input(), kAllLayers), size), 0.125);
}
END_TEST

START_TEST(textIsNotSqueezedOnScreen)
{
    // 720 x 576 shown as 1024 x 576: a plate has the same shape on the screen as there.
    const auto size = [](int width, double aspect) {
        Scene scene;
        scene.generator = Record("AnimatizeGenerator");
        scene.generator.add("state", "remote").add("backend", "stability");
        OverlayArtist artist({width, 576}, aspect);
        return artist.next(scene.input(), kGeneratorLayer).at(0).pixels->size();
    };
    const cv::Size wide = size(720, 64.0 / 45.0), square = size(1024, 1.0);
    ck_assert_int_eq(wide.height, square.height);
    ck_assert_double_lt(std::abs(wide.width * 64.0 / 45.0 - square.width), 2.5);
}
END_TEST

START_TEST(sizesFollowTheFrame)
{
    const Style small({320, 240}, 1.0), large({3840, 2160}, 1.0), upright({1080, 1920}, 1.0);
    ck_assert_double_ge(small.text, 10.0);
    ck_assert_double_gt(large.text, 3.0 * small.text);
    ck_assert_int_gt(large.core, small.core);
    ck_assert_double_lt(upright.text, Style({1920, 1920}, 1.0).text);
    for (uint64_t id = 0; id < 100; ++id) {
        ck_assert(colourOf(id) == colourOf(id));
        ck_assert(colourOf(id) != colourOf(id + 1));
    }
}
END_TEST

START_TEST(crowdsAreBounded)
{
    std::vector<Record> crowd;
    RecordList objects;
    for (uint64_t i = 0; i < 5000; ++i) {
        const cv::Rect2d box(0.01 * static_cast<double>(i % 90),
                             0.002 * static_cast<double>(i % 450), 0.08, 0.09);
        crowd.push_back(region(i + 1, box, 0.1, -0.1));
        objects.push_back(object("person", 0.5 + 0.0001 * static_cast<double>(i), box));
    }
    Scene scene = street();
    scene.motion = motionOf(crowd);
    scene.scene.add("objects", std::move(objects));
    OverlayArtist artist({1920, 1080}, 1.0);
    ck_assert(areSound(artist.next(scene.input(), kAllLayers), {1920, 1080}));
}
END_TEST

START_TEST(oddRecordsDoNoHarm)
{
    Random random(20240607);
    for (const cv::Size size : {cv::Size(640, 360), {333, 217}, {1920, 1080}}) {
        OverlayArtist artist(size, among(random, 2) == 0 ? 1.0 : 1.4222);
        for (int i = 0; i < 120; ++i) {
            Scene scene = oddScene(random, i);
            const uint32_t layers =
                among(random, 2) == 0 ? kAllLayers : static_cast<uint32_t>(random());
            const auto sprites = copy(artist.next(scene.input(), layers));
            ck_assert(areSound(sprites, size));
            if (among(random, 9) == 0)
                artist.forget();
        }
    }
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("overlay/artist",
               {whatDoesNotChangeIsNotDrawnAgain, whatMovesLeavesTheRestAsItIs, sameInputSamePixels,
                eachLayerCanBeLeftOut, withoutRecordsThereIsNothing,
                aSkippedFrameKeepsWhatWasSaidForAMoment, allOfItIsInTheFrameWhateverItsSize,
                smallFramesHaveBoxesAndTinyOnesNothing, readoutsNeverLieOverEachOther,
                itCoversLittleOfTheFrame, textIsNotSqueezedOnScreen, sizesFollowTheFrame,
                crowdsAreBounded, oddRecordsDoNoHarm});
}
