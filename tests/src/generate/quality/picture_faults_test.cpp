// Pictures that must not be decoded: bombs, halves, damage, things that are none.
#include <sys/resource.h>
#include <zlib.h>

#include <opencv2/imgcodecs.hpp>

#include "generate/quality/picture_decoder.h"
#include "generate/quality/picture_file.h"
#include "picture_files.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void fails(const std::string& file, const std::string& words, const DecodeLimits& limits = {})
{
    const Result<cv::Mat> picture = decodePicture(file, limits);
    ck_assert_msg(!picture, "decoded what should fail with: %s", words.c_str());
    ck_assert_msg(picture.error().message.find(words) != std::string::npos, "%s has no: %s",
                  picture.error().message.c_str(), words.c_str());
}

/// Kilobytes that this process has ever used at once.
long mostMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::vector<std::string> wholeFiles()
{
    const cv::Mat picture = colourTexture(64, 48, 5);
    cv::Mat channels[3], seeThrough;
    cv::split(picture, channels);
    cv::merge(std::vector<cv::Mat>{channels[0], channels[1], channels[2], channels[0]}, seeThrough);
    return {encoded(".png", picture),
            encoded(".png", seeThrough),
            encoded(".jpg", picture),
            encoded(".jpg", picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}),
            encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 80}),
            encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101}),
            encoded(".webp", seeThrough, {cv::IMWRITE_WEBP_QUALITY, 80})};
}

START_TEST(whatIsNoPictureIsNone)
{
    for (const std::string& text :
         {std::string(), std::string("{\"error\":1}"), std::string("GIF89a...."),
          std::string("RIFF\4\0\0\0WAVE", 12), std::string("RIFF"), std::string("\x89PNG"),
          std::string("\xff\xd8"), std::string(1000, '\0')}) {
        ck_assert(imageTypeOf(text).empty());
        fails(text, "no PNG, JPEG or WebP");
    }
}
END_TEST

START_TEST(typesAreToldByContent)
{
    ck_assert(imageTypeOf(wholeFiles()[0]) == "image/png");
    ck_assert(imageTypeOf(wholeFiles()[2]) == "image/jpeg");
    ck_assert(imageTypeOf(wholeFiles()[4]) == "image/webp");
}
END_TEST

START_TEST(nothingButASignatureBrokeOff)
{
    fails("\x89PNG\r\n\x1a\n", "broke off");
    fails("\xff\xd8\xff", "broke off");
    fails(std::string("RIFF\4\0\0\0WEBP", 12), "no pixels");
}
END_TEST

START_TEST(everyPartOfAFileIsAnError)
{
    for (const std::string& file : wholeFiles()) {
        ck_assert(static_cast<bool>(decodePicture(file)));
        for (size_t size = 0; size < file.size(); size += size < 100 ? 1 : 7)
            ck_assert_msg(!decodePicture(file.substr(0, size)), "%zu of %zu bytes", size,
                          file.size());
        ck_assert(!decodePicture(file.substr(0, file.size() - 1)));
    }
}
END_TEST

START_TEST(aJpegWhoseMiddleIsMissingIsDamaged)
{
    const std::string file = wholeFiles()[2], end = "\xff\xd9";
    fails(file.substr(0, file.size() / 2) + end, "damaged");
    fails(file.substr(0, file.size() * 3 / 4) + end, "damaged");
}
END_TEST

START_TEST(bombsAreRefusedByTheirHeader)
{
    // A few kilobytes at most each, of 67 million, four thousand million and 268 million pixels.
    const std::string png = pngFile({{8192, 8192}, 1, 0, std::string(8192 * 1024, '\0')});
    const std::string still = wholeFiles()[5];
    const std::string animation = webpFile(canvasChunk(2, {1 << 24, 1 << 24}) +
                                           frameChunk(chunksOf(still), {0, 0}, {64, 48}));
    std::string jpeg = wholeFiles()[2], webp = still;
    const size_t frame = jpeg.find("\xff\xc0");
    ck_assert_uint_ne(frame, std::string::npos);
    jpeg.replace(frame + 5, 4, "\xff\xff\xff\xff");
    webp.replace(21, 4, "\xff\xff\xff\x0f");
    const long before = mostMemory();
    fails(png, "8192x8192");
    fails(jpeg, "65535x65535");
    fails(webp, "16384x16384");
    fails(animation, "16777216x16777216");
    ck_assert_int_lt(mostMemory() - before, 4000);
}
END_TEST

START_TEST(aPngOfFarTooFewBytesIsRefusedByItsHeader)
{
    const std::string huge = pngFile({{30000, 30000}, 8, 6, std::string(30000, '\0')});
    const std::string large = pngFile({{5000, 6000}, 8, 6, std::string(6000, '\0')});
    const long before = mostMemory();
    fails(huge, "fewer bytes");
    fails(large, "fewer bytes");
    ck_assert_int_lt(mostMemory() - before, 4000);
}
END_TEST

START_TEST(bombsBesideThePictureAreNotOpened)
{
    // 200 texts of 8 MB each, 8 kB as they come.
    const std::string text(8 << 20, 'a');
    std::string packed(compressBound(text.size()), '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef*>(packed.data()), &size,
             reinterpret_cast<const Bytef*>(text.data()), text.size());
    packed.resize(size);
    const std::string chunk = pngChunk("zTXt", std::string("k\0\0", 3) + packed);
    PngParts parts{{4, 4}, 8, 0, std::string(16, '\x40')};
    for (int i = 0; i < 200; ++i)
        parts.before += chunk;
    const long before = mostMemory();
    ck_assert(static_cast<bool>(decodePicture(pngFile(parts))));
    ck_assert_int_lt(mostMemory() - before, 100000);
}
END_TEST

START_TEST(aJpegOfManyPassesIsRefused)
{
    const std::string file = wholeFiles()[3];
    const size_t last = file.rfind("\xff\xda");
    std::string scans;
    for (int i = 0; i < 100; ++i)
        scans += file.substr(last, file.size() - 2 - last);
    fails(file.substr(0, last) + scans + file.substr(file.size() - 2), "too many passes");
}
END_TEST

START_TEST(everyByteOfAPngIsChecked)
{
    const std::string file = wholeFiles()[0];
    for (size_t at = 8; at < file.size(); at += at < 80 ? 1 : 101) {
        std::string other = file;
        other[at] ^= 0x10;
        ck_assert_msg(!decodePicture(other), "byte %zu", at);
    }
    std::string pixels = file;
    pixels[pixels.find("IDAT") + 20] ^= 0x10;
    fails(pixels, "a checksum is wrong");
}
END_TEST

START_TEST(headersThatMakeNoSenseAreDamaged)
{
    const std::string signature = "\x89PNG\r\n\x1a\n", end = pngChunk("IEND", "");
    const auto png = [&](const std::string& header) {
        return signature + pngChunk("IHDR", header) + end;
    };
    fails(png(std::string("\0\0\0\0\0\0\0\1\x8\2\0\0\0", 13)), "header");
    fails(png(std::string("\0\0\0\1\0\0\0\0\x8\2\0\0\0", 13)), "header");
    fails(png(std::string("\xff\0\0\1\0\0\0\1\x8\2\0\0\0", 13)), "header");
    fails(png(std::string("\0\0\0\1\0\0\0\1\x8\5\0\0\0", 13)), "header");
    fails(png("short"), "header");
    fails(signature + pngChunk("IDAT", "x") + end, "header");
    fails(png(std::string("\0\0\0\1\0\0\0\1\x8\2\0\0\0", 13)), "fewer bytes");
    PngParts parts{{4, 4}, 8, 0, std::string(16, '\x40')};
    parts.before = pngChunk("CgBI", "");
    fails(pngFile(parts), "isn't known");
    parts.before = "";
    parts.depth = 3;
    fails(pngFile(parts), "can't be decoded");
}
END_TEST

START_TEST(jpegsThatMakeNoSenseAreDamaged)
{
    const std::string file = wholeFiles()[2];
    const size_t frame = file.find("\xff\xc0"), scan = file.find("\xff\xda");
    const std::string header = file.substr(frame, 19), rest = file.substr(scan);
    const auto made = [&](const std::string& inside) { return "\xff\xd8\xff\xff" + inside; };
    fails(made(header + header + rest), "two headers");
    fails(made(rest), "pixels before a header");
    fails(made(header + "\xff\xd9"), "no pixels");
    fails(made(header + "no marker" + rest), "no marker");
    fails(made(std::string("\xfe\0\0\0\0", 5)), "no size");
    std::string flat = header;
    flat.replace(5, 2, std::string(2, '\0'));
    fails(made(flat + rest), "doesn't say its size");
    fails(made(header + rest), "damaged");  // no tables
    std::string deep = file;
    deep[frame + 4] = 12;
    fails(deep, "damaged");
}
END_TEST

START_TEST(webpsThatMakeNoSenseAreDamaged)
{
    const std::string still = chunksOf(wholeFiles()[5]), lossy = chunksOf(wholeFiles()[4]);
    fails(webpFile(canvasChunk(0, {65, 48}) + still), "doesn't fit");
    fails(webpFile(canvasChunk(2, {64, 48}) + frameChunk(still, {2, 0}, {64, 48})), "doesn't fit");
    fails(webpFile(canvasChunk(2, {64, 48}) + frameChunk("", {0, 0}, {64, 48})), "no pixels");
    fails(webpFile(riffChunk("VP8 ", "too short")), "no header");
    fails(webpFile(riffChunk("VP8L", "\x2f")), "no header");
    std::string empty = lossy;
    empty.replace(14, 4, std::string(4, '\0'));
    fails(webpFile(empty), "doesn't say its size");
    std::string cut = still.substr(0, still.size() / 2);
    cut.replace(4, 4, std::string("\x20\0\0\0", 4));
    fails(webpFile(cut.substr(0, 8 + 32)), "can't be decoded");
}
END_TEST

START_TEST(limitsAreTheCallers)
{
    for (const std::string& file : wholeFiles()) {
        DecodeLimits limits;
        limits.mostBytes = file.size() - 1;
        fails(file, "bytes", limits);
        limits.mostBytes = file.size();
        ck_assert(static_cast<bool>(decodePicture(file, limits)));
        limits.mostSide = 63;
        fails(file, "63 a side", limits);
        limits.mostSide = 64;
        limits.mostPixels = 64 * 48 - 1;
        fails(file, "64x48", limits);
        limits.mostPixels = 64 * 48;
        ck_assert(static_cast<bool>(decodePicture(file, limits)));
        limits.mostTime = 0;
        fails(file, "long to decode", limits);
    }
}
END_TEST

START_TEST(aSlowJpegIsStoppedOnItsWay)
{
    const cv::Mat large(2048, 2048, CV_8UC3, cv::Scalar(90, 120, 150));
    DecodeLimits limits;
    limits.mostTime = kMillisecond / 4;
    // "took" would be what is said afterwards.
    fails(encoded(".jpg", large, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}), "takes too long", limits);
    fails(encoded(".jpg", large), "takes too long", limits);
    fails(encoded(".png", large), "took too long", limits);
}
END_TEST

}  // namespace

int main()
{
    return run(
        "picture-faults",
        {whatIsNoPictureIsNone, typesAreToldByContent, nothingButASignatureBrokeOff,
         everyPartOfAFileIsAnError, aJpegWhoseMiddleIsMissingIsDamaged,
         bombsAreRefusedByTheirHeader, aPngOfFarTooFewBytesIsRefusedByItsHeader,
         bombsBesideThePictureAreNotOpened, aJpegOfManyPassesIsRefused, everyByteOfAPngIsChecked,
         headersThatMakeNoSenseAreDamaged, jpegsThatMakeNoSenseAreDamaged,
         webpsThatMakeNoSenseAreDamaged, limitsAreTheCallers, aSlowJpegIsStoppedOnItsWay});
}
