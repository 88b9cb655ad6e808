// Luma of a band of image rows, added up down the band: what a row of boxes is made from.
#pragma once

#include <cstdint>

#include "frame/image_view.h"

namespace animatize {

class BandSums {
  public:
    /// Of `used` samples from the left of each row. The view has to outlive this.
    BandSums(const ImageView& view, int used);

    /// The sums of rows `top` .. `top + rows - 1`, at most 256 of them, as `used` numbers without
    /// gaps; R G B weighted into luma. Valid until the next call.
    const uint16_t* down(int top, int rows);

  private:
    const uint16_t* bytes(int top, int rows);
    const uint16_t* rgb(int top, int rows);
    const uint16_t* words(int top, int rows);
    const uint16_t* v210(int top, int rows);
    const uint16_t* uyvp(int top, int rows);

    const ImageView& view_;
    int used_;
    int step_;
    const uint8_t* first_;      // byte of the first sample, of R G B the one that comes first
    uint16_t* luma_;            // a sum per sample
    uint16_t* raw_;             // a sum per byte or word of the rows
    uint16_t weights_[4] = {};  // of the bytes of a pixel, in 1 / 2^14; R G B only
};

}  // namespace animatize
