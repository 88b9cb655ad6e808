// scene type: how much speaks for each name of kSceneTypes, from what lies where and how it is
// built. Colour alone never names a scene: blue is sky only as a smooth bright field that hangs
// from the top, water only as ripples that lie flat, and grey is a town only with right angles
// under a sky. A picture without colour has no sky, for nothing tells it from a wall. A room is
// known by its lines and the night by its lights (scene_cues.h), a wide shot by what it shows
// whole: a landscape, a town, or people who are small in it.
//
// The evidence for one name is the product of its cues, so that each of them is needed.
#include <algorithm>
#include <optional>

#include <opencv2/imgproc.hpp>

#include "scene/analyses/analyses.h"
#include "scene/analyses/edges.h"
#include "scene/analyses/scene_cues.h"

namespace animatize {
namespace {

constexpr int kColumns = AnalysisInput::kColumns;
constexpr int kRows = AnalysisInput::kRows;
constexpr float kSmooth = 0.018F;    // mean gradient below which a cell has no texture
constexpr float kTextured = 0.025F;  // and from which it has

constexpr float kBusiest = 0.12F;  // leaves stay below, printing and circuits don't

enum Type { Landscape, Nature, Urban, Water, Sky, CloseUp, Interior, Night, Wide };

using Cells = cv::Mat_<float>;

Cells cellsOf(const cv::Mat& map, double scale = 1.0)
{
    cv::Mat cells;
    cv::resize(map, cells, {kColumns, kRows}, 0, 0, cv::INTER_AREA);
    cells.convertTo(cells, CV_32F, scale);
    return cells;
}

// Shares of colours, brightness and gradients of each cell.
struct Grid {
    Cells green, blue, neutral, light, activity, across, down;
};

Cells coloured(const cv::Mat& hsv, const cv::Scalar& from, const cv::Scalar& to)
{
    cv::Mat mask;
    cv::inRange(hsv, from, to, mask);
    return cellsOf(mask, 1.0 / 255.0);
}

Grid gridOf(const AnalysisInput& input)
{
    cv::Mat hsv;
    cv::cvtColor(input.colour(), hsv, cv::COLOR_RGB2HSV);
    const Gradients& gradients = input.gradients();
    return {coloured(hsv, {35, 40, 30}, {85, 255, 255}),
            coloured(hsv, {88, 40, 60}, {130, 255, 255}),
            coloured(hsv, {0, 0, 0}, {180, 40, 255}),
            cellsOf(input.luma(), 1.0 / 255.0),
            cellsOf(gradients.magnitude),
            cellsOf(cv::abs(gradients.x)),
            cellsOf(cv::abs(gradients.y))};
}

template <typename Test>
double share(int fromRow, Test test)
{
    int count = 0;
    for (int row = fromRow; row < kRows; ++row)
        for (int column = 0; column < kColumns; ++column)
            count += test(row, column) ? 1 : 0;
    return static_cast<double>(count) / ((kRows - fromRow) * kColumns);
}

struct SkyField {
    double share = 0.0;    // of the frame
    double blue = 0.0;     // of the sky: white alone may be a wall or a page
    double columns = 0.0;  // of the width, where at least a ninth of the height is sky
};

// Columns of smooth bright cells, blue or white, that hang from the top edge.
SkyField skyOf(const Grid& grid)
{
    SkyField sky;
    if (cv::mean(grid.neutral)[0] > 0.97)
        return sky;
    for (int column = 0; column < kColumns; ++column) {
        const auto isSky = [&](int row) {
            const float light = grid.light(row, column);
            return grid.activity(row, column) < kSmooth &&
                   ((grid.blue(row, column) >= 0.6F && light >= 0.25F) ||
                    (grid.neutral(row, column) >= 0.6F && light >= 0.7F));
        };
        int depth = 0;
        for (; depth < kRows && isSky(depth); ++depth)
            sky.blue += grid.blue(depth, column) >= 0.6F ? 1.0 : 0.0;
        sky.share += static_cast<double>(depth) / (kRows * kColumns);
        sky.columns += depth * 9 >= kRows ? 1.0 / kColumns : 0.0;
    }
    if (sky.share > 0.0)
        sky.blue /= sky.share * kRows * kColumns;
    return sky;
}

double vegetationOf(const Grid& grid)
{
    return share(0, [&](int row, int column) {
        const auto [less, more] = std::minmax(grid.across(row, column), grid.down(row, column));
        const float activity = grid.activity(row, column);
        return grid.green(row, column) >= 0.5F && less >= 0.5F * more && activity >= kTextured &&
               activity <= kBusiest;
    });
}

// Ripples lie flat: brightness changes downwards more than across.
double rippledWaterOf(const Grid& grid)
{
    return share(kRows / 3, [&](int row, int column) {
        const float activity = grid.activity(row, column);
        return grid.blue(row, column) >= 0.5F && activity >= 0.006F && activity <= 0.1F &&
               grid.down(row, column) >= 1.5F * grid.across(row, column);
    });
}

double texturedOf(const Grid& grid)
{
    return share(kRows / 3,
                 [&](int row, int column) { return grid.activity(row, column) >= kTextured; });
}

// Right angles: most edges within 8 degrees of the axes, and both kinds are there. Of edges that
// run anywhere each kind would have 0.09.
double rightAnglesOf(const Gradients& gradients)
{
    const EdgeShares edges = edgeShares(gradients, 8.0);
    return ramp(edges.horizontal + edges.vertical, 0.4, 0.7) *
           ramp(std::min(edges.horizontal, edges.vertical), 0.1, 0.2);
}

// The largest face that somebody found: a head from a quarter to half of the height.
double closeUpOf(const std::vector<SceneObject>* objects)
{
    double best = 0.0;
    if (objects)
        for (const SceneObject& object : *objects)
            if (object.label == "face")
                best = std::max(best, object.confidence * ramp(object.height, 0.2, 0.4));
    return best;
}

// The height of the tallest person or face; nothing where nobody was found.
std::optional<double> tallestOf(const std::vector<SceneObject>* objects)
{
    std::optional<double> tallest;
    if (objects)
        for (const SceneObject& object : *objects)
            if (object.label == "person" || object.label == "face")
                tallest = std::max(tallest.value_or(0.0), object.height);
    return tallest;
}

double widePeople(const std::vector<SceneObject>* objects)
{
    double best = 0.0;
    for (const SceneObject& object : objects ? *objects : std::vector<SceneObject>())
        if (object.label == "person")
            best = std::max(best, object.confidence);
    return best * ramp(tallestOf(objects).value_or(1.0), 0.5, 0.3);
}

// A room under what may be a white sky, or may be its ceiling, is half as sure.
double interiorOf(const AnalysisInput& input, const Grid& grid, const SkyField& sky)
{
    const double blue = share(0, [&](int row, int column) {
        return row < kRows / 3 && grid.blue(row, column) >= 0.6F &&
               grid.activity(row, column) < kSmooth;
    });
    const double smooth =
        share(0, [&](int row, int column) { return grid.activity(row, column) < kTextured; });
    return roomEvidence(input) * ramp(smooth, 0.2, 0.4) * (1.0 - ramp(blue, 0.02, 0.08)) *
           (1.0 - 0.5 * ramp(sky.share, 0.05, 0.15)) * (1.0 - ramp(vegetationOf(grid), 0.1, 0.3));
}

}  // namespace

void analyseSceneType(const AnalysisInput& input, SceneRecord& record)
{
    if (record.state != "normal")
        return;
    SceneEvidence& evidence = record.sceneEvidence;
    evidence[CloseUp] = closeUpOf(input.objects());
    evidence[Wide] = widePeople(input.objects());
    if (!input.hasStructure())
        return;
    const Grid grid = gridOf(input);
    const SkyField sky = skyOf(grid);
    const double vegetation = vegetationOf(grid), angles = rightAnglesOf(input.gradients());
    const double open = ramp(sky.share, 0.08, 0.25) * ramp(sky.columns, 0.4, 0.8);
    const double ground = ramp(texturedOf(grid), 0.15, 0.5) * ramp(1.0 - sky.share, 0.15, 0.3);
    const double water = ramp(rippledWaterOf(grid), 0.15, 0.45);
    evidence[Landscape] =
        open * ground * (1.0 - angles) * (0.6 + 0.4 * ramp(vegetation, 0.0, 0.15));
    evidence[Nature] = ramp(vegetation, 0.15, 0.5) * (1.0 - angles) * (1.0 - 0.5 * open);
    evidence[Urban] = angles * ramp(sky.share, 0.03, 0.12) * (1.0 - ramp(vegetation, 0.1, 0.4));
    evidence[Water] = water * (0.6 + 0.4 * ramp(sky.share, 0.05, 0.2));
    evidence[Sky] = ramp(sky.share, 0.5, 0.8) * ramp(sky.blue, 0.2, 0.5);
    evidence[Interior] = interiorOf(input, grid, sky);
    evidence[Night] = nightEvidence(input);
    if (tallestOf(input.objects()).value_or(0.0) < 0.5)
        evidence[Wide] =
            std::max({evidence[Wide], 0.9 * evidence[Landscape], 0.9 * evidence[Urban]});
}

}  // namespace animatize
