// TextSetter: words become blocks of lines by Pango, and blocks are drawn on a canvas.
//
//   TextSetter setter;
//   if (auto block = setter.set("camera pans left", {.size = 20, .most = 300, .lines = 3}))
//       block->draw(canvas, {4, 4}, palette::kText);
//
// Each has a font map of its own, which nothing is shared with. Where the system has no font at all
// nothing can be set and no block is made; Pango itself would show a row of empty frames.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "overlay/cairo_canvas.h"

typedef struct _PangoLayout PangoLayout;  // NOLINT: as Pango declares it

namespace animatize {

struct TextLook {
    double size = 10.0;  ///< em, rows
    bool bold = false;
    double most = 0.0;  ///< of its width, rows; what is longer ends in an ellipsis. 0: any
    int lines = 1;      ///< at most; more than one needs `most`

    bool operator==(const TextLook&) const = default;
};

/// Lines that were set. Lengths in rows.
class TextBlock {
  public:
    explicit TextBlock(std::shared_ptr<PangoLayout> layout);

    double width() const { return place_.width; }
    double height() const { return place_.height; }
    int lines() const;
    bool isCut() const;  ///< ends in an ellipsis

    /// `at`: the block's top left corner.
    void draw(CairoCanvas& canvas, cv::Point2d at, const Colour& colour) const;

  private:
    std::shared_ptr<PangoLayout> layout_;
    cv::Rect2d place_;  ///< of its words in the layout
};

class TextSetter {
  public:
    TextSetter();
    ~TextSetter();

    /// Nothing when there is nothing to be seen in the words, or no font. What isn't UTF-8 or is a
    /// control character is replaced; of very long texts the first 2000 bytes count.
    std::optional<TextBlock> set(std::string_view words, const TextLook& look);

    /// How many texts were set so far: what a cache is measured by.
    uint64_t count() const { return count_; }

  private:
    class Fonts;
    std::unique_ptr<Fonts> fonts_;  ///< made with the first text
    uint64_t count_ = 0;
};

/// Valid UTF-8 without control characters, in one line, of at most `most` bytes.
std::string displayable(std::string_view words, size_t most);

}  // namespace animatize
