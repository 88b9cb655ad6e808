#include "generate/provenance/label.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "frame/by_255.h"
#include "frame/serially.h"

namespace animatize {
namespace {

constexpr double kCapital = 0.022;     // height of capitals, of the shorter displayed side
constexpr double kLeastCapital = 7.0;  // pixels; letters of fewer can't be read
constexpr double kMargin = 0.05;       // EBU R 95: titles stay clear of 5 % on each side
constexpr double kMostWidth = 0.6;     // of the picture
constexpr double kMostHeight = 0.6;
constexpr double kOversampling = 4.0;
constexpr double kLettersShare = 0.85, kOutlineShare = 0.7;

// In heights of the capitals.
constexpr double kStroke = 0.13, kOutline = 0.18, kSoftness = 0.07, kAround = 0.36,
                 kDescender = 0.34, kTracking = 0.07, kSpace = 0.5;

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kFontCapital = 21.0;  // units of the Hershey fonts

double sound(double pixelAspect)
{
    return std::isfinite(pixelAspect) && pixelAspect > 0.0 ? std::clamp(pixelAspect, 0.125, 8.0)
                                                           : 1.0;
}

int strokeOf(double height)
{
    return std::max(1, cvRound(height));
}

/// How far the next letter is, in heights of the capitals.
double advanceOf(char letter)
{
    if (letter == ' ')
        return kSpace;
    int below = 0;
    return cv::getTextSize(std::string(1, letter), kFont, 8.0, 1, &below).width /
               (8.0 * kFontCapital) +
           kTracking;
}

double lengthOf(std::string_view text)
{
    double length = 0.0;
    for (const char letter : text)
        length += advanceOf(letter);
    return length;
}

int even(double value)
{
    return static_cast<int>(value) & ~1;
}

/// What the words take, in pixels of the picture.
cv::Size boxOf(std::string_view text, double capital, double pixelAspect)
{
    const double width = capital * (lengthOf(text) + 2.0 * kAround) / pixelAspect;
    const double height = capital * (1.0 + kDescender + 2.0 * kAround);
    return {even(std::ceil(width)) + 2, even(std::ceil(height)) + 2};
}

cv::Mat wordsOn(cv::Size canvas, std::string_view text, double capital, double stroke)
{
    cv::Mat words(canvas, CV_8UC1, cv::Scalar::all(0));
    double x = kAround;
    // Letter by letter: small ones need more air between them than the font has.
    for (const char letter : text) {
        cv::putText(words, std::string(1, letter),
                    {cvRound(x * capital), cvRound((kAround + 1.0) * capital)}, kFont,
                    capital / kFontCapital, cv::Scalar::all(255), strokeOf(stroke * capital),
                    cv::LINE_AA);
        x += advanceOf(letter);
    }
    return words;
}

cv::Mat shrunk(const cv::Mat& canvas, cv::Size size, double share)
{
    cv::Mat small, shares;
    cv::resize(canvas, small, size, 0.0, 0.0, cv::INTER_AREA);
    small.convertTo(shares, CV_8U, share);
    return shares;
}

/// `drawn` of 255 is new, and of that `letters` white, the rest black.
void mix(uint8_t* __restrict samples, const uint8_t* __restrict drawn,
         const uint8_t* __restrict letters, int count, uint8_t black, uint8_t white)
{
    for (int x = 0; x < count; ++x) {
        const auto old = static_cast<uint16_t>(samples[x] * (255 - drawn[x]));
        const auto outline = static_cast<uint16_t>(black * (drawn[x] - letters[x]));
        const auto light = static_cast<uint16_t>(white * letters[x]);
        samples[x] = by255(static_cast<uint16_t>(old + outline + light));
    }
}

}  // namespace

Label::Label(cv::Size picture, double pixelAspect) : size_(picture)
{
    const double aspect = sound(pixelAspect);
    const double shorter = std::min<double>(picture.height, picture.width * aspect);
    const double capital = std::max(kCapital * shorter, kLeastCapital * std::max(1.0, aspect));
    for (const std::string_view text : {"AI generated", "AI"}) {
        const cv::Size box = boxOf(text, capital, aspect);
        if (box.width > kMostWidth * picture.width || box.height > kMostHeight * picture.height)
            continue;
        text_ = text;
        place_ = {cv::Point(even((1.0 - kMargin) * picture.width) - box.width,
                            even((1.0 - kMargin) * picture.height) - box.height),
                  box};
        serially([&] { render(capital, aspect); });
        return;
    }
}

void Label::render(double capital, double pixelAspect)
{
    // Letters are drawn large on square pixels and shrunk, each side by its own factor.
    const double scale = kOversampling * std::max(1.0, 1.0 / pixelAspect);
    const cv::Size canvas(cvRound(place_.width * pixelAspect * scale),
                          cvRound(place_.height * scale));
    const double large = capital * scale;
    const cv::Mat letters = wordsOn(canvas, text_, large, kStroke);
    cv::Mat outline = wordsOn(canvas, text_, large, kStroke + 2.0 * kOutline);
    cv::GaussianBlur(outline, outline, {}, kSoftness * large);
    white_ = shrunk(letters, place_.size(), kLettersShare);
    const cv::Mat dark = shrunk(outline, place_.size(), kOutlineShare);
    drawn_.create(place_.size(), CV_8UC1);
    // The letters lie on the outline.
    for (int y = 0; y < place_.height; ++y)
        for (int x = 0; x < place_.width; ++x)
            drawn_.at<uint8_t>(y, x) = static_cast<uint8_t>(
                255 - by255(static_cast<uint16_t>((255 - white_.at<uint8_t>(y, x)) *
                                                  (255 - dark.at<uint8_t>(y, x)))));
    cv::resize(drawn_, chroma_, place_.size() / 2, 0.0, 0.0, cv::INTER_AREA);
    cv::merge(std::vector<cv::Mat>(2, chroma_), chromaPairs_);
    cv::merge(std::vector<cv::Mat>(3, drawn_), drawnRgb_);
    cv::merge(std::vector<cv::Mat>(3, white_), whiteRgb_);
}

void Label::draw(cv::Mat& rgb) const
{
    if (rgb.type() != CV_8UC3 || rgb.size() != size_)
        return;
    for (int y = 0; y < place_.height; ++y)
        mix(rgb.ptr(place_.y + y, place_.x), drawnRgb_.ptr(y), whiteRgb_.ptr(y), 3 * place_.width,
            0, 255);
}

void Label::draw(const PlanarTarget& target, uint8_t black, uint8_t white) const
{
    if (target.size != size_)
        return;
    for (int y = 0; y < place_.height; ++y)
        mix(target.y + (place_.y + y) * target.yStride + place_.x, drawn_.ptr(y), white_.ptr(y),
            place_.width, black, white);
    // Neither black nor white has colour: both are 128 here.
    for (int y = 0; y < chroma_.rows; ++y) {
        const ptrdiff_t at =
            (place_.y / 2 + y) * target.uvStride + ptrdiff_t{place_.x / 2} * target.uvStep;
        if (target.uvStep == 1) {
            mix(target.u + at, chroma_.ptr(y), chroma_.ptr(y), chroma_.cols, 128, 128);
            mix(target.v + at, chroma_.ptr(y), chroma_.ptr(y), chroma_.cols, 128, 128);
        } else {
            const uint8_t* drawn = chromaPairs_.ptr(y);
            mix(std::min(target.u, target.v) + at, drawn, drawn, 2 * chroma_.cols, 128, 128);
        }
    }
}

}  // namespace animatize
