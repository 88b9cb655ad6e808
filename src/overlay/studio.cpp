#include "overlay/studio.h"

namespace animatize {
namespace {

constexpr size_t kMostPictures = 1024, kMostPlates = 256;
constexpr size_t kLeastBytes = size_t{4} << 20;

// Large frames have large pictures.
size_t bytesFor(const cv::Size& frame)
{
    return kLeastBytes + static_cast<size_t>(frame.area());
}

size_t bytesOf(const Picture& picture)
{
    return picture ? picture->total() * picture->elemSize() : 0;
}

}  // namespace

Studio::Studio(cv::Size frame, double pixelAspect) : style_(frame, pixelAspect)
{
    pictures_.limit({kMostPictures, bytesFor(style_.frame)});
    plates_.limit({kMostPlates, bytesFor(style_.frame)});
}

Picture Studio::picture(const PictureKey& key, const std::function<Picture()>& draw)
{
    if (const Picture* known = pictures_.find(key, 0))
        return *known;
    Picture made = draw();
    pictures_.insert(key, made, bytesOf(made), 0);
    return made;
}

Picture Studio::plate(const Plate& plate)
{
    const std::string key = keyOf(plate);
    if (const Picture* known = plates_.find(key, 0))
        return *known;
    Picture made = draw(plate, style_, setter_);
    plates_.insert(key, made, bytesOf(made) + key.size(), 0);
    return made;
}

Picture Studio::label(std::string_view words, const Colour& colour)
{
    Plate plate;
    plate.rows.resize(1);
    plate.rows[0].left = {std::string(words), {.size = style_.smallText, .bold = true}, colour};
    plate.most = 0.25 * style_.frame.width * style_.aspect;
    return this->plate(plate);
}

}  // namespace animatize
