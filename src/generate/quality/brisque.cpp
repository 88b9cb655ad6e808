#include "generate/quality/brisque.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <opencv2/quality/qualitybrisque.hpp>

#include "base/data_folders.h"
#include "base/guarded.h"
#include "generate/quality/fitted.h"

namespace animatize {
namespace {

constexpr int kLongSide = 512, kLeastSide = 32;

using Model = cv::Ptr<cv::quality::QualityBRISQUE>;

/// Null when there is none.
Model loadModel()
{
    for (const std::string& folder : dataFolders("opencv4/quality")) {
        const std::string model = folder + "/brisque_model_live.yml";
        const std::string range = folder + "/brisque_range_live.yml";
        std::error_code none;
        if (!std::filesystem::exists(model, none) || !std::filesystem::exists(range, none))
            continue;
        try {
            return cv::quality::QualityBRISQUE::create(model, range);
        } catch (const cv::Exception&) {
            return {};  // a broken file is as good as none
        }
    }
    return {};
}

Guarded<Model>& sharedModel()
{
    static Guarded<Model> model(loadModel());
    return model;
}

}  // namespace

std::optional<double> brisqueOf(const cv::Mat& luma)
{
    const cv::Mat small = fitted(luma, kLongSide);
    if (std::min(small.cols, small.rows) < kLeastSide)
        return std::nullopt;
    return sharedModel().with([&](Model& model) -> std::optional<double> {
        try {
            const double score = model ? model->compute(small)[0] : NAN;
            return std::isfinite(score) ? std::optional(std::clamp(score, 0.0, 100.0))
                                        : std::nullopt;
        } catch (const cv::Exception&) {
            return std::nullopt;
        }
    });
}

}  // namespace animatize
