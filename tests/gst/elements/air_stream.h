// A stream through animatizegen whose frames can be told from generated ones, for the tests of what
// is on the air.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "given_metas.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

namespace animatize::test {

/// A gradient with a square that steps along, in colours that R G B has: a picture of them comes
/// back as it was.
inline Paint tame(int width, int height, int index)
{
    const int side = std::max(1, height / 2), left = index % 8 * width / 16;
    return [=](int x, int y) {
        const double right = double(x) / width, below = double(y) / height;
        const bool inside = x >= left && x < left + side && y >= side / 2 && y < side / 2 + side;
        return Pixel{(inside ? 0.5 : 0.25) + 0.2 * right + 0.1 * below, 0.1 * right - 0.05,
                     0.05 - 0.1 * below};
    };
}

inline GstVideoInfo smallVideo(int fps = 25)
{
    return videoInfo(GST_VIDEO_FORMAT_I420, 64, 48, fps);
}

class AirStream {
  public:
    /// `settings` of animatizegen; waits for what is taken unless it is live.
    explicit AirStream(const std::string& settings, const GstVideoInfo& info, bool live = false)
        : rig_("animatizegen frames=1 " + settings + (live ? "" : " wait=true"), live), info_(info)
    {
        rig_.caps(info_);
    }

    /// The next frame goes through; `change` sees it first.
    BufferRef next(const std::function<void(GstBuffer*)>& change = {})
    {
        BufferRef buffer =
            poison_ ? paddedFrame(info_, paintOf(index_), *poison_) : frame(info_, paintOf(index_));
        stamp(buffer.get(), info_, index_);
        GST_BUFFER_FLAG_SET(buffer.get(), flags_);
        ++index_;
        if (change)
            change(buffer.get());
        pushed_ = buffer.get();
        return rig_.push(std::move(buffer));
    }
    std::vector<BufferRef> next(int count)
    {
        std::vector<BufferRef> all;
        for (int i = 0; i < count; ++i)
            all.push_back(next());
        return all;
    }
    /// Frame `index` as it went in.
    BufferRef given(int index) const { return frame(info_, paintOf(index)); }
    /// Whether the buffer that came out is the one that went in last.
    bool isWhatCameIn(const BufferRef& buffer) const { return buffer.get() == pushed_; }

    void take() { g_signal_emit_by_name(element(), "take"); }
    void release() { g_signal_emit_by_name(element(), "release"); }
    template <typename T>
    void set(const char* property, T value)
    {
        g_object_set(element(), property, value, nullptr);
    }
    void setOutput(const char* output)
    {
        gst_util_set_object_arg(G_OBJECT(element()), "output", output);
    }
    guint64 stat(const char* name)
    {
        GstStructure* stats = nullptr;
        g_object_get(element(), "stats", &stats, nullptr);
        const StructureRef owned(stats);
        return uint64Of(stats, name);
    }

    void setCaps(const GstVideoInfo& info)
    {
        info_ = info;
        rig_.caps(info_);
    }
    /// How frame `index` is painted, if not as tame().
    void paint(std::function<Paint(int index)> paint) { paint_ = std::move(paint); }
    /// Flags on each frame from now on: which field it is.
    void setFlags(guint flags) { flags_ = flags; }
    /// Rows are longer than they need to be, and full of this.
    void pad(guint8 poison) { poison_ = poison; }
    void jump(int frames) { index_ += frames; }

    GstElement* element() { return rig_.element("animatizegen"); }
    Rig& rig() { return rig_; }
    const GstVideoInfo& info() const { return info_; }

  private:
    Paint paintOf(int index) const
    {
        return paint_ ? paint_(index)
                      : tame(GST_VIDEO_INFO_WIDTH(&info_), GST_VIDEO_INFO_HEIGHT(&info_), index);
    }

    Rig rig_;
    GstVideoInfo info_;
    std::function<Paint(int)> paint_;
    std::optional<guint8> poison_;
    guint flags_ = 0;
    GstBuffer* pushed_ = nullptr;
    int index_ = 0;
};

/// What the frame is said to show; null for a live one.
inline const GstStructure* generatedOn(const BufferRef& buffer)
{
    return metaOf(buffer, "AnimatizeKeyframe");
}

/// Which frames are generated, as "..##..": one character a frame.
inline std::string airOf(const std::vector<BufferRef>& buffers)
{
    std::string text;
    for (const BufferRef& buffer : buffers)
        text += generatedOn(buffer) ? '#' : '.';
    return text;
}

/// All samples of a frame as 8 or 16 bits each, four a pixel, wherever they lie in memory.
std::vector<int> samplesOf(GstBuffer* buffer, const GstVideoInfo& info);
/// The largest difference between two such, in 8-bit codes.
double worstDifference(const std::vector<int>& one, const std::vector<int>& other,
                       const GstVideoInfo& info);

}  // namespace animatize::test
