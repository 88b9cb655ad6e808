// Canvas: what sprites are laid on, frame by frame.
//
// Where downstream draws overlays itself they travel as a GstVideoOverlayComposition, and no pixel
// is touched. Otherwise they are blended: in place where the frame is nobody else's, else into a
// copy in a buffer of the element's own pool. Memory that somebody else may see is never written.
//
//   canvas.setVideo(caps, info);
//   canvas.negotiate();                        // once downstream knows the caps
//   Status status = canvas.lay(frame, sprites);
//
// How downstream is asked: upstream's caps that carry the feature meta:GSTVideoOverlayComposition
// were accepted with it. Otherwise downstream has to accept the caps with that feature, and to name
// the meta in its answer to an ALLOCATION query; then the caps are sent again, with the feature.
#pragma once

#include <atomic>
#include <optional>

#include "base/result.h"
#include "gst/gen/frame_pool.h"
#include "gst/overlay/composition.h"
#include "overlay/sprite_blend.h"

namespace animatize {

class Canvas {
  public:
    /// The pad behind which downstream is; it must outlive the canvas.
    explicit Canvas(GstPad* src) : src_(src), pool_(src) {}

    // Any thread:
    /// Downstream has answered this ALLOCATION query.
    void answered(GstQuery* query) { pool_.answered(query); }
    /// Downstream may be another one, and has to be asked again.
    void downstreamChanged();

    // The streaming thread:
    void setVideo(GstCaps* caps, const GstVideoInfo& info);
    bool isNegotiated() const { return negotiated_ && !stale_; }
    void negotiate();
    /// Sprites, at least one, the lowest first. `frame` may become another buffer; when it can't be
    /// drawn on it stays as it is, and the error says why.
    Status lay(BufferRef& frame, const std::vector<Sprite>& sprites);
    /// Nothing of the past is kept.
    void forget();
    /// The memory goes too.
    void close();

    uint64_t attached() const { return attached_; }
    uint64_t blended() const { return blended_; }
    uint64_t copied() const { return copied_; }
    uint64_t converted() const { return converted_ + (blender_ ? blender_->converted() : 0); }
    /// All counts begin again.
    void restart();

  private:
    bool takesComposition() const;
    Result<BufferRef> copyOf(GstBuffer* frame);
    Status blend(GstBuffer* frame, const std::vector<Sprite>& sprites);

    GstPad* const src_;
    FramePool pool_;
    Composition composition_;
    FrameShape shape_;
    std::optional<SpriteBlender> blender_;
    CapsRef caps_;
    GstVideoInfo info_{};
    std::atomic<bool> stale_{false};  ///< what downstream said
    bool negotiated_ = false, attaches_ = false;
    bool told_ = false;  ///< downstream, of the feature
    uint64_t attached_ = 0, blended_ = 0, copied_ = 0, converted_ = 0;
};

}  // namespace animatize
