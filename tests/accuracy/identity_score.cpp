#include "accuracy/identity_score.h"

#include <algorithm>
#include <limits>
#include <set>

namespace animatize::accuracy {
namespace {

// Kuhn and Munkres, for a cost of rows <= columns: the least sum over one-to-one pairs.
double leastCost(const std::vector<std::vector<double>>& cost)
{
    const size_t rows = cost.size(), columns = rows ? cost[0].size() : 0;
    std::vector<double> u(rows + 1, 0.0), v(columns + 1, 0.0);
    std::vector<size_t> owner(columns + 1, 0), way(columns + 1, 0);
    for (size_t i = 1; i <= rows; ++i) {
        owner[0] = i;
        size_t j = 0;
        std::vector<double> least(columns + 1, std::numeric_limits<double>::max());
        std::vector<bool> used(columns + 1, false);
        do {
            used[j] = true;
            double delta = std::numeric_limits<double>::max();
            size_t next = 0;
            for (size_t k = 1; k <= columns; ++k) {
                if (used[k])
                    continue;
                const double reduced = cost[owner[j] - 1][k - 1] - u[owner[j]] - v[k];
                if (reduced < least[k]) {
                    least[k] = reduced;
                    way[k] = j;
                }
                if (least[k] < delta) {
                    delta = least[k];
                    next = k;
                }
            }
            for (size_t k = 0; k <= columns; ++k) {
                if (used[k]) {
                    u[owner[k]] += delta;
                    v[k] -= delta;
                } else {
                    least[k] -= delta;
                }
            }
            j = next;
        } while (owner[j] != 0);
        for (; j != 0; j = way[j])
            owner[j] = owner[way[j]];
    }
    double sum = 0.0;
    for (size_t k = 1; k <= columns; ++k)
        if (owner[k])
            sum += cost[owner[k] - 1][k - 1];
    return sum;
}

}  // namespace

double overlapOf(const cv::Rect2d& a, const cv::Rect2d& b)
{
    const double both = (a & b).area();
    return both > 0.0 ? both / (a.area() + b.area() - both) : 0.0;
}

void IdentityScore::add(const std::vector<Box>& truth, const std::vector<Box>& found)
{
    truths_ += static_cast<double>(truth.size());
    founds_ += static_cast<double>(found.size());
    for (const Box& t : truth)
        for (const Box& f : found)
            if (overlapOf(t.box, f.box) >= 0.5)
                ++together_[{t.id, f.id}];
}

double IdentityScore::truePositives() const
{
    std::set<uint64_t> truths, founds;
    for (const auto& [ids, frames] : together_) {
        truths.insert(ids.first);
        founds.insert(ids.second);
    }
    std::vector<std::vector<double>> cost;  // as many columns more as rows: left without a match
    for (const uint64_t truth : truths) {
        std::vector<double> row;
        for (const uint64_t found : founds) {
            const auto at = together_.find({truth, found});
            row.push_back(at == together_.end() ? 0.0 : -at->second);
        }
        row.resize(founds.size() + truths.size(), 0.0);
        cost.push_back(row);
    }
    return cost.empty() ? 0.0 : -leastCost(cost);
}

}  // namespace animatize::accuracy
