#include "scene/analyses/edges.h"

#include <cmath>

namespace animatize {
namespace {

constexpr float kEdge = 0.05F;  // of the full range per pixel
constexpr double kRadians = 3.14159265358979323846 / 180.0;

struct Sums {
    double horizontal = 0.0, vertical = 0.0, all = 0.0;
    int pixels = 0;
};

void addRow(const Gradients& gradients, int row, float slope, Sums& sums)
{
    const auto *x = gradients.x.ptr<float>(row), *y = gradients.y.ptr<float>(row);
    const auto* magnitude = gradients.magnitude.ptr<float>(row);
    for (int i = 0; i < gradients.x.cols; ++i) {
        if (magnitude[i] < kEdge)
            continue;
        ++sums.pixels;
        sums.all += magnitude[i];
        if (std::abs(x[i]) > slope * std::abs(y[i]))
            sums.vertical += magnitude[i];
        else if (std::abs(y[i]) > slope * std::abs(x[i]))
            sums.horizontal += magnitude[i];
    }
}

}  // namespace

EdgeShares edgeShares(const Gradients& gradients, double degrees)
{
    const auto slope = static_cast<float>(1.0 / std::tan(degrees * kRadians));
    Sums sums;
    for (int row = 0; row < gradients.x.rows; ++row)
        addRow(gradients, row, slope, sums);
    if (sums.pixels == 0)
        return {};
    return {sums.horizontal / sums.all, sums.vertical / sums.all,
            static_cast<double>(sums.pixels) / static_cast<double>(gradients.x.total())};
}

}  // namespace animatize
