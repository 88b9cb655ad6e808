// Frames in memory, packed by hand from known sample values: the truth that readers of every
// packing are tested against.
#pragma once

#include <cstdint>
#include <vector>

#include "frame/image_view.h"

namespace animatize::test {

enum class Layout {
    I420,
    Nv12,
    Y444,
    Yuy2,
    Uyvy,
    Gray,
    Rgb,
    Bgrx,
    Xrgb,
    I420Le10,
    P010,
    V210,
    Uyvp
};
constexpr Layout kLayouts[] = {Layout::I420, Layout::Nv12,     Layout::Y444, Layout::Yuy2,
                               Layout::Uyvy, Layout::Gray,     Layout::Rgb,  Layout::Bgrx,
                               Layout::Xrgb, Layout::I420Le10, Layout::P010, Layout::V210,
                               Layout::Uyvp};
const char* nameOf(Layout layout);
bool isRgb(Layout layout);
bool isTenBit(Layout layout);

/// One component's samples as numbers, 8 or 10 bits.
struct Samples {
    int width = 0, height = 0;
    std::vector<int> values;
    int& at(int x, int y) { return values[static_cast<size_t>(y) * width + x]; }
    int at(int x, int y) const { return values[static_cast<size_t>(y) * width + x]; }
    /// Cut to 8 bits, as the core reads them.
    int eight(int x, int y, Layout layout) const { return at(x, y) >> (isTenBit(layout) ? 2 : 0); }
};

struct FrameOptions {
    uint8_t poison = 0xa5;    ///< value of every byte and bit that holds no sample
    int padding = 37;         ///< bytes between the rows
    bool upsideDown = false;  ///< rows stored bottom up, strides negative
    bool interlaced = false;  ///< rows of a second field, all poison, between the rows
};

/// Owns the memory of a frame; behind its last sample's bytes the allocation ends, so that an
/// address sanitizer sees whoever reads on.
class RawFrame {
  public:
    /// Random samples, the same for the same seed.
    RawFrame(Layout layout, int width, int height, uint64_t seed, const FrameOptions& options = {});

    const ImageView& view() const { return view_; }
    Layout layout() const { return layout_; }
    const Samples& samples(int component) const { return samples_[component]; }
    /// Changes a sample in the numbers and in the memory.
    void set(int component, int x, int y, int value);
    /// Fills a component with one value.
    void fill(int component, int value);

  private:
    struct Plane {
        size_t rowBytes = 0;
        std::vector<uint8_t> memory;
    };
    void addPlane(size_t rowBytes, int rows);
    void place(int component, int plane, int offset, int step, int width, int height);
    void layOut();
    uint8_t* row(int component, int y);
    void put(int component, int x, int y, int value);

    Layout layout_;
    FrameOptions options_;
    Samples samples_[3];
    std::vector<Plane> planes_;
    ImageView view_;
};

}  // namespace animatize::test
