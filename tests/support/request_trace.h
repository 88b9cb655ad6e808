// Which keys are asked for, one after the other: some again and again, by Zipf's law, and among
// them keys that never come back. The same seed gives the same trace.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace animatize::test {

struct TraceShape {
    size_t requests = 100'000;
    size_t keys = 5000;      ///< that come back
    double zipf = 0.9;       ///< the k-th is asked for as often as 1 / k^zipf
    double onceShare = 0.5;  ///< of the requests
    uint32_t seed = 1;
};

/// Numbers below `keys` come back, larger ones don't.
inline std::vector<uint64_t> requestTrace(const TraceShape& shape)
{
    std::vector<double> upTo;
    double sum = 0.0;
    for (size_t k = 1; k <= shape.keys; ++k)
        upTo.push_back(sum += std::pow(static_cast<double>(k), -shape.zipf));
    std::mt19937 random(shape.seed);
    const auto share = [&] { return random() / 4294967296.0; };
    std::vector<uint64_t> trace;
    uint64_t once = shape.keys;
    while (trace.size() < shape.requests) {
        const bool neverAgain = share() < shape.onceShare;
        const auto at = std::lower_bound(upTo.begin(), upTo.end(), share() * sum);
        trace.push_back(neverAgain ? once++ : static_cast<uint64_t>(at - upTo.begin()));
    }
    return trace;
}

/// What share of the requests finds nothing; each miss is inserted, `bytesOf(key)` large.
template <class Cache, class BytesOf>
double missRatio(Cache& cache, const std::vector<uint64_t>& trace, BytesOf bytesOf)
{
    size_t misses = 0;
    for (const uint64_t key : trace)
        if (!cache.find(key, 0)) {
            ++misses;
            cache.insert(key, 0, bytesOf(key), 0);
        }
    return static_cast<double>(misses) / static_cast<double>(trace.size());
}

}  // namespace animatize::test
