// Texture: a picture laid out for look-ups between its samples: a plane for each component, with
// room around.
#pragma once

#include <opencv2/core.hpp>

namespace animatize {

/// `picture` with `pad` samples on each side: what lies outside is its mirror image, so that no
/// border is ever seen.
cv::Mat mirrored(const cv::Mat& picture, int pad);

class Texture {
  public:
    Texture() = default;
    /// `padded`: CV_8U with 1 to 3 components. A sample more on each side repeats its edge, so that
    /// no look-up within it leaves the memory.
    explicit Texture(const cv::Mat& padded);

    bool empty() const { return planes_.empty(); }
    int components() const { return components_; }
    /// The sample of a component at (0, 0). -1 and the size of the picture are places, too; eight
    /// samples can be read from each, and from the one below.
    const uchar* origin(int component) const;
    /// Bytes from row to row.
    ptrdiff_t stride() const { return static_cast<ptrdiff_t>(planes_.step); }

  private:
    cv::Mat planes_;  ///< CV_8UC1, a component under the other
    int components_ = 0;
};

}  // namespace animatize
