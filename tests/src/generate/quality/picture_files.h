// Files of pictures, made to order: of every kind that there is, and of some that shouldn't be.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize::test {

/// With length and checksum.
std::string pngChunk(const std::string& type, const std::string& data);

struct PngParts {
    cv::Size size;
    int depth = 8;
    int colourType = 2;       ///< 0 grey, 2 R G B, 3 palette, 4 grey and alpha, 6 R G B alpha
    std::string rows = {};    ///< raw, without the filter bytes: those are added (none)
    std::string before = {};  ///< chunks between IHDR and IDAT: PLTE, tRNS, others
    std::string after = {};   ///< chunks between IDAT and IEND
};
std::string pngFile(const PngParts& parts);

/// By OpenCV. `picture`: CV_8UC3, R G B, or CV_8UC4, R G B alpha.
std::string encoded(const std::string& suffix, const cv::Mat& picture,
                    const std::vector<int>& settings = {});

/// Baseline, of one colour in inks (CMYK) as they stand in the file; with Adobe's mark or without.
std::string cmykJpeg(cv::Size size, const cv::Vec4b& inks, bool adobe);

/// The JPEG with another segment right behind its start.
std::string withSegment(const std::string& jpeg, uint8_t marker, const std::string& content);

/// A TIFF block that says nothing but the orientation.
std::string tiffOf(unsigned orientation, bool bigEndian);

std::string riffChunk(const std::string& type, const std::string& data);
/// A WebP container around chunks.
std::string webpFile(const std::string& chunks);
/// The chunks of a WebP file.
std::string chunksOf(const std::string& webp);
/// VP8X: with flags, for a canvas.
std::string canvasChunk(uint8_t flags, cv::Size canvas);
/// ANMF: a still as a frame of an animation; corner in even pixels.
std::string frameChunk(const std::string& chunks, cv::Point corner, cv::Size size);

}  // namespace animatize::test
