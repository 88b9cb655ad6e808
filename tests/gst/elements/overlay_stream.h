// A stream through animatizeoverlay, with metadata as the elements in front would put it on.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "given_metas.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

namespace animatize::test {

class OverlayStream {
  public:
    /// `composition`: whether downstream draws overlays itself.
    explicit OverlayStream(const GstVideoInfo& info, bool composition = false,
                           const std::string& launch = "animatizeoverlay")
        : rig_(launch), info_(info)
    {
        if (composition)
            takeCompositions();
        rig_.caps(info_);
    }

    /// Downstream says from now on, to those who ask, that it draws overlays itself.
    void takeCompositions()
    {
        gst_harness_add_propose_allocation_meta(
            rig_.harness(), GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, nullptr);
    }

    /// Something moves, in a shot, with a prompt.
    static void describe(GstBuffer* buffer)
    {
        attachRegion(buffer);
        attachShot(buffer, 1, 0.5);
        attachPrompt(buffer, "camera_movement", "pan", "left");
    }

    /// A frame as it goes in, without metadata.
    BufferRef given(int index) const
    {
        BufferRef buffer = frame(
            info_, moving(GST_VIDEO_INFO_WIDTH(&info_), GST_VIDEO_INFO_HEIGHT(&info_), index % 5));
        if (stamps_)
            stamp(buffer.get(), info_, index);
        GST_BUFFER_FLAG_SET(buffer.get(), flags_);
        return buffer;
    }
    /// The next frame goes through; `change` sees it first.
    BufferRef next(const std::function<void(GstBuffer*)>& change = describe)
    {
        BufferRef buffer = given(index_++);
        if (change)
            change(buffer.get());
        return rig_.push(std::move(buffer));
    }
    /// Whether the last frame looks otherwise than it went in.
    bool isDrawnOn(const BufferRef& out) const
    {
        return bytesOf(out.get()) != bytesOf(given(index_ - 1).get());
    }

    /// Flags on each frame from now on: which field it is.
    void setFlags(guint flags) { flags_ = flags; }
    void setStamps(bool stamps) { stamps_ = stamps; }
    void setCaps(const GstVideoInfo& info)
    {
        info_ = info;
        rig_.caps(info_);
    }
    void setLayers(const char* layers)
    {
        gst_util_set_object_arg(G_OBJECT(element()), "layers", layers);
    }
    guint64 stat(const char* name)
    {
        GstStructure* stats = nullptr;
        g_object_get(element(), "stats", &stats, nullptr);
        const StructureRef owned(stats);
        return uint64Of(stats, name);
    }
    /// Whether downstream was told of the feature.
    bool hasFeature()
    {
        const CapsRef caps(gst_pad_get_current_caps(rig_.harness()->sinkpad));
        return gst_caps_features_contains(gst_caps_get_features(caps.get(), 0),
                                          GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION);
    }

    GstElement* element() { return rig_.element("animatizeoverlay"); }
    Rig& rig() { return rig_; }
    const GstVideoInfo& info() const { return info_; }
    int index() const { return index_; }

  private:
    Rig rig_;
    GstVideoInfo info_;
    guint flags_ = 0;
    bool stamps_ = true;
    int index_ = 0;
};

inline guint rectanglesIn(const BufferRef& buffer)
{
    const auto* meta = gst_buffer_get_video_overlay_composition_meta(buffer.get());
    return meta ? gst_video_overlay_composition_n_rectangles(meta->overlay) : 0;
}

}  // namespace animatize::test
