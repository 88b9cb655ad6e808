// Files of every kind with a few things wrong in them by chance: whatever is in them,
// decodePicture() answers with a whole picture within its limits or a sentence, and judge() judges
// what it gets.
//
// ANIMATIZE_MUTATIONS: how many of each file (150), for a longer run under a sanitizer.
#include <cstdlib>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "generate/quality/picture_decoder.h"
#include "generate/quality/picture_judge.h"
#include "picture_files.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int rounds()
{
    const char* given = std::getenv("ANIMATIZE_MUTATIONS");
    return given ? std::atoi(given) : 150;
}

std::vector<std::string> seeds()
{
    const cv::Mat picture = colourTexture(40, 28, 5);
    cv::Mat channels[3], seeThrough;
    cv::split(picture, channels);
    cv::merge(std::vector<cv::Mat>{channels[0], channels[1], channels[2], channels[0]}, seeThrough);
    const std::string tiff = tiffOf(6, true);
    const std::string still = encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101});
    const std::string palette = pngChunk("PLTE", std::string(30, '\x50')) +
                                pngChunk("tRNS", std::string(10, '\x80')) + pngChunk("eXIf", tiff);
    return {encoded(".png", picture),
            encoded(".png", seeThrough),
            pngFile({{20, 20}, 8, 3, std::string(400, '\x04'), palette}),
            pngFile({{8, 8}, 16, 4, std::string(256, '\x70')}),
            encoded(".jpg", picture),
            withSegment(encoded(".jpg", picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}), 0xe1,
                        std::string("Exif\0\0", 6) + tiff),
            cmykJpeg({24, 24}, {10, 200, 30, 90}, true),
            encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 80}),
            still,
            encoded(".webp", seeThrough, {cv::IMWRITE_WEBP_QUALITY, 80}),
            webpFile(canvasChunk(0x0a, {48, 40}) + riffChunk("ANIM", std::string(6, '\0')) +
                     frameChunk(chunksOf(still), {4, 6}, {40, 28}) + riffChunk("EXIF", tiff))};
}

size_t somewhere(const std::string& file, cv::RNG& random)
{
    // Headers more often than their share.
    const int size = static_cast<int>(file.size());
    return static_cast<size_t>(random.uniform(0, random.uniform(0, 2) ? size : std::min(size, 64)));
}

void spoil(std::string& file, cv::RNG& random)
{
    static constexpr char kOdd[] = {0, 1, 127, -128, -1};
    const size_t at = somewhere(file, random), to = somewhere(file, random);
    switch (random.uniform(0, 6)) {
        case 0:
            file[at] ^= static_cast<char>(1 << random.uniform(0, 8));
            break;
        case 1:
            file[at] = kOdd[random.uniform(0, 5)];
            break;
        case 2:
            file.replace(at, 4, std::string(4, kOdd[random.uniform(0, 5)]));
            break;
        case 3:
            file.erase(at, static_cast<size_t>(random.uniform(1, 64)));
            break;
        case 4:
            file.insert(at, file.substr(to, static_cast<size_t>(random.uniform(1, 64))));
            break;
        default:
            file.resize(at + 1);
            break;
    }
}

/// Gives every chunk of a PNG the checksum that it should have, so that more than that is met.
void mendChecksums(std::string& file)
{
    for (size_t at = 8; at + 12 <= file.size();) {
        const auto byte = [&](size_t i) { return static_cast<uint8_t>(file[at + i]); };
        const size_t size = size_t{byte(0)} << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
        if (size > file.size() - at - 12)
            return;
        file.replace(at, size + 12, pngChunk(file.substr(at + 4, 4), file.substr(at + 8, size)));
        at += size + 12;
    }
}

START_TEST(whateverIsInThemThereIsAnAnswer)
{
    DecodeLimits limits;
    limits.mostPixels = 1e6;
    limits.mostSide = 4096;
    int decoded = 0, refused = 0;
    const std::vector<std::string> files = seeds();
    for (size_t kind = 0; kind < files.size(); ++kind)
        for (int round = 0; round < rounds(); ++round) {
            cv::RNG random(1000003 * (kind + 1) + static_cast<uint64_t>(round));
            std::string file = files[kind];
            for (int count = random.uniform(1, 4); count > 0 && !file.empty(); --count)
                spoil(file, random);
            if (kind < 4 && round % 2 == 0)
                mendChecksums(file);
            const Result<cv::Mat> picture = decodePicture(file, limits);
            picture ? ++decoded : ++refused;
            if (!picture) {
                ck_assert(!picture.error().message.empty());
                continue;
            }
            ck_assert_int_eq(picture->type(), CV_8UC3);
            ck_assert(!picture->empty() && picture->total() <= 1e6);
            const double quality = judge(*picture, {}).quality;
            ck_assert(quality >= 0.0 && quality <= 1.0);
        }
    // Both happen, or this tests nothing.
    ck_assert_int_gt(decoded, refused / 100);
    ck_assert_int_gt(refused, decoded);
}
END_TEST

}  // namespace

int main()
{
    return run("picture-mutations", {whateverIsInThemThereIsAnAnswer});
}
