// In place of brisque.cpp where OpenCV has no module `quality`.
#include "generate/quality/brisque.h"

namespace animatize {

std::optional<double> brisqueOf(const cv::Mat&)
{
    return std::nullopt;
}

}  // namespace animatize
