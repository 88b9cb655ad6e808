#include "overlay/pango_text.h"

#include <algorithm>

#include <pango/pangocairo.h>

#include "base/utf8.h"

namespace animatize {
namespace {

constexpr size_t kMostBytes = 2000;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
template <typename T>
using Ref = std::unique_ptr<T, Unref>;

int units(double rows)
{
    return static_cast<int>(std::clamp(rows, 0.0, 1e5) * PANGO_SCALE);
}

Ref<PangoFontDescription> fontOf(const TextLook& look)
{
    Ref<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), "DejaVu Sans,Noto Sans,Sans");
    pango_font_description_set_weight(font.get(),
                                      look.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), units(look.size));
    return font;
}

// Lists of families are never empty; a font is there or isn't.
bool hasFont(PangoFontMap* map, PangoContext* context)
{
    const Ref<PangoFont> font(pango_font_map_load_font(map, context, fontOf({}).get()));
    return font != nullptr;
}

}  // namespace

/// What texts are set with. The settings of the desktop and the locale don't count.
class TextSetter::Fonts {
  public:
    Fonts() : map_(pango_cairo_font_map_new())
    {
        context_.reset(pango_font_map_create_context(map_.get()));
        pango_context_set_language(context_.get(), pango_language_from_string("en"));
        pango_context_set_round_glyph_positions(context_.get(), FALSE);
        const Ref<cairo_font_options_t> options(cairo_font_options_create());
        cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context_.get(), options.get());
        if (!hasFont(map_.get(), context_.get()))
            context_.reset();
    }

    /// Null: there is no font.
    PangoContext* context() { return context_.get(); }

  private:
    Ref<PangoFontMap> map_;
    Ref<PangoContext> context_;
};

TextBlock::TextBlock(std::shared_ptr<PangoLayout> layout) : layout_(std::move(layout))
{
    PangoRectangle logical{};
    pango_layout_get_extents(layout_.get(), nullptr, &logical);
    place_ = cv::Rect2d(logical.x, logical.y, logical.width, logical.height);
    place_ = cv::Rect2d(place_.tl() / PANGO_SCALE, place_.br() / PANGO_SCALE);
}

int TextBlock::lines() const
{
    return pango_layout_get_line_count(layout_.get());
}

bool TextBlock::isCut() const
{
    return pango_layout_is_ellipsized(layout_.get());
}

void TextBlock::draw(CairoCanvas& canvas, cv::Point2d at, const Colour& colour) const
{
    cairo_set_source_rgba(canvas.cairo(), colour.red, colour.green, colour.blue, colour.alpha);
    cairo_move_to(canvas.cairo(), at.x - place_.x, at.y - place_.y);
    pango_cairo_show_layout(canvas.cairo(), layout_.get());
}

TextSetter::TextSetter() = default;
TextSetter::~TextSetter() = default;

std::optional<TextBlock> TextSetter::set(std::string_view words, const TextLook& look)
{
    const std::string text = displayable(words, kMostBytes);
    if (text.empty())
        return std::nullopt;
    if (!fonts_)
        fonts_ = std::make_unique<Fonts>();
    if (!fonts_->context())
        return std::nullopt;
    ++count_;
    std::shared_ptr<PangoLayout> layout(pango_layout_new(fonts_->context()), Unref());
    pango_layout_set_font_description(layout.get(), fontOf(look).get());
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    if (look.most > 0.0) {
        pango_layout_set_width(layout.get(), units(look.most));
        pango_layout_set_height(layout.get(), -std::max(1, look.lines));
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return TextBlock(std::move(layout));
}

std::string displayable(std::string_view words, size_t most)
{
    std::string text = validUtf8(words, most);
    for (char& byte : text)
        if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f)
            byte = ' ';
    const size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace animatize
