#include "generate/render/planar_still.h"

#include <cstring>

#include <opencv2/imgproc.hpp>

#include "frame/colour.h"
#include "frame/serially.h"

namespace animatize {
namespace {

bool isPlanar(const ImageView& view)
{
    const Component *y = &view.components[0], *u = &view.components[1], *v = &view.components[2];
    const cv::Size chroma = halfSize({view.width, view.height});
    const auto isHalf = [&](const Component* c) {
        return c->data && c->width == chroma.width && c->height == chroma.height;
    };
    return view.packing == Packing::Bytes && !view.rgb && view.height == view.frameHeight &&
           y->step == 1 && isHalf(u) && isHalf(v) && u->step == v->step && u->stride == v->stride;
}

cv::Mat plane(const Component& component)
{
    cv::Mat copy(component.height, component.width, CV_8UC1);
    for (int y = 0; y < copy.rows; ++y) {
        const uint8_t* row = component.data + y * component.stride;
        uint8_t* into = copy.ptr(y);
        for (int x = 0; x < copy.cols; ++x)
            into[x] = row[x * component.step];
    }
    return copy;
}

}  // namespace

std::optional<PlanarStill> planarStill(const ImageView& view)
{
    if (!isPlanar(view))
        return std::nullopt;
    PlanarStill still;
    still.codes = samplesOfRgb(view);
    const Component& y = view.components[0];
    still.picture.luma.create(y.height, y.width, CV_8UC1);
    for (int row = 0; row < y.height; ++row)
        std::memcpy(still.picture.luma.ptr(row), y.data + row * y.stride,
                    static_cast<size_t>(y.width));
    const cv::Mat chroma[] = {plane(view.components[1]), plane(view.components[2])};
    cv::merge(chroma, 2, still.picture.chroma);
    return still;
}

PlanarPicture inCodes(const cv::Mat& picture, const cv::Matx34f& codes)
{
    PlanarPicture planar;
    serially([&] {
        cv::Mat samples, half;
        cv::transform(picture, samples, codes);
        cv::extractChannel(samples, planar.luma, 0);
        cv::resize(samples, half, halfSize(picture.size()), 0, 0, cv::INTER_AREA);
        planar.chroma.create(half.size(), CV_8UC2);
        cv::mixChannels(half, planar.chroma, {1, 0, 2, 1});
    });
    return planar;
}

}  // namespace animatize
