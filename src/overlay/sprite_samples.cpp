#include "overlay/sprite_samples.h"

#include <algorithm>
#include <cstring>

#include "frame/colour.h"

namespace animatize {
namespace {

int floorDiv(int a, int b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

int ceilDiv(int a, int b)
{
    return -floorDiv(-a, b);
}

/// From premultiplied R G B A, 0..255, to the codes of one channel times alpha.
struct ToCode {
    float red = 0, green = 0, blue = 0, alpha = 0;
    float neutral = 0;  ///< the code that is halfway, where colours meet
};

/// Codes of ten bits reach as far as those of eight: 16..235 become 64..940, 0..255 0..1023.
float inTen(double code, bool full)
{
    return static_cast<float>(full ? code * 1023.0 / 255.0 : code * 4.0);
}

ToCode toCode(const ImageView& colour, int channel, bool ten)
{
    if (channel == SampleSlot::kAlpha)
        return {0, 0, 0, 1, 0};
    const cv::Matx34f codes = samplesOfRgb(colour);
    const bool full = colour.white == 255 && colour.black == 0;
    const auto scaled = [=](double code) {
        return ten ? inTen(code, full) : static_cast<float>(code);
    };
    const bool chroma = !colour.rgb && channel > 0;
    const float offset = chroma && ten ? 512.0F : scaled(codes(channel, 3));
    return {scaled(codes(channel, 0)), scaled(codes(channel, 1)), scaled(codes(channel, 2)),
            offset / 255.0F, chroma ? offset : 0.0F};
}

/// Sums over the pixels that share a row of samples, group-wise widened by transparent ones.
class PixelSums {
  public:
    PixelSums(int pixels, const PlaneShape& plane, const FrameShape& shape)
        : alpha_(static_cast<size_t>(pixels))
    {
        for (const SampleSlot& slot : plane.slots) {
            if (slot.channel == SampleSlot::kNothing)
                continue;
            const auto c = static_cast<size_t>(slot.channel);
            codes_[c].resize(alpha_.size());
            how_[c] = toCode(shape.colour, slot.channel, plane.isTen());
        }
    }

    void clear()
    {
        std::fill(alpha_.begin(), alpha_.end(), 0.0F);
        for (auto& codes : codes_)
            std::fill(codes.begin(), codes.end(), 0.0F);
    }

    void add(const cv::Vec4b* pixels, int from, int count)
    {
        addAlphas(&pixels[0][0], count, alpha_.data() + from);
        for (size_t c = 0; c < codes_.size(); ++c)
            if (!codes_[c].empty())
                addRow(&pixels[0][0], count, how_[c], codes_[c].data() + from);
    }

    const float* alpha() const { return alpha_.data(); }
    const float* codes(int channel) const { return codes_[static_cast<size_t>(channel)].data(); }
    float neutral(int channel) const { return how_[static_cast<size_t>(channel)].neutral; }

  private:
    // Pixels are read as words, and bytes out of them: that way compilers vectorise it.
    static void addRow(const uint8_t* __restrict bgra, int count, const ToCode how,
                       float* __restrict sums)
    {
        for (int x = 0; x < count; ++x) {
            uint32_t pixel;
            std::memcpy(&pixel, bgra + 4 * x, 4);
            const auto byte = [pixel](int shift) {
                return static_cast<float>(static_cast<int>(pixel >> shift & 255));
            };
            sums[x] += how.blue * byte(0) + how.green * byte(8) + how.red * byte(16) +
                       how.alpha * byte(24);
        }
    }

    static void addAlphas(const uint8_t* __restrict bgra, int count, float* __restrict sums)
    {
        for (int x = 0; x < count; ++x) {
            uint32_t pixel;
            std::memcpy(&pixel, bgra + 4 * x, 4);
            sums[x] += static_cast<float>(static_cast<int>(pixel >> 24));
        }
    }

    std::vector<float> alpha_;
    std::array<std::vector<float>, 4> codes_;
    std::array<ToCode, 4> how_{};
};

/// The rows and groups of a plane that a sprite touches.
struct Touched {
    int row = 0, rows = 0, group = 0, groups = 0;
};

Touched touched(const Sprite& sprite, const FrameShape& shape, const PlaneShape& plane,
                const PictureRows& rows)
{
    const int left = std::max(sprite.at.x, 0);
    const int right = std::min(sprite.at.x + sprite.pixels->cols, shape.width);
    const int top = std::max(ceilDiv(sprite.at.y - rows.first, rows.step), 0);
    const int bottom =
        std::min(ceilDiv(sprite.at.y + sprite.pixels->rows - rows.first, rows.step), rows.count);
    if (left >= right || top >= bottom)
        return {};
    Touched at{top / plane.rows, 0, left / plane.pixels, 0};
    at.rows = ceilDiv(bottom, plane.rows) - at.row;
    at.groups = ceilDiv(right, plane.pixels) - at.group;
    return at;
}

/// Fills the samples of a sprite in one plane.
class Filler {
  public:
    Filler(const Sprite& sprite, const FrameShape& shape, const PlaneShape& plane,
           const PictureRows& rows)
        : sprite_(sprite),
          shape_(shape),
          plane_(plane),
          rows_(rows),
          at_(touched(sprite, shape, plane, rows)),
          sums_(at_.groups * plane.pixels, plane, shape)
    {}

    SpritePart part()
    {
        SpritePart part;
        part.row = at_.row;
        part.rows = at_.rows;
        part.group = at_.group;
        part.samples = at_.groups * static_cast<int>(plane_.slots.size());
        const auto count = static_cast<size_t>(part.rows) * static_cast<size_t>(part.samples);
        if (plane_.isTen())
            fill<SpritePart::kWhole10>(part.keep10, part.add10, count);
        else
            fill<SpritePart::kWhole8>(part.keep8, part.add8, count);
        return part;
    }

  private:
    template <int kWhole, typename Keep, typename Add>
    void fill(std::vector<Keep>& keep, std::vector<Add>& add, size_t count)
    {
        keep.assign(count, kWhole);
        add.assign(count, 0);
        const size_t perRow = at_.rows ? count / static_cast<size_t>(at_.rows) : 0;
        for (int r = 0; r < at_.rows; ++r) {
            const int there = sumRow(at_.row + r);
            const size_t first = static_cast<size_t>(r) * perRow;
            for (size_t s = 0; s < plane_.slots.size(); ++s)
                if (plane_.slots[s].channel != SampleSlot::kNothing)
                    fillSlot<kWhole>(plane_.slots[s], there, keep.data() + first + s,
                                     add.data() + first + s);
        }
    }

    /// Sums up the pixels behind one row of samples; how many rows of them the frame has.
    int sumRow(int row)
    {
        sums_.clear();
        const int begin = row * plane_.rows, end = std::min(begin + plane_.rows, rows_.count);
        const int left = std::max(sprite_.at.x, 0);
        const int right = std::min(sprite_.at.x + sprite_.pixels->cols, shape_.width);
        for (int r = begin; r < end; ++r) {
            const int y = rows_.first + r * rows_.step - sprite_.at.y;
            if (y >= 0 && y < sprite_.pixels->rows)
                sums_.add(sprite_.pixels->ptr<cv::Vec4b>(y) + left - sprite_.at.x,
                          left - at_.group * plane_.pixels, right - left);
        }
        return end - begin;
    }

    /// The samples of one slot in a row; the last may have fewer pixels than the others.
    template <int kWhole, typename Keep, typename Add>
    void fillSlot(const SampleSlot& slot, int rowsThere, Keep* keep, Add* add) const
    {
        const int left = shape_.width - at_.group * plane_.pixels - slot.pixel;  // pixels from here
        const int whole = std::clamp((left - slot.pixels) / plane_.pixels + 1, 0, at_.groups);
        const int full = left < slot.pixels ? 0 : whole;
        if (slot.pixels == 1)
            fillRun<kWhole, 1>(slot, rowsThere, 0, full, keep, add);
        else
            fillRun<kWhole, 2>(slot, rowsThere, 0, full, keep, add);
        if (full < at_.groups && left > full * plane_.pixels)
            fillRun<kWhole, 1>(slot, rowsThere, full, full + 1, keep, add);
    }

    template <int kWhole, int kAcross, typename Keep, typename Add>
    void fillRun(const SampleSlot& slot, int rowsThere, int begin, int end, Keep* __restrict keep,
                 Add* __restrict add) const
    {
        const float most = plane_.isTen() ? 1023.0F : 255.0F;
        const float neutral = sums_.neutral(slot.channel);
        const float share = kWhole * shareOf(kAcross * rowsThere);
        const float* const alpha = sums_.alpha() + slot.pixel;
        const float* const codes = sums_.codes(slot.channel) + slot.pixel;
        const int step = static_cast<int>(plane_.slots.size()), pixels = plane_.pixels;
        for (int g = begin; g < end; ++g) {
            float alphas = alpha[g * pixels], code = codes[g * pixels];
            if (kAcross == 2) {
                alphas += alpha[g * pixels + 1];
                code += codes[g * pixels + 1];
            }
            const float kept = kWhole - alphas * (share / 255.0F);
            const auto whole = static_cast<float>(rounded(kept));
            // What of alpha is lost by rounding is made good as if there were no colour below.
            const float wanted = code * share + (kept - whole) * neutral;
            const float room = (kWhole - whole) * most;
            keep[g * step] = static_cast<Keep>(static_cast<int>(whole));
            add[g * step] = static_cast<Add>(rounded(std::min(std::max(wanted, 0.0F), room)));
        }
    }

    static int rounded(float value) { return static_cast<int>(value + 0.5F); }
    /// Of one pixel among those that share a sample.
    static float shareOf(int pixels)
    {
        constexpr float kShares[] = {0.0F, 1.0F, 0.5F, 0.0F, 0.25F};
        return kShares[pixels];
    }

    const Sprite& sprite_;
    const FrameShape& shape_;
    const PlaneShape& plane_;
    const PictureRows& rows_;
    const Touched at_;
    PixelSums sums_;
};

}  // namespace

int PlaneShape::alphaSlot() const
{
    for (size_t s = 0; s < slots.size(); ++s)
        if (slots[s].channel == SampleSlot::kAlpha)
            return static_cast<int>(s);
    return -1;
}

std::vector<SpritePart> samplesOf(const Sprite& sprite, const FrameShape& shape,
                                  const PictureRows& rows)
{
    if (!sprite.pixels || sprite.pixels->type() != CV_8UC4)
        return std::vector<SpritePart>(shape.planes.size());
    std::vector<SpritePart> parts;
    for (const PlaneShape& plane : shape.planes)
        parts.push_back(Filler(sprite, shape, plane, rows).part());
    return parts;
}

}  // namespace animatize
