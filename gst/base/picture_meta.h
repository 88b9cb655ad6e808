// The reduced picture on its way from element to element: made by the first, used by the rest.
//
// It is a private meta that goes away with everything that changes pixels. What changes them in
// place is caught by a fingerprint: then the picture is made anew.
#pragma once

#include <memory>
#include <vector>

#include <gst/gst.h>

#include "frame/cut_test.h"
#include "frame/image_view.h"
#include "frame/reduced_picture.h"
#include "metrics/metric_scope.h"

namespace animatize {

struct SharedPicture {
    ReducedPicture picture;
    CutFeatures cut;
    uint64_t fingerprint = 0;
    const GstMemory* memory = nullptr;  ///< only compared, never followed
};

using SharedPictureRef = std::shared_ptr<const SharedPicture>;

/// Finds or makes the picture of the frames of one stream. Streaming thread only.
class PictureSource {
  public:
    /// The picture on the buffer if it still is that of `view`; else a new one, which is put on
    /// the (writable) buffer. analysisWidth 0: any size will do.
    SharedPictureRef picture(GstBuffer* buffer, const ImageView& view, uint32_t analysisWidth);
    /// How long it takes to make one is told to this scope from now on.
    void measure(MetricScopeRef scope);
    /// Another stream comes: nothing was before its first frame.
    void reset();

  private:
    static constexpr uint32_t kUsualWidth = 320;
    std::shared_ptr<SharedPicture> blank();

    MetricScopeRef scope_ = ownScope();
    Histogram* took_ = &scope_->histogram(Metric::StageDuration, {"reduce"});
    CutTest cutTest_;
    std::vector<std::shared_ptr<SharedPicture>> made_;  ///< a few, to be used again
    size_t oldest_ = 0;
};

/// The pixels are no longer those that were reduced: takes the picture off a writable buffer.
void forgetPicture(GstBuffer* buffer);

void registerPictureMeta();

}  // namespace animatize
