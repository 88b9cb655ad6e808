// What an analysis looks at: one small picture of the frame and what several analyses need of
// it, each made once, when it is first asked for, by any thread.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "frame/image_view.h"
#include "frame/reduced_picture.h"
#include "scene/analyses/segments.h"
#include "scene/parallax_map.h"
#include "scene/scene_result.h"

namespace animatize {

/// Brightness steps per pixel of `luma`, CV_32F, -1..1 (central differences of a 3x3 Sobel).
struct Gradients {
    cv::Mat x, y, magnitude;
};

/// `luma`: CV_8UC1.
Gradients gradientsOf(const cv::Mat& luma);

class AnalysisInput {
  public:
    /// All given things outlive the input. `change`: 0..1, against the frame before. `objects`
    /// may be null: nobody looked for any. `parallax`: what the camera's travel told about near
    /// and far (kRows x kColumns), or null.
    AnalysisInput(const ReducedPicture& picture, const ImageView& view,
                  std::optional<double> change, const std::vector<SceneObject>* objects,
                  const ParallaxMap* parallax = nullptr);

    /// Pixels along the longer side of `luma`, at most.
    static constexpr int kLongSide = 320;
    /// Grid of cells for what depends on the place: 32 x 18.
    static constexpr int kColumns = 32;
    static constexpr int kRows = 18;

    const ReducedPicture& picture() const { return picture_; }
    /// The whole frame; only for what looks at few of its pixels.
    const ImageView& view() const { return view_; }
    const cv::Mat& thumb() const { return picture_.thumb; }
    std::optional<double> change() const { return change_; }
    const std::vector<SceneObject>* objects() const { return objects_; }
    const ParallaxMap* parallax() const { return parallax_; }

    /// CV_8UC1, 0 = nominal black, 255 = nominal white, at most 320 pixels along the longer side.
    const cv::Mat& luma() const;
    /// CV_8UC3, R G B, full range, about 160 pixels along the longer side.
    const cv::Mat& colour() const;
    const Gradients& gradients() const;
    /// The luma again, at most 160 pixels along the longer side; and the straight edges in it.
    const cv::Mat& half() const;
    const std::vector<Segment>& segments() const;
    /// Displayed width / height of one pixel of all of these.
    double pixelAspect() const { return picture_.pixelAspect; }
    /// Whether the picture is large enough, and has steps enough, to have a structure at all.
    bool hasStructure() const;

  private:
    const ReducedPicture& picture_;
    const ImageView& view_;
    std::optional<double> change_;
    const std::vector<SceneObject>* objects_;
    const ParallaxMap* parallax_;
    template <typename T>
    struct Once {
        std::once_flag flag;
        T value;

        template <typename Make>
        const T& get(Make make)
        {
            std::call_once(flag, [&] { value = make(); });
            return value;
        }
    };
    mutable Once<cv::Mat> luma_, half_, colour_;
    mutable Once<std::vector<Segment>> segments_;
    mutable Once<Gradients> gradients_;
    mutable Once<bool> structure_;
};

/// The picture itself if it is at most `longSide` pixels long, else averaged by a whole factor.
cv::Mat atMost(const cv::Mat& picture, int longSide);

/// 0 at `zero` and below, 1 at `one` and beyond, straight between them.
double ramp(double value, double zero, double one);

}  // namespace animatize
