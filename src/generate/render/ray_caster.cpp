#include "generate/render/ray_caster.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "frame/serially.h"

namespace animatize {
namespace {

constexpr int kMostSteps = 48;
constexpr float kClose = 1e-4F;  // of inverse depth: less than a fiftieth of a pixel

/// Heights between nodes.
class Heights {
  public:
    explicit Heights(const cv::Mat_<float>& nodes)
        : nodes_(nodes.ptr<float>()),
          stride_(static_cast<ptrdiff_t>(nodes.step1())),
          mostX_(static_cast<float>(nodes.cols) - 1.001F),
          mostY_(static_cast<float>(nodes.rows) - 1.001F)
    {}

    float at(float x, float y) const
    {
        x = std::clamp(x, 0.0F, mostX_);
        y = std::clamp(y, 0.0F, mostY_);
        const int column = static_cast<int>(x), row = static_cast<int>(y);
        const float right = x - static_cast<float>(column), down = y - static_cast<float>(row);
        const float *above = nodes_ + row * stride_ + column, *below = above + stride_;
        const float first = above[0] + right * (above[1] - above[0]);
        const float second = below[0] + right * (below[1] - below[0]);
        return first + down * (second - first);
    }

  private:
    const float* nodes_;
    ptrdiff_t stride_;
    float mostX_, mostY_;
};

/// A ray's way over the relief, in nodes.
struct Ray {
    float x, y, slideX, slideY;

    float heightAt(const Heights& heights, float w) const
    {
        return heights.at(x + w * slideX, y + w * slideY);
    }
};

class Caster {
  public:
    Caster(const ViewMap& view, const Relief& relief, const cv::Mat_<cv::Vec2f>& motion,
           LookUp& into)
        : view_(view),
          relief_(relief),
          motion_(motion),
          into_(into),
          nearest_(float(relief.range.nearest)),
          farthest_(float(relief.range.farthest)),
          nodes_(1.0 / relief.step),
          slides_(!view.isFlat()),
          surface_(relief.surface)
    {}

    /// Whether all is opaque.
    bool front()
    {
        const Heights heights(relief_.heights);
        float near = farthest_;
        int least = LookUp::kOpaque;
        for (int j = 0; j < into_.front.rows; ++j) {
            cv::Vec2i* const places = into_.front[j];
            int* const opacities = into_.opacity.empty() ? nullptr : into_.opacity[j];
            for (int i = 0; i < into_.front.cols; ++i) {
                const Ray ray = rayOf(i, j);
                if (slides_)
                    near = meetSheet(heights, ray, near);
                places[i] = placeOf(ray, near);
                if (opacities) {
                    opacities[i] = opacity(ray, near);
                    least = std::min(least, opacities[i]);
                }
            }
        }
        return least == LookUp::kOpaque;
    }

    // Only where an edge is in one of the four squares around.
    void back()
    {
        const Heights ground(relief_.ground);
        cv::Mat_<float> least;
        into_.opacity.convertTo(least, CV_32F);
        cv::erode(least, least, {});
        into_.front.copyTo(into_.back);
        for (int j = 0; j < into_.back.rows; ++j)
            for (int i = 0; i < into_.back.cols; ++i)
                if (least(j, i) != float(LookUp::kOpaque)) {
                    const Ray ray = rayOf(i, j);
                    into_.back(j, i) = placeOf(ray, meet(ground, ray));
                }
    }

  private:
    Ray rayOf(int i, int j) const
    {
        const ViewMap::Sight sight = view_.at(i * into_.step, j * into_.step);
        return {float((sight.base[0] + relief_.pad) * nodes_),
                float((sight.base[1] + relief_.pad) * nodes_), float(sight.slide[0] * nodes_),
                float(sight.slide[1] * nodes_)};
    }

    /// The same on a sheet without folds, which each ray meets once: quickly, from a place near by
    /// (the secant method).
    float meetSheet(const Heights& heights, const Ray& ray, float near) const
    {
        float last = near, lastGap = last - ray.heightAt(heights, last), w = last - lastGap;
        for (int i = 0; i < 6; ++i) {
            const float gap = w - ray.heightAt(heights, w);
            if (std::abs(gap) < kClose)
                return w;
            const float turn = gap - lastGap;
            const float next = turn == 0.0F ? w - gap : w - gap * (w - last) / turn;
            last = w;
            lastGap = gap;
            w = std::clamp(next, farthest_, nearest_);
        }
        return meet(heights, ray);
    }

    /// The inverse depth of the first place that the ray meets.
    float meet(const Heights& heights, const Ray& ray) const
    {
        const float way =
            std::sqrt(ray.slideX * ray.slideX + ray.slideY * ray.slideY) * (nearest_ - farthest_);
        if (way < 1e-3F)
            return ray.heightAt(heights, nearest_);
        const int steps = std::min(kMostSteps, 1 + static_cast<int>(way));
        const float down = (nearest_ - farthest_) / static_cast<float>(steps);
        float above = nearest_, gap = above - ray.heightAt(heights, above);
        for (int i = 1; i <= steps && gap > 0.0F; ++i) {
            const float w = nearest_ - static_cast<float>(i) * down;
            const float now = w - ray.heightAt(heights, w);
            if (now <= 0.0F)
                return between(heights, ray, above, gap, w, now);
            above = w;
            gap = now;
        }
        return above;
    }

    /// The crossing between two places, one above the relief and one under it (regula falsi).
    static float between(const Heights& heights, const Ray& ray, float above, float gap,
                         float below, float sunk)
    {
        float w = below;
        for (int i = 0; i < 3; ++i) {
            w = below + (above - below) * (sunk / (sunk - gap));
            const float now = w - ray.heightAt(heights, w);
            if (std::abs(now) < kClose)
                break;
            (now > 0.0F ? above : below) = w;
            (now > 0.0F ? gap : sunk) = now;
        }
        return w;
    }

    cv::Vec2i placeOf(const Ray& ray, float w) const
    {
        const float unit = float(relief_.step << LookUp::kFraction);
        const float x = ray.x + w * ray.slideX, y = ray.y + w * ray.slideY;
        const cv::Vec2f moved = motion_.empty() ? cv::Vec2f(0, 0) : movedAt(x, y);
        return {cvRound((x - moved[0]) * unit), cvRound((y - moved[1]) * unit)};
    }

    cv::Vec2f movedAt(float x, float y) const
    {
        x = std::clamp(x, 0.0F, static_cast<float>(motion_.cols) - 1.001F);
        y = std::clamp(y, 0.0F, static_cast<float>(motion_.rows) - 1.001F);
        const int column = static_cast<int>(x), row = static_cast<int>(y);
        const float right = x - static_cast<float>(column), down = y - static_cast<float>(row);
        const cv::Vec2f *above = motion_[row] + column, *below = motion_[row + 1] + column;
        return (1 - down) * ((1 - right) * above[0] + right * above[1]) +
               down * ((1 - right) * below[0] + right * below[1]);
    }

    int opacity(const Ray& ray, float w) const
    {
        return cvRound(ray.heightAt(surface_, w) * LookUp::kOpaque);
    }

    const ViewMap& view_;
    const Relief& relief_;
    const cv::Mat_<cv::Vec2f>& motion_;
    LookUp& into_;
    const float nearest_, farthest_;
    const double nodes_;  ///< in a pixel
    const bool slides_;
    const Heights surface_;
};

/// Nodes look into the texture's memory, with a pixel to spare on the right and below.
void keepInside(cv::Mat_<cv::Vec2i>& places, const Relief& relief, cv::Size size)
{
    const int unit = 1 << LookUp::kFraction;
    const int mostX = (size.width + 2 * relief.pad - 2) * unit;
    const int mostY = (size.height + 2 * relief.pad - 2) * unit;
    for (cv::Vec2i& place : places)
        place = {std::clamp(place[0], 0, mostX), std::clamp(place[1], 0, mostY)};
}

}  // namespace

void cast(const ViewMap& view, const Relief& relief, const cv::Mat_<cv::Vec2f>& motion,
          cv::Size size, LookUp& into)
{
    into.step = relief.step;
    const cv::Size nodes = LookUp::nodesFor(size, into.step);
    into.front.create(nodes);
    into.opacity.release();
    if (!relief.ground.empty() && !view.isFlat())
        into.opacity.create(nodes);
    serially([&] {
        Caster caster(view, relief, motion, into);
        if (caster.front())
            into.opacity.release();
        else
            caster.back();
    });
    keepInside(into.front, relief, size);
    if (!into.opacity.empty())
        keepInside(into.back, relief, size);
}

}  // namespace animatize
