#include "overlay/plate.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

struct SetRow {
    std::optional<TextBlock> left, right;
    const PlateRow* row = nullptr;
};

double widthOf(const std::optional<TextBlock>& block)
{
    return block ? block->width() : 0.0;
}

double heightOf(const std::optional<TextBlock>& block)
{
    return block ? block->height() : 0.0;
}

double heightOf(const SetRow& row)
{
    return std::ceil(std::max(heightOf(row.left), heightOf(row.right)));
}

class Layout {
  public:
    Layout(const Plate& plate, const Style& style, TextSetter& setter)
        : plate_(plate),
          bar_(plate.accent ? std::max(2.0, std::round(0.16 * style.text)) : 0.0),
          side_(bar_ + style.padding),
          end_(style.padding)
    {
        for (const PlateRow& row : plate.rows)
            set(row, setter);
        for (const SetRow& row : rows_) {
            const double gap = row.left && row.right ? 1.5 * style.padding : 0.0;
            width_ = std::max(width_, widthOf(row.left) + gap + widthOf(row.right));
            height_ += heightOf(row);
        }
    }

    Picture draw(const Style& style) const
    {
        if (rows_.empty())
            return nullptr;
        const double above = std::round(0.4 * style.padding);
        const double width = side_ + width_ + end_, height = height_ + 2 * above;
        CairoCanvas canvas(width, height, style.aspect);
        canvas.plate({0, 0, width, height}, bar_ > 0.0 ? 0.0 : 0.15 * style.text, plate_.ground);
        if (plate_.accent)
            canvas.plate({0, 0, bar_, height}, 0.0, *plate_.accent);
        double y = above;
        for (const SetRow& row : rows_) {
            draw(canvas, row, y);
            y += heightOf(row);
        }
        return canvas.finish();
    }

  private:
    /// `taken`: of the plate's width.
    static TextLook within(TextLook look, double most, double taken)
    {
        if (most > 0.0) {
            const double room = std::max(1.0, most - taken);
            look.most = look.most > 0.0 ? std::min(look.most, room) : room;
        }
        return look;
    }

    void set(const PlateRow& row, TextSetter& setter)
    {
        SetRow made;
        made.row = &row;
        const double sides = side_ + end_;
        made.right = setter.set(row.right.words, within(row.right.look, plate_.most / 2, sides));
        const double right = made.right ? made.right->width() + 1.5 * end_ : 0.0;
        made.left = setter.set(row.left.words, within(row.left.look, plate_.most, sides + right));
        if (made.left || made.right)
            rows_.push_back(std::move(made));
    }

    void draw(CairoCanvas& canvas, const SetRow& row, double y) const
    {
        // The baselines of two sizes come near enough when the smaller stands lower.
        const double height = heightOf(row);
        if (row.left)
            row.left->draw(canvas, {side_, y + 0.8 * (height - heightOf(row.left))},
                           row.row->left.colour);
        if (row.right)
            row.right->draw(
                canvas,
                {side_ + width_ - widthOf(row.right), y + 0.8 * (height - heightOf(row.right))},
                row.row->right.colour);
    }

    const Plate& plate_;
    double bar_, side_, end_;
    std::vector<SetRow> rows_;
    double width_ = 0.0, height_ = 0.0;
};

void append(std::string& key, const PlateText& text)
{
    key += text.words;
    // A control character: words have none.
    key += '\x1f' + std::to_string(std::lround(text.look.size * 64)) +
           (text.look.bold ? 'b' : 'r') + std::to_string(text.look.lines) + '.' +
           std::to_string(std::lround(text.look.most)) + '.' + std::to_string(text.colour.code()) +
           '\x1f';
}

}  // namespace

Picture draw(const Plate& plate, const Style& style, TextSetter& setter)
{
    return Layout(plate, style, setter).draw(style);
}

std::string keyOf(const Plate& plate)
{
    std::string key =
        std::to_string(plate.ground.code()) + '.' + std::to_string(std::lround(plate.most));
    if (plate.accent)
        key += '.' + std::to_string(plate.accent->code());
    for (const PlateRow& row : plate.rows) {
        append(key += '\x1e', row.left);
        append(key, row.right);
    }
    return key;
}

}  // namespace animatize
