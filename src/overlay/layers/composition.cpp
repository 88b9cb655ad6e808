// How the picture is built: the thirds, a level that is turned as the horizon is, the salient and
// the vanishing point, and in figures how well the thirds are met, symmetry and leading lines.
#include <array>

#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr double kLevel = 1.0;  // degrees that nobody sees

struct Figure {
    const char* field;
    const char* words;
};
constexpr std::array<Figure, 3> kFigures = {{
    {"thirds", "on the thirds"},
    {"symmetry", "symmetry"},
    {"leading-lines", "leading lines"},
}};

class CompositionLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        const Record* composition = fields::nested(input.scene, "composition");
        if (!composition)
            return;
        addThirds(board);
        addLevel(composition, board);
        addPoint(composition, "vanishing-x", "vanishing-y", 0, board);
        addPoint(composition, "salient-x", "salient-y", 1, board);
        addFigures(composition, board);
    }

    void forget() override
    {
        points_ = {};
        said_ = {};
    }

  private:
    void addThirds(Board& board)
    {
        const cv::Size frame = style().frame;
        const int x = style().columns(std::max(1, style().core / 2));
        const int y = std::max(1, style().core / 2);
        const Colour faint = Colour::of(0xf4f6f8, 0.4);
        for (const int third : {1, 2}) {
            const int column = frame.width * third / 3 - x / 2,
                      row = frame.height * third / 3 - y / 2;
            addRule(board, studio(), {column, 0, x, frame.height}, faint);
            addRule(board, studio(), {0, row, frame.width, y}, faint);
        }
    }

    // The content is turned counter-clockwise by the roll, and so is the line.
    void addLevel(const Record* composition, Board& board)
    {
        const auto roll = fields::between(composition, "horizon-roll", -90.0, 90.0);
        if (!roll)
            return;
        const int tenths = cvRound(*roll * 10.0);
        const Picture level = studio().picture({PictureKey::Mark, 2, tenths, 0, 0, 0},
                                               [&] { return levelOf(tenths / 10.0); });
        const cv::Point at((style().frame.width - level->cols) / 2,
                           (style().frame.height - level->rows) / 2);
        board.add(level, at);
    }

    Picture levelOf(double roll) const
    {
        const double half = 0.07 * style().reference, gap = 0.3 * half, line = style().core;
        const double angle = roll * CV_PI / 180.0, margin = line + style().shade + 1;
        const cv::Point2d way(std::cos(angle), -std::sin(angle));
        const double x = half + margin, y = half * std::abs(way.y) + margin;
        CairoCanvas canvas(2 * x, 2 * y, style().aspect);
        const cv::Point2d centre(x, y);
        const bool level = std::abs(roll) < kLevel;
        for (const double side : {-1.0, 1.0}) {
            const CairoCanvas::Points points = {centre + way * (side * gap),
                                                centre + way * (side * half)};
            canvas.line(points, line + 2 * style().shade, palette::kShade);
            canvas.line(points, line, level ? palette::kGreen : palette::kAmber);
        }
        return canvas.finish();
    }

    struct Point {
        cv::Point place;
        Sprite sprite;
    };

    void addPoint(const Record* composition, const char* x, const char* y, size_t number,
                  Board& board)
    {
        const auto across = fields::number(composition, x), down = fields::number(composition, y);
        if (!across || !down || *across < 0.0 || *across > 1.0 || *down < 0.0 || *down > 1.0)
            return;
        const cv::Point place(cvRound(*across * style().frame.width),
                              cvRound(*down * style().frame.height));
        Point& point = points_[number];
        if (!point.sprite.pixels || point.place != place) {
            const Picture mark =
                studio().picture({PictureKey::Mark, static_cast<int>(number), 0, 0, 0, 0},
                                 [&] { return number == 0 ? vanishingMark() : salientMark(); });
            point = {place, board.within(mark, place - cv::Point(mark->cols / 2, mark->rows / 2))};
        }
        if (point.sprite.pixels)
            board.add(point.sprite.pixels, point.sprite.at);
    }

    double markSize() const { return std::max(5.0, 0.012 * style().reference); }

    // A ring with four ticks, as a finder has it.
    Picture salientMark() const
    {
        const double radius = markSize(), line = style().core, half = 1.6 * radius + line + 2;
        CairoCanvas canvas(2 * half, 2 * half, style().aspect);
        const cv::Point2d centre(half, half);
        for (const bool shade : {true, false}) {
            const double width = shade ? line + 2 * style().shade : line;
            const Colour colour = shade ? palette::kShade : palette::kCyan;
            canvas.ring(centre, radius, width, colour);
            for (const cv::Point2d way : {cv::Point2d(1, 0), {-1, 0}, {0, 1}, {0, -1}})
                canvas.line({centre + way * (1.1 * radius), centre + way * (1.6 * radius)}, width,
                            colour);
        }
        return canvas.finish();
    }

    // Lines that run to one point, and don't meet.
    Picture vanishingMark() const
    {
        const double radius = markSize(), line = style().core, half = 1.5 * radius + line + 2;
        CairoCanvas canvas(2 * half, 2 * half, style().aspect);
        const cv::Point2d centre(half, half);
        for (const bool shade : {true, false})
            for (const cv::Point2d way : {cv::Point2d(1, 0.7), {-1, 0.7}, {1, -0.7}, {-1, -0.7}})
                canvas.line({centre + way * (0.35 * radius), centre + way * (1.3 * radius)},
                            shade ? line + 2 * style().shade : line,
                            shade ? palette::kShade : palette::kViolet);
        canvas.disc(centre, 1.2 * line, palette::kViolet);
        return canvas.finish();
    }

    using Percents = std::array<std::optional<int>, kFigures.size()>;

    void addFigures(const Record* composition, Board& board)
    {
        Percents now;
        for (size_t i = 0; i < kFigures.size(); ++i)
            now[i] = fields::percent(composition, kFigures[i].field);
        if (!style().roomy)
            return;
        if (!said_.picture || said_.percents != now)
            said_ = {now, studio().plate(words(now))};
        if (said_.picture)
            if (const auto at = board.stack(FrameCorner::TopLeft, said_.picture->size()))
                board.add(said_.picture, *at);
    }

    Plate words(const Percents& percents) const
    {
        Plate plate;
        plate.most = 0.4 * style().frame.width * style().aspect;
        for (size_t i = 0; i < kFigures.size(); ++i)
            if (percents[i])
                plate.rows.push_back(
                    {{kFigures[i].words, small(), palette::kDim},
                     {std::to_string(*percents[i]) + " %", small(), palette::kText}});
        return plate;
    }

    struct Said {
        Percents percents;
        Picture picture;
    };

    std::array<Point, 2> points_;  ///< vanishing, salient
    Said said_;
};

}  // namespace

std::unique_ptr<Layer> makeCompositionLayer(Studio& studio)
{
    return std::make_unique<CompositionLayer>(studio);
}

}  // namespace animatize
