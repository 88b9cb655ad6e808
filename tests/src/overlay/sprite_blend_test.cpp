// Sprites over frames of every way that samples lie in memory, beside real numbers.
#include "overlay/sprite_blend.h"

#include <cmath>
#include <cstring>
#include <functional>
#include <random>
#include <string>

#include "support/sprite_codes.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::codeOf, test::spriteOf;

using Random = std::minstd_rand;
using Bytes = std::vector<uint8_t>;

/// Half a code by rounding, and half of half where the mean of alphas is no whole number.
constexpr double kMostCodes = 0.76;
constexpr int kAlpha = SampleSlot::kAlpha, kNothing = SampleSlot::kNothing;

struct Layout {
    std::string name;
    FrameShape shape;
};

PlaneShape plane(std::vector<SampleSlot> slots, int pixels = 1, int rows = 1,
                 Packing packing = Packing::Bytes, int shift = 0)
{
    return {packing, shift, std::move(slots), pixels, rows};
}

ImageView colour(bool rgb, bool full, double kr = 0.299, double kb = 0.114)
{
    ImageView view;
    view.rgb = rgb;
    view.black = full ? 0 : 16;
    view.white = full ? 255 : 235;
    view.chromaRange = full ? 255 : 224;
    view.kr = kr;
    view.kb = kb;
    return view;
}

std::vector<Layout> layouts(int width, bool full)
{
    const SampleSlot u{1, 0, 2}, v{2, 0, 2};
    const ImageView yuv = colour(false, full, 0.2126, 0.0722), rgb = colour(true, full);
    std::vector<SampleSlot> v210;
    for (int i = 0; i < 3; ++i)
        for (const SampleSlot slot : {SampleSlot{1, 2 * i, 2}, SampleSlot{0, 2 * i, 1},
                                      SampleSlot{2, 2 * i, 2}, SampleSlot{0, 2 * i + 1, 1}})
            v210.push_back(slot);
    const auto words = Packing::Words16;
    return {
        {"GRAY8", {width, {plane({{0}})}, yuv}},
        {"I420", {width, {plane({{0}}), plane({u}, 2, 2), plane({v}, 2, 2)}, yuv}},
        {"NV21", {width, {plane({{0}}), plane({v, u}, 2, 2)}, yuv}},
        {"NV16", {width, {plane({{0}}), plane({u, v}, 2, 1)}, yuv}},
        {"Y444", {width, {plane({{0}}), plane({{1}}), plane({{2}})}, yuv}},
        {"YUY2", {width, {plane({{0, 0}, u, {0, 1}, v}, 2)}, yuv}},
        {"BGR", {width, {plane({{2}, {1}, {0}})}, rgb}},
        {"xRGB", {width, {plane({{kNothing}, {0}, {1}, {2}})}, rgb}},
        {"RGBA", {width, {plane({{0}, {1}, {2}, {kAlpha}})}, rgb}},
        {"I420_10",
         {width,
          {plane({{0}}, 1, 1, words), plane({u}, 2, 2, words), plane({v}, 2, 2, words)},
          yuv}},
        {"P010", {width, {plane({{0}}, 1, 1, words, 6), plane({u, v}, 2, 2, words, 6)}, yuv}},
        {"v210", {width, {plane(v210, 6, 1, Packing::V210)}, yuv}},
        {"UYVP", {width, {plane({u, {0, 0}, v, {0, 1}}, 2, 1, Packing::Uyvp)}, yuv}},
    };
}

/// A plane in memory, its rows longer than they need be.
struct Plane {
    const PlaneShape* shape = nullptr;
    int groups = 0, rows = 0, stride = 0;
    size_t rowBytes = 0;
    Bytes bytes;

    int samples() const { return groups * static_cast<int>(shape->slots.size()); }
    PlaneMemory memory() { return {bytes.data(), stride, rows, rowBytes}; }

    int get(int row, int i) const
    {
        const uint8_t* at = bytes.data() + row * stride;
        switch (shape->packing) {
            case Packing::Bytes:
                return at[i];
            case Packing::Words16:
                return (at[2 * i] | at[2 * i + 1] << 8) >> shape->shift;
            case Packing::V210: {
                uint32_t word;
                std::memcpy(&word, at + i / 3 * 4, 4);
                return static_cast<int>(word >> (10 * (i % 3)) & 1023);
            }
            case Packing::Uyvp: {
                int value = 0;
                for (int bit = 10 * i; bit < 10 * i + 10; ++bit)
                    value = value << 1 | (at[bit / 8] >> (7 - bit % 8) & 1);
                return value;
            }
        }
        return 0;
    }
};

size_t bytesOf(const PlaneShape& shape, int groups)
{
    const size_t samples = static_cast<size_t>(groups) * shape.slots.size();
    switch (shape.packing) {
        case Packing::Bytes:
            return samples;
        case Packing::Words16:
            return 2 * samples;
        case Packing::V210:
            return samples / 3 * 4;
        case Packing::Uyvp:
            return samples / 4 * 5;
    }
    return 0;
}

Plane planeOf(const PlaneShape& shape, int width, int rows, int padding, Random& random)
{
    Plane plane;
    plane.shape = &shape;
    plane.groups = (width + shape.pixels - 1) / shape.pixels;
    plane.rows = (rows + shape.rows - 1) / shape.rows;
    plane.rowBytes = bytesOf(shape, plane.groups);
    plane.stride = static_cast<int>(plane.rowBytes) + padding;
    plane.bytes.resize(static_cast<size_t>(plane.stride) * static_cast<size_t>(plane.rows));
    for (uint8_t& byte : plane.bytes)
        byte = static_cast<uint8_t>(random());
    for (size_t i = 0; shape.packing == Packing::Words16 && i + 1 < plane.bytes.size(); ++i) {
        // Ten bits; what a row's padding holds doesn't matter.
        const auto at = static_cast<int>(i) % plane.stride;
        if (at % 2 == 0 && at + 1 < static_cast<int>(plane.rowBytes)) {
            const auto word = static_cast<uint16_t>((random() & 1023) << shape.shift);
            std::memcpy(&plane.bytes[i], &word, 2);
        }
    }
    return plane;
}

std::vector<Plane> frameOf(const FrameShape& shape, int rows, int padding, Random& random)
{
    std::vector<Plane> planes;
    for (const PlaneShape& plane : shape.planes)
        planes.push_back(planeOf(plane, shape.width, rows, padding, random));
    return planes;
}

std::vector<PlaneMemory> memoryOf(std::vector<Plane>& planes)
{
    std::vector<PlaneMemory> memory;
    for (Plane& plane : planes)
        memory.push_back(plane.memory());
    return memory;
}

struct Wanted {
    double share = 0, code = 0;  ///< alpha and code times alpha, means over the pixels
};

Wanted wantedOf(const Sprite& sprite, const FrameShape& shape, const PlaneShape& plane,
                const PictureRows& rows, int row, int group, const SampleSlot& slot)
{
    Wanted sum;
    int count = 0;
    for (int r = row * plane.rows; r < std::min((row + 1) * plane.rows, rows.count); ++r)
        for (int k = 0; k < slot.pixels; ++k) {
            const int x = group * plane.pixels + slot.pixel + k;
            if (x >= shape.width)
                continue;
            ++count;
            const cv::Point at(x - sprite.at.x, rows.first + r * rows.step - sprite.at.y);
            if (!at.inside({{0, 0}, sprite.pixels->size()}))
                continue;
            const auto& pixel = sprite.pixels->at<cv::Vec4b>(at);
            sum.share += pixel[3] / 255.0;
            sum.code += codeOf(shape.colour, slot.channel, plane.isTen(), pixel);
        }
    return count ? Wanted{sum.share / count, sum.code / count} : Wanted{};
}

/// The largest distance from what real numbers give, in codes; -1: a byte that is none of the
/// sprite's business was changed.
double worstOf(const Layout& layout, const Sprite& sprite, const PictureRows& rows, int padding,
               Random& random)
{
    std::vector<Plane> before = frameOf(layout.shape, rows.count, padding, random), after = before;
    SpriteBlender(layout.shape).blend({sprite}, rows, memoryOf(after));
    double worst = 0.0;
    for (size_t p = 0; p < after.size(); ++p) {
        const PlaneShape& shape = layout.shape.planes[p];
        const int step = static_cast<int>(shape.slots.size());
        for (int row = 0; row < after[p].rows; ++row) {
            for (int i = 0; i < after[p].samples(); ++i) {
                const SampleSlot& slot = shape.slots[static_cast<size_t>(i % step)];
                const int old = before[p].get(row, i), got = after[p].get(row, i);
                double wanted = old;
                if (slot.channel != kNothing) {
                    const Wanted over =
                        wantedOf(sprite, layout.shape, shape, rows, row, i / step, slot);
                    const int alpha = shape.alphaSlot();
                    wanted = old * (1 - over.share) + over.code;
                    if (alpha >= 0 && slot.channel != kAlpha) {
                        const double under =
                            before[p].get(row, i - i % step + alpha) / 255.0 * (1 - over.share);
                        const double whole = under + over.share;
                        wanted = over.share == 0 ? old : (old * under + over.code) / whole;
                    }
                    if (over.share == 0 && got != old)
                        return -1;
                } else if (got != old) {
                    return -1;
                }
                worst = std::max(worst, std::abs(got - wanted));
            }
            const auto behind =
                static_cast<long>(row * after[p].stride) + static_cast<long>(after[p].rowBytes);
            if (!std::equal(after[p].bytes.begin() + behind,
                            after[p].bytes.begin() + behind + padding,
                            before[p].bytes.begin() + behind))
                return -1;
        }
    }
    return worst;
}

void assertRight(const Layout& layout, const Sprite& sprite, const PictureRows& rows, int padding,
                 Random& random)
{
    const double worst = worstOf(layout, sprite, rows, padding, random);
    ck_assert_msg(worst >= 0.0 && worst <= kMostCodes,
                  "%s %dx%d, rows %d+%d, sprite %dx%d at %d,%d: %g codes", layout.name.c_str(),
                  layout.shape.width, rows.count, rows.first, rows.step, sprite.pixels->cols,
                  sprite.pixels->rows, sprite.at.x, sprite.at.y, worst);
}

}  // namespace

START_TEST(everyLayoutIsWithinACode)
{
    Random random(1);
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(2, 2), cv::Size(17, 13), cv::Size(40, 24)})
        for (const bool full : {false, true})
            for (const Layout& layout : layouts(size.width, full))
                for (int i = 0; i < 40; ++i) {
                    const int width = 1 + static_cast<int>(random() % 19);
                    const int height = 1 + static_cast<int>(random() % 11);
                    // Some of them reach over a border, and some lie beside the frame.
                    const cv::Point at(static_cast<int>(random() % (size.width + 12u)) - 8,
                                       static_cast<int>(random() % (size.height + 12u)) - 8);
                    assertRight(layout, spriteOf(width, height, at, random), {0, 1, size.height},
                                static_cast<int>(random() % 7), random);
                }
}
END_TEST

// One field of a frame shows every other row of the picture.
START_TEST(fieldsGetTheirOwnRows)
{
    Random random(2);
    for (const Layout& layout : layouts(23, false))
        for (const int first : {0, 1})
            for (int y = -3; y < 14; ++y)
                assertRight(layout, spriteOf(7, 4, {5, y}, random), {first, 2, 6}, 3, random);
}
END_TEST

// Grey over grey has no colour, however many pixels share a sample, and full alpha hides.
START_TEST(whatIsGreyStaysGrey)
{
    for (const bool full : {false, true})
        for (const Layout& layout : layouts(32, full)) {
            if (layout.shape.colour.rgb)
                continue;
            Random random(3);
            std::vector<Plane> planes = frameOf(layout.shape, 8, 0, random);
            const auto paint = [&](uint8_t value, uint8_t alpha, cv::Point at) {
                const auto pixels = std::make_shared<cv::Mat>(5, 13, CV_8UC4);
                pixels->setTo(cv::Scalar(value, value, value, alpha));
                SpriteBlender(layout.shape).blend({{pixels, at}}, {0, 1, 8}, memoryOf(planes));
            };
            const auto whole =
                std::make_shared<cv::Mat>(8, 32, CV_8UC4, cv::Scalar(90, 90, 90, 255));
            SpriteBlender(layout.shape).blend({{whole, {0, 0}}}, {0, 1, 8}, memoryOf(planes));
            paint(77, 133, {3, 1});
            paint(1, 1, {7, 2});
            paint(3, 200, {11, 3});
            for (const Plane& plane : planes)
                for (int row = 0; row < plane.rows; ++row)
                    for (int i = 0; i < plane.samples(); ++i) {
                        const auto& slots = plane.shape->slots;
                        const SampleSlot& slot = slots[static_cast<size_t>(i) % slots.size()];
                        const int channel = slot.channel;
                        const int group = i / static_cast<int>(slots.size());
                        const int x = group * plane.shape->pixels + slot.pixel;
                        if ((channel == 1 || channel == 2) && x < 32)
                            ck_assert_msg(plane.get(row, i) == (plane.shape->isTen() ? 512 : 128),
                                          "%s: chroma is %d", layout.name.c_str(),
                                          plane.get(row, i));
                    }
        }
}
END_TEST

START_TEST(laterSpritesLieOnTop)
{
    for (const Layout& layout : layouts(12, true)) {
        Random random(4);
        std::vector<Plane> both = frameOf(layout.shape, 6, 0, random), one = both;
        const auto red = std::make_shared<cv::Mat>(4, 6, CV_8UC4, cv::Scalar(0, 0, 255, 255));
        const auto blue = std::make_shared<cv::Mat>(4, 6, CV_8UC4, cv::Scalar(255, 0, 0, 255));
        SpriteBlender(layout.shape)
            .blend({{red, {2, 2}}, {blue, {2, 2}}}, {0, 1, 6}, memoryOf(both));
        SpriteBlender(layout.shape).blend({{blue, {2, 2}}}, {0, 1, 6}, memoryOf(one));
        for (size_t p = 0; p < both.size(); ++p)
            ck_assert_msg(both[p].bytes == one[p].bytes, "%s", layout.name.c_str());
    }
}
END_TEST

// Opaque pixels over a see-through frame are opaque; beside them it stays as it was.
START_TEST(aFrameThatIsSeeThroughStaysSo)
{
    const FrameShape shape{3, {plane({{0}, {1}, {2}, {kAlpha}})}, colour(true, true)};
    const auto red = std::make_shared<cv::Mat>(1, 1, CV_8UC4, cv::Scalar(0, 0, 255, 255));
    const auto half = std::make_shared<cv::Mat>(1, 1, CV_8UC4, cv::Scalar(0, 0, 128, 128));
    Bytes row = {9, 8, 7, 0, 9, 8, 7, 0, 9, 8, 7, 0};
    SpriteBlender(shape).blend({{red, {0, 0}}, {half, {1, 0}}}, {0, 1, 1},
                               {{row.data(), 12, 1, 12}});
    ck_assert((row == Bytes{255, 0, 0, 255, 255, 0, 0, 128, 9, 8, 7, 0}));
}
END_TEST

// Those that stay the same are converted once, at each place and in each field.
START_TEST(whatStaysIsConvertedOnce)
{
    Random random(5);
    const Layout layout = layouts(40, false)[1];
    std::vector<Plane> planes = frameOf(layout.shape, 24, 0, random);
    SpriteBlender blender(layout.shape);
    std::vector<Sprite> sprites;
    for (int i = 0; i < 5; ++i)
        sprites.push_back(spriteOf(4, 4, {3 * i, 2 * i}, random));
    const auto blend = [&](PictureRows rows = {0, 1, 24}) {
        blender.blend(sprites, rows, memoryOf(planes));
        return blender.converted();
    };
    for (int i = 0; i < 4; ++i)
        ck_assert_uint_eq(blend(), 5);
    sprites[2] = spriteOf(4, 4, sprites[2].at, random);
    ck_assert_uint_eq(blend(), 6);
    sprites[1].at.x += 1;
    ck_assert_uint_eq(blend(), 7);
    std::swap(sprites[0], sprites[4]);
    ck_assert_uint_eq(blend(), 7);
    ck_assert_uint_eq(blend({0, 2, 12}), 12);
    ck_assert_uint_eq(blend(), 12);
    const Sprite gone = sprites.back();
    sprites.pop_back();
    blend();
    sprites.push_back(gone);
    ck_assert_uint_eq(blend(), 13);
}
END_TEST

// What is no picture, or doesn't fit the memory, changes nothing beyond it.
START_TEST(oddInputIsLeftOut)
{
    Random random(6);
    for (const Layout& layout : layouts(16, false)) {
        std::vector<Plane> planes = frameOf(layout.shape, 8, 0, random);
        const std::vector<Plane> before = planes;
        SpriteBlender blender(layout.shape);
        const auto grey = std::make_shared<cv::Mat>(4, 4, CV_8UC1, cv::Scalar(255));
        blender.blend({{nullptr, {0, 0}}, {grey, {0, 0}}}, {0, 1, 8}, memoryOf(planes));
        const Sprite sprite = spriteOf(16, 8, {0, 0}, random);
        std::vector<PlaneMemory> none(planes.size());
        blender.blend({sprite}, {0, 1, 8}, none);
        blender.blend({sprite}, {0, 1, 8}, {});
        for (size_t p = 0; p < planes.size(); ++p)
            ck_assert(planes[p].bytes == before[p].bytes);
        // Half as many rows, and shorter ones.
        std::vector<PlaneMemory> less = memoryOf(planes);
        for (PlaneMemory& memory : less) {
            memory.rows /= 2;
            memory.bytes = memory.bytes * 3 / 5;  // within a group of UYVP
        }
        blender.blend({sprite}, {0, 1, 8}, less);
        for (size_t p = 0; p < planes.size(); ++p)
            for (int row = 0; row < planes[p].rows; ++row)
                for (size_t i = 0; i < planes[p].rowBytes; ++i)
                    if (row >= less[p].rows || i >= less[p].bytes) {
                        const size_t at = static_cast<size_t>(row * planes[p].stride) + i;
                        ck_assert_msg(planes[p].bytes[at] == before[p].bytes[at], "%s: byte %zu",
                                      layout.name.c_str(), at);
                    }
    }
}
END_TEST

}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run(
        "sprite-blend",
        {everyLayoutIsWithinACode, fieldsGetTheirOwnRows, whatIsGreyStaysGrey, laterSpritesLieOnTop,
         aFrameThatIsSeeThroughStaysSo, whatStaysIsConvertedOnce, oddInputIsLeftOut});
}
