#include "generate/provenance/digital_source.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace animatize {
namespace {

// By the enum's order.
constexpr std::array<std::string_view, 6> kTerms = {
    "algorithmicallyEnhanced", "algorithmicMedia",
    "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",      "digitalCapture",
};

}  // namespace

std::string_view termOf(DigitalSource source)
{
    return kTerms[static_cast<size_t>(source)];
}

std::optional<DigitalSource> digitalSourceOf(std::string_view term)
{
    const auto found = std::find(kTerms.begin(), kTerms.end(), term);
    if (found == kTerms.end())
        return std::nullopt;
    return static_cast<DigitalSource>(found - kTerms.begin());
}

std::string uriOf(std::string_view term)
{
    return std::string("http://cv.iptc.org/newscodes/digitalsourcetype/").append(term);
}

}  // namespace animatize
