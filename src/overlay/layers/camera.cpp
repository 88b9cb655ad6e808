// A dial of what the camera does, with its label: an arrow for pan and tilt (the way the camera
// turns), a ring that is larger than the marks while it zooms in and smaller while it zooms out, an
// arc from the top for roll. Strengths are drawn by their root, so that a slow move shows too. Grey
// while it isn't known.
#include "overlay/layers/layer.h"

namespace animatize {
namespace {

constexpr double kLeastConfidence = 0.2;  // of the contract
constexpr int kSteps = 12;                // an arrow's length, a ring's size

/// What the dial shows, in steps that noise doesn't change all the time.
struct Needle {
    int length = 0, angle = 0;  ///< 0..kSteps; 0..35, tens of degrees clockwise from the right
    int zoom = 0, roll = 0;     ///< -kSteps..kSteps
    bool known = false;
};

// 1 at `full`; speeds below a hundredth of that are none.
int steps(double value, double full)
{
    const double share = std::min(1.0, std::abs(value) / full);
    const int step = share < 0.01 ? 0 : static_cast<int>(std::lround(std::sqrt(share) * kSteps));
    return value < 0.0 ? -step : step;
}

class CameraLayer : public Layer {
  public:
    using Layer::Layer;

    void draw(const OverlayInput& input, Board& board) override
    {
        if (!input.motion)
            return;
        const Needle needle = needleOf(input.motion);
        const Picture& label = labelOf(input.motion, needle.known);
        // The words first: they say more than the dial where there is room for one.
        if (label)
            if (const auto at = board.stack(FrameCorner::BottomRight, label->size()))
                board.add(label, *at);
        const PictureKey key{
            PictureKey::Dial, needle.length, needle.angle + (needle.known ? 0 : 100),
            needle.zoom,      needle.roll,   0};
        const Picture dial = studio().picture(key, [&] { return dialOf(needle); });
        if (const auto at = board.stack(FrameCorner::BottomRight, dial->size()))
            board.add(dial, *at);
    }

    void forget() override { said_ = {}; }

  private:
    struct Said {
        std::string motion, steadiness;
        bool warming = false, known = false;
        Picture picture;
    };

    Needle needleOf(const Record* motion) const
    {
        Needle needle;
        const auto pan = fields::between(motion, "camera-pan", -100.0, 100.0);
        const auto tilt = fields::between(motion, "camera-tilt", -100.0, 100.0);
        const auto confidence = fields::number(motion, "camera-confidence");
        if (!pan || !tilt || !confidence || *confidence < kLeastConfidence)
            return needle;
        const double shape = style().frame.width * style().aspect / style().frame.height;
        const double x = *pan * shape, y = -*tilt;
        needle.known = true;
        needle.length = steps(std::hypot(x, y), 1.0);
        if (needle.length > 0)
            needle.angle = (cvRound(std::atan2(y, x) * 18.0 / CV_PI) + 36) % 36;
        needle.zoom = steps(fields::number(motion, "camera-zoom").value_or(0.0), 1.0);
        needle.roll = steps(fields::number(motion, "camera-roll").value_or(0.0), 90.0);
        return needle;
    }

    const Picture& labelOf(const Record* motion, bool known)
    {
        const std::string_view label = fields::words(motion, "camera-motion");
        const std::string_view steadiness = fields::words(motion, "steadiness");
        const bool warming = fields::flag(motion, "warming-up");
        if (said_.picture && said_.motion == label && said_.steadiness == steadiness &&
            said_.warming == warming && said_.known == known)
            return said_.picture;
        said_ = {std::string(label), std::string(steadiness), warming, known, nullptr};
        Plate plate;
        const Colour colour = known ? palette::kText : palette::kGrey;
        plate.most = 0.28 * style().frame.width * style().aspect;
        if (warming)
            plate.rows.push_back({{"warming up", small(), palette::kAmber}, {}});
        plate.rows.push_back(
            {{label.empty() ? "unknown" : fields::spoken(label), ordinary(true), colour}, {}});
        if (!steadiness.empty())
            plate.rows.push_back(
                {{fields::spoken(steadiness), small(), known ? palette::kDim : palette::kGrey},
                 {}});
        said_.picture = studio().plate(plate);
        return said_.picture;
    }

    Picture dialOf(const Needle& needle) const
    {
        const double radius = std::max(18.0, 0.046 * style().reference), size = 2 * radius;
        const cv::Point2d centre(radius, radius);
        const Colour face = needle.known ? palette::kText : palette::kGrey;
        const double line = std::max(1.0, 0.028 * radius);
        CairoCanvas canvas(size, size, style().aspect);
        canvas.disc(centre, radius, palette::kGround);
        canvas.ring(centre, radius - 1.5 * line, line, Colour::of(0xf4f6f8, 0.35));
        drawMarks(canvas, centre, radius, line, face);
        if (needle.known) {
            drawZoom(canvas, centre, radius, line, needle.zoom);
            drawRoll(canvas, centre, radius, line, needle.roll);
            drawArrow(canvas, centre, radius, line, needle);
        }
        return canvas.finish();
    }

    // At half the radius, where the ring of zoom stands still, and at the rim's top.
    static void drawMarks(CairoCanvas& canvas, const cv::Point2d& centre, double radius,
                          double line, const Colour& face)
    {
        Colour dim = face;
        dim.alpha = 0.55;
        for (int i = 0; i < 4; ++i) {
            const double angle = i * CV_PI / 2 + CV_PI / 4;
            const cv::Point2d way(std::cos(angle), std::sin(angle));
            canvas.line({centre + way * (0.44 * radius), centre + way * (0.56 * radius)}, line,
                        dim);
        }
        canvas.line(
            {centre - cv::Point2d(0, 0.96 * radius), centre - cv::Point2d(0, 0.84 * radius)}, line,
            dim);
    }

    static void drawZoom(CairoCanvas& canvas, const cv::Point2d& centre, double radius, double line,
                         int zoom)
    {
        if (zoom == 0)
            return;
        const double share = 0.5 + 0.27 * zoom / kSteps;
        canvas.ring(centre, share * radius, 2 * line, palette::kAmber);
    }

    static void drawRoll(CairoCanvas& canvas, const cv::Point2d& centre, double radius, double line,
                         int roll)
    {
        if (roll == 0)
            return;
        const double top = -CV_PI / 2, turn = roll * (0.8 * CV_PI) / kSteps;
        canvas.ring(centre, 0.88 * radius, 3 * line, palette::kViolet, top, top + turn);
    }

    static void drawArrow(CairoCanvas& canvas, const cv::Point2d& centre, double radius,
                          double line, const Needle& needle)
    {
        if (needle.length == 0) {
            canvas.disc(centre, 2.2 * line, palette::kGreen);
            return;
        }
        const double angle = needle.angle * CV_PI / 18;
        const double length = radius * (0.22 + 0.56 * needle.length / kSteps);
        const cv::Point2d way(length * std::cos(angle), length * std::sin(angle));
        canvas.arrow(centre, centre + way, 3 * line, 0.3 * radius, palette::kGreen);
    }

    Said said_;
};

}  // namespace

std::unique_ptr<Layer> makeCameraLayer(Studio& studio)
{
    return std::make_unique<CameraLayer>(studio);
}

}  // namespace animatize
