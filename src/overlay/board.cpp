#include "overlay/board.h"

#include <algorithm>

namespace animatize {

void Board::clear()
{
    taken_.clear();
    filled_.fill(0);
}

void Board::open(size_t layer, size_t most)
{
    open_ = layer;
    most_ = most;
    now().sprites.clear();
    now().taken.clear();
    now().stacked.clear();
}

void Board::repeat(size_t layer)
{
    const Content& content = layers_[layer];
    taken_.insert(taken_.end(), content.taken.begin(), content.taken.end());
    for (const Stacked& stacked : content.stacked)
        filled_[static_cast<size_t>(stacked.corner)] = stacked.filled;
}

bool Board::isFree(const cv::Rect& place) const
{
    return (place & cv::Rect({}, style_.frame)) == place &&
           std::none_of(taken_.begin(), taken_.end(),
                        [&place](const cv::Rect& taken) { return !(taken & place).empty(); });
}

bool Board::take(const cv::Rect& place)
{
    if (!isFree(place))
        return false;
    taken_.push_back(place);
    now().taken.push_back(place);
    return true;
}

std::optional<cv::Point> Board::stack(FrameCorner corner, cv::Size size)
{
    const cv::Rect& safe = style_.safe;
    const bool top = corner == FrameCorner::TopLeft || corner == FrameCorner::TopRight;
    const bool left = corner == FrameCorner::TopLeft || corner == FrameCorner::BottomLeft;
    int& filled = filled_[static_cast<size_t>(corner)];
    const cv::Point at(left ? safe.x : safe.br().x - size.width,
                       top ? safe.y + filled : safe.br().y - filled - size.height);
    const cv::Rect place(at, size);
    if ((place & safe) != place || !take(place))
        return std::nullopt;
    filled += size.height + std::max(1, cvRound(style_.padding / 2));
    now().stacked.push_back({corner, filled});
    return at;
}

std::optional<cv::Point> Board::claim(std::initializer_list<cv::Point> places, cv::Size size)
{
    for (const cv::Point& place : places)
        if (take({place, size}))
            return place;
    return std::nullopt;
}

bool Board::add(const Picture& picture, cv::Point at)
{
    if (!picture || room() == 0)
        return false;
    const cv::Rect place(at, picture->size());
    if ((place & cv::Rect({}, style_.frame)) != place)
        return false;
    now().sprites.push_back({picture, at});
    return true;
}

Sprite Board::within(const Picture& picture, cv::Point at) const
{
    const cv::Rect place(at, picture->size());
    const cv::Rect seen = place & cv::Rect({}, style_.frame);
    if (seen == place)
        return {picture, at};
    if (seen.empty())
        return {};
    return {std::make_shared<cv::Mat>((*picture)(seen - at).clone()), seen.tl()};
}

}  // namespace animatize
