// Statistics for the tables: ranks, and quantiles of lists.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace animatize::accuracy {

/// Ranks from 0, the mean of theirs for equal values.
inline std::vector<double> ranks(const std::vector<double>& values)
{
    std::vector<size_t> order(values.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (size_t first = 0; first < order.size();) {
        size_t last = first;
        while (last < order.size() && values[order[last]] == values[order[first]])
            ++last;
        for (size_t i = first; i < last; ++i)
            result[order[i]] = static_cast<double>(first + last - 1) / 2.0;
        first = last;
    }
    return result;
}

/// Spearman's rank correlation; 0 where one of them is constant.
inline double spearman(const std::vector<double>& a, const std::vector<double>& b)
{
    const std::vector<double> x = ranks(a), y = ranks(b);
    const double middle = (static_cast<double>(x.size()) - 1.0) / 2.0;
    double xy = 0.0, xx = 0.0, yy = 0.0;
    for (size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - middle) * (y[i] - middle);
        xx += (x[i] - middle) * (x[i] - middle);
        yy += (y[i] - middle) * (y[i] - middle);
    }
    return xx * yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

/// `share` of the values lie below; NaN of none, which prints as such.
inline double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return NAN;
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<size_t>(std::lround(share * last))];
}

}  // namespace animatize::accuracy
