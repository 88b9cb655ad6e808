// Frames in their own planes: which ones have them, that they are copied as they are, and that what
// comes from elsewhere gets their codes.
#include "generate/render/planar_still.h"

#include <opencv2/imgproc.hpp>

#include "frame/colour.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// A 4:2:0 frame of noise, in I420 (step 1) or NV12 (step 2), with room behind its rows.
struct Frame420 {
    cv::Mat y, chroma;
    ImageView view;

    Frame420(int width, int height, int step)
        : y(height, width + 5, CV_8UC1),
          chroma((height + 1) / 2 * (step == 1 ? 2 : 1), (width + 1) / 2 * step + 3, CV_8UC1)
    {
        cv::RNG random(7);
        random.fill(y, cv::RNG::UNIFORM, 0, 256);
        random.fill(chroma, cv::RNG::UNIFORM, 0, 256);
        const int halfWidth = (width + 1) / 2, halfHeight = (height + 1) / 2;
        view.components[0] = {y.data, static_cast<ptrdiff_t>(y.step), 1, width, height};
        const auto stride = static_cast<ptrdiff_t>(chroma.step);
        view.components[1] = {chroma.data, stride, step, halfWidth, halfHeight};
        view.components[2] = {step == 1 ? chroma.ptr(halfHeight) : chroma.data + 1, stride, step,
                              halfWidth, halfHeight};
        view.width = view.frameWidth = width;
        view.height = view.frameHeight = height;
    }

    int at(int which, int x, int y) const
    {
        const Component& c = view.components[which];
        return c.data[y * c.stride + x * c.step];
    }
};

}  // namespace

START_TEST(planesAreCopiedAsTheyAre)
{
    for (const int step : {1, 2})
        for (const cv::Size size : {cv::Size(33, 17), cv::Size(16, 8), cv::Size(1, 1)}) {
            const Frame420 frame(size.width, size.height, step);
            const auto still = planarStill(frame.view);
            ck_assert(still && fits(still->picture));
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x) {
                    ck_assert_int_eq(still->picture.luma.at<uint8_t>(y, x), frame.at(0, x, y));
                    const cv::Vec2b uv = still->picture.chroma.at<cv::Vec2b>(y / 2, x / 2);
                    ck_assert_int_eq(uv[0], frame.at(1, x / 2, y / 2));
                    ck_assert_int_eq(uv[1], frame.at(2, x / 2, y / 2));
                }
        }
}
END_TEST

START_TEST(otherFramesHaveNone)
{
    Frame420 field(16, 8, 1), wide(16, 8, 1), grey(16, 8, 1);
    field.view.frameHeight = 16;  // the first of two fields
    ck_assert(!planarStill(field.view));
    wide.view.components[1].height = wide.view.components[2].height = 8;  // 4:2:2
    ck_assert(!planarStill(wide.view));
    grey.view.components[1] = grey.view.components[2] = {};
    ck_assert(!planarStill(grey.view));
    Frame420 deep(16, 8, 1);
    deep.view.packing = Packing::Words16;
    ck_assert(!planarStill(deep.view));
    ck_assert(!planarStill(imageView(cv::Mat(8, 16, CV_8UC3))));
}
END_TEST

START_TEST(strangersGetTheCodesOfTheStream)
{
    const struct {
        int black, white;
        double kr, kb;
    } streams[] = {{16, 235, 0.299, 0.114}, {16, 235, 0.2126, 0.0722}, {0, 255, 0.299, 0.114}};
    for (const auto& stream : streams) {
        Frame420 frame(8, 8, 1);
        frame.view.black = stream.black;
        frame.view.white = stream.white;
        frame.view.chromaRange = stream.white == 255 ? 255 : 224;
        frame.view.kr = stream.kr;
        frame.view.kb = stream.kb;
        const cv::Matx34f codes = planarStill(frame.view)->codes;
        const auto coded = [&](const cv::Scalar& rgb) {
            const PlanarPicture one = inCodes(cv::Mat(8, 8, CV_8UC3, rgb), codes);
            return cv::Vec3i(one.luma.at<uint8_t>(3, 3), one.chroma.at<cv::Vec2b>(1, 1)[0],
                             one.chroma.at<cv::Vec2b>(1, 1)[1]);
        };
        ck_assert(coded({255, 255, 255}) == cv::Vec3i(stream.white, 128, 128));
        ck_assert(coded({0, 0, 0}) == cv::Vec3i(stream.black, 128, 128));
        const double span = stream.white - stream.black;
        const cv::Vec3i red = coded({255, 0, 0}), blue = coded({0, 0, 255});
        ck_assert_int_le(std::abs(red[0] - int(stream.black + stream.kr * span)), 1);
        ck_assert_int_le(std::abs(blue[0] - int(stream.black + stream.kb * span)), 1);
        // Red has all of V, blue all of U.
        ck_assert_int_ge(red[2], 128 + frame.view.chromaRange / 2 - 1);
        ck_assert_int_ge(blue[1], 128 + frame.view.chromaRange / 2 - 1);
    }
}
END_TEST

START_TEST(thereAndBackIsTheSamePicture)
{
    Frame420 frame(8, 8, 1);
    const cv::Matx34f codes = planarStill(frame.view)->codes, back = rgbOfSamples(frame.view);
    const cv::Mat picture = colourTexture(64, 48, 3);
    cv::Mat samples, again;
    cv::transform(picture, samples, codes);
    cv::transform(samples, again, back);
    ck_assert(cv::norm(picture, again, cv::NORM_INF) <= 4.0);  // what 8 bits of limited range hold
    const PlanarPicture planar = inCodes(picture, codes);
    ck_assert(planar.luma.size() == picture.size() && fits(planar));
    ck_assert(fits(inCodes(cv::Mat(1, 1, CV_8UC3), codes)));
    ck_assert(fits(inCodes(cv::Mat(7, 5, CV_8UC3), codes)));
}
END_TEST

int main()
{
    return animatize::test::run("planar-still",
                                {planesAreCopiedAsTheyAre, otherFramesHaveNone,
                                 strangersGetTheCodesOfTheStream, thereAndBackIsTheSamePicture});
}
