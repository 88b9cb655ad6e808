// The first-stage cut test: how much did the picture change since the frame before?
//
// Made once per frame by whichever element comes first and handed on with the reduced picture;
// the shot detector decides with it, the motion detector resets its models by it.
#pragma once

#include <array>

#include <opencv2/core.hpp>

#include "frame/reduced_picture.h"

namespace animatize {

struct CutFeatures {
    bool first = true;         ///< there was no frame before, the numbers below mean nothing
    double difference = 0.0;   ///< mean absolute luma difference of the thumbnails, 0..1
    double histogram = 0.0;    ///< distance of the block histograms (Y, U, V), 0..1
    double ratio = 0.0;        ///< difference over what the last frames had, 1 = as before
    double correlation = 1.0;  ///< of the thumbnails' detail, -1..1; flashes keep it, cuts don't
    bool likelyCut = false;    ///< instant verdict, before any confirmation
};

class CutTest {
  public:
    CutFeatures next(const ReducedPicture& picture);
    void reset();

  private:
    static constexpr int kHistory = 8;

    void compare(const cv::Mat& thumb, CutFeatures& features);
    void remember(const CutFeatures& features);
    double recent() const;

    cv::Mat previous_;
    cv::Mat detail_, previousDetail_;
    std::array<double, kHistory> history_{};
    int known_ = 0;
    int at_ = 0;
    bool wasCut_ = false;
};

}  // namespace animatize
