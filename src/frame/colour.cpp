#include "frame/colour.h"

#include <algorithm>

#include "frame/samples.h"

namespace animatize {
namespace {

// A matrix on (a, b, c, 1); doubles until the end.
using Affine = cv::Matx44d;

Affine scaled(double a, double b, double c, double offsetA, double offsetB, double offsetC)
{
    return {a, 0, 0, offsetA, 0, b, 0, offsetB, 0, 0, c, offsetC, 0, 0, 0, 1};
}

// Codes to full range: 0..255 for luma and colours, 255 around 128 for chroma.
Affine fullRange(const ImageView& view)
{
    const double luma = 255.0 / std::max(1, view.white - view.black);
    const double lumaOffset = -view.black * luma;
    if (view.rgb)
        return scaled(luma, luma, luma, lumaOffset, lumaOffset, lumaOffset);
    const double chroma = 255.0 / std::max(1, view.chromaRange);
    const double chromaOffset = 128.0 - 128.0 * chroma;
    return scaled(luma, chroma, chroma, lumaOffset, chromaOffset, chromaOffset);
}

Affine yuvOfRgb(double kr, double kb)
{
    const double kg = 1.0 - kr - kb, u = 0.5 / (1.0 - kb), v = 0.5 / (1.0 - kr);
    return {kr,      kg,      kb,      0,    //
            -kr * u, -kg * u, 0.5,     128,  //
            0.5,     -kg * v, -kb * v, 128,  //
            0,       0,       0,       1};
}

Affine toRgb(const ImageView& view)
{
    const Affine full = fullRange(view);
    return view.rgb ? full : yuvOfRgb(view.kr, view.kb).inv() * full;
}

cv::Matx34f top(const Affine& matrix)
{
    return cv::Matx34f(matrix.get_minor<3, 4>(0, 0));
}

}  // namespace

cv::Matx34f rgbOfSamples(const ImageView& view)
{
    return top(toRgb(view));
}

cv::Matx34f samplesOfRgb(const ImageView& view)
{
    return top(toRgb(view).inv());
}

cv::Matx34f yuvOfSamples(const ImageView& view)
{
    const Affine full = fullRange(view);
    return top(view.rgb ? yuvOfRgb(view.kr, view.kb) * full : full);
}

void sampleView(const ImageView& view, cv::Mat& into)
{
    cv::AutoBuffer<uint8_t, 3 * 64 * 36> memory(3 * into.total());
    cv::Mat planes[3];
    for (int c = 0; c < 3; ++c) {
        planes[c] = cv::Mat(into.size(), CV_8UC1, memory.data() + into.total() * c);
        sampleComponent(view, c, planes[c]);
    }
    cv::merge(planes, 3, into);
}

}  // namespace animatize
