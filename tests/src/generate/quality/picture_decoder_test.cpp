// What becomes of pictures that are whole: kinds, depths, colours, transparency, orientation.
#include "generate/quality/picture_decoder.h"

#include <thread>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "picture_files.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

cv::Mat photograph()
{
    return colourTexture(96, 64, 5);
}

cv::Mat decoded(const std::string& file)
{
    const Result<cv::Mat> picture = decodePicture(file);
    if (!picture)
        ck_abort_msg("%s", picture.error().message.c_str());
    ck_assert_int_eq(picture->type(), CV_8UC3);
    return *picture;
}

double difference(const cv::Mat& one, const cv::Mat& other)
{
    ck_assert(one.size() == other.size());
    return cv::norm(one, other, cv::NORM_L1) / static_cast<double>(one.total() * 3);
}

bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && cv::norm(one, other, cv::NORM_INF) == 0.0;
}

void isColour(const cv::Mat& picture, int red, int green, int blue, int tolerance = 0)
{
    const cv::Mat wanted(picture.size(), CV_8UC3, cv::Scalar(red, green, blue));
    ck_assert_double_le(cv::norm(picture, wanted, cv::NORM_INF), tolerance);
}

std::string repeated(const std::string& text, size_t times)
{
    std::string result;
    for (size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

START_TEST(losslessKindsComeBackBitForBit)
{
    ck_assert(same(decoded(encoded(".png", photograph())), photograph()));
    ck_assert(same(decoded(encoded(".webp", photograph(), {cv::IMWRITE_WEBP_QUALITY, 101})),
                   photograph()));
}
END_TEST

START_TEST(lossyKindsComeBackNearly)
{
    const std::vector<int> progressive = {cv::IMWRITE_JPEG_QUALITY, 97,
                                          cv::IMWRITE_JPEG_PROGRESSIVE, 1};
    for (const std::string& file :
         {encoded(".jpg", photograph(), {cv::IMWRITE_JPEG_QUALITY, 97}),
          encoded(".jpg", photograph(), progressive),
          encoded(".jpg", photograph(),
                  {cv::IMWRITE_JPEG_QUALITY, 97, cv::IMWRITE_JPEG_RST_INTERVAL, 2}),
          encoded(".webp", photograph(), {cv::IMWRITE_WEBP_QUALITY, 97})})
        ck_assert_double_lt(difference(decoded(file), photograph()), 4.0);
}
END_TEST

START_TEST(redStaysRed)
{
    const cv::Mat red(16, 16, CV_8UC3, cv::Scalar(250, 20, 40));
    for (const char* suffix : {".png", ".jpg", ".webp"})
        isColour(decoded(encoded(suffix, red)), 250, 20, 40, 4);
}
END_TEST

START_TEST(oddSizesAreFine)
{
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 37), cv::Size(41, 1), cv::Size(17, 9)})
        for (const char* suffix : {".png", ".jpg", ".webp"}) {
            const cv::Mat grey(size, CV_8UC3, cv::Scalar::all(120));
            isColour(decoded(encoded(suffix, grey)), 120, 120, 120, 3);
        }
}
END_TEST

START_TEST(greyAndPalettesOfAnyDepthBecomeColours)
{
    const auto grey = [](int depth, const std::string& row) {
        return decoded(pngFile({{8, 2}, depth, 0, repeated(row, 2)}));
    };
    isColour(grey(1, "\xff"), 255, 255, 255);
    isColour(grey(2, "\x55\x55"), 85, 85, 85);
    isColour(grey(4, "\x33\x33\x33\x33"), 51, 51, 51);
    isColour(grey(8, std::string(8, '\x64')), 100, 100, 100);
    isColour(grey(16, repeated("\x64\x64", 8)), 100, 100, 100);
    isColour(decoded(encoded(".jpg", cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(90)))), 90, 90, 90, 1);
    const std::string palette = pngChunk("PLTE", std::string("\x01\x02\x03\xc8\x64\x32", 6));
    for (const int depth : {1, 2, 4, 8}) {
        const std::string row = depth == 1   ? "\xff"
                                : depth == 2 ? "\x55\x55"
                                : depth == 4 ? "\x11\x11\x11\x11"
                                             : std::string(8, '\x01');
        isColour(decoded(pngFile({{8, 2}, depth, 3, repeated(row, 2), palette})), 200, 100, 50);
    }
}
END_TEST

START_TEST(sixteenBitsBecomeEight)
{
    const std::string pixel("\xc8\xc8\x64\x64\x32\x32", 6);
    isColour(decoded(pngFile({{4, 4}, 16, 2, repeated(pixel, 16)})), 200, 100, 50);
    const std::string half = pixel + std::string("\x80\x80", 2);
    isColour(decoded(pngFile({{4, 4}, 16, 6, repeated(half, 16)})), 100, 50, 25, 1);
}
END_TEST

START_TEST(whatIsTransparentLiesBeforeBlack)
{
    cv::Mat picture(32, 32, CV_8UC4, cv::Scalar(200, 100, 50, 255));
    picture.colRange(0, 16).setTo(cv::Scalar(200, 100, 50, 51));
    picture.rowRange(0, 8).setTo(cv::Scalar(200, 100, 50, 0));
    for (const std::string& file :
         {encoded(".png", picture), encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101}),
          encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 95})}) {
        const cv::Mat shown = decoded(file);
        isColour(shown(cv::Rect(2, 12, 12, 16)), 40, 20, 10, 3);
        isColour(shown(cv::Rect(18, 12, 12, 16)), 200, 100, 50, 6);
        isColour(shown.rowRange(0, 6), 0, 0, 0, 0);
    }
}
END_TEST

START_TEST(greyAndPalettesMayBeTransparent)
{
    const std::string grey(1, '\x64');
    isColour(decoded(pngFile({{4, 4}, 8, 4, repeated(grey + '\x80', 16)})), 50, 50, 50, 1);
    isColour(decoded(pngFile({{4, 4}, 8, 4, repeated(grey + std::string(1, '\0'), 16)})), 0, 0, 0);
    const std::string palette = pngChunk("PLTE", std::string("\x01\x02\x03\xc8\x64\x32", 6)) +
                                pngChunk("tRNS", std::string("\xff\x80", 2));
    isColour(decoded(pngFile({{4, 4}, 8, 3, std::string(16, '\x01'), palette})), 100, 50, 25, 1);
    // Of a colour that stands for nothing, what is shown is the colour.
    PngParts keyed{{4, 4}, 8, 0, std::string(16, '\x64')};
    keyed.before = pngChunk("tRNS", std::string("\0\x64", 2));
    isColour(decoded(pngFile(keyed)), 100, 100, 100);
}
END_TEST

START_TEST(inksBecomeLight)
{
    // Cyan and a little black on white paper; Adobe writes the light, not the ink.
    const cv::Mat plain = decoded(cmykJpeg({16, 16}, {255, 0, 0, 51}, false));
    isColour(plain, 0, 204, 204, 2);
    isColour(decoded(cmykJpeg({16, 16}, {0, 255, 255, 204}, true)), 0, 204, 204, 2);
}
END_TEST

// What has to be done to a picture so that its reader, turning it as EXIF says, gets it upright.
cv::Mat stored(const cv::Mat& upright, unsigned orientation)
{
    cv::Mat turned = upright.clone();
    const auto flip = [&](int code) { cv::flip(turned.clone(), turned, code); };
    switch (orientation) {
        case 2:
            flip(1);
            break;
        case 3:
            cv::rotate(upright, turned, cv::ROTATE_180);
            break;
        case 4:
            flip(0);
            break;
        case 5:
            cv::transpose(upright, turned);
            break;
        case 6:
            cv::rotate(upright, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
            break;
        case 7:
            cv::transpose(upright, turned);
            cv::rotate(turned.clone(), turned, cv::ROTATE_180);
            break;
        case 8:
            cv::rotate(upright, turned, cv::ROTATE_90_CLOCKWISE);
            break;
        default:
            break;
    }
    return turned;
}

START_TEST(everyOrientationIsUprightInEveryKind)
{
    for (unsigned orientation = 1; orientation <= 8; ++orientation) {
        const cv::Mat turned = stored(photograph(), orientation);
        const bool bigEndian = orientation % 2 == 0;
        const std::string tiff = tiffOf(orientation, bigEndian);
        std::string png = encoded(".png", turned);
        png.insert(33, pngChunk("eXIf", tiff));
        ck_assert(same(decoded(png), photograph()));
        const std::string webp =
            webpFile(canvasChunk(0x08, turned.size()) +
                     chunksOf(encoded(".webp", turned, {cv::IMWRITE_WEBP_QUALITY, 101})) +
                     riffChunk("EXIF", tiff));
        ck_assert(same(decoded(webp), photograph()));
        const std::string jpeg = encoded(".jpg", turned, {cv::IMWRITE_JPEG_QUALITY, 97});
        const std::string exif = std::string("Exif\0\0", 6) + tiff;
        ck_assert_double_lt(difference(decoded(withSegment(jpeg, 0xe1, exif)), photograph()), 4.0);
    }
}
END_TEST

START_TEST(orientationsThatMakeNoSenseAreNone)
{
    for (const std::string& tiff :
         {tiffOf(0, true), tiffOf(9, false), tiffOf(6, true).substr(0, 20), std::string("MM"),
          std::string("II*\0\xff\xff\xff\xff", 8), std::string()}) {
        std::string png = encoded(".png", photograph());
        png.insert(33, pngChunk("eXIf", tiff));
        ck_assert(same(decoded(png), photograph()));
    }
}
END_TEST

START_TEST(ofAnimationsTheFirstPictureIsShown)
{
    const cv::Mat red(8, 10, CV_8UC3, cv::Scalar(250, 10, 10)),
        blue(8, 10, CV_8UC3, cv::Scalar(9, 9, 250));
    const auto frame = [&](const cv::Mat& one, cv::Point corner) {
        const std::string still = encoded(".webp", one, {cv::IMWRITE_WEBP_QUALITY, 101});
        return frameChunk(chunksOf(still), corner, one.size());
    };
    const std::string animation = riffChunk("ANIM", std::string(6, '\0'));
    const cv::Mat shown = decoded(webpFile(canvasChunk(0x02, {20, 16}) + animation +
                                           frame(red, {4, 6}) + frame(blue, {0, 0})));
    ck_assert(shown.size() == cv::Size(20, 16));
    isColour(shown(cv::Rect(4, 6, 10, 8)), 250, 10, 10);
    isColour(shown.rowRange(0, 6), 0, 0, 0);
    isColour(shown.rowRange(14, 16), 0, 0, 0);

    PngParts parts{{4, 4}, 8, 2, repeated(std::string("\xc8\x64\x32", 3), 16)};
    parts.before = pngChunk("acTL", std::string("\0\0\0\2\0\0\0\0", 8));
    parts.after = pngChunk("fdAT", std::string(40, '\x07'));
    isColour(decoded(pngFile(parts)), 200, 100, 50);
}
END_TEST

START_TEST(whatIsNotThePictureIsPassedOver)
{
    PngParts parts{{4, 4}, 8, 2, repeated(std::string("\xc8\x64\x32", 3), 16)};
    std::string spoilt = pngChunk("iCCP", "no profile at all");
    spoilt.back() ^= 1;  // not even its checksum
    parts.before = pngChunk("tEXt", std::string("Comment\0hello", 13)) + spoilt;
    isColour(decoded(pngFile(parts) + "more bytes behind the end"), 200, 100, 50);
    const std::string jpeg = encoded(".jpg", photograph());
    const std::string thumbnail = std::string("Exif\0\0", 6) + jpeg.substr(0, 2000);
    ck_assert(same(decoded(withSegment(jpeg, 0xe1, thumbnail) + "and behind"), decoded(jpeg)));
    ck_assert(same(decoded(withSegment(jpeg, 0xfe, "a comment")), decoded(jpeg)));
    const std::string webp = encoded(".webp", photograph());
    ck_assert(same(decoded(webp + "and behind"), decoded(webp)));
    ck_assert(same(decoded(webpFile(canvasChunk(0, photograph().size()) + chunksOf(webp) +
                                    riffChunk("XMP ", "<odd"))),
                   decoded(webp)));
}
END_TEST

START_TEST(manyThreadsGetTheSame)
{
    const std::string files[] = {encoded(".png", photograph()), encoded(".jpg", photograph()),
                                 encoded(".webp", photograph())};
    std::vector<cv::Mat> wanted;
    for (const std::string& file : files)
        wanted.push_back(decoded(file));
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 8; ++round)
                for (size_t k = 0; k < 3; ++k) {
                    const Result<cv::Mat> picture = decodePicture(files[k]);
                    wrong += !picture || !same(*picture, wanted[k]);
                }
        });
    threads.clear();
    ck_assert_int_eq(wrong, 0);
}
END_TEST

}  // namespace

int main()
{
    return run("picture-decoder",
               {losslessKindsComeBackBitForBit, lossyKindsComeBackNearly, redStaysRed,
                oddSizesAreFine, greyAndPalettesOfAnyDepthBecomeColours, sixteenBitsBecomeEight,
                whatIsTransparentLiesBeforeBlack, greyAndPalettesMayBeTransparent, inksBecomeLight,
                everyOrientationIsUprightInEveryKind, orientationsThatMakeNoSenseAreNone,
                ofAnimationsTheFirstPictureIsShown, whatIsNotThePictureIsPassedOver,
                manyThreadsGetTheSame});
}
