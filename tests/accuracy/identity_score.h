// IDF1 (Ristani et al. 2016): how well identities are kept, by the best one-to-one matching of
// true to found identities over the whole clip.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize::accuracy {

class IdentityScore {
  public:
    struct Box {
        uint64_t id = 0;
        cv::Rect2d box;
    };
    /// Of one frame; boxes agree from an intersection over union of 0.5.
    void add(const std::vector<Box>& truth, const std::vector<Box>& found);

    double truePositives() const;  ///< by the best matching
    double truths() const { return truths_; }
    double founds() const { return founds_; }

  private:
    std::map<std::pair<uint64_t, uint64_t>, int> together_;
    double truths_ = 0.0, founds_ = 0.0;
};

double overlapOf(const cv::Rect2d& a, const cv::Rect2d& b);

}  // namespace animatize::accuracy
