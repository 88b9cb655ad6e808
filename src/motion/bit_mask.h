// BitMask: a mask of one bit per pixel, 64 pixels to a word.
//
// Majority, dilation and erosion of a whole word cost what they cost for one pixel elsewhere: a
// neighbour is a shift, a count is an adder of bits (Knuth 7.1.3). Memory is reused.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize {

class BitMask {
  public:
    /// All clear.
    void create(cv::Size size);
    cv::Size size() const { return size_; }
    bool empty() const { return words_.empty(); }
    void release();
    void clear();

    /// Sets the pixels of a CV_8UC1 picture that are at least `level` (1..255).
    void pack(const cv::Mat& picture, int level = 128);
    /// CV_8UC1, 0 or 255.
    void unpack(cv::Mat& into) const;

    bool at(int x, int y) const { return row(y)[x >> 6] >> (x & 63) & 1; }
    void set(int x, int y) { row(y)[x >> 6] |= uint64_t{1} << (x & 63); }
    int count() const;

    // Each with a mask of the same size.
    void intersect(const BitMask& other);
    void unite(const BitMask& other);
    void remove(const BitMask& other);

    /// More than half of the 3 x 3 (5 x 5) pixels around; beyond the border it goes on as there.
    void majority3();
    void majority5();
    /// By squares of 2 * `radius` + 1 pixels; nothing comes in from beyond the border.
    void dilate(int radius);
    void erode(int radius);
    void close(int radius)
    {
        dilate(radius);
        erode(radius);
    }

    int wordsPerRow() const { return perRow_; }
    const uint64_t* row(int y) const { return words_.data() + offset(y); }
    uint64_t* row(int y) { return words_.data() + offset(y); }
    /// The bits that exist in the last word of each row.
    uint64_t lastWord() const;

  private:
    enum class Beyond { Same, Clear, Set };
    size_t offset(int y) const { return static_cast<size_t>(y) * static_cast<size_t>(perRow_); }
    /// The row with a word more on each side.
    void padded(int y, Beyond beyond, uint64_t* into) const;
    void dilateOnce();
    void erodeOnce();
    void finish();

    cv::Size size_;
    int perRow_ = 0;
    std::vector<uint64_t> words_, result_, line_, sums_;
};

}  // namespace animatize
